import type { Results } from "../results/results.ts";
import { causalWords } from "./causal-words.ts";
import { countsAndPercentages } from "./counts-and-percentages.ts";
import { CurrentNumbers, noCurrentResult } from "./current-results.ts";
import { oddsRatioWords } from "./odds-ratio-words.ts";
import type { TextFinding, TextLine } from "./text-finding.ts";
import { twoTotals } from "./two-totals.ts";

/** A text looked through. */
export interface CheckedText {
  /** Lines or paragraphs read. */
  readonly lines: number;
  /** Were numbers compared with the results of a study? */
  readonly compared: boolean;
  /** In the order of the text. */
  readonly findings: readonly TextFinding[];
}

/**
 * Looks through a text for counts and percentages that disagree, "times more likely" beside an odds ratio,
 * words for a cause, and numbers that are no current result of a study.
 *
 * A number already found wrong is not also called unknown. When not to use: as proof that a text is right. It
 * finds slips; a wrong number that is some other result is not seen.
 *
 * @param results - The current results, or null to leave that check out.
 * @example
 * checkText([{ line: 1, text: "106 of 131 children (86%)" }], null).findings[0].message // => "106 of 131 is 81%, not 86%."
 */
export function checkText(lines: readonly TextLine[], results: Results | null): CheckedText {
  const current = results === null ? null : new CurrentNumbers(results);
  const certain = [
    ...countsAndPercentages(lines),
    ...twoTotals(lines, current),
    ...oddsRatioWords(lines),
    ...causalWords(lines),
  ];
  const covered = (finding: TextFinding): boolean =>
    certain.some(
      (other) =>
        other.line === finding.line &&
        finding.column >= other.column &&
        finding.column <= other.column + other.words.length + 20,
    );
  const unknown =
    current === null ? [] : noCurrentResult(lines, current).filter((finding) => !covered(finding));
  return {
    lines: lines.length,
    compared: results !== null,
    findings: [...certain, ...unknown].sort(
      (a, b) => a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : 1),
    ),
  };
}
