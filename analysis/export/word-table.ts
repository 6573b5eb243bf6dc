import {
  AlignmentType,
  InternalHyperlink,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { textWidth } from "../figures/text-width.ts";
import type { WordRun, WordTable } from "./word-blocks.ts";

/** The most rows of a table that is kept on one page. */
const mostTogether = 14;

/**
 * A table that can be edited: a header row that repeats on each page, rows that are not torn apart, a style
 * that holds for all tables. A table with many columns is set in smaller type, so that no word is broken.
 */
export function tableNode(table: WordTable): Table {
  const look = looks.find((own) => sum(leastWidths(table, own, true)) <= pageWidth) ?? looks[1];
  const widths = columnWidths(table, look).map((width) => Math.floor(width * 20));
  const together = table.rows.length <= mostTogether;
  const cells = (
    row: readonly (string | WordRun)[],
    { bold, keepNext }: { bold: boolean; keepNext: boolean },
  ): TableCell[] =>
    table.columns.map(
      (column, at) =>
        new TableCell({
          width: { size: widths[at] as number, type: WidthType.DXA },
          children: [
            new Paragraph({
              style: look.style,
              keepNext,
              ...(column.align === "right" ? { alignment: AlignmentType.RIGHT } : {}),
              children: [runNode(row[at] ?? "", bold)],
            }),
          ],
        }),
    );
  return new Table({
    style: "ResultTable",
    width: { size: sum(widths), type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: cells(
          table.columns.map((column) => column.header),
          { bold: false, keepNext: true },
        ),
      }),
      ...table.rows.map(
        (row, place) =>
          new TableRow({
            cantSplit: true,
            children: cells(row, {
              bold: table.totals?.includes(place) ?? false,
              keepNext: together && place < table.rows.length - 1,
            }),
          }),
      ),
    ],
  });
}

/** Words in their look; a link to a heading where they have one. */
export function runNode(run: string | WordRun, bold = false): ParagraphChild {
  if (typeof run === "string") return new TextRun({ text: run, ...(bold ? { bold } : {}) });
  const text = new TextRun({
    text: run.text,
    ...(bold || run.bold ? { bold: true } : {}),
    ...(run.italic ? { italics: true } : {}),
    ...(run.to === undefined ? {} : { style: "Hyperlink" }),
  });
  return run.to === undefined ? text : new InternalHyperlink({ anchor: run.to, children: [text] });
}

const textOf = (cell: string | WordRun | undefined): string =>
  cell === undefined ? "" : typeof cell === "string" ? cell : cell.text;
const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** Width of the text on A4 upright with margins of 2 cm, in points. */
const pageWidth = 481;
/** The margins of a cell, left and right. */
const margins = 9;
/** The type of a table, in points: small where there are many columns. */
const looks = [
  { style: "TableText", size: 9 },
  { style: "TableTextSmall", size: 7.5 },
] as const;
type Look = (typeof looks)[number];

const longestWord = (text: string, { size }: Look, bold: boolean): number =>
  Math.max(...text.split(" ").map((word) => textWidth(word, size, bold)));

/** What each column needs so that no word, and no number with its interval, is broken. */
function leastWidths(table: WordTable, look: Look, wholeNumbers: boolean): number[] {
  return table.columns.map(
    ({ header, align }, at) =>
      margins +
      Math.max(
        16,
        longestWord(header, look, true),
        ...table.rows.map((row, place) => {
          const bold = table.totals?.includes(place) ?? false;
          const text = textOf(row[at]);
          return wholeNumbers && align === "right"
            ? Math.min(110, textWidth(text, look.size, bold))
            : longestWord(text, look, bold);
        }),
      ),
  );
}

/**
 * Shares the page out: no word is broken, long texts get what is left, and a table that needs little does
 * not fill the line.
 */
function columnWidths(table: WordTable, look: Look): number[] {
  const whole = leastWidths(table, look, true);
  const least = sum(whole) <= pageWidth ? whole : leastWidths(table, look, false);
  const wanted = table.columns.map(({ header }, at) =>
    Math.max(
      least[at] as number,
      margins + Math.min(80, textWidth(header, look.size, true)),
      ...table.rows.map((row) => margins + Math.min(230, textWidth(textOf(row[at]), look.size))),
    ),
  );
  if (sum(wanted) <= pageWidth) {
    const stretch = Math.min(1.3, pageWidth / sum(wanted));
    return wanted.map((width) => width * stretch);
  }
  const spare = sum(wanted) - sum(least);
  const share = spare === 0 ? 0 : Math.max(0, pageWidth - sum(least)) / spare;
  const widths = least.map((own, at) => own + ((wanted[at] as number) - own) * share);
  const shrink = Math.min(1, pageWidth / sum(widths));
  return widths.map((width) => width * shrink);
}
