import { logTUpper, tQuantile } from "../distributions/index.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { groupMoments } from "./means.ts";
import { midRanks } from "./rank-tests.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/**
 * The matched rank-biserial correlation: ranks of rises less ranks of falls, over all ranks; 1 if all that changed rose.
 *
 * @example
 * matchedRankBiserial([1, 2, -3]).estimate // => 0
 * @see Kerby (2014), Comprehensive Psychology 3.
 */
export function matchedRankBiserial(differences: ArrayLike<number>): EffectResult {
  const unequal = Array.from(differences).filter((difference) => difference !== 0);
  if (unequal.length === 0) {
    return {
      method: "matched-rank-biserial",
      refused: "no-change",
      reason: "Before and after are the same in every row.",
    };
  }
  const { ranks } = midRanks(unequal.map(Math.abs));
  let [up, all] = [0, 0];
  ranks.forEach((rank, at) => {
    all += rank;
    if ((unequal[at] as number) > 0) up += rank;
  });
  return {
    method: "matched-rank-biserial",
    estimate: (2 * up - all) / all,
    note: "Ranks of rises less ranks of falls, over all ranks of what changed.",
  };
}

/**
 * The paired t test and the mean change with its interval.
 *
 * @example
 * pairedT([1, 2, 3], 0.95).effect.estimate // => 2
 */
export function pairedT(
  differences: ArrayLike<number>,
  level: number,
): { readonly test: TestResult; readonly effect: EffectResult } {
  const n = differences.length;
  const [moments] = groupMoments(differences, new Int32Array(n), 1);
  const mean = moments?.mean ?? null;
  const variance = moments?.variance ?? null;
  if (mean === null || variance === null || !(variance > 0)) {
    const reason = "The changes do not differ from one another, so a t test cannot be made.";
    return {
      test: refuseTest("paired-t", "no-spread", reason, n),
      effect:
        mean === null
          ? { method: "mean-change", refused: "no-rows", reason: "No row has both values known." }
          : {
              method: "mean-change",
              estimate: mean,
              note: "No interval: all changes are the same.",
            },
    };
  }
  const error = Math.sqrt(variance / n);
  const statistic = mean / error;
  const half = tQuantile(0.5 + level / 2, n - 1) * error;
  const logP = statistic === 0 ? 0 : Math.min(0, Math.LN2 + logTUpper(Math.abs(statistic), n - 1));
  return {
    test: {
      method: "paired-t",
      statistic,
      df: n - 1,
      pValue: Math.exp(logP),
      logPValue: logP,
      n,
      respectsFamilies: false,
    },
    effect: {
      method: "mean-change",
      estimate: mean,
      ciLow: mean - half,
      ciHigh: mean + half,
      ciLevel: level,
      note: "After less before.",
    },
  };
}
