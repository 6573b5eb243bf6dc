import { leastSquares, type Matrix, times } from "./dense.ts";

/** A fitted linear regression. */
export interface LinearFit {
  readonly coefficients: Float64Array;
  readonly covariance: Matrix;
  /** Residual standard deviation. */
  readonly sigma: number;
  readonly residualDf: number;
  readonly residualSumOfSquares: number;
  readonly totalSumOfSquares: number;
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  readonly logLikelihood: number;
  readonly fitted: Float64Array;
}

/**
 * Linear regression by Householder QR: minimises Σ w·(y − x·b)².
 *
 * @param x - Design matrix with its intercept, full column rank, fewer columns than rows.
 * @param weights - How many times each row counts.
 * @example
 * linearFit(matrixFrom([[1, 0], [1, 1], [1, 2], [1, 3]]), [0, 1, 1, 2], [1, 1, 1, 1]).rSquared // => 0.9
 */
export function linearFit(x: Matrix, y: ArrayLike<number>, weights: ArrayLike<number>): LinearFit {
  const { coefficients, inverse } = leastSquares(x, y, weights);
  const fitted = times(x, coefficients);
  let n = 0;
  let sum = 0;
  for (let i = 0; i < x.rows; i++) {
    n += weights[i] as number;
    sum += (weights[i] as number) * (y[i] as number);
  }
  const mean = sum / n;
  let residual = 0;
  let total = 0;
  for (let i = 0; i < x.rows; i++) {
    residual += (weights[i] as number) * ((y[i] as number) - (fitted[i] as number)) ** 2;
    total += (weights[i] as number) * ((y[i] as number) - mean) ** 2;
  }
  const residualDf = n - x.columns;
  const variance = residual / residualDf;
  return {
    coefficients,
    covariance: { ...inverse, values: inverse.values.map((value) => value * variance) },
    sigma: Math.sqrt(variance),
    residualDf,
    residualSumOfSquares: residual,
    totalSumOfSquares: total,
    rSquared: 1 - residual / total,
    adjustedRSquared: 1 - residual / residualDf / (total / (n - 1)),
    logLikelihood: (-n / 2) * (Math.log((2 * Math.PI * residual) / n) + 1),
    fitted,
  };
}
