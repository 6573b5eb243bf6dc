import { InputError } from "../../input-error.ts";
import { nearestName } from "../../nearest-name.ts";
import { type RawTable, readCsv } from "../csv/read-csv.ts";
import { type Figure, parseFigure } from "./figure.ts";

export type GeographicLevel = "national" | "regional" | "authority";

/** Where a published row is about. */
export interface Place {
  readonly level: GeographicLevel;
  /** England, the region's or the authority's name. */
  readonly name: string;
  readonly regionName: string;
  readonly regionCode: string;
  /** Nine-character code of the authority, "" for others. */
  readonly authorityCode: string;
  /** Three-digit code of the authority, "" for others. */
  readonly oldCode: string;
}

/** One row of a published table. */
export interface PublishedRow {
  readonly line: number;
  /** "2025", or "202425" as published. */
  readonly time: string;
  readonly place: Place;
  readonly filters: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, Figure>>;
}

/** A published table of authorities: filters say what a row is about, indicators hold figures. */
export interface PublishedTable {
  readonly file: string;
  readonly timeIdentifier: string;
  readonly times: readonly string[];
  readonly filters: readonly string[];
  readonly indicators: readonly string[];
  readonly rows: readonly PublishedRow[];
  readonly rowsIn: number;
  readonly rowsBlank: number;
}

const levels: Readonly<Record<string, GeographicLevel>> = {
  national: "national",
  regional: "regional",
  "local authority": "authority",
};
const required = ["time_period", "geographic_level", "la_name"] as const;
const placeColumns = new Set([
  "time_period",
  "time_identifier",
  "geographic_level",
  "country_code",
  "country_name",
  "region_code",
  "region_name",
  "old_la_code",
  "new_la_code",
  "la_name",
]);

/**
 * Reads a published table in the layout of Explore Education Statistics, as it comes: a byte-order
 * mark, columns in any order, symbols in number cells. A column is an indicator when all its cells
 * are numbers, symbols or blank; the others are filters.
 *
 * @throws {InputError} `not-a-published-table`, `rows-refused`, `unknown-geographic-level`, and those of `readCsv`.
 * @example
 * readPublished(new TextEncoder().encode("time_period,geographic_level,la_name,n\n2025,Local authority,Leeds,c\n")).rows[0].figures.n // => { kind: "symbol", symbol: "c" }
 */
export function readPublished(bytes: Uint8Array, file = "the file"): PublishedTable {
  const raw = readCsv(bytes, { file });
  const missing = required.filter((name) => !raw.header.includes(name));
  if (missing.length > 0) {
    throw new InputError(
      "not-a-published-table",
      `${file} must have the columns ${required.join(", ")}, but has no ${missing.join(" and no ")}.`,
      "Use the CSV file of a Department for Education publication as it was downloaded.",
    );
  }
  refuseRagged(raw);
  const own = raw.header
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => !placeColumns.has(name));
  const isIndicator = own.map(({ index }) =>
    raw.rows.every((row) => parseFigure(row[index] as string) !== null),
  );
  const indicators = own.filter((_, i) => isIndicator[i]);
  const filters = own.filter((_, i) => !isIndicator[i]);
  const at = new Map(raw.header.map((name, index) => [name, index]));
  const rows = raw.rows.map((cells, index): PublishedRow => {
    const cell = (name: string): string => (cells[at.get(name) ?? -1] ?? "").trim();
    const line = raw.lines[index] as number;
    return {
      line,
      time: cell("time_period"),
      place: placeOf(cell, file, line),
      filters: Object.fromEntries(
        filters.map(({ name, index: i }) => [name, (cells[i] as string).trim()]),
      ),
      figures: Object.fromEntries(
        indicators.map(({ name, index: i }) => [name, parseFigure(cells[i] as string) as Figure]),
      ),
    };
  });
  return {
    file,
    timeIdentifier: raw.rows[0]?.[at.get("time_identifier") ?? -1] ?? "",
    times: [...new Set(rows.map((row) => row.time))].sort(),
    filters: filters.map(({ name }) => name),
    indicators: indicators.map(({ name }) => name),
    rows,
    rowsIn: raw.rowsIn,
    rowsBlank: raw.rowsBlank,
  };
}

/**
 * Sets of regions that may be added up: London, or Inner and Outer London, never both.
 *
 * @example
 * regionsWithoutOverlap(["London", "Inner London", "Outer London", "South West"]) // => ["London", "South West"]
 */
export function regionsWithoutOverlap(names: readonly string[]): string[] {
  const hasLondon = names.includes("London");
  return names.filter(
    (name) => !hasLondon || !/^(Inner London|Outer London|London \((Inner|Outer)\))$/.test(name),
  );
}

/**
 * An authority's name as the table has it.
 *
 * @throws {InputError} `unknown-authority` naming the nearest.
 */
export function authorityIn(table: PublishedTable, name: string): Place {
  const places = new Map<string, Place>();
  for (const { place } of table.rows)
    if (place.level === "authority") places.set(place.name, place);
  const found = [...places.values()].find(
    (place) =>
      place.name.toLowerCase() === name.trim().toLowerCase() ||
      place.oldCode === name.trim() ||
      place.authorityCode === name.trim(),
  );
  if (found !== undefined) return found;
  const near = nearestName(name, [...places.keys()]);
  throw new InputError(
    "unknown-authority",
    `${table.file} has no authority named ${name}.`,
    near === null ? "Give the name or the three-digit code as published." : `Did you mean ${near}?`,
  );
}

function placeOf(cell: (name: string) => string, file: string, line: number): Place {
  const level = levels[cell("geographic_level").toLowerCase()];
  if (level === undefined) {
    throw new InputError(
      "unknown-geographic-level",
      `${file}, line ${line}: geographic_level must be National, Regional or Local authority.`,
    );
  }
  const name =
    level === "authority"
      ? cell("la_name")
      : level === "regional"
        ? cell("region_name")
        : cell("country_name") || "England";
  return {
    level,
    name,
    regionName: cell("region_name"),
    regionCode: cell("region_code"),
    authorityCode: cell("new_la_code"),
    oldCode: cell("old_la_code"),
  };
}

function refuseRagged(raw: RawTable): void {
  const first = raw.faults.find((fault) => fault.severity === "error");
  if (first === undefined) return;
  throw new InputError(
    "rows-refused",
    `${raw.file}, line ${first.row}: ${first.message}.`,
    "Download the file again; a published table has no such rows.",
  );
}
