import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";
import { type Contingency, marginsOf, withoutEmpty } from "./contingency.ts";
import type { RefusedTest, TestResult } from "./test-result.ts";

/**
 * Pearson's chi-squared test of independence.
 *
 * X² = Σ (O − E)²/E with E = row total × column total / n and (r − 1)(c − 1) degrees of freedom; empty rows
 * and columns are left out first. When expected counts are small, use an exact test; when rows come in
 * families, see raoScott.
 *
 * @param yates - For a 2 × 2 table, takes the smaller of ½ and |O − E| from each difference.
 * @example
 * pearson(contingency([[21, 13], [28, 4], [5, 16]])).statistic // => 21.8482585
 * @see Pearson (1900); Agresti (2013), Categorical Data Analysis, section 3.2.
 */
export function pearson(table: Contingency, yates = false): TestResult {
  const kept = withoutEmpty(table);
  const method = yates ? "pearson-yates" : "pearson";
  const refusal = tooSmall(method, kept);
  if (refusal !== null) return refusal;
  const { row, column, total } = marginsOf(kept);
  if (yates && (kept.rows !== 2 || kept.columns !== 2)) {
    return {
      method,
      refused: "not-2-by-2",
      reason: "The continuity correction is for tables of two rows and two columns.",
      n: total,
      respectsFamilies: false,
    };
  }
  let statistic = 0;
  const [first] = kept.counts;
  const gap = Math.abs((first as number) - ((row[0] as number) * (column[0] as number)) / total);
  const correction = yates ? Math.min(0.5, gap) : 0;
  for (let i = 0; i < kept.rows; i++) {
    for (let j = 0; j < kept.columns; j++) {
      const expected = ((row[i] as number) * (column[j] as number)) / total;
      const difference =
        Math.abs((kept.counts[i * kept.columns + j] as number) - expected) - correction;
      statistic += (difference * difference) / expected;
    }
  }
  return computed(method, statistic, (kept.rows - 1) * (kept.columns - 1), total);
}

/**
 * The likelihood-ratio (G) test of independence: G = 2 Σ O·log(O/E), cells of nought adding nothing.
 *
 * @example
 * likelihoodRatio(contingency([[21, 13], [28, 4], [5, 16]])).statistic // => 23.0883321
 * @see Agresti (2013), Categorical Data Analysis, section 3.2.
 */
export function likelihoodRatio(table: Contingency): TestResult {
  const kept = withoutEmpty(table);
  const refusal = tooSmall("likelihood-ratio", kept);
  if (refusal !== null) return refusal;
  const { row, column, total } = marginsOf(kept);
  let statistic = 0;
  for (let i = 0; i < kept.rows; i++) {
    for (let j = 0; j < kept.columns; j++) {
      const observed = kept.counts[i * kept.columns + j] as number;
      if (observed === 0) continue;
      statistic +=
        observed * Math.log((observed * total) / ((row[i] as number) * (column[j] as number)));
    }
  }
  return computed(
    "likelihood-ratio",
    Math.max(0, 2 * statistic),
    (kept.rows - 1) * (kept.columns - 1),
    total,
  );
}

/**
 * Adjusted standardised residuals: (O − E) / √(E(1 − row share)(1 − column share)). Beyond ±2 a cell stands
 * out; null where a margin is empty or everything is in it.
 *
 * @example
 * adjustedResiduals(contingency([[21, 13], [28, 4]]))[0] // => -2.38942306
 * @see Haberman (1973), Biometrics 29, 205–220.
 */
export function adjustedResiduals(table: Contingency): (number | null)[] {
  const { row, column, total } = marginsOf(table);
  return Array.from(table.counts, (observed, cell) => {
    const r = row[Math.floor(cell / table.columns)] as number;
    const c = column[cell % table.columns] as number;
    const variance = ((r * c) / total) * (1 - r / total) * (1 - c / total);
    return variance > 0 ? (observed - (r * c) / total) / Math.sqrt(variance) : null;
  });
}

/**
 * The expected counts under independence, and how sparse the table is.
 *
 * @example
 * sparseness(contingency([[5, 0], [0, 5]])) // => { smallest: 2.5, below5: 1 }
 */
export function sparseness(table: Contingency): {
  readonly smallest: number;
  readonly below5: number;
} {
  const kept = withoutEmpty(table);
  const { row, column, total } = marginsOf(kept);
  let smallest = Number.POSITIVE_INFINITY;
  let below = 0;
  for (const r of row) {
    for (const c of column) {
      const expected = (r * c) / total;
      if (expected < smallest) smallest = expected;
      if (expected < 5) below++;
    }
  }
  const cells = kept.rows * kept.columns;
  return cells === 0 ? { smallest: 0, below5: 1 } : { smallest, below5: below / cells };
}

/** A table with fewer than two rows or columns has nothing to test. */
export function tooSmall(method: string, kept: Contingency): RefusedTest | null {
  if (kept.rows >= 2 && kept.columns >= 2) return null;
  const { total } = marginsOf(kept);
  return {
    method,
    refused: total === 0 ? "no-rows" : "one-level",
    reason:
      total === 0
        ? "No row has both variables known."
        : "One of the variables has a single value among the rows that count, so there is nothing to compare.",
    n: total,
    respectsFamilies: false,
  };
}

const computed = (method: string, statistic: number, df: number, n: number): TestResult => ({
  method,
  statistic,
  df,
  pValue: chiSquaredUpper(statistic, df),
  logPValue: logChiSquaredUpper(statistic, df),
  n,
  respectsFamilies: false,
});
