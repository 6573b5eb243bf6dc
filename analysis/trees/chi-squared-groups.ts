import { logChiSquaredUpper } from "../distributions/index.ts";
import type { GroupTest, TableTest } from "./group-test.ts";

/** Statistics below this share of the rows are rounding, and count as none: equal shares then tie exactly. */
const nothing = 1e-14;

/**
 * Pearson's or the likelihood-ratio chi-squared of groups by classes, (rows − 1)(columns − 1) degrees of freedom.
 * Empty groups and classes are left out first; with fewer than two of either p is 1. No continuity correction and no
 * least expected count.
 *
 * @example
 * chiSquaredGroups(2, "pearson").table(Float64Array.of(21, 13, 28, 4), [0, 1]).statistic // => 5.709342561
 * @see Kass (1980), Applied Statistics 29, 119–127.
 */
export function chiSquaredGroups(
  classes: number,
  statistic: "pearson" | "likelihood-ratio",
): GroupTest {
  const size = (tallies: Float64Array, group: number): number => {
    let sum = 0;
    for (let k = group * classes; k < (group + 1) * classes; k++) sum += tallies[k] as number;
    return sum;
  };
  const table = (tallies: Float64Array, groups: ArrayLike<number>): TableTest =>
    chiSquared(tallies, groups, classes, statistic);
  const couple = new Int32Array(2);
  const pair =
    statistic === "pearson"
      ? (tallies: Float64Array, a: number, b: number) => pearsonPair(tallies, a, b, classes)
      : (tallies: Float64Array, a: number, b: number) => {
          couple[0] = a;
          couple[1] = b;
          return table(tallies, couple).logP;
        };
  return { width: classes, size, pair, table };
}

/** X² = Σ_k (a_k·n_b − b_k·n_a)² / ((a_k + b_k)·n_a·n_b), the two-row form of Σ (o − e)²/e. */
function pearsonPair(tallies: Float64Array, a: number, b: number, classes: number): number {
  let first = 0;
  let second = 0;
  const [startA, startB] = [a * classes, b * classes];
  for (let k = 0; k < classes; k++) {
    first += tallies[startA + k] as number;
    second += tallies[startB + k] as number;
  }
  if (first === 0 || second === 0) return 0;
  let sum = 0;
  let columns = 0;
  for (let k = 0; k < classes; k++) {
    const [x, y] = [tallies[startA + k] as number, tallies[startB + k] as number];
    if (x + y === 0) continue;
    columns++;
    const difference = x * second - y * first;
    sum += (difference * difference) / (x + y);
  }
  return columns < 2 ? 0 : logChiSquaredUpper(sum / (first * second), columns - 1);
}

function chiSquared(
  tallies: Float64Array,
  groups: ArrayLike<number>,
  classes: number,
  method: "pearson" | "likelihood-ratio",
): TableTest {
  const columnTotal = new Float64Array(classes);
  const rowTotal = new Float64Array(groups.length);
  let total = 0;
  let rows = 0;
  for (let i = 0; i < groups.length; i++) {
    const start = (groups[i] as number) * classes;
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const count = tallies[start + k] as number;
      sum += count;
      columnTotal[k] = (columnTotal[k] as number) + count;
    }
    rowTotal[i] = sum;
    total += sum;
    if (sum > 0) rows++;
  }
  let columns = 0;
  for (let k = 0; k < classes; k++) if ((columnTotal[k] as number) > 0) columns++;
  if (rows < 2 || columns < 2) return { method, statistic: 0, df: 0, logP: 0 };
  let value = 0;
  for (let i = 0; i < groups.length; i++) {
    const own = rowTotal[i] as number;
    if (own === 0) continue;
    const start = (groups[i] as number) * classes;
    for (let k = 0; k < classes; k++) {
      const column = columnTotal[k] as number;
      if (column === 0) continue;
      const observed = tallies[start + k] as number;
      const expected = (own * column) / total;
      if (method === "pearson") value += (observed - expected) ** 2 / expected;
      else if (observed > 0) value += 2 * observed * Math.log(observed / expected);
    }
  }
  const statistic = value < nothing * total ? 0 : value;
  const df = (rows - 1) * (columns - 1);
  return { method, statistic, df, logP: logChiSquaredUpper(statistic, df) };
}
