import { type Matrix, zeros } from "./dense.ts";
import { type LikelihoodPoint, type NewtonResult, newton } from "./newton.ts";

/** A fitted multinomial logistic regression. */
export interface MultinomialFit extends NewtonResult {
  /** n × outcomes fitted probabilities, the reference outcome first. */
  readonly fitted: Matrix;
  /** n × parameters: each row's part of the slope of the log-likelihood. */
  readonly scores: Matrix;
}

/**
 * Multinomial (baseline-category) logistic regression: log(P(k) / P(0)) = x·b_k for k = 1 … K−1.
 *
 * Parameters run outcome by outcome: all columns for outcome 1, then outcome 2, and so on.
 *
 * @param x - Design matrix with its intercept, full column rank.
 * @param y - Outcome 0 … outcomes−1; 0 is the reference.
 * @see Agresti (2013), Categorical Data Analysis, 8.1.
 */
export function multinomialFit(
  x: Matrix,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  outcomes: number,
  options: { readonly maxIterations?: number } = {},
): MultinomialFit {
  const p = x.columns;
  const k = outcomes - 1;
  const at = (b: Float64Array): LikelihoodPoint => {
    const fitted = multinomialShares(x, b, outcomes);
    const gradient = new Float64Array(p * k);
    const information = zeros(p * k, p * k);
    let logLikelihood = 0;
    for (let i = 0; i < x.rows; i++) {
      const w = weights[i] as number;
      const observed = y[i] as number;
      logLikelihood +=
        w * Math.log(Math.max(fitted.values[i * outcomes + observed] as number, 1e-300));
      for (let c = 0; c < k; c++) {
        const pc = fitted.values[i * outcomes + c + 1] as number;
        const residual = (observed === c + 1 ? 1 : 0) - pc;
        for (let j = 0; j < p; j++) {
          const xj = x.values[i * p + j] as number;
          if (xj === 0) continue;
          gradient[c * p + j]! += w * residual * xj;
          for (let d = 0; d <= c; d++) {
            const pd = fitted.values[i * outcomes + d + 1] as number;
            const curve = w * pc * ((c === d ? 1 : 0) - pd) * xj;
            for (let m = 0; m < p; m++) {
              information.values[(c * p + j) * p * k + d * p + m]! +=
                curve * (x.values[i * p + m] as number);
            }
          }
        }
      }
    }
    mirror(information);
    return { logLikelihood, gradient, information };
  };
  const result = newton(at, new Float64Array(p * k), options);
  const fitted = multinomialShares(x, result.coefficients, outcomes);
  const scores = zeros(x.rows, p * k);
  for (let i = 0; i < x.rows; i++) {
    for (let c = 0; c < k; c++) {
      const residual = (y[i] === c + 1 ? 1 : 0) - (fitted.values[i * outcomes + c + 1] as number);
      for (let j = 0; j < p; j++) {
        scores.values[i * p * k + c * p + j] =
          (weights[i] as number) * residual * (x.values[i * p + j] as number);
      }
    }
  }
  return { ...result, fitted, scores };
}

/** Probabilities of each outcome, the reference first, for each row of x. */
export function multinomialShares(x: Matrix, b: ArrayLike<number>, outcomes: number): Matrix {
  const p = x.columns;
  const out = zeros(x.rows, outcomes);
  for (let i = 0; i < x.rows; i++) {
    const eta = new Float64Array(outcomes);
    for (let c = 1; c < outcomes; c++) {
      for (let j = 0; j < p; j++) {
        eta[c]! += (x.values[i * p + j] as number) * (b[(c - 1) * p + j] as number);
      }
    }
    const top = Math.max(...eta);
    let total = 0;
    for (let c = 0; c < outcomes; c++) total += Math.exp((eta[c] as number) - top);
    for (let c = 0; c < outcomes; c++) {
      out.values[i * outcomes + c] = Math.exp((eta[c] as number) - top) / total;
    }
  }
  return out;
}

/** The rows whose direction of recession shows separation: see `separation`. */
export function multinomialConstraints(x: Matrix, y: ArrayLike<number>, outcomes: number): Matrix {
  const p = x.columns;
  const k = outcomes - 1;
  const out = zeros(x.rows * k, p * k);
  let row = 0;
  for (let i = 0; i < x.rows; i++) {
    const observed = y[i] as number;
    for (let other = 0; other < outcomes; other++) {
      if (other === observed) continue;
      for (let j = 0; j < p; j++) {
        const value = x.values[i * p + j] as number;
        if (observed > 0) out.values[row * p * k + (observed - 1) * p + j] = value;
        if (other > 0) out.values[row * p * k + (other - 1) * p + j] = -value;
      }
      row++;
    }
  }
  return out;
}

/** Copies the lower triangle of a symmetric matrix to the upper. */
function mirror(a: Matrix): void {
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < i; j++) a.values[j * a.rows + i] = a.values[i * a.rows + j] as number;
  }
}
