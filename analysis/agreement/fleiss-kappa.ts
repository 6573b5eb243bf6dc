import {
  type AgreementMeasure,
  agreementRefusals,
  measured,
  symmetricInterval,
} from "./agreement-measure.ts";
import { type AgreementSums, agreementSums } from "./agreement-sums.ts";
import { identityWeights } from "./agreement-weights.ts";
import { caseVariance } from "./case-variance.ts";
import { observedAgreement } from "./percent-agreement.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/**
 * Fleiss' kappa from the sums, or null where chance alone would make coders agree.
 *
 * @example
 * fleissOfSums(agreementSums(ratingsFromCounts([[2, 0], [0, 2], [1, 1]]))) // => 0.3333333333
 */
export function fleissOfSums(sums: AgreementSums): number | null {
  const observed = observedAgreement(sums);
  const expected = expectedByShares(sums);
  return observed === null || 1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected);
}

/**
 * Fleiss' kappa for any number of coders, who need not be the same people for each case:
 * (pa − pe)/(1 − pe), pe = Σπₖ² from the shares of the values over all ratings.
 *
 * The standard error is Gwet's, from the spread between cases; Fleiss's own of 1979 supposes no agreement and
 * serves a test only. Cases may have different numbers of ratings; those with one count for the shares.
 * When not to use: with two coders Cohen's kappa allows for their own habits; this does not.
 *
 * @example
 * fleissKappa(ratingsFromCounts([[2, 0], [0, 2], [1, 1]])).estimate // => 0.3333333333
 * @see Fleiss (1971), Psychological Bulletin 76, 378–382; Gwet (2021), Educ. Psychol. Meas. 81, 781–790.
 */
export function fleissKappa(ratings: RatingMatrix, level = 0.95): AgreementMeasure {
  const base = { method: "fleiss-kappa", weights: null } as const;
  const sums = agreementSums(ratings);
  const n = sums.paired;
  if (n === 0) return { ...base, ...agreementRefusals.noOverlap, n };
  if (n <= 1) return { ...base, ...agreementRefusals.oneCase, n };
  const estimate = fleissOfSums(sums);
  if (estimate === null) return { ...base, ...agreementRefusals.noVariation, n };
  const { variance, n: rated } = caseVariance(ratings, identityWeights(sums.categories), estimate, {
    expected: expectedByShares(sums),
    ofCase: (counts, raters) => {
      let sum = 0;
      for (let k = 0; k < sums.categories; k++)
        sum += ((counts[k] as number) * (sums.shares[k] as number)) / sums.rated;
      return sum / raters;
    },
  });
  return measured(
    { ...base, estimate, n },
    symmetricInterval("gwet-cases", estimate, Math.sqrt(variance), level, rated - 1),
    level,
  );
}

function expectedByShares(sums: AgreementSums): number {
  return sums.shares.reduce((sum, share) => sum + (share / sums.rated) ** 2, 0);
}
