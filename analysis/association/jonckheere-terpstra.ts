import { logNormalUpper } from "../distributions/index.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/**
 * The Jonckheere–Terpstra test: does a number rise or fall over ordered groups?
 *
 * J = Σ_{a<b} U_ab counts, over pairs of groups, the pairs of rows in which the later group's value is larger, ties
 * for half; z = (J − mean)/s with the variance corrected for ties, two-sided. Not for groups without an order, nor
 * for rows that come in families.
 *
 * @param values - A number for each row. @param groups - The group of each row, in order from 0.
 * @example
 * jonckheereTerpstra([1, 2, 3, 4, 5, 6], Int32Array.of(0, 0, 1, 1, 2, 2), 3).statistic // => 12
 * @see Jonckheere (1954), Biometrika 41, 133–145; ties: Hollander and Wolfe (1999), section 6.2.
 */
export function jonckheereTerpstra(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  groupCount: number,
): TestResult {
  const n = values.length;
  const sizes = new Float64Array(groupCount);
  for (let row = 0; row < n; row++) {
    sizes[groups[row] as number] = (sizes[groups[row] as number] as number) + 1;
  }
  const present = sizes.filter((size) => size > 0).length;
  if (present < 2) {
    return refuseTest(
      "jonckheere-terpstra",
      "one-group",
      "There are not two groups with known values to compare.",
      n,
    );
  }
  const order = Array.from({ length: n }, (_, row) => row).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  // Walk up the values: rows of earlier groups already below count one, those tied count half.
  const below = new Float64Array(groupCount);
  const tieSizes: number[] = [];
  let statistic = 0;
  for (let from = 0; from < n; ) {
    let to = from;
    while (to < n && values[order[to] as number] === values[order[from] as number]) to++;
    const here = new Float64Array(groupCount);
    for (let place = from; place < to; place++) {
      const group = groups[order[place] as number] as number;
      here[group] = (here[group] as number) + 1;
    }
    for (let later = 1; later < groupCount; later++) {
      let earlier = 0;
      for (let group = 0; group < later; group++) {
        earlier += (below[group] as number) + (here[group] as number) / 2;
      }
      statistic += (here[later] as number) * earlier;
    }
    for (let group = 0; group < groupCount; group++) {
      below[group] = (below[group] as number) + (here[group] as number);
    }
    tieSizes.push(to - from);
    from = to;
  }
  const variance = jonckheereVariance(n, [...sizes], tieSizes);
  if (!(variance > 0)) {
    return refuseTest(
      "jonckheere-terpstra",
      "all-tied",
      "All values are the same, so there is nothing to rank.",
      n,
    );
  }
  const mean = (n * n - sizes.reduce((sum, size) => sum + size * size, 0)) / 4;
  const z = (statistic - mean) / Math.sqrt(variance);
  const logP = Math.min(0, Math.LN2 + logNormalUpper(Math.abs(z)));
  return {
    method: "jonckheere-terpstra",
    statistic,
    pValue: Math.min(1, Math.exp(logP)),
    logPValue: logP,
    n,
    respectsFamilies: false,
    note:
      z > 0
        ? "Values rise over the groups."
        : z < 0
          ? "Values fall over the groups."
          : "Values neither rise nor fall over the groups.",
  };
}

function jonckheereVariance(n: number, groups: readonly number[], ties: readonly number[]): number {
  const sum = (sizes: readonly number[], of: (size: number) => number): number =>
    sizes.reduce((total, size) => total + of(size), 0);
  const five = (size: number): number => size * (size - 1) * (2 * size + 5);
  const three = (size: number): number => size * (size - 1) * (size - 2);
  const two = (size: number): number => size * (size - 1);
  return (
    (five(n) - sum(groups, five) - sum(ties, five)) / 72 +
    (n > 2 ? (sum(groups, three) * sum(ties, three)) / (36 * three(n)) : 0) +
    (sum(groups, two) * sum(ties, two)) / (8 * two(n))
  );
}
