import { InputError } from "../../data-dictionary/input-error.ts";

/** A matrix of numbers, row after row in one array. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * A matrix from rows of one length.
 *
 * @example
 * matrixFrom([[1, 2], [3, 4]]).values // => Float64Array.of(1, 2, 3, 4)
 */
export function matrixFrom(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, index) => {
    for (let j = 0; j < columns; j++) values[index * columns + j] = row[j] as number;
  });
  return { rows: rows.length, columns, values };
}

/** A matrix of zeros. */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** The chosen columns, in the order given. */
export function selectColumns(x: Matrix, chosen: readonly number[]): Matrix {
  const out = zeros(x.rows, chosen.length);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < chosen.length; j++) {
      out.values[i * chosen.length + j] = x.values[i * x.columns + (chosen[j] as number)] as number;
    }
  }
  return out;
}

/** x·b for one column b. */
export function times(x: Matrix, b: ArrayLike<number>): Float64Array {
  const out = new Float64Array(x.rows);
  for (let i = 0; i < x.rows; i++) {
    let sum = 0;
    for (let j = 0; j < x.columns; j++) {
      sum += (x.values[i * x.columns + j] as number) * (b[j] as number);
    }
    out[i] = sum;
  }
  return out;
}

/** a·b. */
export function product(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const left = a.values[i * a.columns + k] as number;
      if (left === 0) continue;
      for (let j = 0; j < b.columns; j++) {
        out.values[i * b.columns + j]! += left * (b.values[k * b.columns + j] as number);
      }
    }
  }
  return out;
}

/** The matrix with rows and columns exchanged. */
export function transposed(a: Matrix): Matrix {
  const out = zeros(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      out.values[j * a.rows + i] = a.values[i * a.columns + j] as number;
    }
  }
  return out;
}

/** b′·a·b for a square matrix and one column. */
export function quadraticForm(a: Matrix, b: ArrayLike<number>): number {
  const ab = times(a, b);
  let sum = 0;
  for (let i = 0; i < ab.length; i++) sum += (ab[i] as number) * (b[i] as number);
  return sum;
}

/** The result of an orthogonal (Householder) decomposition, applied to one right-hand side. */
export interface Solved {
  readonly coefficients: Float64Array;
  /** (X′X)⁻¹, of the weighted X when weights were given. */
  readonly inverse: Matrix;
  /** log of the determinant of X′X. */
  readonly logDeterminant: number;
}

/**
 * Least squares by Householder QR, columns scaled first: minimises Σ w·(y − Xb)².
 *
 * Never forms X′X, which would cost half the digits. Rows of weight 0 are ignored.
 *
 * @param x - Design matrix, full column rank; find aliased columns first with `aliasedColumns`.
 * @throws {InputError} `singular-design` if a column is a combination of earlier ones.
 * @example
 * leastSquares(matrixFrom([[1, 0], [1, 1], [1, 2]]), [1, 3, 5]).coefficients.length // => 2
 * @see Golub and Van Loan, Matrix Computations, 4th edition, 5.3.
 */
export function leastSquares(x: Matrix, y: ArrayLike<number>, weights?: ArrayLike<number>): Solved {
  const { rows: n, columns: p } = x;
  const scale = columnScales(x);
  const a = new Float64Array(n * p);
  const b = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const root = weights === undefined ? 1 : Math.sqrt(weights[i] as number);
    b[i] = root * (y[i] as number);
    for (let j = 0; j < p; j++) {
      a[i * p + j] = (root * (x.values[i * p + j] as number)) / (scale[j] as number);
    }
  }
  const diagonal = householder(a, n, p, b);
  for (let j = 0; j < p; j++) {
    if (!(Math.abs(diagonal[j] as number) > 1e-13 * Math.sqrt(n))) {
      throw new InputError(
        "singular-design",
        `Column ${j + 1} of the design matrix is a combination of the columns before it.`,
      );
    }
  }
  const inverseR = upperInverse(a, diagonal, p);
  const coefficients = new Float64Array(p);
  const inverse = zeros(p, p);
  let logDeterminant = 0;
  for (let i = 0; i < p; i++) {
    // Back substitution keeps more digits than multiplying by the inverse.
    const row = p - 1 - i;
    let sum = b[row] as number;
    for (let j = row + 1; j < p; j++)
      sum -= (a[row * p + j] as number) * (coefficients[j] as number);
    coefficients[row] = sum / (diagonal[row] as number);
    logDeterminant += 2 * Math.log(Math.abs(diagonal[i] as number) * (scale[i] as number));
  }
  for (let i = 0; i < p; i++) coefficients[i]! /= scale[i] as number;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < p; k++) {
        sum += (inverseR[i * p + k] as number) * (inverseR[j * p + k] as number);
      }
      const value = sum / ((scale[i] as number) * (scale[j] as number));
      inverse.values[i * p + j] = value;
      inverse.values[j * p + i] = value;
    }
  }
  return { coefficients, inverse, logDeterminant };
}

/**
 * The columns that are combinations of columns before them, each with the columns it repeats.
 *
 * A column counts as aliased when what is left of it, after taking out the columns before, is below
 * 1e-7 of its length (the rule of R's lm).
 *
 * @example
 * aliasedColumns(matrixFrom([[1, 2], [1, 2], [1, 2]])) // => [{ column: 1, of: [0] }]
 */
export function aliasedColumns(x: Matrix): { readonly column: number; readonly of: number[] }[] {
  const { rows: n, columns: p } = x;
  const basis: { readonly column: number; readonly vector: Float64Array }[] = [];
  const found: { readonly column: number; readonly of: number[] }[] = [];
  for (let j = 0; j < p; j++) {
    const vector = new Float64Array(n);
    let largest = 0;
    for (let i = 0; i < n; i++)
      largest = Math.max(largest, Math.abs(x.values[i * p + j] as number));
    if (largest === 0) {
      found.push({ column: j, of: [] });
      continue;
    }
    for (let i = 0; i < n; i++) vector[i] = (x.values[i * p + j] as number) / largest;
    const before = length(vector);
    for (let pass = 0; pass < 2; pass++) {
      for (const { vector: unit } of basis) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += (unit[i] as number) * (vector[i] as number);
        for (let i = 0; i < n; i++) vector[i]! -= dot * (unit[i] as number);
      }
    }
    const after = length(vector);
    if (after < 1e-7 * before || basis.length >= n) {
      const kept = basis.map((b) => b.column);
      found.push({ column: j, of: kept.length >= n ? kept : dependsOn(x, j, kept) });
    } else {
      for (let i = 0; i < n; i++) vector[i]! /= after;
      basis.push({ column: j, vector });
    }
  }
  return found;
}

function dependsOn(x: Matrix, column: number, kept: readonly number[]): number[] {
  const target = Array.from(
    { length: x.rows },
    (_, i) => x.values[i * x.columns + column] as number,
  );
  const { coefficients } = leastSquares(selectColumns(x, kept), target);
  const scales = columnScales(x);
  const size = scales[column] as number;
  return kept.filter(
    (k, index) => Math.abs(coefficients[index] as number) * (scales[k] as number) > 1e-6 * size,
  );
}

/**
 * The inverse of a symmetric positive definite matrix, and the log of its determinant, or null when
 * it is not positive definite to working accuracy.
 *
 * @example
 * invertPositive(matrixFrom([[4, 0], [0, 2]]))?.inverse.values // => Float64Array.of(0.25, 0, 0, 0.5)
 */
export function invertPositive(
  a: Matrix,
): { readonly inverse: Matrix; readonly logDeterminant: number } | null {
  const p = a.rows;
  const scale = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    const value = a.values[i * p + i] as number;
    if (!(value > 0) || !Number.isFinite(value)) return null;
    scale[i] = Math.sqrt(value);
  }
  const lower = new Float64Array(p * p);
  let logDeterminant = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = (a.values[i * p + j] as number) / ((scale[i] as number) * (scale[j] as number));
      for (let k = 0; k < j; k++)
        sum -= (lower[i * p + k] as number) * (lower[j * p + k] as number);
      if (i === j) {
        if (!(sum > 1e-14)) return null;
        lower[i * p + i] = Math.sqrt(sum);
        logDeterminant += Math.log(sum) + 2 * Math.log(scale[i] as number);
      } else lower[i * p + j] = sum / (lower[j * p + j] as number);
    }
  }
  const inverseLower = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    inverseLower[j * p + j] = 1 / (lower[j * p + j] as number);
    for (let i = j + 1; i < p; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) {
        sum -= (lower[i * p + k] as number) * (inverseLower[k * p + j] as number);
      }
      inverseLower[i * p + j] = sum / (lower[i * p + i] as number);
    }
  }
  const inverse = zeros(p, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < p; k++) {
        sum += (inverseLower[k * p + i] as number) * (inverseLower[k * p + j] as number);
      }
      const value = sum / ((scale[i] as number) * (scale[j] as number));
      inverse.values[i * p + j] = value;
      inverse.values[j * p + i] = value;
    }
  }
  return { inverse, logDeterminant };
}

function columnScales(x: Matrix): Float64Array {
  const scale = new Float64Array(x.columns);
  for (let i = 0; i < x.values.length; i++) {
    const j = i % x.columns;
    scale[j] = Math.max(scale[j] as number, Math.abs(x.values[i] as number));
  }
  // A power of two, so that scaling itself rounds nothing.
  return scale.map((value) => (value > 0 ? 2 ** Math.round(Math.log2(value)) : 1));
}

/** Turns `a` into R above its diagonal and applies the reflections to b; returns R's diagonal. */
function householder(a: Float64Array, n: number, p: number, b: Float64Array): Float64Array {
  const diagonal = new Float64Array(p);
  for (let k = 0; k < Math.min(n, p); k++) {
    let norm = 0;
    for (let i = k; i < n; i++) norm = Math.hypot(norm, a[i * p + k] as number);
    if (norm === 0) continue;
    if ((a[k * p + k] as number) < 0) norm = -norm;
    for (let i = k; i < n; i++) a[i * p + k]! /= norm;
    a[k * p + k]! += 1;
    for (let j = k + 1; j < p; j++) reflect(a, n, p, k, a, j, p);
    reflect(a, n, p, k, b, 0, 1);
    diagonal[k] = -norm;
  }
  return diagonal;
}

function reflect(
  a: Float64Array,
  n: number,
  p: number,
  k: number,
  target: Float64Array,
  column: number,
  width: number,
): void {
  let sum = 0;
  for (let i = k; i < n; i++)
    sum += (a[i * p + k] as number) * (target[i * width + column] as number);
  sum = -sum / (a[k * p + k] as number);
  for (let i = k; i < n; i++) target[i * width + column]! += sum * (a[i * p + k] as number);
}

function upperInverse(a: Float64Array, diagonal: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    inverse[j * p + j] = 1 / (diagonal[j] as number);
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++)
        sum -= (a[i * p + k] as number) * (inverse[k * p + j] as number);
      inverse[i * p + j] = sum / (diagonal[i] as number);
    }
  }
  return inverse;
}

function length(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
