import { judgedNumbers } from "./judged-numbers.ts";
import { countOf, countPattern, type TextFinding, type TextLine } from "./text-finding.ts";

/** What a heading of a column is called, without the words in brackets after it. */
const headings = {
  count: /^(?:counts?|numbers?|yes|events?|with it)$/i,
  n: /^(?:n|of|base|total|all|known|(?:printed|valid|known) n|number known)$/i,
  percent: /^(?:%|per ?cent|percentage|printed %|shares?|percentage of those known)$/i,
} as const;
const whole = new RegExp(`^(?:${countPattern})$`);

/**
 * Rows of tables, in Markdown or Word, whose columns are a count, a base and a percentage: the three must
 * agree. The heading is the first row of the table.
 */
export function countsInTables(lines: readonly TextLine[]): TextFinding[] {
  const found: TextFinding[] = [];
  let table: number | null = null;
  let columns: Readonly<Record<keyof typeof headings, number>> | null = null;
  for (const line of lines) {
    if (line.row === undefined) continue;
    const { cells } = line.row;
    if (line.row.table !== table) {
      table = line.row.table;
      columns = columnsOf(cells);
      continue;
    }
    if (columns === null) continue;
    const text = (at: number): string => (cells[at] ?? "").replace(/[*%\s]/g, "");
    const [count, n, percent] = [text(columns.count), text(columns.n), text(columns.percent)];
    if (![count, n].every((cell) => whole.test(cell))) continue;
    if (!/^\d{1,3}(\.\d{1,4})?$/.test(percent)) continue;
    const before =
      line.text
        .split("|")
        .slice(0, columns.percent + 1)
        .join("|").length + 2;
    found.push(...judgedNumbers(line.line, before, countOf(count), countOf(n), percent));
  }
  return found;
}

function columnsOf(
  cells: readonly string[],
): Readonly<Record<keyof typeof headings, number>> | null {
  const place = (pattern: RegExp): number =>
    cells.findIndex((cell) =>
      pattern.test(
        cell
          .replace(/\*|\(.*?\)/g, "")
          .replace(/\s+/g, " ")
          .trim(),
      ),
    );
  const own = {
    count: place(headings.count),
    n: place(headings.n),
    percent: place(headings.percent),
  };
  return Object.values(own).every((at) => at >= 0) ? own : null;
}
