import writeExcelFile, { type Cell, type Sheet } from "write-excel-file/universal";
import { guardCell } from "../../data-dictionary/sources/csv/formula-guard.ts";
import { wordsOf } from "./csv-files.ts";
import type { ExportTable, ExportVariable } from "./export-table.ts";
import { fixedZip } from "./fixed-zip.ts";
import type { ResultTable } from "./result-table.ts";

/** One sheet of a workbook: a title, lines about it, a header row and rows. */
export interface SheetTable {
  readonly title: string;
  /** Source and unit, under the title. */
  readonly about: readonly string[];
  readonly header: readonly string[];
  /** A number may carry its number format. */
  readonly rows: readonly (readonly SheetCell[])[];
  readonly notes: readonly string[];
}

type SheetCell = string | number | null | { readonly value: number; readonly format: string };

/** Excel counts days from here; its calendar is right from 1 March 1900 on. */
const epochDays = 25_569;
const firstRightDay = -25_508;

/**
 * An Excel workbook in the accessible layout of official statistics: Cover, Contents, Notes and one table on
 * each further sheet (Table_1, Table_2…), from cell A1: title, number of tables, where the notes are, what
 * blanks mean, source, then one header row. No merged cells, colours, filters, frozen panes, hidden sheets or
 * formulas; text that could be one is guarded.
 *
 * @see Analysis Function (2021), Releasing statistics in spreadsheets.
 */
export async function workbook(
  tables: readonly SheetTable[],
  cover: { readonly title: string; readonly lines: readonly string[] },
): Promise<Uint8Array> {
  const named = tables.map((table, at) => ({ name: `Table_${at + 1}`, table }));
  const notes = distinctNotes(tables);
  const sheets: Sheet<Blob>[] = [
    sheet("Cover", [[heading(cover.title, 16)], ...cover.lines.map((line) => [text(line)])], [90]),
    sheet(
      "Contents",
      [
        [heading("Contents", 14)],
        [
          text(
            `This sheet contains one table. It lists the ${tables.length} tables of the workbook.`,
          ),
        ],
        [bold("Sheet"), bold("Title")],
        [text("Notes"), text("Notes to the tables")],
        ...named.map(({ name, table }) => [text(name), text(table.title)]),
      ],
      [14, 90],
    ),
    sheet(
      "Notes",
      [
        [heading("Notes", 14)],
        [text("This sheet contains one table.")],
        [bold("Note"), bold("Text")],
        ...notes.map((note, at) => [text(`note ${at + 1}`), text(note)]),
      ],
      [14, 90],
    ),
    ...named.map(({ name, table }) => tableSheet(name, table, notes)),
  ];
  const blob = await writeExcelFile(sheets, { fontFamily: "Arial", fontSize: 12 }).toBlob();
  return fixedZip(new Uint8Array(await blob.arrayBuffer()), (name, part) =>
    name === "xl/styles.xml" ? ownNumberFormats(part) : part,
  );
}

/**
 * The library numbers its formats from 100, but numbers below 164 are Excel's own: readers such as readxl
 * then take dates for numbers.
 */
const ownNumberFormats = (styles: string): string =>
  styles.replace(/numFmtId="(1\d\d)"/g, (_, number: string) => `numFmtId="${Number(number) + 64}"`);

/** A table of results as a sheet. */
export function resultSheet(table: ResultTable): SheetTable {
  const formats = { percent: "0.0", number: "0.00", p: "0.000" } as const;
  return {
    title: table.title,
    about: [table.subtitle],
    header: table.columns.map((column) => column.header),
    rows: table.rows.map((row) =>
      row.map((value, at) => {
        const format = table.columns[at]?.format ?? "text";
        if (typeof value !== "number" || format === "text" || format === "count") return value;
        return { value, format: formats[format] };
      }),
    ),
    notes: table.notes,
  };
}

/** A data table as a sheet: the codebook's words, days as dates, reasons for missing values in brackets. */
export function dataSheet(table: ExportTable): SheetTable {
  return {
    title: table.title,
    about: [`One row a ${table.unit}; ${table.rowCount} rows, ${table.variables.length} variables`],
    header: table.variables.map((variable) => variable.name),
    rows: Array.from({ length: table.rowCount }, (_, row) =>
      table.variables.map((variable) => dataCell(variable, row)),
    ),
    notes: [
      "Words in square brackets say why a value is missing: [Not recorded on file], [Could not judge], [Not applicable], [Document unavailable].",
      "An apostrophe before = + - or @ keeps spreadsheets from taking text for a formula.",
    ],
  };
}

/** What the variables mean, as a sheet. */
export function variablesSheet(tables: readonly ExportTable[]): SheetTable {
  return {
    title: "What the variables mean",
    about: ["One row a variable; answers as code = words"],
    header: ["Table", "Variable", "Label", "Kind", "Origin", "Answers"],
    rows: tables.flatMap((table) =>
      table.variables.map((variable) => [
        table.name,
        variable.name,
        variable.label,
        variable.kind,
        variable.origin,
        variable.levels.length === 0
          ? null
          : variable.levels.map(({ value, label }) => `${value} = ${label}`).join("; "),
      ]),
    ),
    notes: [],
  };
}

function dataCell(variable: ExportVariable, row: number): SheetCell {
  const day = variable.numbers[row] as number;
  // Before March 1900 the calendar of Excel is a day out: such dates stay text.
  if (variable.kind === "date" && variable.missing[row] === 0 && day >= firstRightDay) {
    return { value: day + epochDays, format: "yyyy-mm-dd" };
  }
  return wordsOf(variable, row);
}

function distinctNotes(tables: readonly SheetTable[]): string[] {
  return [...new Set(tables.flatMap((table) => table.notes))];
}

function tableSheet(name: string, table: SheetTable, notes: readonly string[]): Sheet<Blob> {
  const numbers = table.notes.map((note) => `[note ${notes.indexOf(note) + 1}]`).join(" ");
  const widths = table.header.map((header, column) =>
    Math.min(
      40,
      Math.max(
        12,
        header.length + 2,
        ...table.rows.slice(0, 200).map((row) => shownLength(row[column])),
      ),
    ),
  );
  const rows: Cell[][] = [
    [heading(`${table.title}${numbers === "" ? "" : ` ${numbers}`}`, 14)],
    [text("This sheet contains one table.")],
    ...(numbers === "" ? [] : [[text("Notes are on the sheet Notes.")]]),
    [text("A blank cell means that there is no value.")],
    ...table.about.map((line) => [text(line)]),
    table.header.map((header) => bold(header)),
    ...table.rows.map((row) => row.map((value) => cellOf(value))),
  ];
  return sheet(name, rows, widths);
}

const shownLength = (cell: SheetCell | undefined): number =>
  typeof cell === "string" ? cell.length + 2 : 12;

function sheet(name: string, data: Cell[][], widths: readonly number[]): Sheet<Blob> {
  return { sheet: name, data, columns: widths.map((width) => ({ width })) };
}

function cellOf(value: SheetCell): Cell {
  if (value === null) return null;
  if (typeof value === "string") return { value: guardCell(value), type: String, wrap: true };
  if (typeof value === "number") return { value, type: Number };
  return { value: value.value, type: Number, format: value.format };
}

// The lines above a table do not wrap: they run on to the right, so that the first column stays narrow.
const text = (value: string): Cell => ({ value: guardCell(value), type: String });
const bold = (value: string): Cell => ({
  value: guardCell(value),
  type: String,
  fontWeight: "bold",
  wrap: true,
});
const heading = (value: string, fontSize: number): Cell => ({
  value: guardCell(value),
  type: String,
  fontWeight: "bold",
  fontSize,
});
