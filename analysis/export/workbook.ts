import writeExcelFile, { type Cell, type Sheet } from "write-excel-file/universal";
import { guardCell } from "../../data-dictionary/sources/csv/formula-guard.ts";
import { wrapText } from "../figures/text-width.ts";
import { wordsOf } from "./csv-files.ts";
import type { ExportTable, ExportVariable } from "./export-table.ts";
import { fixedZip } from "./fixed-zip.ts";
import type { ResultTable } from "./result-table.ts";
import { type SheetPlan, workbookParts } from "./workbook-parts.ts";

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
 * blanks mean, who may see it, source, then one header row. Each table is one for Excel too, with a name; the
 * lines of the contents lead to the sheets; each sheet prints on A4, as wide as the page. No merged cells,
 * colours, filters, frozen panes, hidden sheets or formulas; text that could be one is guarded.
 *
 * @see Analysis Function (2021), Releasing statistics in spreadsheets.
 */
export async function workbook(
  tables: readonly SheetTable[],
  cover: {
    readonly title: string;
    /** Who may see it: on the cover, over each table and at the foot of each printed page. */
    readonly banner: string;
    readonly lines: readonly string[];
  },
): Promise<Uint8Array> {
  const notes = [...new Set(tables.flatMap((table) => table.notes))];
  const plans: SheetPlan[] = [
    {
      name: "Cover",
      rows: [
        [heading(cover.title, 16)],
        ...[cover.banner, ...cover.lines].map((line) => [wrapped(line)]),
      ],
      widths: [90],
      table: null,
    },
    contentsPlan(tables, notes),
    ...(notes.length === 0 ? [] : [notesPlan(notes)]),
    ...tables.map((table, at) => tablePlan(`Table_${at + 1}`, table, notes, cover.banner)),
  ];
  const sheets: Sheet<Blob>[] = plans.map(({ name, rows, widths }) => ({
    sheet: name,
    data: rows.map((row) => withHeight(row, widths)),
    columns: widths.map((width) => ({ width })),
  }));
  const blob = await writeExcelFile(sheets, { fontFamily: "Arial", fontSize: 12 }).toBlob();
  const { edit, more } = workbookParts(plans, cover);
  return fixedZip(
    new Uint8Array(await blob.arrayBuffer()),
    (name, part) => (name === "xl/styles.xml" ? ownNumberFormats(part) : edit(name, part)),
    more,
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

function contentsPlan(tables: readonly SheetTable[], notes: readonly string[]): SheetPlan {
  const listed = [
    ...(notes.length === 0
      ? []
      : [{ sheet: "Notes", title: "Notes to the tables", about: null, notes: null }]),
    ...tables.map((table, at) => ({
      sheet: `Table_${at + 1}`,
      title: table.title,
      about: table.about[0] ?? null,
      notes: noteNumbers(table, notes) || null,
    })),
  ];
  const header = ["Sheet", "Title", "What it holds", "Notes"];
  const rows = [
    [heading("Contents", 14)],
    [text("This sheet contains one table.")],
    [text(`It lists the ${tables.length} tables of the workbook; each line leads to its sheet.`)],
    header.map((each) => bold(each)),
    ...listed.map((each) => [
      wrapped(each.sheet),
      ...[each.title, each.about, each.notes].map((words) =>
        words === null ? null : wrapped(words),
      ),
    ]),
  ];
  const first = rows.length - listed.length + 1;
  return {
    name: "Contents",
    rows,
    widths: [14, 60, 50, 24],
    table: { name: "Contents_list", header, row: first - 1, rows: listed.length },
    links: listed.map(({ sheet }, at) => ({ row: first + at, sheet })),
  };
}

function notesPlan(notes: readonly string[]): SheetPlan {
  const header = ["Note", "Text"];
  const rows = [
    [heading("Notes", 14)],
    [text("This sheet contains one table.")],
    header.map((each) => bold(each)),
    ...notes.map((note, at) => [wrapped(`note ${at + 1}`), wrapped(note)]),
  ];
  return {
    name: "Notes",
    rows,
    widths: [14, 100],
    table: { name: "Notes_list", header, row: 3, rows: notes.length },
  };
}

const noteNumbers = (table: SheetTable, notes: readonly string[]): string =>
  table.notes.map((note) => `[note ${notes.indexOf(note) + 1}]`).join(" ");

function tablePlan(
  name: string,
  table: SheetTable,
  notes: readonly string[],
  banner: string,
): SheetPlan {
  const numbers = noteNumbers(table, notes);
  const header = differentHeaders(table.header);
  const blanks = table.rows.some((row) => row.some((cell) => cell === null));
  const widths = header.map((words, column) =>
    Math.min(
      40,
      Math.max(
        12,
        Math.min(22, words.length + 2),
        ...table.rows.slice(0, 200).map((row) => shownLength(row[column])),
      ),
    ),
  );
  const lines = [
    "This sheet contains one table.",
    ...(numbers === "" ? [] : ["Notes are on the sheet Notes."]),
    ...(blanks ? ["A blank cell means that there is no value."] : []),
    banner,
    ...table.about,
  ];
  const rows: Cell[][] = [
    [heading(`${table.title}${numbers === "" ? "" : ` ${numbers}`}`, 14)],
    ...lines.map((line) => [text(line)]),
    header.map((words, column) => apart(bold(words, isNumeric(table, column)), table, column)),
    ...table.rows.map((row) => row.map((value, column) => apart(cellOf(value), table, column))),
  ];
  return {
    name,
    rows,
    widths,
    table: { name, header, row: lines.length + 2, rows: table.rows.length },
  };
}

/** A column of numbers: its header stands over them, on the right. */
const isNumeric = (table: SheetTable, column: number): boolean =>
  table.rows.some((row) => !isWords(row[column])) &&
  table.rows.every((row) => !isWords(row[column]) || row[column] === null);
const isWords = (cell: SheetCell | undefined): boolean =>
  cell === null || cell === undefined || typeof cell === "string";

/** Words that follow a column of numbers keep away from them. */
const apart = (cell: Cell, table: SheetTable, column: number): Cell =>
  column > 0 &&
  isNumeric(table, column - 1) &&
  cell !== null &&
  typeof cell === "object" &&
  "wrap" in cell &&
  !("align" in cell)
    ? ({ ...(cell as object), align: "left", indent: 1 } as Cell)
    : cell;

/** Headers that a table of Excel can have: none empty, no two alike, no line ends. */
function differentHeaders(headers: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return headers.map((header, at) => {
    const words = guardCell(header.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()) || `Column ${at + 1}`;
    const times = (seen.get(words.toLowerCase()) ?? 0) + 1;
    seen.set(words.toLowerCase(), times);
    return times === 1 ? words : `${words} (${times})`;
  });
}

/** Pixels of a unit of width, and of the type, at 12 points of Arial; points of a line. */
const [unitPixels, typePixels, linePoints] = [8.9, 16, 15.6];

/** A row as high as the most lines that its wrapped texts take: not every program works that out itself. */
function withHeight(row: readonly Cell[], widths: readonly number[]): Cell[] {
  const lines = row.map((cell, column) => {
    if (cell === null || typeof cell !== "object" || !("wrap" in cell)) return 1;
    const { value, fontWeight } = cell as { value: string; fontWeight?: string };
    const room = ((widths[column] as number) - 1) * unitPixels;
    return value
      .split("\n")
      .reduce(
        (sum, line) => sum + wrapText(line, room, typePixels, fontWeight === "bold").length,
        0,
      );
  });
  const most = Math.max(1, ...lines);
  if (most === 1) return [...row];
  // Excel allows rows of 409 points at most.
  const height = Math.min(409, Math.ceil(most * linePoints));
  return row.map((cell) =>
    cell !== null && typeof cell === "object" ? { ...(cell as object), height } : cell,
  ) as Cell[];
}

const shownLength = (cell: SheetCell | undefined): number =>
  typeof cell === "string" ? cell.length + 2 : 12;

function cellOf(value: SheetCell): Cell {
  if (value === null) return null;
  if (typeof value === "string") return wrapped(value);
  const top = { type: Number, alignVertical: "top" as const };
  if (typeof value === "number") return { value, ...top };
  return { value: value.value, ...top, format: value.format };
}

// The lines above a table do not wrap: they run on to the right, so that the first column stays narrow.
const text = (value: string): Cell => ({ value: guardCell(value), type: String });
const wrapped = (value: string): Cell => ({
  value: guardCell(value),
  type: String,
  wrap: true,
  alignVertical: "top",
});
const bold = (value: string, right = false): Cell => ({
  value: guardCell(value),
  type: String,
  fontWeight: "bold",
  wrap: true,
  ...(right ? { align: "right" as const } : {}),
});
const heading = (value: string, fontSize: number): Cell => ({
  value: guardCell(value),
  type: String,
  fontWeight: "bold",
  fontSize,
});
