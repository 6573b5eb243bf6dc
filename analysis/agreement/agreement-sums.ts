import { eachCase } from "./each-case.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/**
 * What the measures of agreement need to know about the ratings, added up over cases, so that a bootstrap
 * only has to add them up again.
 */
export interface AgreementSums {
  readonly categories: number;
  /** Cases with a rating. */
  readonly rated: number;
  /** Cases with two ratings or more. */
  readonly paired: number;
  /** For each pair of values, Σ ordered pairs of ratings / r(r − 1) over cases with r ≥ 2; adds up to `paired`. */
  readonly pairShares: Float64Array;
  /** For each pair of values, Σ ordered pairs of ratings / (r − 1): Krippendorff's coincidences. */
  readonly coincidences: Float64Array;
  /** For each value, Σ its ratings / r over cases with a rating; adds up to `rated`. */
  readonly shares: Float64Array;
}

/**
 * Adds up the ratings.
 *
 * @param frequencies - How often each case counts; the matrix's own unless a bootstrap gives others.
 * @example
 * agreementSums(ratingsFromTable([[20, 5], [10, 15]])).pairShares // => Float64Array.of(20, 7.5, 7.5, 15)
 */
export function agreementSums(
  ratings: RatingMatrix,
  frequencies: Float64Array | null = ratings.frequencies,
): AgreementSums {
  const size = ratings.categories.length;
  const pairShares = new Float64Array(size * size);
  const coincidences = new Float64Array(size * size);
  const shares = new Float64Array(size);
  let rated = 0;
  let paired = 0;
  eachCase(ratings, frequencies, (counts, raters, weight) => {
    rated += weight;
    for (let c = 0; c < size; c++) shares[c]! += (weight * (counts[c] as number)) / raters;
    if (raters < 2) return;
    paired += weight;
    for (let c = 0; c < size; c++) {
      const own = counts[c] as number;
      if (own === 0) continue;
      for (let d = 0; d < size; d++) {
        const pairs = own * (c === d ? own - 1 : (counts[d] as number));
        if (pairs === 0) continue;
        pairShares[c * size + d]! += (weight * pairs) / (raters * (raters - 1));
        coincidences[c * size + d]! += (weight * pairs) / (raters - 1);
      }
    }
  });
  return { categories: size, rated, paired, pairShares, coincidences, shares };
}

/**
 * The table of two coders over the cases both rated: rows the first's values, columns the second's.
 *
 * @example
 * pairTable(ratingMatrix({ A: ["1", "2", "2"], B: ["1", "1", null] }), 0, 1) // => Float64Array.of(1, 0, 1, 0)
 */
export function pairTable(
  ratings: RatingMatrix,
  first: number,
  second: number,
  frequencies: Float64Array | null = ratings.frequencies,
): Float64Array {
  const size = ratings.categories.length;
  const coders = ratings.coders.length;
  const table = new Float64Array(size * size);
  for (let row = 0; row < ratings.cases; row++) {
    const a = ratings.codes[row * coders + first] as number;
    const b = ratings.codes[row * coders + second] as number;
    if (a < 0 || b < 0) continue;
    table[a * size + b]! += frequencies === null ? 1 : (frequencies[row] as number);
  }
  return table;
}
