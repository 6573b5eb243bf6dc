import { chiSquaredQuantile } from "../distributions/index.ts";
import type { Matrix } from "./dense.ts";
import { type LogisticFit, logisticFit } from "./logistic-fit.ts";
import type { Refusal } from "./model-result.ts";

/**
 * A profile-likelihood interval for one coefficient of a logistic regression: the values at which
 * twice the drop in (penalised) log-likelihood, others refitted, reaches the chi-squared quantile.
 *
 * @param column - Which coefficient.
 * @returns The interval, or a named refusal when the likelihood never falls that far.
 * @see Venzon and Moolgavkar (1988), Applied Statistics 37:87.
 */
export function profileInterval(
  fit: LogisticFit,
  x: Matrix,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  column: number,
  ciLevel = 0.95,
): { readonly ciLow: number; readonly ciHigh: number } | Refusal {
  const centre = fit.coefficients[column] as number;
  const error = Math.sqrt(
    fit.covariance.values[column * fit.covariance.columns + column] as number,
  );
  const target = chiSquaredQuantile(ciLevel, 1);
  const best = fit.firth ? fit.penalisedLogLikelihood : fit.logLikelihood;
  let start: ArrayLike<number> = fit.coefficients;
  const excess = (value: number): number => {
    const held = logisticFit(x, y, weights, {
      firth: fit.firth,
      fixed: new Map([[column, value]]),
      start,
      tolerance: 1e-8,
    });
    start = held.coefficients;
    return 2 * (best - (fit.firth ? held.penalisedLogLikelihood : held.logLikelihood)) - target;
  };
  const ends: number[] = [];
  for (const side of [-1, 1]) {
    start = fit.coefficients;
    let inner = centre;
    let innerExcess = -target;
    let outer = centre + side * error * Math.sqrt(target);
    let outerExcess = excess(outer);
    for (let widen = 0; outerExcess < 0 && widen < 12; widen++) {
      inner = outer;
      innerExcess = outerExcess;
      outer += side * error * 2 ** widen;
      outerExcess = excess(outer);
    }
    if (outerExcess < 0) {
      return {
        refused: "flat-likelihood",
        reason: "The likelihood never falls far enough to end the interval; use Firth's penalty.",
      };
    }
    ends.push(root(excess, inner, innerExcess, outer, outerExcess));
  }
  return { ciLow: ends[0] as number, ciHigh: ends[1] as number };
}

/** Where a function with a sign change crosses zero (Illinois regula falsi on the square root). */
function root(f: (x: number) => number, a: number, fa: number, b: number, fb: number): number {
  let [low, high, fLow, fHigh] = [a, b, fa, fb];
  let side = 0;
  for (let step = 0; step < 100; step++) {
    const middle = (low * fHigh - high * fLow) / (fHigh - fLow);
    const value = f(middle);
    if (Math.abs(value) < 1e-10 || Math.abs(high - low) < 1e-11 * (1 + Math.abs(middle)))
      return middle;
    if (value * fHigh > 0) {
      high = middle;
      fHigh = value;
      if (side === 1) fLow /= 2;
      side = 1;
    } else {
      low = middle;
      fLow = value;
      if (side === -1) fHigh /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}
