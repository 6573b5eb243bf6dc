import { logNormalUpper } from "../distributions/index.ts";
import { midRanks } from "./rank-tests.ts";
import { farFromMiddle, subsetSums } from "./subset-sums.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/** Additions that the exact distribution may cost; beyond them the normal approximation is used. */
const mostAdditions = 30_000_000;

/**
 * The Mann–Whitney (Wilcoxon rank-sum) test: does a number tend to be larger in one group than in the other?
 *
 * U counts the pairs in which the first group's value is larger, ties for half. Two-sided p is the share of
 * all ways to deal the ranks, ties and all, in which U lies at least as far from n₁n₂/2. Where counting them
 * would take too long, z = (|U − n₁n₂/2| − ½)/s with s² corrected for ties is used, and the method says so.
 * Not for rows that come in families.
 *
 * @param values - A number for each row. @param groups - 0 or 1 for each row.
 * @param exact - Count, approximate, or count where it is quick.
 * @example
 * mannWhitney([1, 2, 3, 4, 5, 6], Int32Array.of(0, 0, 0, 1, 1, 1)).pValue // => 0.1
 * @see Mann and Whitney (1947), Ann. Math. Stat. 18, 50–60; exact with ties: Streitberg and Röhmel (1986).
 */
export function mannWhitney(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  exact: "count" | "approximate" | "quick" = "quick",
): TestResult {
  const n = values.length;
  const { ranks, ties } = midRanks(values);
  let first = 0;
  let sum = 0;
  for (let row = 0; row < n; row++) {
    if (groups[row] !== 0) continue;
    first++;
    sum += ranks[row] as number;
  }
  const second = n - first;
  if (first === 0 || second === 0) {
    return refuseTest(
      "mann-whitney",
      "one-group",
      "There are not two groups with known values to compare.",
      n,
    );
  }
  if (ties === n ** 3 - n) {
    return refuseTest(
      "mann-whitney",
      "all-tied",
      "All values are the same, so there is nothing to rank.",
      n,
    );
  }
  const statistic = sum - (first * (first + 1)) / 2;
  const smaller = Math.min(first, second);
  const cost = n * smaller * n * (n + 1);
  if (exact === "count" || (exact === "quick" && cost <= mostAdditions)) {
    // Twice the ranks are whole numbers; the sum of the smaller group's says all.
    const doubled = Int32Array.from(ranks, (rank) => Math.round(2 * rank));
    const own = first <= second ? 2 * sum : n * (n + 1) - 2 * sum;
    const p = farFromMiddle(subsetSums(doubled, smaller), own, smaller * (n + 1));
    return { method: "mann-whitney-exact", statistic, pValue: p, n, respectsFamilies: false };
  }
  const variance = ((first * second) / 12) * (n + 1 - ties / (n * (n - 1)));
  const gap = Math.max(0, Math.abs(statistic - (first * second) / 2) - 0.5);
  const logP = Math.min(0, Math.LN2 + logNormalUpper(gap / Math.sqrt(variance)));
  return {
    method: "mann-whitney",
    statistic,
    pValue: Math.exp(logP),
    logPValue: logP,
    n,
    respectsFamilies: false,
    note: "Normal approximation with correction for ties and continuity: the groups are too large to count every arrangement.",
  };
}
