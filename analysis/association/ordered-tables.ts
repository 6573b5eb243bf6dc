import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";
import { tooSmall } from "./chi-squared.ts";
import { type Contingency, marginsOf, withoutEmpty } from "./contingency.ts";
import type { EffectResult } from "./effect-sizes.ts";
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

/** Pairs of a table: alike in order, opposite in order, and tied on rows, on columns. */
export interface PairCounts {
  readonly concordant: number;
  readonly discordant: number;
  /** Pairs that differ in their row. */
  readonly rowsDiffer: number;
  readonly columnsDiffer: number;
}

/**
 * Counts the concordant and discordant pairs of a table of two ordered variables.
 *
 * @example
 * pairCounts(contingency([[3, 1], [1, 3]])).concordant // => 9
 */
export function pairCounts(table: Contingency): PairCounts {
  const { row, column, total } = marginsOf(table);
  let concordant = 0;
  let discordant = 0;
  for (let i = 0; i < table.rows; i++) {
    for (let j = 0; j < table.columns; j++) {
      const own = table.counts[i * table.columns + j] as number;
      if (own === 0) continue;
      for (let k = i + 1; k < table.rows; k++) {
        for (let l = 0; l < table.columns; l++) {
          const other = table.counts[k * table.columns + l] as number;
          if (l > j) concordant += own * other;
          else if (l < j) discordant += own * other;
        }
      }
    }
  }
  const squares = (sums: Float64Array): number => sums.reduce((sum, each) => sum + each * each, 0);
  return {
    concordant,
    discordant,
    rowsDiffer: (total * total - squares(row)) / 2,
    columnsDiffer: (total * total - squares(column)) / 2,
  };
}

/**
 * Goodman and Kruskal's gamma: (C − D)/(C + D), ties left out. Large where ties are many; see kendallTauB.
 *
 * @example
 * goodmanKruskalGamma(contingency([[3, 1], [1, 3]])).estimate // => 0.8
 * @see Goodman and Kruskal (1954), J. Am. Stat. Assoc. 49, 732–764.
 */
export function goodmanKruskalGamma(table: Contingency): EffectResult {
  const { concordant, discordant } = pairCounts(table);
  return ratio("gamma", concordant - discordant, concordant + discordant);
}

/**
 * Kendall's tau-b: (C − D)/√(pairs that differ in row × pairs that differ in column).
 *
 * @example
 * kendallTauB(contingency([[3, 1], [1, 3]])).estimate // => 0.5
 * @see Kendall (1945), Biometrika 33, 239–251.
 */
export function kendallTauB(table: Contingency): EffectResult {
  const pairs = pairCounts(table);
  return ratio(
    "tau-b",
    pairs.concordant - pairs.discordant,
    Math.sqrt(pairs.rowsDiffer) * Math.sqrt(pairs.columnsDiffer),
  );
}

/**
 * Somers' d of the column variable given the row variable: (C − D)/pairs that differ in row.
 *
 * @example
 * somersD(contingency([[3, 1], [1, 3]])).estimate // => 0.5
 * @see Somers (1962), American Sociological Review 27, 799–811.
 */
export function somersD(table: Contingency): EffectResult {
  const { concordant, discordant, rowsDiffer } = pairCounts(table);
  return ratio("somers-d", concordant - discordant, rowsDiffer);
}

/**
 * Goodman and Kruskal's lambda: by what share knowing the row lessens wrong guesses of the column.
 * Nought whenever all rows have the same commonest column, associated or not.
 *
 * @example
 * goodmanKruskalLambda(contingency([[3, 1], [1, 3]])).estimate // => 0.5
 * @see Goodman and Kruskal (1954), J. Am. Stat. Assoc. 49, 732–764.
 */
export function goodmanKruskalLambda(table: Contingency): EffectResult {
  const { column, total } = marginsOf(table);
  let best = 0;
  for (let i = 0; i < table.rows; i++) {
    best += Math.max(0, ...table.counts.subarray(i * table.columns, (i + 1) * table.columns));
  }
  const commonest = Math.max(0, ...column);
  return ratio("lambda", best - commonest, total - commonest);
}

function ratio(method: string, above: number, below: number): EffectResult {
  if (!(below > 0)) {
    return {
      method,
      refused: "no-variation",
      reason: "No two rows differ in both variables, so there is no association to measure.",
    };
  }
  return { method, estimate: above / below };
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
