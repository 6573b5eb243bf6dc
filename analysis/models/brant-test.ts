import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";
import { invertPositive, type Matrix, product, quadraticForm, transposed, zeros } from "./dense.ts";
import { logisticFit } from "./logistic-fit.ts";
import { separation } from "./separation.ts";

/** A test of whether one odds ratio describes every cut of an ordered outcome. */
export type BrantResult =
  | {
      readonly method: "Brant test of proportional odds";
      readonly statistic: number;
      readonly df: number;
      readonly pValue: number;
      readonly logPValue: number;
      /** The same for each column of the design, in order. */
      readonly columns: readonly {
        readonly statistic: number;
        readonly df: number;
        readonly pValue: number;
      }[];
    }
  | {
      readonly method: "Brant test of proportional odds";
      readonly refused: string;
      readonly reason: string;
    };

/**
 * Brant's Wald test of proportional odds: the slopes of the K−1 logistic regressions of Y > k are
 * compared, with the covariances between them.
 *
 * When not to use: with few rows at an end of the scale; then a cut is separated and it is refused.
 *
 * @param x - Design matrix with its intercept in the first column.
 * @param y - Ordered outcome 0 … outcomes−1.
 * @see Brant (1990), Biometrics 46:1171.
 */
export function brantTest(
  x: Matrix,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  outcomes: number,
): BrantResult {
  const method = "Brant test of proportional odds";
  const cuts = outcomes - 1;
  const p = x.columns;
  if (cuts < 2) {
    return {
      method,
      refused: "too-few-levels",
      reason: "It needs an outcome with at least 3 levels.",
    };
  }
  const fits = [];
  for (let k = 0; k < cuts; k++) {
    const above = Array.from(y, (value) => (value > k ? 1 : 0));
    const signed = zeros(x.rows, p);
    for (let i = 0; i < x.rows; i++) {
      for (let j = 0; j < p; j++) {
        signed.values[i * p + j] = (above[i] === 1 ? 1 : -1) * (x.values[i * p + j] as number);
      }
    }
    if (separation(signed) !== null) {
      return {
        method,
        refused: "separation",
        reason: `The predictors tell apart all or some rows at cut ${k + 1} of the outcome, so its slopes are not finite. Join outcome levels with few rows.`,
      };
    }
    fits.push(logisticFit(x, above, weights));
  }
  const slopes = p - 1;
  const all = zeros(cuts * slopes, cuts * slopes);
  const estimates = new Float64Array(cuts * slopes);
  for (let k = 0; k < cuts; k++) {
    const fitK = fits[k]!;
    for (let j = 0; j < slopes; j++) estimates[k * slopes + j] = fitK.coefficients[j + 1] as number;
    for (let l = 0; l <= k; l++) {
      const fitL = fits[l]!;
      // Y > k implies Y > l, so the two indicators have covariance π_k(1 − π_l).
      const between = zeros(p, p);
      for (let i = 0; i < x.rows; i++) {
        const w =
          (weights[i] as number) * (fitK.fitted[i] as number) * (1 - (fitL.fitted[i] as number));
        for (let a = 0; a < p; a++) {
          for (let b = 0; b < p; b++) {
            between.values[a * p + b]! +=
              w * (x.values[i * p + a] as number) * (x.values[i * p + b] as number);
          }
        }
      }
      const block = product(product(fitK.covariance, between), fitL.covariance);
      for (let a = 0; a < slopes; a++) {
        for (let b = 0; b < slopes; b++) {
          const value = block.values[(a + 1) * p + b + 1] as number;
          const size = cuts * slopes;
          all.values[(k * slopes + a) * size + l * slopes + b] = value;
          all.values[(l * slopes + b) * size + k * slopes + a] = value;
        }
      }
    }
  }
  const test = (chosen: readonly number[]): { statistic: number; df: number } | null => {
    const contrast = zeros((cuts - 1) * chosen.length, cuts * slopes);
    for (let k = 1; k < cuts; k++) {
      chosen.forEach((j, index) => {
        const row = (k - 1) * chosen.length + index;
        contrast.values[row * cuts * slopes + j] = 1;
        contrast.values[row * cuts * slopes + k * slopes + j] = -1;
      });
    }
    const difference = new Float64Array(contrast.rows);
    for (let r = 0; r < contrast.rows; r++) {
      for (let c = 0; c < contrast.columns; c++) {
        difference[r]! +=
          (contrast.values[r * contrast.columns + c] as number) * (estimates[c] as number);
      }
    }
    const solved = invertPositive(product(product(contrast, all), transposed(contrast)));
    if (solved === null) return null;
    return { statistic: quadraticForm(solved.inverse, difference), df: contrast.rows };
  };
  const overall = test(Array.from({ length: slopes }, (_, j) => j));
  if (overall === null) {
    return {
      method,
      refused: "too-few-values",
      reason: "The cuts share too few rows to be compared.",
    };
  }
  return {
    method,
    ...overall,
    pValue: chiSquaredUpper(overall.statistic, overall.df),
    logPValue: logChiSquaredUpper(overall.statistic, overall.df),
    columns: Array.from({ length: slopes }, (_, j) => {
      const one = test([j]) ?? { statistic: 0, df: cuts - 1 };
      return { ...one, pValue: chiSquaredUpper(one.statistic, one.df) };
    }),
  };
}
