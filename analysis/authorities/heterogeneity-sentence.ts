import { isRefused, type TestResult } from "../association/test-result.ts";

/** A share as a whole percentage, halves up. */
export const wholePercent = (share: number): string =>
  `${Math.round(share * 100 * (1 + 4 * Number.EPSILON))}%`;

/**
 * Whether groups differ, in a sentence; the test that respects families goes first.
 *
 * @param what - "the authorities differ", to be denied where they do not.
 * @example
 * differSentence({ method: "pearson", pValue: 0.2, n: 9, respectsFamilies: false }, null, "the authorities differ") // => "Taken together the authorities do not differ clearly (p = .200, rows taken as independent). A study of this size may miss a real difference."
 */
export function differSentence(
  plain: TestResult,
  families: TestResult | null,
  what: "the authorities differ" | "the years differ",
): string {
  const test = families !== null && !isRefused(families) ? families : plain;
  if (isRefused(test)) return test.reason;
  const p = test.pValue < 0.001 ? "p < .001" : `p = ${test.pValue.toFixed(3).replace(/^0/, "")}`;
  const how = test.respectsFamilies
    ? "families respected"
    : families !== null && isRefused(families)
      ? "families could not be respected"
      : "rows taken as independent";
  return test.pValue < 0.05
    ? `Taken together ${what} (${p}, ${how}).`
    : `Taken together ${what.replace("differ", "do not differ clearly")} (${p}, ${how}). A study of this size may miss a real difference.`;
}
