import { csvText } from "../../data-dictionary/sources/csv/csv-text.ts";
import type { ExportTable } from "./export-table.ts";
import { type SpssVariable, spssNumber, spssText, spssVariables } from "./spss-variable.ts";

/**
 * SPSS syntax that reads the CSV file of `spssCsv` and gives it names, labels, missing codes, dates and
 * measurement levels: what the .sav file holds, for those who want to see it done.
 *
 * @param file - The name of the CSV file, in the folder from which the syntax is run.
 * @throws {InputError} `missing-code-in-use`, `text-too-long`.
 */
export function spsSyntax(table: ExportTable, file: string): string {
  const variables = spssVariables(table);
  const numeric = variables.filter((variable) => variable.width === 0);
  const named = (level: string): string =>
    variables
      .filter((variable) => variable.level === level)
      .map((variable) => variable.name)
      .join("\n    ");
  const labelled = numeric.filter((variable) => variable.labels.length > 0);
  const dates = numeric.filter((variable) => variable.source.kind === "date");
  return `${[
    `* ${table.title}.`,
    `* ${table.banner}`,
    "SET DECIMAL=DOT.",
    `GET DATA /TYPE=TXT /FILE=${quoted(file)} /ENCODING="UTF8" /ARRANGEMENT=DELIMITED`,
    `  /DELCASE=LINE /FIRSTCASE=2 /DELIMITERS="," /QUALIFIER='"'`,
    `  /VARIABLES=\n    ${variables.map((each) => `${each.name} ${inputFormat(each)}`).join("\n    ")}.`,
    `VARIABLE LABELS\n    ${variables.map((each) => `${each.name} ${quoted(each.source.label)}`).join("\n    ")}.`,
    ...labelled.map(
      (each) =>
        `VALUE LABELS ${each.name}\n    ${each.labels.map(({ value, label }) => `${value} ${quoted(label)}`).join("\n    ")}.`,
    ),
    ...numeric.map((each) => `MISSING VALUES ${each.name} (-9 THRU -6).`),
    ...variables
      .filter((each) => each.missingTexts.length > 0)
      .map(
        (each) =>
          `MISSING VALUES ${each.name} (${each.missingTexts.map((text) => `"${text}"`).join(" ")}).`,
      ),
    ...dates.map((each) => `FORMATS ${each.name} (SDATE10).`),
    ...["nominal", "ordinal", "scale"]
      .filter((level) => named(level) !== "")
      .map((level) => `VARIABLE LEVEL\n    ${named(level)}\n    (${level.toUpperCase()}).`),
    "EXECUTE.",
  ].join("\n")}\n`;
}

/** The CSV file that the syntax reads: codes, dates as the seconds SPSS counts, no line ends in texts. */
export function spssCsv(table: ExportTable): string {
  const variables = spssVariables(table);
  return csvText([
    variables.map((each) => each.name),
    ...Array.from({ length: table.rowCount }, (_, row) =>
      variables.map(({ source, width }) =>
        width === 0 ? spssNumber(source, row) : spssText(source, row).replace(/[\r\n]+/g, " "),
      ),
    ),
  ]);
}

function inputFormat(variable: SpssVariable): string {
  if (variable.width > 0) return `A${variable.width}`;
  if (variable.source.kind === "date") return "F20.0";
  return variable.decimals > 0 ? "F20.4" : "F12.0";
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
