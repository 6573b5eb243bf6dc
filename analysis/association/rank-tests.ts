import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";
import type { TestResult } from "./test-result.ts";

/**
 * The ranks of some values, ties sharing their mean rank; and Σ(t³ − t) over groups of ties.
 *
 * @example
 * midRanks([10, 20, 10]).ranks // => Float64Array.of(1.5, 3, 1.5)
 */
export function midRanks(values: ArrayLike<number>): {
  readonly ranks: Float64Array;
  readonly ties: number;
} {
  const order = Array.from({ length: values.length }, (_, index) => index).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number])
      end++;
    const rank = (start + 1 + end) / 2;
    for (let place = start; place < end; place++) ranks[order[place] as number] = rank;
    const tied = end - start;
    ties += tied ** 3 - tied;
    start = end;
  }
  return { ranks, ties };
}

/**
 * The Kruskal–Wallis test: do groups differ in the rank of a number?
 *
 * H = [12/(n(n + 1))·Σ R_g²/n_g − 3(n + 1)] / (1 − Σ(t³ − t)/(n³ − n)), chi-squared with groups − 1 degrees
 * of freedom. Rows with either value missing are to be left out before.
 *
 * @param values - A number for each row.
 * @param groups - The group of each row, 0 … groupCount − 1.
 * @example
 * kruskalWallis([1, 2, 3, 4, 5, 6], Int32Array.of(0, 0, 0, 1, 1, 1), 2).statistic // => 3.857142857
 * @see Kruskal and Wallis (1952), J. Am. Stat. Assoc. 47, 583–621.
 */
export function kruskalWallis(
  values: ArrayLike<number>,
  groups: Int32Array,
  groupCount: number,
): TestResult {
  const n = values.length;
  const { ranks, ties } = midRanks(values);
  const sums = new Float64Array(groupCount);
  const sizes = new Float64Array(groupCount);
  for (let row = 0; row < n; row++) {
    const group = groups[row] as number;
    sums[group] = (sums[group] as number) + (ranks[row] as number);
    sizes[group] = (sizes[group] as number) + 1;
  }
  const present = sizes.filter((size) => size > 0).length;
  const correction = 1 - ties / (n ** 3 - n);
  if (present < 2 || n < 3 || !(correction > 0)) {
    return {
      method: "kruskal-wallis",
      refused: present < 2 || n < 3 ? "one-group" : "all-tied",
      reason:
        present < 2 || n < 3
          ? "There are not two groups with known values to compare."
          : "All values are the same, so there is nothing to rank.",
      n,
      respectsFamilies: false,
    };
  }
  let sum = 0;
  sums.forEach((rank, group) => {
    if ((sizes[group] as number) > 0) sum += (rank * rank) / (sizes[group] as number);
  });
  const statistic = Math.max(0, ((12 / (n * (n + 1))) * sum - 3 * (n + 1)) / correction);
  return {
    method: "kruskal-wallis",
    statistic,
    df: present - 1,
    pValue: chiSquaredUpper(statistic, present - 1),
    logPValue: logChiSquaredUpper(statistic, present - 1),
    n,
    respectsFamilies: false,
  };
}
