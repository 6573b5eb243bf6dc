import { isoDate } from "../../data-dictionary/dates/day.ts";
import { csvText } from "../../data-dictionary/sources/csv/csv-text.ts";
import { guardCell } from "../../data-dictionary/sources/csv/formula-guard.ts";
import { missingLabels } from "../../data-dictionary/table/missing.ts";
import type { ExportTable, ExportVariable } from "./export-table.ts";
import { withOwnReasons } from "./missing-code-values.ts";

type Cell = string | number | null;

/**
 * A table as CSV for people: with a byte-order mark, so that Excel reads it as UTF-8, the codebook's words
 * in place of codes, dates as YYYY-MM-DD, the reasons for missing values in square brackets, and text that a
 * spreadsheet could take for a formula made safe. Reading such a file takes the guard away again.
 */
export function csvForPeople(table: ExportTable): string {
  return `\ufeff${csvText([
    table.variables.map((variable) => guardCell(variable.name)),
    ...rowsOf(table, (variable, row) => guarded(wordsOf(variable, row))),
  ])}`;
}

/**
 * A table as plain CSV for programs: no byte-order mark, codes as the study stores them, dates as
 * YYYY-MM-DD, missing codes −9 to −6, blank for blank. It reads back as the same table. Where a variable has
 * −9 to −6 as numbers of its own, why a value is missing stands in a column beside it.
 */
export function csvForPrograms(data: ExportTable): string {
  const table = withOwnReasons(data);
  return csvText([
    table.variables.map((variable) => variable.name),
    ...rowsOf(table, (variable, row) => storedValue(variable, row)),
  ]);
}

/** Rows of any table as CSV for people: byte-order mark, text made safe. */
export function rowsForPeople(rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${csvText(rows.map((row) => row.map(guarded)))}`;
}

/** What the variables of tables mean, one row an answer, as CSV for people. */
export function variablesCsv(tables: readonly ExportTable[]): string {
  return `\ufeff${csvText([
    ["table", "variable", "label", "kind", "origin", "code", "value", "words"],
    ...tables.flatMap((table) =>
      table.variables.flatMap((variable): Cell[][] => {
        const head = [table.name, variable.name, variable.label, variable.kind, variable.origin];
        const answers = variable.levels.map(({ code, value, label }) => [
          ...head.map(guardCell),
          code,
          guardCell(value),
          guardCell(label),
        ]);
        return answers.length > 0 ? answers : [[...head.map(guardCell), null, null, null]];
      }),
    ),
  ])}`;
}

const guarded = (cell: Cell): Cell => (typeof cell === "string" ? guardCell(cell) : cell);

/** One cell in the codebook's words; a number where it is a number. */
export function wordsOf(variable: ExportVariable, row: number): Cell {
  const reason = variable.missing[row] as number;
  if (reason === -1) return null;
  if (reason !== 0) return `[${missingLabels[reason as keyof typeof missingLabels]}]`;
  if (variable.kind === "coded") {
    const code = variable.numbers[row];
    const label = variable.levels.find((level) => level.code === code)?.label ?? "";
    return label;
  }
  return storedValue(variable, row);
}

/** One cell as the study stores it. */
export function storedValue(variable: ExportVariable, row: number): Cell {
  const reason = variable.missing[row] as number;
  if (reason === -1) return null;
  if (reason !== 0) return reason;
  const value = variable.numbers[row] as number;
  switch (variable.kind) {
    case "text":
      return variable.texts[row] ?? null;
    case "date":
      return isoDate(value);
    case "coded":
      return variable.levels.find((level) => level.code === value)?.value ?? null;
    default:
      return value;
  }
}

function rowsOf(
  table: ExportTable,
  cell: (variable: ExportVariable, row: number) => Cell,
): Cell[][] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    table.variables.map((variable) => cell(variable, row)),
  );
}
