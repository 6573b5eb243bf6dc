import { InputError } from "../../input-error.ts";
import { readCsv } from "../csv/read-csv.ts";

/** One of an authority's ten statistical neighbours. */
export interface Neighbour {
  readonly code: string;
  /** Name in the same file; null when the file does not list that authority itself. */
  readonly name: string | null;
  /** "Very close", as published without stray spaces. */
  readonly closeness: string;
}

/** An authority and its neighbours, the nearest first. */
export interface NeighbourGroup {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  /** False for authorities listed under "Old SNs": they have been abolished. */
  readonly current: boolean;
  readonly neighbours: readonly Neighbour[];
}

/** A published model of statistical neighbours; results keep its version. */
export interface NeighbourModel {
  readonly file: string;
  /** "2025" or "April 2021", as the file name says, or as given. */
  readonly version: string;
  readonly groups: readonly NeighbourGroup[];
  readonly byCode: ReadonlyMap<string, NeighbourGroup>;
}

/**
 * Reads statistical neighbours as published: the layout of 2025 (`SN_1, SN_1P`, trailing spaces) or
 * of April 2021 (`SN1, SNP`, ten columns of one name, blank rows and an "Old SNs:" part).
 *
 * @param options.version - Which model it is; read from the file name when left out.
 * @throws {InputError} `not-a-neighbour-file`, `unknown-version`.
 * @example
 * readNeighbours(new TextEncoder().encode("old_la_code,la_name,region_name,SN_1,SN_1P\n301,Barking,London,302,Close \n"), { version: "2025" }).groups[0].neighbours // => [{ code: "302", name: null, closeness: "Close" }]
 */
export function readNeighbours(
  bytes: Uint8Array,
  options: { readonly file?: string; readonly version?: string } = {},
): NeighbourModel {
  const file = options.file ?? "the file";
  const raw = readCsv(bytes, { file, allowDuplicateHeaders: true });
  const at = (...names: string[]): number => raw.header.findIndex((name) => names.includes(name));
  const code = at("old_la_code", "LA number", "LA num");
  const name = at("la_name", "LA Name");
  const region = at("region_name", "GOReg");
  const places: number[] = [];
  for (let k = 1; k <= 10; k++) {
    const place = at(`SN_${k}`, `SN${k}`);
    if (place >= 0) places.push(place);
  }
  if (code < 0 || name < 0 || places.length === 0) {
    throw new InputError(
      "not-a-neighbour-file",
      `${file} is not a file of statistical neighbours: it must have an authority's code, its name, and SN_1 to SN_10.`,
    );
  }
  const version =
    options.version ?? /((?:January|April|October)_)?20\d\d/.exec(file)?.[0].replace("_", " ");
  if (version === undefined) {
    throw new InputError(
      "unknown-version",
      `${file} does not say in its name which year's neighbours it holds.`,
      "Give the version, such as 2025: lists differ between years.",
    );
  }
  const nameOf = new Map<string, string>();
  for (const row of raw.rows)
    nameOf.set((row[code] as string).trim(), (row[name] as string).trim());
  const groups: NeighbourGroup[] = [];
  let current = true;
  for (const row of raw.rows) {
    const own = (row[code] as string).trim();
    if (own === "") {
      if (/^old sns/i.test((row[name] as string).trim())) current = false;
      continue;
    }
    groups.push({
      code: own,
      name: (row[name] as string).trim(),
      region: region < 0 ? "" : (row[region] as string).trim(),
      current,
      neighbours: places
        .map((place) => ({
          code: (row[place] as string).trim(),
          name: nameOf.get((row[place] as string).trim()) ?? null,
          // The closeness stands in the column after the neighbour, whatever that column is called.
          closeness: sentenceCase((row[place + 1] ?? "").trim()),
        }))
        .filter((neighbour) => neighbour.code !== ""),
    });
  }
  return { file, version, groups, byCode: new Map(groups.map((group) => [group.code, group])) };
}

const sentenceCase = (text: string): string =>
  text === "" ? "" : text[0]?.toUpperCase() + text.slice(1).toLowerCase();
