import { invertPositive, type Matrix, times } from "./dense.ts";

/** A log-likelihood with its slope and curvature at one point. */
export interface LikelihoodPoint {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** Minus the second derivatives. */
  readonly information: Matrix;
}

/** Where a likelihood is highest. */
export interface NewtonResult {
  readonly coefficients: Float64Array;
  readonly covariance: Matrix;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
}

/**
 * Climbs a log-likelihood by Newton steps, halved while they do not improve it.
 *
 * Stops when the last step is below `tolerance` standard errors in every parameter.
 */
export function newton(
  at: (coefficients: Float64Array) => LikelihoodPoint,
  start: Float64Array,
  options: { readonly tolerance?: number; readonly maxIterations?: number } = {},
): NewtonResult {
  const { tolerance = 1e-10, maxIterations = 200 } = options;
  const p = start.length;
  let b = Float64Array.from(start);
  let point = at(b);
  let iterations = 0;
  let converged = false;
  let covariance = inverseOf(point.information);
  while (!converged && iterations < maxIterations) {
    iterations++;
    const step = times(covariance, point.gradient);
    let largest = 0;
    for (let j = 0; j < p; j++) {
      const error = Math.sqrt(covariance.values[j * p + j] as number);
      largest = Math.max(largest, Math.abs(step[j] as number) / error);
    }
    let length = 1;
    let moved = b;
    let next = point;
    for (let halving = 0; halving < 40; halving++) {
      moved = b.map((value, j) => value + length * (step[j] as number));
      next = at(moved);
      if (next.logLikelihood >= point.logLikelihood - 1e-11 * (1 + Math.abs(point.logLikelihood))) {
        break;
      }
      length /= 2;
    }
    b = moved;
    point = next;
    covariance = inverseOf(point.information);
    if (largest < tolerance) converged = true;
  }
  return { coefficients: b, covariance, logLikelihood: point.logLikelihood, converged, iterations };
}

/** The inverse, with the diagonal raised until there is one. */
function inverseOf(information: Matrix): Matrix {
  const p = information.rows;
  let ridge = 0;
  for (let attempt = 0; attempt < 60; attempt++) {
    const raised = { ...information, values: Float64Array.from(information.values) };
    for (let j = 0; j < p; j++) {
      raised.values[j * p + j]! +=
        ridge * Math.max(1, Math.abs(raised.values[j * p + j] as number));
    }
    const solved = invertPositive(raised);
    if (solved !== null) return solved.inverse;
    ridge = ridge === 0 ? 1e-10 : ridge * 4;
  }
  throw new Error("no positive definite information");
}
