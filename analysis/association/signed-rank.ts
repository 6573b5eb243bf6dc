import { logNormalUpper } from "../distributions/index.ts";
import { midRanks } from "./rank-tests.ts";
import { farFromMiddle, subsetSums } from "./subset-sums.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/** Pairs that differ, up to which every pattern of signs is counted. */
const mostPairs = 400;

/**
 * The Wilcoxon signed-rank test for before and after: do differences tend to be above nought?
 *
 * Differences of nought are left out, the sizes of the rest are ranked (ties share their mean rank), and V adds
 * the ranks of the differences above nought. Two-sided p is the share of all 2^m patterns of signs in which V lies
 * at least as far from its middle; beyond 400 pairs, z = (|V − middle| − ½)/√(Σ rank²/4). Not for rows that come
 * in families.
 *
 * @param differences - After less before, a number for each row.
 * @example
 * signedRank([1, 2, 3, -4, 5, 0]).pValue // => 0.4375
 * @see Wilcoxon (1945), Biometrics Bulletin 1, 80–83; exact with ties: Streitberg and Röhmel (1986).
 */
export function signedRank(
  differences: ArrayLike<number>,
  exact: "count" | "approximate" | "quick" = "quick",
): TestResult {
  const n = differences.length;
  const unequal = Array.from(differences).filter((difference) => difference !== 0);
  const zeros = n - unequal.length;
  if (unequal.length === 0) {
    return refuseTest(
      "signed-rank",
      n === 0 ? "no-rows" : "no-change",
      n === 0
        ? "No row has both values known."
        : "Before and after are the same in every row, so there is no change to test.",
      n,
    );
  }
  const { ranks } = midRanks(unequal.map(Math.abs));
  let statistic = 0;
  let total = 0;
  let squares = 0;
  ranks.forEach((rank, place) => {
    if ((unequal[place] as number) > 0) statistic += rank;
    total += rank;
    squares += rank * rank;
  });
  const note =
    zeros === 0
      ? ""
      : `${zeros} of ${n} pairs did not change and are left out of the ranking, as Wilcoxon did. `;
  if (exact === "count" || (exact === "quick" && unequal.length <= mostPairs)) {
    const doubled = Int32Array.from(ranks, (rank) => Math.round(2 * rank));
    return {
      method: "signed-rank-exact",
      statistic,
      pValue: farFromMiddle(subsetSums(doubled, null), 2 * statistic, total),
      n,
      respectsFamilies: false,
      ...(zeros > 0 ? { note: note.trim() } : {}),
    };
  }
  const gap = Math.max(0, Math.abs(statistic - total / 2) - 0.5);
  const logP = Math.min(0, Math.LN2 + logNormalUpper(gap / Math.sqrt(squares / 4)));
  return {
    method: "signed-rank",
    statistic,
    pValue: Math.exp(logP),
    logPValue: logP,
    n,
    respectsFamilies: false,
    note: `${note}Normal approximation with correction for ties and continuity.`,
  };
}
