import { normalQuantile } from "../distributions/index.ts";
import { type Contingency, marginsOf } from "./contingency.ts";
import type { EffectResult } from "./effect-sizes.ts";

/** Pairs of a table: alike in order, opposite in order, and tied on rows, on columns. */
export interface PairCounts {
  readonly concordant: number;
  readonly discordant: number;
  /** Pairs that differ in their row. */
  readonly rowsDiffer: number;
  readonly columnsDiffer: number;
  /** For a row of each cell, how many others it is concordant, and discordant, with. */
  readonly cellConcordant: Float64Array;
  readonly cellDiscordant: Float64Array;
}

/**
 * Counts the concordant and discordant pairs of a table of two ordered variables.
 *
 * @example
 * pairCounts(contingency([[3, 1], [1, 3]])).concordant // => 9
 */
export function pairCounts(table: Contingency): PairCounts {
  const { row, column, total } = marginsOf(table);
  const { rows, columns, counts } = table;
  // above[i][j]: everybody in rows before i and columns before j.
  const width = columns + 1;
  const above = new Float64Array((rows + 1) * width);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      above[(i + 1) * width + j + 1] =
        (above[i * width + j + 1] as number) +
        (above[(i + 1) * width + j] as number) -
        (above[i * width + j] as number) +
        (counts[i * columns + j] as number);
    }
  }
  const upTo = (i: number, j: number): number => above[i * width + j] as number;
  const cellConcordant = new Float64Array(counts.length);
  const cellDiscordant = new Float64Array(counts.length);
  let concordant = 0;
  let discordant = 0;
  counts.forEach((own, cell) => {
    const i = Math.floor(cell / columns);
    const j = cell % columns;
    const before = upTo(i, j);
    const after = total - upTo(i + 1, columns) - upTo(rows, j + 1) + upTo(i + 1, j + 1);
    const beforeRight = upTo(i, columns) - upTo(i, j + 1);
    const afterLeft = upTo(rows, j) - upTo(i + 1, j);
    cellConcordant[cell] = before + after;
    cellDiscordant[cell] = beforeRight + afterLeft;
    concordant += (own * (before + after)) / 2;
    discordant += (own * (beforeRight + afterLeft)) / 2;
  });
  const squares = (sums: Float64Array): number => sums.reduce((sum, each) => sum + each * each, 0);
  return {
    concordant,
    discordant,
    rowsDiffer: (total * total - squares(row)) / 2,
    columnsDiffer: (total * total - squares(column)) / 2,
    cellConcordant,
    cellDiscordant,
  };
}

/**
 * Goodman and Kruskal's gamma: (C − D)/(C + D), ties left out, with its large-sample interval. Large where ties are
 * many; see kendallTauB.
 *
 * @example
 * goodmanKruskalGamma(contingency([[3, 1], [1, 3]])).estimate // => 0.8
 * @see Goodman and Kruskal (1963), J. Am. Stat. Assoc. 58, 310–364; Brown and Benedetti (1977), J. Am. Stat. Assoc. 72, 309–315.
 */
export function goodmanKruskalGamma(table: Contingency, level = 0.95): EffectResult {
  const pairs = pairCounts(table);
  const { concordant: c, discordant: d } = pairs;
  let sum = 0;
  table.counts.forEach((own, cell) => {
    const part =
      d * (pairs.cellConcordant[cell] as number) - c * (pairs.cellDiscordant[cell] as number);
    sum += own * part * part;
  });
  return measured("gamma", c - d, c + d, (2 * Math.sqrt(sum)) / (c + d) ** 2, level);
}

/**
 * Kendall's tau-b: (C − D)/√(pairs that differ in row × pairs that differ in column), with its large-sample
 * interval.
 *
 * @example
 * kendallTauB(contingency([[3, 1], [1, 3]])).estimate // => 0.5
 * @see Kendall (1945), Biometrika 33, 239–251; Brown and Benedetti (1977), J. Am. Stat. Assoc. 72, 309–315.
 */
export function kendallTauB(table: Contingency, level = 0.95): EffectResult {
  const pairs = pairCounts(table);
  const { row, column, total } = marginsOf(table);
  const [byRow, byColumn] = [2 * pairs.rowsDiffer, 2 * pairs.columnsDiffer];
  const scale = Math.sqrt(byRow) * Math.sqrt(byColumn);
  const tau = (2 * (pairs.concordant - pairs.discordant)) / scale;
  let sum = 0;
  table.counts.forEach((own, cell) => {
    const i = Math.floor(cell / table.columns);
    const gap = (pairs.cellConcordant[cell] as number) - (pairs.cellDiscordant[cell] as number);
    const margin =
      (row[i] as number) * byColumn + (column[cell - i * table.columns] as number) * byRow;
    sum += own * (2 * scale * gap + tau * margin) ** 2;
  });
  const error =
    Math.sqrt(Math.max(0, sum - total ** 3 * tau * tau * (byRow + byColumn) ** 2)) /
    (scale * scale);
  return measured("tau-b", 2 * (pairs.concordant - pairs.discordant), scale, error, level);
}

/**
 * Somers' d of the column variable given the row variable: (C − D)/pairs that differ in row, with its large-sample
 * interval.
 *
 * @example
 * somersD(contingency([[3, 1], [1, 3]])).estimate // => 0.5
 * @see Somers (1962), American Sociological Review 27, 799–811; Brown and Benedetti (1977), J. Am. Stat. Assoc. 72, 309–315.
 */
export function somersD(table: Contingency, level = 0.95): EffectResult {
  const pairs = pairCounts(table);
  const { row, total } = marginsOf(table);
  const byRow = 2 * pairs.rowsDiffer;
  const gapAll = 2 * (pairs.concordant - pairs.discordant);
  let sum = 0;
  table.counts.forEach((own, cell) => {
    const gap = (pairs.cellConcordant[cell] as number) - (pairs.cellDiscordant[cell] as number);
    const others = total - (row[Math.floor(cell / table.columns)] as number);
    sum += own * (byRow * gap - gapAll * others) ** 2;
  });
  return measured("somers-d", gapAll, byRow, (2 * Math.sqrt(sum)) / byRow ** 2, level);
}

/**
 * Goodman and Kruskal's lambda: by what share knowing the row lessens wrong guesses of the column, with its
 * large-sample interval. Nought whenever all rows have the same commonest column, associated or not; no interval when two
 * columns are commonest, since the error would hang on which of them is taken.
 *
 * @example
 * goodmanKruskalLambda(contingency([[3, 1], [1, 3]])).estimate // => 0.5
 * @see Goodman and Kruskal (1963), J. Am. Stat. Assoc. 58, 310–364.
 */
export function goodmanKruskalLambda(table: Contingency, level = 0.95): EffectResult {
  const { column, total } = marginsOf(table);
  const commonest = column.indexOf(Math.max(...column));
  const tied = column.filter((count) => count === column[commonest]).length > 1;
  let best = 0;
  let bestThere = 0;
  for (let i = 0; i < table.rows; i++) {
    const own = table.counts.subarray(i * table.columns, (i + 1) * table.columns);
    const most = Math.max(0, ...own);
    best += most;
    if (own[commonest] === most) bestThere += most;
  }
  const guess = column[commonest] ?? 0;
  const variance = ((total - best) * (best + guess - 2 * bestThere)) / (total - guess) ** 3;
  if (tied && total > guess) {
    return {
      method: "lambda",
      estimate: (best - guess) / (total - guess),
      note: "No interval: two columns are commonest, and lambda has no large-sample error there.",
    };
  }
  return measured(
    "lambda",
    best - guess,
    total - guess,
    Math.sqrt(Math.max(0, variance)),
    level,
    0,
  );
}

function measured(
  method: string,
  above: number,
  below: number,
  error: number,
  level: number,
  least = -1,
): EffectResult {
  if (!(below > 0)) {
    return {
      method,
      refused: "no-variation",
      reason: "No two rows differ in both variables, so there is no association to measure.",
    };
  }
  const estimate = above / below;
  if (!(error > 1e-14)) {
    return { method, estimate, note: "No interval: the large-sample error is nought here." };
  }
  const half = normalQuantile(0.5 + level / 2) * error;
  return {
    method,
    estimate,
    standardError: error,
    ciLow: Math.max(least, estimate - half),
    ciHigh: Math.min(1, estimate + half),
    ciLevel: level,
  };
}
