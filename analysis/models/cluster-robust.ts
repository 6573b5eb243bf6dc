import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { type Matrix, product, times, transposed, zeros } from "./dense.ts";

export type ClusterCorrection = "CR0" | "CR1" | "CR2";

/** A covariance that lets rows of one family be alike, and the degrees of freedom it is worth. */
export interface ClusterRobust {
  readonly covariance: Matrix;
  /** Degrees of freedom for each coefficient: Satterthwaite's for CR2, families − 1 otherwise. */
  readonly df: readonly number[];
  readonly correction: ClusterCorrection;
  readonly clusters: number;
}

/**
 * Cluster-robust covariance from each row's part of the slope (score) of the log-likelihood:
 * bread · Σ_g (Σ s)(Σ s)′ · bread, times G / (G − 1) for CR1.
 *
 * @param bread - Inverse information (model-based covariance for likelihoods).
 * @param scores - n × parameters, weights included.
 * @param clusters - Cluster of each row, 0 … count−1.
 * @see Liang and Zeger (1986), Biometrika 73:13.
 */
export function clusterRobustScores(
  bread: Matrix,
  scores: Matrix,
  clusters: Int32Array,
  count: number,
  correction: "CR0" | "CR1",
): ClusterRobust {
  const p = scores.columns;
  const sums = zeros(count, p);
  for (let i = 0; i < scores.rows; i++) {
    const g = clusters[i] as number;
    for (let j = 0; j < p; j++) sums.values[g * p + j]! += scores.values[i * p + j] as number;
  }
  const meat = product(transposed(sums), sums);
  const factor = correction === "CR1" ? count / (count - 1) : 1;
  const covariance = product(product(bread, meat), bread);
  for (let i = 0; i < covariance.values.length; i++) covariance.values[i]! *= factor;
  return {
    covariance,
    df: Array.from({ length: p }, () => count - 1),
    correction,
    clusters: count,
  };
}

/**
 * Bias-reduced cluster-robust covariance (CR2) of a linear or logistic regression, with
 * Satterthwaite degrees of freedom for each coefficient.
 *
 * The adjustment makes the expected covariance exact when the working model holds: independent rows
 * with variance v. Each row counts once; repeat rows instead of weighting them.
 *
 * @param x - Design matrix.
 * @param variance - v for each row: fitted·(1 − fitted) for logistic, 1 for linear.
 * @param slope - How the mean moves with the linear predictor: v for logistic, 1 for linear.
 * @param residual - Observed minus fitted.
 * @see Bell and McCaffrey (2002), Survey Methodology 28:169; Pustejovsky and Tipton (2018), Journal
 *   of Business and Economic Statistics 36:672; R package clubSandwich.
 */
export function clusterRobustCr2(
  x: Matrix,
  inverse: Matrix,
  variance: ArrayLike<number>,
  slope: ArrayLike<number>,
  residual: ArrayLike<number>,
  clusters: Int32Array,
  count: number,
): ClusterRobust {
  const p = x.columns;
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < x.rows; i++) (members[clusters[i] as number] as number[]).push(i);
  const meat = zeros(p, p);
  // For each coefficient: Σ_g u′Φu and the matrix V of rows X_g′u, for Satterthwaite's degrees.
  const diagonals: Float64Array[] = Array.from({ length: p }, () => new Float64Array(count));
  const rowsV: Matrix[] = Array.from({ length: p }, () => zeros(count, p));
  members.forEach((rows, g) => {
    const m = rows.length;
    const u = zeros(m, p); // slope · x
    rows.forEach((row, i) => {
      for (let j = 0; j < p; j++) {
        u.values[i * p + j] = (slope[row] as number) * (x.values[row * p + j] as number);
      }
    });
    const v = rows.map((row) => variance[row] as number);
    const spread = product(product(u, inverse), transposed(u));
    const inner = zeros(m, m);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const cell = (i === j ? (v[i] as number) : 0) - (spread.values[i * m + j] as number);
        inner.values[i * m + j] = Math.sqrt(v[i] as number) * cell * Math.sqrt(v[j] as number);
      }
    }
    const root = inverseRoot(inner);
    // A = √v · root · √v, then weighted by 1/v: the columns of E = W A′ are what residuals meet.
    const adjusted = zeros(m, m);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        adjusted.values[i * m + j] =
          (Math.sqrt(v[i] as number) *
            (root.values[i * m + j] as number) *
            Math.sqrt(v[j] as number)) /
          (v[i] as number);
      }
    }
    const e = rows.map((row) => residual[row] as number);
    const score = times(transposed(u), times(adjusted, e));
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) {
        meat.values[i * p + j]! += (score[i] as number) * (score[j] as number);
      }
    }
    const lead = product(transposed(adjusted), product(u, inverse)); // m × p: u for each coefficient
    for (let c = 0; c < p; c++) {
      let diagonal = 0;
      for (let i = 0; i < m; i++) {
        const value = lead.values[i * p + c] as number;
        diagonal += value * value * (v[i] as number);
        for (let j = 0; j < p; j++) {
          (rowsV[c] as Matrix).values[g * p + j]! += value * (u.values[i * p + j] as number);
        }
      }
      (diagonals[c] as Float64Array)[g] = diagonal;
    }
  });
  const df = diagonals.map((diagonal, c) => satterthwaite(diagonal, rowsV[c] as Matrix, inverse));
  return {
    covariance: product(product(inverse, meat), inverse),
    df,
    correction: "CR2",
    clusters: count,
  };
}

/** (tr P)² / Σ P² for P = diag(d) − V·M·V′, without forming P. */
function satterthwaite(diagonal: Float64Array, v: Matrix, inverse: Matrix): number {
  const vm = product(v, inverse);
  let trace = 0;
  let square = 0;
  const p = v.columns;
  for (let g = 0; g < v.rows; g++) {
    let own = 0;
    for (let j = 0; j < p; j++)
      own += (vm.values[g * p + j] as number) * (v.values[g * p + j] as number);
    const d = diagonal[g] as number;
    trace += d - own;
    square += d * d - 2 * d * own;
  }
  const cross = product(product(transposed(v), v), inverse);
  const twice = product(cross, cross);
  for (let j = 0; j < p; j++) square += twice.values[j * p + j] as number;
  return (trace * trace) / square;
}

/** The symmetric inverse square root; directions without any variance are left out. */
function inverseRoot(a: Matrix): Matrix {
  const m = a.rows;
  if (m === 1) {
    const value = a.values[0] as number;
    return {
      rows: 1,
      columns: 1,
      values: Float64Array.of(value > 1e-12 ? 1 / Math.sqrt(value) : 0),
    };
  }
  const rows = Array.from({ length: m }, (_, i) =>
    Array.from(a.values.subarray(i * m, (i + 1) * m)),
  );
  const eigen = new EigenvalueDecomposition(new MlMatrix(rows), { assumeSymmetric: true });
  const out = zeros(m, m);
  eigen.realEigenvalues.forEach((value, k) => {
    if (!(value > 1e-12)) return;
    const scale = 1 / Math.sqrt(value);
    for (let i = 0; i < m; i++) {
      const vi = eigen.eigenvectorMatrix.get(i, k);
      for (let j = 0; j < m; j++) {
        out.values[i * m + j]! += scale * vi * eigen.eigenvectorMatrix.get(j, k);
      }
    }
  });
  return out;
}
