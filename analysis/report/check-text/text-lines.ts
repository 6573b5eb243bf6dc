import type { TextLine } from "./text-finding.ts";

/**
 * The lines of a plain text or Markdown file. Code and addresses of links become blanks, so that nothing in
 * them is read and columns stay where they were.
 *
 * @example
 * textLines("a `x` b", true)[0].text // => "a     b"
 */
export function textLines(text: string, markdown: boolean): TextLine[] {
  let fenced = false;
  let tables = 0;
  let inTable = false;
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .map((own, place): TextLine => {
      const line = { line: place + 1, text: own };
      if (!markdown) return line;
      const isRow = /^\s*\|.*\|\s*$/.test(own) && !fenced;
      if (isRow && !inTable) tables++;
      inTable = isRow;
      if (/^\s*(```|~~~)/.test(own)) {
        fenced = !fenced;
        return { ...line, text: "" };
      }
      if (fenced) return { ...line, text: "" };
      const blank = (part: string): string => " ".repeat(part.length);
      const shown = own.replace(/`[^`]*`|\]\([^)\s]*\)|https?:\/\/\S+/g, blank);
      // The line of dashes under the heading is no row.
      return isRow && !/^\s*\|[\s:|-]+\|\s*$/.test(own)
        ? { ...line, text: shown, row: { table: tables, cells: cellsOf(shown) } }
        : { ...line, text: shown };
    });
}

const cellsOf = (row: string): string[] =>
  row
    .trim()
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
