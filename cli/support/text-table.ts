import { stripVTControlCharacters } from "node:util";

export interface TextColumnSpec {
  readonly header: string;
  readonly align?: "left" | "right";
}

/**
 * An aligned plain-text table: a header, a rule, the rows. Cells may carry colour codes; widths
 * count what is seen. The widest left-aligned column is cut to fit `width`, with an ellipsis. A header
 * may have several lines, which stand on the rule.
 *
 * @example
 * textTable([{ header: "Group" }, { header: "n", align: "right" }], [["boys", "82"]], 80)
 *   // => "Group   n\n─────  ──\nboys   82\n"
 */
export function textTable(
  columns: readonly TextColumnSpec[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = columns.map((column, index) =>
    Math.max(...column.header.split("\n").map(seen), ...rows.map((row) => seen(row[index] ?? ""))),
  );
  const total = widths.reduce((sum, w) => sum + w, 0) + 2 * (columns.length - 1);
  if (total > width) {
    let widest = -1;
    columns.forEach((column, index) => {
      if (column.align === "right") return;
      if (widest === -1 || (widths[index] as number) > (widths[widest] as number)) widest = index;
    });
    if (widest >= 0) widths[widest] = Math.max(8, (widths[widest] as number) - (total - width));
  }
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => padded(cells[index] ?? "", widths[index] as number, column.align))
      .join("  ")
      .trimEnd();
  const headers = columns.map((column) => column.header.split("\n"));
  const height = Math.max(1, ...headers.map((lines) => lines.length));
  return `${[
    ...Array.from({ length: height }, (_, row) =>
      line(headers.map((lines) => lines[row - height + lines.length] ?? "")),
    ),
    widths.map((w) => "─".repeat(w)).join("  "),
    ...rows.map(line),
  ].join("\n")}\n`;
}

const seen = (text: string): number => [...stripVTControlCharacters(text)].length;

function padded(text: string, width: number, align: "left" | "right" = "left"): string {
  const length = seen(text);
  if (length > width) return `${[...stripVTControlCharacters(text)].slice(0, width - 1).join("")}…`;
  const padding = " ".repeat(width - length);
  return align === "right" ? padding + text : text + padding;
}
