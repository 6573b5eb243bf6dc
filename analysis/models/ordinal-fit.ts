import { type Matrix, zeros } from "./dense.ts";
import { type LikelihoodPoint, type NewtonResult, newton } from "./newton.ts";

/** A fitted proportional-odds regression. */
export interface OrdinalFit extends NewtonResult {
  /** n × outcomes fitted probabilities, lowest first. */
  readonly fitted: Matrix;
  readonly scores: Matrix;
}

/**
 * Proportional odds: log(P(Y ≤ k) / P(Y > k)) = θ_k − x·b for the ordered outcomes k = 0 … K−2.
 *
 * Parameters are the slopes b, then the thresholds θ. A positive slope goes with higher outcomes.
 *
 * When not to use: if one odds ratio does not describe every cut of the outcome; see `brantTest`.
 *
 * @param x - Design matrix WITHOUT intercept.
 * @param y - Ordered outcome 0 … outcomes−1.
 * @see McCullagh (1980), Journal of the Royal Statistical Society B 42:109.
 */
export function ordinalFit(
  x: Matrix,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  outcomes: number,
  options: { readonly maxIterations?: number } = {},
): OrdinalFit {
  const p = x.columns;
  const size = p + outcomes - 1;
  const start = new Float64Array(size);
  const totals = new Float64Array(outcomes);
  for (let i = 0; i < x.rows; i++) totals[y[i] as number]! += weights[i] as number;
  const all = totals.reduce((sum, value) => sum + value, 0);
  let below = 0;
  for (let k = 0; k < outcomes - 1; k++) {
    below += totals[k] as number;
    start[p + k] = Math.log((below + 0.5 * (k + 1)) / (all - below + 0.5 * (outcomes - k)));
  }
  const at = (b: Float64Array): LikelihoodPoint => {
    const gradient = new Float64Array(size);
    const information = zeros(size, size);
    let logLikelihood = 0;
    for (let k = 1; k < outcomes - 1; k++) {
      if ((b[p + k] as number) <= (b[p + k - 1] as number)) {
        return { logLikelihood: -Number.MAX_VALUE, gradient, information };
      }
    }
    const upper = new Float64Array(size);
    const lower = new Float64Array(size);
    for (let i = 0; i < x.rows; i++) {
      const w = weights[i] as number;
      if (w === 0) continue;
      const row = rowTerms(x, i, b, y[i] as number, outcomes, upper, lower);
      logLikelihood += w * Math.log(Math.max(row.share, 1e-300));
      for (let j = 0; j < size; j++) {
        const sj = row.upperSlope * (upper[j] as number) - row.lowerSlope * (lower[j] as number);
        gradient[j]! += w * sj;
        for (let m = 0; m <= j; m++) {
          const sm = row.upperSlope * (upper[m] as number) - row.lowerSlope * (lower[m] as number);
          const curve =
            row.upperCurve * (upper[j] as number) * (upper[m] as number) -
            row.lowerCurve * (lower[j] as number) * (lower[m] as number);
          information.values[j * size + m]! += w * (sj * sm - curve);
        }
      }
    }
    for (let j = 0; j < size; j++) {
      for (let m = 0; m < j; m++) {
        information.values[m * size + j] = information.values[j * size + m] as number;
      }
    }
    return { logLikelihood, gradient, information };
  };
  const result = newton(at, start, options);
  const scores = zeros(x.rows, size);
  const upper = new Float64Array(size);
  const lower = new Float64Array(size);
  for (let i = 0; i < x.rows; i++) {
    const row = rowTerms(x, i, result.coefficients, y[i] as number, outcomes, upper, lower);
    for (let j = 0; j < size; j++) {
      scores.values[i * size + j] =
        (weights[i] as number) *
        (row.upperSlope * (upper[j] as number) - row.lowerSlope * (lower[j] as number));
    }
  }
  return { ...result, fitted: ordinalShares(x, result.coefficients, outcomes), scores };
}

/** Probabilities of each ordered outcome for each row of x (without intercept). */
export function ordinalShares(x: Matrix, b: ArrayLike<number>, outcomes: number): Matrix {
  const p = x.columns;
  const out = zeros(x.rows, outcomes);
  for (let i = 0; i < x.rows; i++) {
    let eta = 0;
    for (let j = 0; j < p; j++) eta += (x.values[i * p + j] as number) * (b[j] as number);
    let before = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < outcomes; k++) {
      const cut = k < outcomes - 1 ? (b[p + k] as number) - eta : Number.POSITIVE_INFINITY;
      out.values[i * outcomes + k] = shareBetween(before, cut);
      before = cut;
    }
  }
  return out;
}

/** The rows whose direction of recession shows separation: see `separation`. */
export function ordinalConstraints(x: Matrix, y: ArrayLike<number>, outcomes: number): Matrix {
  const p = x.columns;
  const size = p + outcomes - 1;
  const rows: Float64Array[] = [];
  for (let i = 0; i < x.rows; i++) {
    const k = y[i] as number;
    for (const [cut, sign] of [
      [k, 1],
      [k - 1, -1],
    ] as const) {
      if (cut < 0 || cut > outcomes - 2) continue;
      const row = new Float64Array(size);
      for (let j = 0; j < p; j++) row[j] = -sign * (x.values[i * p + j] as number);
      row[p + cut] = sign;
      rows.push(row);
    }
  }
  const out = zeros(rows.length, size);
  rows.forEach((row, index) => {
    out.values.set(row, index * size);
  });
  return out;
}

/** P(before < latent ≤ cut) for a standard logistic, without cancellation in the upper tail. */
function shareBetween(before: number, cut: number): number {
  if (before > 0) return shareBetween(-cut, -before);
  const high = logistic(cut);
  const low = logistic(before);
  return high - low;
}

function logistic(u: number): number {
  const small = Math.exp(-Math.abs(u));
  return u >= 0 ? 1 / (1 + small) : small / (1 + small);
}

function rowTerms(
  x: Matrix,
  i: number,
  b: ArrayLike<number>,
  k: number,
  outcomes: number,
  upper: Float64Array,
  lower: Float64Array,
): {
  share: number;
  upperSlope: number;
  lowerSlope: number;
  upperCurve: number;
  lowerCurve: number;
} {
  const p = x.columns;
  upper.fill(0);
  lower.fill(0);
  let eta = 0;
  for (let j = 0; j < p; j++) {
    const value = x.values[i * p + j] as number;
    eta += value * (b[j] as number);
    upper[j] = -value;
    lower[j] = -value;
  }
  const top = k < outcomes - 1;
  const bottom = k > 0;
  const cut = top ? (b[p + k] as number) - eta : Number.POSITIVE_INFINITY;
  const before = bottom ? (b[p + k - 1] as number) - eta : Number.NEGATIVE_INFINITY;
  if (top) upper[p + k] = 1;
  if (bottom) lower[p + k - 1] = 1;
  const share = Math.max(shareBetween(before, cut), 1e-300);
  const density = (u: number): number => {
    const small = Math.exp(-Math.abs(u));
    return small / (1 + small) ** 2;
  };
  const fu = top ? density(cut) : 0;
  const fl = bottom ? density(before) : 0;
  return {
    share,
    upperSlope: fu / share,
    lowerSlope: fl / share,
    upperCurve: top ? (fu * (1 - 2 * logistic(cut))) / share : 0,
    lowerCurve: bottom ? (fl * (1 - 2 * logistic(before))) / share : 0,
  };
}
