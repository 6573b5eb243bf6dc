import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";

/** Where SPSS reads a table from. */
export interface SpssSource {
  /** The CSV file, or null for a study, whose table is first written with `throughline export`. */
  readonly file: string | null;
  readonly weights: string | null;
}

/**
 * SPSS syntax that reads the table: categories as text, numbers as numbers with -9 to -6 missing, and frequencies.
 *
 * @param used - The variables that are analysed.
 */
export function openInSpss(
  data: Dataset,
  { file, weights }: SpssSource,
  used: readonly string[],
): string[] {
  const variables = [...data.columns.values()].map(
    (column) =>
      `    ${spssName(column.name)} ${column.kind === "numeric" || column.name === weights ? "F12.6" : "A60"}`,
  );
  return [
    ...(file === null
      ? ["* First write the table:  throughline export --to csv --tables children."]
      : []),
    `GET DATA /TYPE=TXT /FILE=${spssText(file ?? "output/private/export/csv/plain/children.csv")} /ARRANGEMENT=DELIMITED /DELIMITERS="," /QUALIFIER='"' /FIRSTCASE=2`,
    "  /VARIABLES=",
    `${variables.join("\n")}.`,
    ...(weights === null ? [] : [`WEIGHT BY ${spssName(weights)}.`]),
    ...used
      .filter((name) => columnOf(data, name).kind === "numeric" && !hasNegatives(data, name))
      .map((name) => `MISSING VALUES ${spssName(name)} (-9 THRU -6).`),
  ];
}

/** Numbers of which some are below nought: -9 to -6 are then values, and no missing codes. */
export function hasNegatives(data: Dataset, name: string): boolean {
  const column = columnOf(data, name);
  return column.kind === "numeric" && column.values.some((value) => value < 0);
}

/**
 * A number from a text variable: level by level what it becomes; any other value, and so any missing code, is missing.
 *
 * @example
 * recodeInSpss("sex", [["girl", 1], ["boy", 0]], "x1") // => "RECODE sex ('girl'=1) ('boy'=0) (ELSE=SYSMIS) INTO x1."
 */
export const recodeInSpss = (
  name: string,
  values: readonly (readonly [value: string, becomes: number])[],
  into: string,
): string =>
  `RECODE ${spssName(name)} ${values.map(([value, becomes]) => `(${spssText(value)}=${becomes})`).join(" ")} (ELSE=SYSMIS) INTO ${into}.`;

/**
 * Text in quotes: SPSS doubles a quote inside quotes.
 *
 * @example
 * spssText("don't") // => "'don''t'"
 */
export const spssText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * A name that SPSS takes: letters, digits and underscores, at most 60 of them.
 *
 * @example
 * spssName("2nd visit") // => "v2nd_visit"
 */
export const spssName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9_]/g, "_")
    .replace(/^([^A-Za-z])/, "v$1")
    .slice(0, 60);
