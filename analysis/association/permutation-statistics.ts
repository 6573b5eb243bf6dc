/**
 * Pearson's X² of permuted levels against a fixed variable: n·(Σ O²/(R·C) − 1). Dealing over families of different
 * sizes changes the row totals R, so they are counted anew.
 *
 * @param columnOf - The fixed variable's level in each row.
 * @example
 * chiSquaredStatistic(Int32Array.of(0, 0, 1, 1), 2, 2)(Int32Array.of(0, 0, 1, 1)) // => 4
 */
export function chiSquaredStatistic(
  columnOf: Int32Array,
  rows: number,
  columns: number,
): (levels: Int32Array) => number {
  const n = columnOf.length;
  const columnTotal = new Float64Array(columns);
  for (const code of columnOf) columnTotal[code] = (columnTotal[code] as number) + 1;
  const perColumn = columnTotal.map((total) => (total > 0 ? 1 / total : 0));
  const counts = new Int32Array(rows * columns);
  return (levels) => {
    counts.fill(0);
    for (let row = 0; row < n; row++) {
      counts[(levels[row] as number) * columns + (columnOf[row] as number)]! += 1;
    }
    let sum = 0;
    for (let i = 0, cell = 0; i < rows; i++) {
      let total = 0;
      let squares = 0;
      for (let j = 0; j < columns; j++, cell++) {
        const own = counts[cell] as number;
        total += own;
        squares += own * own * (perColumn[j] as number);
      }
      if (total > 0) sum += squares / total;
    }
    return n * (sum - 1);
  };
}

/**
 * The share of the variation of permuted numbers (or ranks) that lies between fixed groups.
 *
 * @example
 * betweenGroups(Int32Array.of(0, 0, 1, 1), 2)(Float64Array.of(1, 1, 3, 3)) // => 1
 */
export function betweenGroups(
  groups: Int32Array,
  groupCount: number,
): (values: Float64Array) => number {
  const sizes = new Float64Array(groupCount);
  for (const group of groups) sizes[group] = (sizes[group] as number) + 1;
  const sums = new Float64Array(groupCount);
  return (values) => {
    sums.fill(0);
    let squares = 0;
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      sums[groups[row] as number]! += value;
      squares += value * value;
    }
    return shareBetween(sums, sizes, squares, values.length);
  };
}

/**
 * The share of the variation of fixed numbers (or ranks) that lies between permuted groups.
 *
 * @example
 * withinPermutedGroups([1, 1, 3, 3], 2)(Float64Array.of(0, 0, 1, 1)) // => 1
 */
export function withinPermutedGroups(
  values: ArrayLike<number>,
  groupCount: number,
): (groups: Float64Array) => number {
  const sums = new Float64Array(groupCount);
  const sizes = new Float64Array(groupCount);
  let squares = 0;
  for (let row = 0; row < values.length; row++) squares += (values[row] as number) ** 2;
  return (groups) => {
    sums.fill(0);
    sizes.fill(0);
    for (let row = 0; row < values.length; row++) {
      const group = groups[row] as number;
      sums[group]! += values[row] as number;
      sizes[group]! += 1;
    }
    return shareBetween(sums, sizes, squares, values.length);
  };
}

function shareBetween(sums: Float64Array, sizes: Float64Array, squares: number, n: number): number {
  let between = 0;
  let all = 0;
  for (let group = 0; group < sums.length; group++) {
    const sum = sums[group] as number;
    if ((sizes[group] as number) > 0) between += (sum * sum) / (sizes[group] as number);
    all += sum;
  }
  const centre = (all * all) / n;
  const total = squares - centre;
  return total > 0 ? (between - centre) / total : 0;
}

/**
 * The square of the correlation of permuted scores with fixed ones: how strong a trend is, up or down.
 *
 * @example
 * squaredCorrelationWith([1, 2, 3])(Float64Array.of(3, 2, 1)) // => 1
 */
export function squaredCorrelationWith(
  fixed: ArrayLike<number>,
): (scores: ArrayLike<number>) => number {
  const n = fixed.length;
  let mean = 0;
  for (let row = 0; row < n; row++) mean += (fixed[row] as number) / n;
  const gaps = Float64Array.from({ length: n }, (_, row) => (fixed[row] as number) - mean);
  const spread = gaps.reduce((sum, gap) => sum + gap * gap, 0);
  return (scores) => {
    let [sum, squares, product] = [0, 0, 0];
    for (let row = 0; row < n; row++) {
      const score = scores[row] as number;
      sum += score;
      squares += score * score;
      product += score * (gaps[row] as number);
    }
    const own = squares - (sum * sum) / n;
    return own > 0 && spread > 0 ? (product * product) / (own * spread) : 0;
  };
}

/** Σ over cells of (observed − expected, added up over strata)² / expected. */
export function pooledStatistic(
  n: number,
  columnOf: Int32Array,
  strataOf: Int32Array,
  rows: number,
  columns: number,
  strata: number,
): (levels: Int32Array) => number {
  const width = rows * columns;
  const counts = new Float64Array(strata * width);
  const rowTotals = new Float64Array(rows);
  const columnTotals = new Float64Array(strata * columns);
  const sizes = new Float64Array(strata);
  for (let row = 0; row < n; row++) {
    const s = strataOf[row] as number;
    sizes[s]! += 1;
    columnTotals[s * columns + (columnOf[row] as number)]! += 1;
  }
  const gap = new Float64Array(width);
  const expected = new Float64Array(width);
  return (levels) => {
    counts.fill(0);
    gap.fill(0);
    expected.fill(0);
    for (let row = 0; row < n; row++) {
      const cell = (levels[row] as number) * columns + (columnOf[row] as number);
      counts[(strataOf[row] as number) * width + cell]! += 1;
    }
    for (let s = 0; s < strata; s++) {
      if (sizes[s] === 0) continue;
      rowTotals.fill(0);
      for (let cell = 0; cell < width; cell++) {
        rowTotals[Math.floor(cell / columns)]! += counts[s * width + cell] as number;
      }
      for (let cell = 0; cell < width; cell++) {
        const e =
          ((rowTotals[Math.floor(cell / columns)] as number) *
            (columnTotals[s * columns + (cell % columns)] as number)) /
          (sizes[s] as number);
        gap[cell]! += (counts[s * width + cell] as number) - e;
        expected[cell]! += e;
      }
    }
    let sum = 0;
    for (let cell = 0; cell < width; cell++) {
      if ((expected[cell] as number) > 0) {
        sum += ((gap[cell] as number) * (gap[cell] as number)) / (expected[cell] as number);
      }
    }
    return sum;
  };
}
