/** How a numeric predictor becomes ordered categories. */
export type Banding =
  | { readonly kind: "cuts"; readonly cuts: readonly number[] }
  | { readonly kind: "bands"; readonly bands: number }
  | { readonly kind: "every" };

/**
 * The lower edges of all bands but the first: a value on an edge belongs to the band above it.
 *
 * Declared cuts are taken as they are, in order and once each. Bands of equal frequency are cut where a whole number of
 * bands' rows (by weight) lies below, and equal values are never parted, so there may be fewer bands. Every value
 * alone is cut below each value but the smallest.
 *
 * @param values - Known values; NaN is left out.
 * @example
 * bandEdges([1, 2, 2, 3, 9, 9], null, { kind: "bands", bands: 3 }) // => [2, 9]
 * @example
 * bandEdges([4, 7], null, { kind: "cuts", cuts: [13, 6] }) // => [6, 13]
 */
export function bandEdges(
  values: ArrayLike<number>,
  weights: ArrayLike<number> | null,
  banding: Banding,
): number[] {
  if (banding.kind === "cuts") return [...new Set(banding.cuts)].sort((a, b) => a - b);
  const order = new Uint32Array(values.length);
  let known = 0;
  for (let row = 0; row < values.length; row++) {
    if (!Number.isNaN(values[row] as number)) order[known++] = row;
  }
  const sorted = order
    .subarray(0, known)
    .sort((a, b) => (values[a] as number) - (values[b] as number));
  const distinct: number[] = [];
  const below: number[] = [];
  let total = 0;
  for (const row of sorted) {
    const value = values[row] as number;
    if (value !== distinct.at(-1)) {
      distinct.push(value);
      below.push(total);
    }
    total += weights === null ? 1 : (weights[row] as number);
  }
  if (banding.kind === "every") return distinct.slice(1);
  const edges: number[] = [];
  for (let band = 1; band < banding.bands; band++) {
    const target = (band * total) / banding.bands;
    // The value that the row at this place has: the last with no more than `target` below it.
    let place = distinct.length - 1;
    while (place > 0 && (below[place] as number) > target) place--;
    const edge = distinct[place] as number;
    if (place > 0 && edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

/** The number of different known values, counted no further than `most` + 1. */
export function distinctValues(values: ArrayLike<number>, most: number): number {
  const seen = new Set<number>();
  for (let row = 0; row < values.length && seen.size <= most; row++) {
    const value = values[row] as number;
    if (!Number.isNaN(value)) seen.add(value);
  }
  return seen.size;
}
