import { invertPositive, type Matrix, product, transposed, zeros } from "./dense.ts";
import { logisticFit } from "./logistic-fit.ts";

/** A logistic regression by generalised estimating equations. */
export interface GeeLogistic {
  readonly coefficients: Float64Array;
  /** Family-robust (sandwich) covariance. */
  readonly covariance: Matrix;
  /** How alike two rows of one family are: the exchangeable working correlation. */
  readonly correlation: number;
  readonly scale: number;
  readonly fitted: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
}

/**
 * Logistic regression by generalised estimating equations with an exchangeable working correlation:
 * Σ_g D′V⁻¹(y − μ) = 0, V = φ·A^½·R(α)·A^½, with α and φ from the Pearson residuals.
 *
 * When not to use: with fewer than about 40 families the robust errors are too small; CR2 errors of
 * the ordinary fit are safer.
 *
 * @param clusters - Family of each row, 0 … count−1.
 * @see Liang and Zeger (1986), Biometrika 73:13; Halekoh, Højsgaard and Yan (2006), the R package
 *   geepack, Journal of Statistical Software 15(2).
 */
export function geeLogistic(
  x: Matrix,
  y: ArrayLike<number>,
  clusters: Int32Array,
  count: number,
): GeeLogistic {
  const p = x.columns;
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < x.rows; i++) (members[clusters[i] as number] as number[]).push(i);
  const start = logisticFit(x, y, new Float64Array(x.rows).fill(1));
  let b = Float64Array.from(start.coefficients);
  let alpha = 0;
  let scale = 1;
  let fitted = start.fitted;
  let iterations = 0;
  let converged = false;
  let bread = zeros(p, p);
  let meat = zeros(p, p);
  while (!converged && iterations < 400) {
    iterations++;
    ({ alpha, scale } = workingCorrelation(y, fitted, members));
    bread = zeros(p, p);
    meat = zeros(p, p);
    const slope = new Float64Array(p);
    for (const rows of members) {
      const part = new Float64Array(p);
      const m = rows.length;
      // R⁻¹ = (I − shared·J) / (1 − α), in closed form.
      const shared = alpha / (1 + (m - 1) * alpha);
      const root = rows.map((row) =>
        Math.sqrt((fitted[row] as number) * (1 - (fitted[row] as number))),
      );
      const residual = rows.map(
        (row, i) => ((y[row] as number) - (fitted[row] as number)) / (root[i] as number),
      );
      const total = residual.reduce((sum, r) => sum + r, 0);
      const columnTotal = new Float64Array(p);
      rows.forEach((row, i) => {
        for (let j = 0; j < p; j++) {
          columnTotal[j]! += (root[i] as number) * (x.values[row * p + j] as number);
        }
      });
      const divide = scale * (1 - alpha);
      rows.forEach((row, i) => {
        for (let j = 0; j < p; j++) {
          const d = (root[i] as number) * (x.values[row * p + j] as number);
          part[j]! += (d * ((residual[i] as number) - shared * total)) / divide;
          for (let k = 0; k < p; k++) {
            const dk = (root[i] as number) * (x.values[row * p + k] as number);
            bread.values[j * p + k]! += (d * (dk - shared * (columnTotal[k] as number))) / divide;
          }
        }
      });
      for (let j = 0; j < p; j++) {
        slope[j]! += part[j] as number;
        for (let k = 0; k < p; k++)
          meat.values[j * p + k]! += (part[j] as number) * (part[k] as number);
      }
    }
    const solved = invertPositive(bread);
    if (solved === null) break;
    let largest = 0;
    const step = new Float64Array(p);
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < p; k++) {
        step[j]! += (solved.inverse.values[j * p + k] as number) * (slope[k] as number);
      }
      const error = Math.sqrt(solved.inverse.values[j * p + j] as number);
      largest = Math.max(largest, Math.abs(step[j] as number) / error);
    }
    bread = solved.inverse;
    if (largest < 1e-11) converged = true;
    else {
      // Full steps can jump to and fro between two points; shorter ones settle.
      const length = iterations <= 20 ? 1 : iterations <= 100 ? 0.5 : 0.25;
      b = b.map((value, j) => value + length * (step[j] as number));
      fitted = fittedAt(x, b);
    }
  }
  return {
    coefficients: b,
    covariance: product(product(bread, meat), transposed(bread)),
    correlation: alpha,
    scale,
    fitted,
    converged,
    iterations,
  };
}

function workingCorrelation(
  y: ArrayLike<number>,
  fitted: Float64Array,
  members: readonly number[][],
): { alpha: number; scale: number } {
  let squares = 0;
  let n = 0;
  let products = 0;
  let pairs = 0;
  for (const rows of members) {
    let sum = 0;
    let own = 0;
    for (const row of rows) {
      const mu = fitted[row] as number;
      const residual = ((y[row] as number) - mu) / Math.sqrt(mu * (1 - mu));
      sum += residual;
      own += residual * residual;
    }
    squares += own;
    n += rows.length;
    products += (sum * sum - own) / 2;
    pairs += (rows.length * (rows.length - 1)) / 2;
  }
  const scale = squares / n;
  return { alpha: pairs === 0 ? 0 : products / pairs / scale, scale };
}

function fittedAt(x: Matrix, b: Float64Array): Float64Array {
  const out = new Float64Array(x.rows);
  for (let i = 0; i < x.rows; i++) {
    let eta = 0;
    for (let j = 0; j < x.columns; j++)
      eta += (x.values[i * x.columns + j] as number) * (b[j] as number);
    out[i] = 1 / (1 + Math.exp(-eta));
  }
  return out;
}
