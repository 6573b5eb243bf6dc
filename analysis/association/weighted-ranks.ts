/** Values in order, with the stretches of equal ones. */
export interface RankOrder {
  readonly order: Int32Array;
  /** Where each stretch of equal values begins in `order`, and the end. */
  readonly breaks: Int32Array;
}

/**
 * Puts values in order once, so that ranks under any weights take one pass.
 *
 * @example
 * rankOrder([3, 1, 3]).order // => Int32Array.of(1, 0, 2)
 */
export function rankOrder(values: ArrayLike<number>): RankOrder {
  const order = Int32Array.from(
    Array.from({ length: values.length }, (_, row) => row).sort(
      (a, b) => (values[a] as number) - (values[b] as number) || a - b,
    ),
  );
  const breaks: number[] = [];
  order.forEach((row, place) => {
    if (place === 0 || values[row] !== values[order[place - 1] as number]) breaks.push(place);
  });
  breaks.push(order.length);
  return { order, breaks: Int32Array.from(breaks) };
}

/**
 * Mid-ranks when row r counts `weights[r]` times, into `out`.
 *
 * @example
 * weightedRanks(rankOrder([10, 20, 10]), Float64Array.of(1, 2, 1), new Float64Array(3)) // => Float64Array.of(1.5, 3.5, 1.5)
 */
export function weightedRanks(
  { order, breaks }: RankOrder,
  weights: Float64Array,
  out: Float64Array,
): Float64Array {
  let below = 0;
  for (let stretch = 0; stretch + 1 < breaks.length; stretch++) {
    const from = breaks[stretch] as number;
    const to = breaks[stretch + 1] as number;
    let here = 0;
    for (let place = from; place < to; place++) here += weights[order[place] as number] as number;
    const rank = below + (here + 1) / 2;
    for (let place = from; place < to; place++) out[order[place] as number] = rank;
    below += here;
  }
  return out;
}
