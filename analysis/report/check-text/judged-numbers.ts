import { checkPercentage } from "../../../data-dictionary/checks/printed-percentage.ts";
import { fixed } from "../../words/number-text.ts";
import { slip, type TextFinding } from "./text-finding.ts";

/**
 * What is wrong with a count, its base and a percentage that stand together, or with a percentage and its
 * base alone: an empty list when they agree.
 */
export function judgedNumbers(
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
      slip(
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
      slip(
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
    slip(
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
