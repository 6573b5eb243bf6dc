import type { AgreementWeights } from "./agreement-weights.ts";
import { eachCase } from "./each-case.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/** What one measure expects by chance, and how one case moves that. */
export interface ChanceAgreement {
  /** Agreement expected by chance over all cases. */
  readonly expected: number;
  /** The same as one case sees it; its mean over cases is `expected`. */
  readonly ofCase: (counts: Int32Array, raters: number) => number;
}

/**
 * The variance of a chance-corrected measure (pa − pe)/(1 − pe) over many coders, from what each case adds
 * to it: Σ(uᵢ − κ)²/(n(n − 1)). Cases with one rating count for the shares of the values only. It holds
 * whether or not there is agreement, and takes cases as independent.
 *
 * @see Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapters 5 and 6; Gwet (2021), Educ. Psychol. Meas. 81, 781–790.
 */
export function caseVariance(
  ratings: RatingMatrix,
  weights: AgreementWeights,
  estimate: number,
  chance: ChanceAgreement,
): { readonly variance: number; readonly n: number } {
  const size = ratings.categories.length;
  let n = 0;
  let paired = 0;
  eachCase(ratings, ratings.frequencies, (_counts, raters, weight) => {
    n += weight;
    if (raters >= 2) paired += weight;
  });
  let sum = 0;
  eachCase(ratings, ratings.frequencies, (counts, raters, weight) => {
    let own = 0;
    if (raters >= 2) {
      let agreed = 0;
      for (let c = 0; c < size; c++) {
        if (counts[c] === 0) continue;
        let near = 0;
        for (let d = 0; d < size; d++)
          near += (weights.values[c * size + d] as number) * (counts[d] as number);
        agreed += (counts[c] as number) * (near - 1);
      }
      own =
        ((n / paired) * (agreed / (raters * (raters - 1)) - chance.expected)) /
        (1 - chance.expected);
    }
    const moved =
      (2 * (1 - estimate) * (chance.ofCase(counts, raters) - chance.expected)) /
      (1 - chance.expected);
    sum += weight * (own - moved - estimate) ** 2;
  });
  return { variance: sum / (n * (n - 1)), n };
}
