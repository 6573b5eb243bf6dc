import type { CurrentNumbers } from "./current-results.ts";
import { countOf, countPattern, type TextFinding, type TextLine } from "./text-finding.ts";

const total = new RegExp(
  `(?<![\\d.,/])(?<n>${countPattern})(?: \\([^()\\d]*\\))? (?<noun>children|families|cases|young people|authorities|files)\\b`,
  "gi",
);
/** Totals below this may well be counts of something else. */
const smallest = 50;

/**
 * Totals of one noun that differ by one or two, such as 77 children here and 76 there: often the same group,
 * counted once more or once less. Where the results of the study hold both, they are two groups.
 */
export function twoTotals(
  lines: readonly TextLine[],
  current: CurrentNumbers | null = null,
): TextFinding[] {
  const seen = new Map<string, { n: number; line: number }[]>();
  const found: TextFinding[] = [];
  for (const line of lines) {
    for (const match of line.text.matchAll(total)) {
      const n = countOf(match.groups?.n ?? "");
      const noun = (match.groups?.noun ?? "").toLowerCase();
      if (n < smallest) continue;
      const before = seen.get(noun) ?? [];
      const known = current?.hasCount(n) ?? false;
      const near = before.find(
        (other) =>
          other.n !== n &&
          Math.abs(other.n - n) <= 2 &&
          !(known && (current?.hasCount(other.n) ?? false)),
      );
      if (near !== undefined && !before.some((other) => other.n === n)) {
        found.push({
          rule: "two-totals",
          line: line.line,
          column: match.index + 1,
          words: `${n} ${noun}`,
          message: `There are ${near.n} on line ${near.line}. Is it the same group?`,
          hint: "If it is, one of the two is wrong; if not, say how the groups differ.",
        });
      }
      seen.set(noun, [...before, { n, line: line.line }]);
    }
  }
  return found;
}
