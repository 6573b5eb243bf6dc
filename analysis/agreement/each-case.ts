import type { RatingMatrix } from "./rating-matrix.ts";

/**
 * Visits every case that has a rating: how many coders gave it each value, how many coders rated it and
 * how often it counts. The counts are one array, filled anew for each case.
 */
export function eachCase(
  ratings: RatingMatrix,
  frequencies: Float64Array | null,
  visit: (counts: Int32Array, raters: number, weight: number) => void,
): void {
  const coders = ratings.coders.length;
  const counts = new Int32Array(ratings.categories.length);
  for (let row = 0; row < ratings.cases; row++) {
    const weight = frequencies === null ? 1 : (frequencies[row] as number);
    if (weight === 0) continue;
    counts.fill(0);
    let raters = 0;
    for (let at = row * coders; at < (row + 1) * coders; at++) {
      const code = ratings.codes[at] as number;
      if (code < 0) continue;
      counts[code]!++;
      raters++;
    }
    if (raters > 0) visit(counts, raters, weight);
  }
}
