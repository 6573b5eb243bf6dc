/**
 * X with A·X = B for a square matrix A, by elimination with the largest pivot; null when A has no inverse.
 *
 * @param a - `size` × `size`, row by row. @param b - `size` × `columns`.
 * @example
 * solveMatrix(Float64Array.of(2, 0, 0, 4), Float64Array.of(2, 4), 2, 1) // => Float64Array.of(1, 1)
 */
export function solveMatrix(
  a: Float64Array,
  b: Float64Array,
  size: number,
  columns: number,
): Float64Array | null {
  const left = a.slice();
  const right = b.slice();
  const scale = left.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const swap = (matrix: Float64Array, width: number, one: number, other: number): void => {
    for (let j = 0; j < width; j++) {
      const kept = matrix[one * width + j] as number;
      matrix[one * width + j] = matrix[other * width + j] as number;
      matrix[other * width + j] = kept;
    }
  };
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) {
      if (Math.abs(left[i * size + k] as number) > Math.abs(left[pivot * size + k] as number))
        pivot = i;
    }
    if (!(Math.abs(left[pivot * size + k] as number) > 1e-13 * scale)) return null;
    swap(left, size, k, pivot);
    swap(right, columns, k, pivot);
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = (left[i * size + k] as number) / (left[k * size + k] as number);
      if (factor === 0) continue;
      for (let j = k; j < size; j++) {
        left[i * size + j] =
          (left[i * size + j] as number) - factor * (left[k * size + j] as number);
      }
      for (let j = 0; j < columns; j++) {
        right[i * columns + j] =
          (right[i * columns + j] as number) - factor * (right[k * columns + j] as number);
      }
    }
  }
  return right.map((value, at) => {
    const row = Math.floor(at / columns);
    return value / (left[row * size + row] as number);
  });
}
