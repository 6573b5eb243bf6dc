import { leastSquares, type Matrix, selectColumns, times, zeros } from "./dense.ts";

/** A fitted logistic regression. */
export interface LogisticFit {
  /** Log odds ratios, in the order of the design's columns. */
  readonly coefficients: Float64Array;
  /** Model-based covariance of the coefficients: the inverse of the information. */
  readonly covariance: Matrix;
  /** Highest log-likelihood, without any penalty. */
  readonly logLikelihood: number;
  /** The log-likelihood plus half the log determinant of the information, with Firth's penalty. */
  readonly penalisedLogLikelihood: number;
  /** Fitted probability of the event, for each row. */
  readonly fitted: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
  readonly firth: boolean;
}

/**
 * Logistic regression by iteratively reweighted least squares on a QR decomposition, with or without
 * Firth's penalty: log L(b), or log L(b) + ½ log det(X′WX).
 *
 * Firth's penalty takes out most of the bias of few events and keeps estimates finite when the
 * predictors separate the outcome. Without it, test for `separation` first.
 *
 * @param x - Design matrix, full column rank.
 * @param y - 1 for the event, 0 without.
 * @param weights - How many times each row counts.
 * @param options.fixed - Coefficients held at a value, by column, as for a profile likelihood.
 * @param options.tolerance - Largest last step, in standard errors.
 * @example
 * logisticFit(matrixFrom([[1], [1], [1], [1]]), [1, 0, 0, 0], [1, 1, 1, 1]).coefficients[0] // => -Math.log(3)
 * @see McCullagh and Nelder (1989), Generalized Linear Models, 2.5; Firth (1993), Biometrika 80:27;
 *   Heinze and Schemper (2002), Statistics in Medicine 21:2409.
 */
export function logisticFit(
  x: Matrix,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  options: {
    readonly firth?: boolean;
    readonly fixed?: ReadonlyMap<number, number>;
    readonly start?: ArrayLike<number>;
    readonly tolerance?: number;
    readonly maxIterations?: number;
  } = {},
): LogisticFit {
  const { firth = false, fixed = new Map(), tolerance = 1e-10, maxIterations = 200 } = options;
  const { rows: n, columns: p } = x;
  const free = Array.from({ length: p }, (_, j) => j).filter((j) => !fixed.has(j));
  const xFree = free.length === p ? x : selectColumns(x, free);
  let b = Float64Array.from({ length: p }, (_, j) => fixed.get(j) ?? options.start?.[j] ?? 0);
  let state = evaluate(x, y, weights, b);
  let objective = state.logLikelihood + (firth ? 0.5 * state.logDeterminant : 0);
  let converged = free.length === 0;
  let iterations = 0;
  while (!converged && iterations < maxIterations) {
    iterations++;
    const response = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const w = weights[i] as number;
      if (w === 0) continue;
      const mu = state.fitted[i] as number;
      let residual = (y[i] as number) - mu;
      if (firth) residual += ((state.leverage[i] as number) / w) * (0.5 - mu);
      response[i] = residual / (state.variance[i] as number);
    }
    const solved = leastSquares(xFree, response, state.work);
    let largest = 0;
    free.forEach((_, index) => {
      const error = Math.sqrt(solved.inverse.values[index * free.length + index] as number);
      largest = Math.max(largest, Math.abs(solved.coefficients[index] as number) / error);
    });
    // A step longer than five standard errors' worth is cut, and halved while it does not improve.
    let length = 1;
    let moved = b;
    let next = state;
    let nextObjective = objective;
    for (let halving = 0; halving < 40; halving++) {
      moved = Float64Array.from(b);
      free.forEach((j, index) => {
        moved[j]! += length * (solved.coefficients[index] as number);
      });
      next = evaluate(x, y, weights, moved);
      nextObjective = next.logLikelihood + (firth ? 0.5 * next.logDeterminant : 0);
      if (nextObjective >= objective - 1e-11 * (1 + Math.abs(objective))) break;
      length /= 2;
    }
    b = moved;
    state = next;
    objective = nextObjective;
    if (largest < tolerance) converged = true;
  }
  return {
    coefficients: b,
    covariance: state.inverse,
    logLikelihood: state.logLikelihood,
    penalisedLogLikelihood: state.logLikelihood + 0.5 * state.logDeterminant,
    fitted: state.fitted,
    converged,
    iterations,
    firth,
  };
}

interface State {
  readonly fitted: Float64Array;
  readonly variance: Float64Array;
  readonly work: Float64Array;
  readonly leverage: Float64Array;
  readonly inverse: Matrix;
  readonly logDeterminant: number;
  readonly logLikelihood: number;
}

function evaluate(
  x: Matrix,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  b: Float64Array,
): State {
  const { rows: n, columns: p } = x;
  const eta = times(x, b);
  const fitted = new Float64Array(n);
  const variance = new Float64Array(n);
  const work = new Float64Array(n);
  let logLikelihood = 0;
  for (let i = 0; i < n; i++) {
    const e = eta[i] as number;
    const small = Math.exp(-Math.abs(e));
    fitted[i] = e >= 0 ? 1 / (1 + small) : small / (1 + small);
    variance[i] = Math.max(small / (1 + small) ** 2, 1e-12);
    const w = weights[i] as number;
    work[i] = w * (variance[i] as number);
    logLikelihood += w * ((y[i] as number) * e - Math.max(e, 0) - Math.log1p(small));
  }
  const { inverse, logDeterminant } = leastSquares(x, zeros(n, 1).values, work);
  const leverage = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) {
      const xj = x.values[i * p + j] as number;
      if (xj === 0) continue;
      for (let k = 0; k < p; k++) {
        sum += xj * (inverse.values[j * p + k] as number) * (x.values[i * p + k] as number);
      }
    }
    leverage[i] = sum * (work[i] as number);
  }
  return { fitted, variance, work, leverage, inverse, logDeterminant, logLikelihood };
}
