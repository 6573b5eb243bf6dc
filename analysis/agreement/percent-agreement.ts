import { wilson } from "../association/wilson.ts";
import {
  type AgreementMeasure,
  agreementRefusals,
  measured,
  symmetricInterval,
} from "./agreement-measure.ts";
import { type AgreementSums, agreementSums } from "./agreement-sums.ts";
import { identityWeights } from "./agreement-weights.ts";
import { caseVariance } from "./case-variance.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/**
 * The share of pairs of coders who gave a case the same value, averaged over cases; null without a pair.
 *
 * @example
 * observedAgreement(agreementSums(ratingsFromTable([[20, 5], [10, 15]]))) // => 0.7
 */
export function observedAgreement(sums: AgreementSums): number | null {
  if (sums.paired === 0) return null;
  let same = 0;
  for (let c = 0; c < sums.categories; c++)
    same += sums.pairShares[c * sums.categories + c] as number;
  return same / sums.paired;
}

/**
 * Percent agreement, as a share from 0 to 1, over cases rated by two coders or more.
 *
 * The interval is Wilson's with two coders, and with more from the spread between cases (Gwet). Missing
 * ratings are left out pair by pair. When not to use alone: it does not take off what chance would give,
 * and a common value makes it high.
 *
 * @example
 * percentAgreement(ratingsFromTable([[20, 5], [10, 15]])).ciLow // => 0.5624964954
 * @see Wilson (1927), J. Am. Stat. Assoc. 22, 209–212; Gwet (2014), chapter 5.
 */
export function percentAgreement(ratings: RatingMatrix, level = 0.95): AgreementMeasure {
  const base = { method: "percent-agreement", weights: null } as const;
  const sums = agreementSums(ratings);
  const estimate = observedAgreement(sums);
  if (estimate === null) return { ...base, ...agreementRefusals.noOverlap, n: 0 };
  const what = { ...base, estimate, n: sums.paired };
  if (ratings.coders.length === 2) {
    const { ciLow, ciHigh } = wilson(estimate * sums.paired, sums.paired, level);
    const standardError = Math.sqrt((estimate * (1 - estimate)) / sums.paired);
    return measured(
      what,
      { interval: "wilson", standardError, ciLow, ciHigh, ciLevel: level },
      level,
    );
  }
  if (sums.rated < 2) return measured(what, agreementRefusals.oneCase, level);
  // With nothing expected by chance the variance of a measure is that of percent agreement.
  const { variance, n } = caseVariance(ratings, identityWeights(sums.categories), estimate, {
    expected: 0,
    ofCase: () => 0,
  });
  const interval = symmetricInterval("gwet-cases", estimate, Math.sqrt(variance), level, n - 1);
  return measured(
    what,
    "refused" in interval ? interval : { ...interval, ciLow: Math.max(0, interval.ciLow) },
    level,
  );
}
