import {
  type AgreementMeasure,
  agreementRefusals,
  measured,
  symmetricInterval,
} from "./agreement-measure.ts";
import { type AgreementSums, agreementSums } from "./agreement-sums.ts";
import { type AgreementWeights, identityWeights } from "./agreement-weights.ts";
import { caseVariance } from "./case-variance.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/**
 * Gwet's AC from the sums, or null without a case rated twice or a second value on the scale.
 *
 * @example
 * gwetOfSums(agreementSums(ratingsFromTable([[118, 5], [2, 0]])), identityWeights(2)) // => 0.9407763376
 */
export function gwetOfSums(sums: AgreementSums, weights: AgreementWeights): number | null {
  if (sums.paired === 0 || sums.categories < 2) return null;
  const observed =
    sums.pairShares.reduce((sum, share, at) => sum + share * (weights.values[at] as number), 0) /
    sums.paired;
  const expected = expectedByHardCases(sums, weights);
  return (observed - expected) / (1 - expected);
}

/**
 * Gwet's AC1, or AC2 with weights, for two coders or more: (pa − pe)/(1 − pe) with
 * pe = T/(q(q − 1))·Σπₖ(1 − πₖ), q the number of values on the scale, used or not, and T the sum of the weights.
 * It stays near percent agreement when one value is very common, where kappa falls.
 *
 * The standard error is Gwet's, from the spread between cases, with t on n − 1 degrees of freedom.
 * When not to use alone: report it beside kappa, not in its place. Where every rating is the same value the formula
 * gives 1 although nothing was put to the test: it is refused.
 *
 * @example
 * gwetAc(ratingsFromTable([[118, 5], [2, 0]])).estimate // => 0.9407763376
 * @see Gwet (2008), Br. J. Math. Stat. Psychol. 61, 29–48; Gwet (2014), Handbook of Inter-Rater Reliability.
 */
export function gwetAc(
  ratings: RatingMatrix,
  weights: AgreementWeights = identityWeights(ratings.categories.length),
  level = 0.95,
): AgreementMeasure {
  const base =
    weights.name === "identity"
      ? ({ method: "gwet-ac1", weights: null } as const)
      : ({ method: "gwet-ac2", weights: weights.name } as const);
  const sums = agreementSums(ratings);
  const n = sums.paired;
  if (n === 0) return { ...base, ...agreementRefusals.noOverlap, n };
  if (n <= 1) return { ...base, ...agreementRefusals.oneCase, n };
  const estimate = gwetOfSums(sums, weights);
  if (estimate === null) return { ...base, ...agreementRefusals.oneCategory, n };
  if (sums.shares.some((share) => share === sums.rated)) {
    return { ...base, ...agreementRefusals.noVariation, n };
  }
  const scale = chanceScale(sums.categories, weights);
  const { variance, n: rated } = caseVariance(ratings, weights, estimate, {
    expected: expectedByHardCases(sums, weights),
    ofCase: (counts, raters) => {
      let sum = 0;
      for (let k = 0; k < sums.categories; k++)
        sum += (counts[k] as number) * (1 - (sums.shares[k] as number) / sums.rated);
      return (scale * sum) / raters;
    },
  });
  return measured(
    { ...base, estimate, n },
    symmetricInterval("gwet-cases", estimate, Math.sqrt(variance), level, rated - 1),
    level,
  );
}

const chanceScale = (categories: number, weights: AgreementWeights): number =>
  weights.values.reduce((sum, weight) => sum + weight, 0) / (categories * (categories - 1));

function expectedByHardCases(sums: AgreementSums, weights: AgreementWeights): number {
  const spread = sums.shares.reduce((sum, share) => {
    const p = share / sums.rated;
    return sum + p * (1 - p);
  }, 0);
  return chanceScale(sums.categories, weights) * spread;
}
