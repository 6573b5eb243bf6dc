import {
  checkPercentage,
  partitionsFitting,
} from "../../../data-dictionary/checks/printed-percentage.ts";
import { fixed } from "../number-text.ts";
import { countOf, countPattern, type TextFinding, type TextLine } from "./text-finding.ts";

const percentage = String.raw`(?<percent>\d{1,3}(?:\.\d{1,4})?) ?(?:%|per ?cent\b)`;
const countOfBase = String.raw`(?<count>${countPattern})(?: ?/ ?| of (?:the )?| out of (?:the )?)(?<n>${countPattern})(?![\d/])`;
const start = String.raw`(?<![\d.,/])`;

const patterns: readonly RegExp[] = [
  // 106 of 131 children (86%); 106/131, 86%; 106 out of 131 = 86 per cent.
  new RegExp(`${start}${countOfBase}[^\\d.;|(]{0,40}?[(,:=] ?(?:that is |or )?${percentage}`, "gi"),
  // 86% (106 of 131); 86 per cent, 106/131.
  new RegExp(`${start}${percentage}[^\\d.;|(]{0,25}?[(,:] ?${countOfBase}`, "gi"),
];
/** 42% of 75. */
const percentOf = new RegExp(
  `${start}${percentage} of (?:the |all )?(?<n>${countPattern})(?![\\d,]*\\d|[.]\\d|%| ?per ?cent)`,
  "gi",
);
/** 43/29/28 of 138. */
const partsOf = new RegExp(
  `${start}(?<parts>\\d{1,3}(?:/\\d{1,3}){2,5}) ?%? of (?:the |all )?(?<n>${countPattern})(?!\\d)`,
  "gi",
);

/** Counts, bases and percentages that stand together and cannot all be right: in sentences and in tables. */
export function countsAndPercentages(lines: readonly TextLine[]): TextFinding[] {
  return [...lines.flatMap(inSentences), ...inTables(lines)];
}

function inSentences(line: TextLine): TextFinding[] {
  const taken: (readonly [number, number])[] = [];
  const matches = (pattern: RegExp): RegExpExecArray[] =>
    [...line.text.matchAll(pattern)].filter((match) => {
      const range = [match.index, match.index + match[0].length] as const;
      if (taken.some(([from, to]) => range[0] < to && range[1] > from)) return false;
      taken.push(range);
      return true;
    });
  const group = (match: RegExpExecArray, name: string): string => match.groups?.[name] ?? "";
  return [
    ...patterns
      .flatMap(matches)
      .flatMap((match) =>
        judged(
          line.line,
          match.index + 1,
          countOf(group(match, "count")),
          countOf(group(match, "n")),
          group(match, "percent"),
        ),
      ),
    ...matches(partsOf).flatMap((match) => {
      const n = countOf(group(match, "n"));
      const parts = group(match, "parts").split("/").map(Number);
      return n < 1 || n > 100_000 || partitionsFitting(n, parts).length > 0
        ? []
        : [
            finding(
              line.line,
              match.index + 1,
              "parts-do-not-add-up",
              `${group(match, "parts")} of ${n}`,
              `No whole counts that add up to ${n} give these percentages.`,
              "Give the counts, or say which are left out.",
            ),
          ];
    }),
    ...matches(percentOf).flatMap((match) =>
      judged(line.line, match.index + 1, null, countOf(group(match, "n")), group(match, "percent")),
    ),
  ];
}

/** Rows of Markdown tables whose heading names a count, a base and a percentage. */
function inTables(lines: readonly TextLine[]): TextFinding[] {
  const found: TextFinding[] = [];
  let columns: { count: number; n: number; percent: number } | null = null;
  lines.forEach((line, place) => {
    if (!line.text.trimStart().startsWith("|")) {
      columns = null;
      return;
    }
    const cells = line.text.split("|").slice(1, -1);
    if (/^\s*\|[\s:|-]+\|?\s*$/.test(lines[place + 1]?.text ?? "")) {
      const heading = (pattern: RegExp): number =>
        cells.findIndex((cell) => pattern.test(cell.trim()));
      const own = {
        count: heading(/^(count|number|yes)$/i),
        n: heading(/^(n|of|base|total|printed n|valid n)$/i),
        percent: heading(/^(%|per ?cent|percentage|printed %|share)$/i),
      };
      columns = Object.values(own).every((at) => at >= 0) ? own : null;
      return;
    }
    if (columns === null) return;
    const text = (at: number): string => (cells[at] ?? "").replace(/[*%\s]/g, "");
    const [count, n, percent] = [text(columns.count), text(columns.n), text(columns.percent)];
    if (![count, n].every((cell) => new RegExp(`^(?:${countPattern})$`).test(cell))) return;
    if (!/^\d{1,3}(\.\d{1,4})?$/.test(percent)) return;
    const before = cells.slice(0, columns.percent).join("|").length + 2;
    found.push(...judged(line.line, before, countOf(count), countOf(n), percent));
  });
  return found;
}

function judged(
  line: number,
  column: number,
  count: number | null,
  n: number,
  percent: string,
): TextFinding[] {
  if (n < 1 || n > 10_000_000 || Number(percent) > 100) return [];
  const words = count === null ? `${percent}% of ${n}` : `${count} of ${n} (${percent}%)`;
  if (count !== null && count > n) {
    return [
      finding(
        line,
        column,
        "count-and-percentage",
        words,
        "The count is larger than its base.",
        "Check which is which.",
      ),
    ];
  }
  const verdict = checkPercentage(count, n, percent);
  if (verdict.verdict === "ok") return [];
  if (verdict.verdict === "impossible") {
    return [
      finding(
        line,
        column,
        "impossible-percentage",
        words,
        `No count out of ${n} rounds to ${percent}%.`,
        "Check the base: are some left out, or is it another unit?",
      ),
    ];
  }
  const decimals = percent.split(".")[1]?.length ?? 0;
  const real = fixed(verdict.percentage, decimals);
  const fits = [
    ...verdict.possibleCounts.map((own) => `${own} of ${n}`),
    ...verdict.possibleBases.map((own) => `${count} of ${own}`),
  ];
  return [
    finding(
      line,
      column,
      "count-and-percentage",
      words,
      verdict.verdict === "mismatch"
        ? `${count} of ${n} is ${real}%, not ${percent}%.`
        : `${count} of ${n} is ${real}%; ${percent}% is cut, not rounded.`,
      fits.length === 0
        ? "Correct one of the three."
        : `${percent}% would be ${fits.slice(0, 3).join(", or ")}.`,
    ),
  ];
}

const finding = (
  line: number,
  column: number,
  rule: TextFinding["rule"],
  words: string,
  message: string,
  hint: string,
): TextFinding => ({ rule, line, column, words, message, hint });
