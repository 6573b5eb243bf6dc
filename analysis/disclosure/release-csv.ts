import { cellKey } from "./cell-system.ts";
import type { CountTable } from "./count-table.ts";
import type { ReleasePlan } from "./plan-release.ts";

/** A row of a released table: what a reader may know, and nothing else. */
export interface ReleasedRow {
  /** A label for each variable, "All" for all of its levels together. */
  readonly levels: readonly string[];
  /** The rounded count, or null where it is hidden. */
  readonly count: number | null;
  /** Of the same row with the last variable at "All", from rounded counts; null where either is hidden. */
  readonly percent: number | null;
}

/** A table as it is released: protected counts only; the counts behind it are not reachable from here. */
export interface ReleasedTable {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly population: string;
  readonly variables: readonly {
    readonly name: string;
    readonly label: string;
    readonly sensitive: boolean;
  }[];
  readonly rows: readonly ReleasedRow[];
}

/**
 * The tables of a plan, protected.
 *
 * @param rename - Words in place of a level's own: letters for authorities.
 */
export function releasedTables(
  plan: ReleasePlan,
  rename: (variable: string, value: string) => string | null = () => null,
): ReleasedTable[] {
  return plan.tables.map((table) => {
    const words = table.variables.map((variable) => levelWords(variable, rename));
    const shown = new Map<string, number | null>();
    for (const cell of table.cells) {
      const index = plan.system.indexOf.get(cellKey(table, cell.coordinates)) as number;
      shown.set(cell.coordinates.join(), plan.protection.published[index] as number | null);
    }
    return {
      id: table.id,
      title: table.title,
      unit: table.unit,
      population: table.population,
      variables: table.variables.map(({ name, label, sensitive }) => ({ name, label, sensitive })),
      rows: table.cells.map(({ coordinates }) => {
        const count = shown.get(coordinates.join()) as number | null;
        const whole = shown.get([...coordinates.slice(0, -1), null].join()) as number | null;
        return {
          levels: coordinates.map((level, at) =>
            level === null ? "All" : (words[at]?.[level] as string),
          ),
          count,
          percent: percentOf(count, whole),
        };
      }),
    };
  });
}

/**
 * A percentage from rounded counts: whole numbers, one decimal from a base of 1,000.
 *
 * @example
 * percentOf(15, 40) // => 38
 */
export function percentOf(count: number | null, whole: number | null): number | null {
  if (count === null || whole === null || whole === 0) return null;
  const share = Math.min(100, (100 * count) / whole);
  return whole >= 1000 ? Math.floor(share * 10 + 0.5) / 10 : Math.floor(share + 0.5);
}

/** A released table as tidy CSV; a hidden count and its percentage are the symbol. */
export function releaseCsv(table: ReleasedTable, symbol: string): string {
  const names = table.variables.map((variable) => variable.name);
  const rows: (string | number)[][] = [
    ["table", "unit", "population", ...names, "count", "percent"],
  ];
  for (const { levels, count, percent } of table.rows) {
    rows.push([
      table.id,
      table.unit,
      table.population,
      ...levels,
      count ?? symbol,
      percent ?? (count === 0 ? "" : symbol),
    ]);
  }
  return csv(rows);
}

/** Rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows
    .map(
      (row) =>
        `${row.map((cell) => (typeof cell === "number" ? String(cell) : quoted(cell))).join(",")}\r\n`,
    )
    .join("");
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function levelWords(
  variable: CountTable["variables"][number],
  rename: (variable: string, value: string) => string | null,
): string[] {
  const used = new Set(["All"]);
  return variable.levels.map((level) => {
    let words = rename(variable.name, level.value) ?? level.label;
    if (used.has(words)) words = `${words} (${level.value})`;
    used.add(words);
    return words;
  });
}
