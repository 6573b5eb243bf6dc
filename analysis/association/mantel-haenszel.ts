import { chiSquaredUpper, logChiSquaredUpper, normalQuantile } from "../distributions/index.ts";
import type { Contingency } from "./contingency.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

type Cells = readonly [a: number, b: number, c: number, d: number];

/** The strata of 2 × 2 tables that say anything: both rows and both columns have somebody. */
function tellingStrata(tables: readonly Contingency[]): Cells[] {
  return tables
    .map((table) => [...table.counts] as unknown as Cells)
    .filter(([a, b, c, d]) => a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0);
}

const total = (tables: readonly Contingency[]): number =>
  tables.reduce((sum, table) => sum + table.counts.reduce((s, count) => s + count, 0), 0);

/**
 * The Mantel–Haenszel test of 2 × 2 tables in strata: do two yes/no variables go together within the strata?
 *
 * X² = (|Σ(a − E(a))| − c)²/Σ Var(a), hypergeometric within each stratum, 1 degree of freedom. It is strong when
 * the odds ratios of the strata are alike and can miss opposite ones: see breslowDay.
 *
 * @param corrected - Takes c = ½ off, as R's mantelhaen.test does unless told otherwise; else c = 0.
 * @example
 * mantelHaenszelTest([contingency([[3, 1], [1, 3]]), contingency([[5, 2], [2, 6]])]).statistic // => 4.767828201
 * @see Mantel and Haenszel (1959), J. Nat. Cancer Inst. 22, 719–748.
 */
export function mantelHaenszelTest(tables: readonly Contingency[], corrected = false): TestResult {
  const method = corrected ? "mantel-haenszel-corrected" : "mantel-haenszel";
  const strata = tellingStrata(tables);
  let gap = 0;
  let variance = 0;
  for (const [a, b, c, d] of strata) {
    const n = a + b + c + d;
    if (n < 2) continue;
    gap += a - ((a + b) * (a + c)) / n;
    variance += ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1));
  }
  if (!(variance > 0)) return refuseTest(method, "no-strata", nothingTelling, total(tables));
  const eased = Math.max(0, Math.abs(gap) - (corrected ? Math.min(0.5, Math.abs(gap)) : 0));
  const statistic = (eased * eased) / variance;
  return {
    method,
    statistic,
    df: 1,
    pValue: chiSquaredUpper(statistic, 1),
    logPValue: logChiSquaredUpper(statistic, 1),
    n: total(tables),
    respectsFamilies: false,
  };
}

/**
 * The common odds ratio of 2 × 2 tables in strata, Σ(ad/n)/Σ(bc/n), with the Robins–Breslow–Greenland interval.
 *
 * @example
 * mantelHaenszelOddsRatio([contingency([[3, 1], [1, 3]]), contingency([[5, 2], [2, 6]])]).estimate // => 7.978723404
 * @see Robins, Breslow and Greenland (1986), Biometrics 42, 311–323.
 */
export function mantelHaenszelOddsRatio(
  tables: readonly Contingency[],
  level = 0.95,
): EffectResult {
  const method = "mantel-haenszel-odds-ratio";
  const sums = { r: 0, s: 0, pr: 0, mixed: 0, qs: 0 };
  for (const [a, b, c, d] of tellingStrata(tables)) {
    const n = a + b + c + d;
    const [r, s] = [(a * d) / n, (b * c) / n];
    const [p, q] = [(a + d) / n, (b + c) / n];
    sums.r += r;
    sums.s += s;
    sums.pr += p * r;
    sums.mixed += p * s + q * r;
    sums.qs += q * s;
  }
  const { r, s } = sums;
  if (!(r > 0) || !(s > 0)) {
    return {
      method,
      refused: r + s > 0 ? "zero-cell" : "no-strata",
      reason:
        r + s > 0
          ? "The common odds ratio is 0 or infinite: compare the percentages within the strata."
          : nothingTelling,
    };
  }
  const variance = sums.pr / (2 * r * r) + sums.mixed / (2 * r * s) + sums.qs / (2 * s * s);
  const half = normalQuantile(0.5 + level / 2) * Math.sqrt(variance);
  const log = Math.log(r / s);
  return {
    method,
    estimate: Math.exp(log),
    ciLow: Math.exp(log - half),
    ciHigh: Math.exp(log + half),
    ciLevel: level,
    note: "The odds ratio within strata, pooled over them.",
  };
}

/**
 * The Breslow–Day test that strata share one odds ratio: Σ (a − A)²/Var(a), A the count expected at the
 * Mantel–Haenszel odds ratio, chi-squared with strata − 1 degrees of freedom. Strata of few children make it
 * rough, and siblings make it find differences too readily.
 *
 * @param tarone - Takes off (Σ(a − A))²/Σ Var(a), because the pooled ratio is not the most likely one.
 * @example
 * breslowDay([contingency([[3, 1], [1, 3]]), contingency([[5, 2], [2, 6]])]).statistic // => 0.008243486524
 * @see Breslow and Day (1980), Statistical Methods in Cancer Research 1, 4.4; Tarone (1985), Biometrika 72, 91–95.
 */
export function breslowDay(tables: readonly Contingency[], tarone = false): TestResult {
  const method = tarone ? "breslow-day-tarone" : "breslow-day";
  const n = total(tables);
  const common = mantelHaenszelOddsRatio(tables);
  if ("refused" in common) return refuseTest(method, common.refused, common.reason, n);
  const strata = tellingStrata(tables);
  if (strata.length < 2) {
    return refuseTest(
      method,
      "one-stratum",
      "Fewer than two strata have both rows and both columns filled, so there is nothing to compare.",
      n,
    );
  }
  let statistic = 0;
  let gaps = 0;
  let variances = 0;
  for (const [a, b, c, d] of strata) {
    const expected = expectedAt(common.estimate, a + b, a + c, a + b + c + d);
    const [row, column, all] = [a + b, a + c, a + b + c + d];
    const variance =
      1 /
      (1 / expected +
        1 / (row - expected) +
        1 / (column - expected) +
        1 / (all - row - column + expected));
    statistic += (a - expected) ** 2 / variance;
    gaps += a - expected;
    variances += variance;
  }
  if (tarone) statistic = Math.max(0, statistic - gaps ** 2 / variances);
  const df = strata.length - 1;
  return {
    method,
    statistic,
    df,
    pValue: chiSquaredUpper(statistic, df),
    logPValue: logChiSquaredUpper(statistic, df),
    n,
    respectsFamilies: false,
  };
}

/** The first cell of a table with these margins whose odds ratio is `ratio`. */
function expectedAt(ratio: number, row: number, column: number, all: number): number {
  if (Math.abs(ratio - 1) < 1e-12) return (row * column) / all;
  const rest = all - row - column;
  // (ratio − 1)·A² − (ratio·(row + column) + rest)·A + ratio·row·column = 0; the root between the margins.
  const middle = ratio * (row + column) + rest;
  const root = Math.sqrt(middle * middle - 4 * (ratio - 1) * ratio * row * column);
  return (2 * ratio * row * column) / (middle + root);
}

const nothingTelling =
  "No stratum has both rows and both columns filled, so nothing can be pooled.";
