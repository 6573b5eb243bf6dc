import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";
import { tooSmall } from "./chi-squared.ts";
import { type Contingency, marginsOf, withoutEmpty } from "./contingency.ts";
import type { TestResult } from "./test-result.ts";

/**
 * The linear-by-linear test of two ordered variables: do high levels go with high levels?
 *
 * M² = (n − 1)·r² with r the correlation of the level numbers (empty levels keep their place), chi-squared
 * with 1 degree of freedom. Not for levels without an order, nor for rows that come in families.
 *
 * @param rowScores - Scores of the rows; 0, 1, 2 … when left out. @param columnScores - Likewise.
 * @example
 * linearByLinear(contingency([[3, 1], [1, 3]])).statistic // => 1.75
 * @see Mantel (1963), J. Am. Stat. Assoc. 58, 690–700; Agresti (2013), section 3.4.
 */
export function linearByLinear(
  table: Contingency,
  rowScores: readonly number[] = [...Array(table.rows).keys()],
  columnScores: readonly number[] = [...Array(table.columns).keys()],
): TestResult {
  const refused = tooSmall("linear-by-linear", withoutEmpty(table));
  if (refused !== null) return refused;
  const { total } = marginsOf(table);
  const r2 = squaredCorrelation(table, rowScores, columnScores);
  return oneDegree("linear-by-linear", (total - 1) * r2, total);
}

/**
 * The Cochran–Armitage test for a trend in a share over ordered rows; the table has two columns.
 *
 * X² = n·r² with r the correlation of row score and column, chi-squared with 1 degree of freedom.
 *
 * @param rowScores - Scores of the rows; 0, 1, 2 … when left out.
 * @example
 * cochranArmitage(contingency([[3, 1], [1, 3]])).statistic // => 2
 * @see Armitage (1955), Biometrics 11, 375–386.
 */
export function cochranArmitage(
  table: Contingency,
  rowScores: readonly number[] = [...Array(table.rows).keys()],
): TestResult {
  const kept = withoutEmpty(table);
  const { total } = marginsOf(table);
  const refused = tooSmall("cochran-armitage", kept);
  if (refused !== null) return refused;
  if (table.columns !== 2) {
    return {
      method: "cochran-armitage",
      refused: "not-two-columns",
      reason: "A trend in a share needs an outcome of two levels; use linearByLinear for more.",
      n: total,
      respectsFamilies: false,
    };
  }
  return oneDegree("cochran-armitage", total * squaredCorrelation(table, rowScores, [0, 1]), total);
}

function oneDegree(method: string, statistic: number, n: number): TestResult {
  return {
    method,
    statistic,
    df: 1,
    pValue: chiSquaredUpper(statistic, 1),
    logPValue: logChiSquaredUpper(statistic, 1),
    n,
    respectsFamilies: false,
  };
}

function squaredCorrelation(
  table: Contingency,
  rowScores: readonly number[],
  columnScores: readonly number[],
): number {
  const { row, column, total } = marginsOf(table);
  const mean = (sums: Float64Array, scores: readonly number[]): number =>
    sums.reduce((sum, each, place) => sum + each * (scores[place] as number), 0) / total;
  const [u, v] = [mean(row, rowScores), mean(column, columnScores)];
  const spread = (sums: Float64Array, scores: readonly number[], middle: number): number =>
    sums.reduce((sum, each, place) => sum + each * ((scores[place] as number) - middle) ** 2, 0);
  let product = 0;
  table.counts.forEach((count, cell) => {
    const i = Math.floor(cell / table.columns);
    product +=
      count *
      ((rowScores[i] as number) - u) *
      ((columnScores[cell - i * table.columns] as number) - v);
  });
  return (product * product) / (spread(row, rowScores, u) * spread(column, columnScores, v));
}
