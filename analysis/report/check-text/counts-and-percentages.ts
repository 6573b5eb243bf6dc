import { partitionsFitting } from "../../../data-dictionary/checks/printed-percentage.ts";
import { countsInTables } from "./counts-in-tables.ts";
import { countsOfAll } from "./counts-of-all.ts";
import { judgedNumbers } from "./judged-numbers.ts";
import { countOf, countPattern, slip, type TextFinding, type TextLine } from "./text-finding.ts";

const percentage = String.raw`(?<percent>\d{1,3}(?:\.\d{1,4})?) ?(?:%|per ?cent\b)`;
const countOfBase = String.raw`(?<count>${countPattern})(?: ?/ ?| of (?:the )?| out of (?:the )?)(?<n>${countPattern})(?![\d/])`;
const start = String.raw`(?<![\d.,/])`;

const patterns: readonly RegExp[] = [
  // 106 of 131 children (86%); 106/131, 86%; 106 out of 131 = 86 per cent.
  new RegExp(`${start}${countOfBase}[^\\d.;|(]{0,40}?[(,:=] ?(?:that is |or )?${percentage}`, "gi"),
  // 106 (86%) of 131 children.
  new RegExp(
    `${start}(?<count>${countPattern})(?: [a-z-]+){0,3} \\(${percentage}\\) of (?:the |all )?(?<n>${countPattern})(?![\\d,]*\\d|[.]\\d|%)`,
    "gi",
  ),
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
  return [...lines.flatMap(inSentences), ...countsInTables(lines)];
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
        judgedNumbers(
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
            slip(
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
      judgedNumbers(
        line.line,
        match.index + 1,
        null,
        countOf(group(match, "n")),
        group(match, "percent"),
      ),
    ),
    ...countsOfAll(line).filter(
      (found) => !taken.some(([from, to]) => found.column > from && found.column <= to),
    ),
  ];
}
