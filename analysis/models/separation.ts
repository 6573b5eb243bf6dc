import { leastSquares, type Matrix, selectColumns, transposed, zeros } from "./dense.ts";

/** What keeps a likelihood from having a highest point. */
export interface Separation {
  /** Can the predictors tell every row's outcome (complete), or only some rows' (quasi-complete)? */
  readonly kind: "complete" | "quasi-complete";
  /** A direction in which the likelihood never falls: one number per parameter. */
  readonly direction: readonly number[];
  /** The parameters that run away, by index. */
  readonly parameters: readonly number[];
}

/**
 * Does a likelihood of this shape rise for ever? Found before fitting, from the design alone.
 *
 * The likelihood has no highest point when some direction b ≠ 0 has a·b ≥ 0 for every row a of
 * `rows`, and > 0 for one. By Stiemke's theorem that is so unless positive multiples of the rows
 * add up to nothing; non-negative least squares decides which, and its residual is the direction.
 *
 * @param rows - For a two-level outcome the design rows, times 1 for the event and −1 without it.
 *   Full column rank.
 * @returns The separation, or null when estimates are finite.
 * @example
 * separation(matrixFrom([[-1, 0], [1, 1]]))?.kind // => "complete"
 * @example
 * separation(matrixFrom([[-1, 0], [1, 0], [-1, -1], [1, 1]])) // => null
 * @see Konis (2007), Linear programming algorithms for detecting separated data, DPhil, Oxford;
 *   Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23.
 */
export function separation(rows: Matrix): Separation | null {
  const a = orthonormalColumns(distinctRows(rows));
  const cone = transposed(a);
  const target = new Float64Array(a.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) target[j]! -= a.values[i * a.columns + j] as number;
  }
  const size = norm(target);
  const residual = nonNegativeResidual(cone, target);
  if (norm(residual) <= 1e-8 * Math.max(size, 1e-3)) return null;
  // The residual is (target − cone·μ); the direction of recession is its opposite.
  const along = Float64Array.from(residual, (value) => -value);
  const reach = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      reach[i]! += (a.values[i * a.columns + j] as number) * (along[j] as number);
    }
  }
  const distinct = distinctRows(rows);
  const { coefficients } = leastSquares(distinct, reach);
  const largest = new Float64Array(rows.columns);
  for (let i = 0; i < rows.values.length; i++) {
    const j = i % rows.columns;
    largest[j] = Math.max(largest[j] as number, Math.abs(rows.values[i] as number));
  }
  const effect = coefficients.map((value, j) => Math.abs(value) * (largest[j] as number));
  const top = Math.max(...effect);
  const direction = Array.from(coefficients);
  return {
    kind: completely(cone) ? "complete" : "quasi-complete",
    direction,
    parameters: direction.map((_, j) => j).filter((j) => (effect[j] as number) > 1e-6 * top),
  };
}

/** Complete: no non-negative multiples of the rows, adding to one, add up to nothing. */
function completely(cone: Matrix): boolean {
  const bordered = zeros(cone.rows + 1, cone.columns);
  bordered.values.set(cone.values);
  bordered.values.fill(1, cone.rows * cone.columns);
  const target = new Float64Array(cone.rows + 1);
  target[cone.rows] = 1;
  return norm(nonNegativeResidual(bordered, target)) > 1e-8;
}

/** target − c·μ for the μ ≥ 0 that makes it shortest (Lawson and Hanson). */
function nonNegativeResidual(c: Matrix, target: Float64Array): Float64Array {
  const m = c.columns;
  const solution = new Float64Array(m);
  const passive: number[] = [];
  const inPassive = new Uint8Array(m);
  const residualOf = (): Float64Array => {
    const residual = Float64Array.from(target);
    for (const j of passive) {
      const value = solution[j] as number;
      for (let i = 0; i < c.rows; i++) residual[i]! -= (c.values[i * m + j] as number) * value;
    }
    return residual;
  };
  let residual = residualOf();
  for (let step = 0; step < 20 * (m + c.rows); step++) {
    let best = -1;
    let bestGradient = 1e-10 * Math.max(1, norm(target));
    for (let j = 0; j < m; j++) {
      if (inPassive[j] === 1) continue;
      let gradient = 0;
      for (let i = 0; i < c.rows; i++) {
        gradient += (c.values[i * m + j] as number) * (residual[i] as number);
      }
      if (gradient > bestGradient) {
        bestGradient = gradient;
        best = j;
      }
    }
    if (best === -1 || passive.length >= c.rows) break;
    passive.push(best);
    inPassive[best] = 1;
    for (;;) {
      let solved: Float64Array;
      try {
        solved = leastSquares(selectColumns(c, passive), target).coefficients;
      } catch {
        inPassive[passive.pop() as number] = 2; // a repeat of columns already in
        break;
      }
      if (solved.every((value) => value > 0)) {
        passive.forEach((j, index) => {
          solution[j] = solved[index] as number;
        });
        break;
      }
      let share = 1;
      passive.forEach((j, index) => {
        const from = solution[j] as number;
        const to = solved[index] as number;
        if (to <= 0) share = Math.min(share, from === to ? 0 : from / (from - to));
      });
      passive.forEach((j, index) => {
        solution[j]! += share * ((solved[index] as number) - (solution[j] as number));
      });
      const leaving = passive.filter((j) => (solution[j] as number) <= 1e-14);
      if (leaving.length === 0) break;
      for (const j of leaving) {
        solution[j] = 0;
        inPassive[j] = 0;
        passive.splice(passive.indexOf(j), 1);
      }
      if (passive.length === 0) break;
    }
    residual = residualOf();
    if (norm(residual) <= 1e-12 * Math.max(1, norm(target))) break;
  }
  return residual;
}

function distinctRows(rows: Matrix): Matrix {
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let i = 0; i < rows.rows; i++) {
    const key = rows.values.subarray(i * rows.columns, (i + 1) * rows.columns).join(",");
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(i);
  }
  const out = zeros(kept.length, rows.columns);
  kept.forEach((row, index) => {
    out.values.set(
      rows.values.subarray(row * rows.columns, (row + 1) * rows.columns),
      index * rows.columns,
    );
  });
  return out;
}

/** The same space with columns of length √rows at right angles, so that scale plays no part. */
function orthonormalColumns(a: Matrix): Matrix {
  const { rows: n, columns: p } = a;
  const out = zeros(n, p);
  for (let j = 0; j < p; j++) {
    let largest = 0;
    for (let i = 0; i < n; i++)
      largest = Math.max(largest, Math.abs(a.values[i * p + j] as number));
    const scale = largest > 0 ? largest : 1;
    for (let i = 0; i < n; i++) out.values[i * p + j] = (a.values[i * p + j] as number) / scale;
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        let dot = 0;
        for (let i = 0; i < n; i++) {
          dot += (out.values[i * p + j] as number) * (out.values[i * p + k] as number);
        }
        for (let i = 0; i < n; i++) {
          out.values[i * p + j]! -= (dot * (out.values[i * p + k] as number)) / n;
        }
      }
    }
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (out.values[i * p + j] as number) ** 2;
    const length = Math.sqrt(sum / n);
    if (length > 0) for (let i = 0; i < n; i++) out.values[i * p + j]! /= length;
  }
  return out;
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
