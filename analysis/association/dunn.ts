import { logNormalUpper } from "../distributions/index.ts";
import { holm } from "./multiplicity.ts";
import { midRanks } from "./rank-tests.ts";

/** Two groups compared after a Kruskal–Wallis test. */
export interface PairComparison {
  readonly method: "dunn";
  /** Numbers of the two groups. */
  readonly groups: readonly [number, number];
  readonly statistic: number;
  readonly pValue: number;
  readonly holmPValue: number;
}

/**
 * Dunn's comparison of every two groups by mean rank, with Holm's adjustment over the pairs.
 *
 * z = (R̄_a − R̄_b)/√((n(n + 1)/12 − Σ(t³ − t)/(12(n − 1)))·(1/n_a + 1/n_b)), ranks taken over all groups.
 * Only after a Kruskal–Wallis test of them all; not for rows that come in families.
 *
 * @param values - A number for each row. @param groups - The group of each row.
 * @returns Nothing to compare gives an empty list.
 * @example
 * dunnHolm([1, 2, 3, 4, 5, 6], Int32Array.of(0, 0, 0, 1, 1, 1), 2)[0].statistic // => -1.963961012
 * @see Dunn (1964), Technometrics 6, 241–252.
 */
export function dunnHolm(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  groupCount: number,
): PairComparison[] {
  const n = values.length;
  const { ranks, ties } = midRanks(values);
  const sums = new Float64Array(groupCount);
  const sizes = new Float64Array(groupCount);
  for (let row = 0; row < n; row++) {
    const group = groups[row] as number;
    sums[group] = (sums[group] as number) + (ranks[row] as number);
    sizes[group] = (sizes[group] as number) + 1;
  }
  const spread = n < 2 ? 0 : (n * (n + 1)) / 12 - ties / (12 * (n - 1));
  if (!(spread > 0)) return [];
  const pairs: Omit<PairComparison, "holmPValue">[] = [];
  for (let a = 0; a < groupCount; a++) {
    for (let b = a + 1; b < groupCount; b++) {
      const [own, other] = [sizes[a] as number, sizes[b] as number];
      if (own === 0 || other === 0) continue;
      const gap = (sums[a] as number) / own - (sums[b] as number) / other;
      const statistic = gap / Math.sqrt(spread * (1 / own + 1 / other));
      pairs.push({
        method: "dunn",
        groups: [a, b],
        statistic,
        pValue: Math.min(1, 2 * Math.exp(logNormalUpper(Math.abs(statistic)))),
      });
    }
  }
  const adjusted = holm(pairs.map((pair) => pair.pValue));
  return pairs.map((pair, place) => ({ ...pair, holmPValue: adjusted[place] as number }));
}
