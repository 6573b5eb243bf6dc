import { chiSquaredUpper, fUpper, logChiSquaredUpper, logFUpper } from "../distributions/index.ts";
import type { Contingency } from "./contingency.ts";
import { solveMatrix } from "./solve-matrix.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/**
 * Is the association of two variables the same in all strata, whatever the size of the table? The likelihood-ratio
 * test of the loglinear model with every two-way association and no three-way one, fitted by iterative proportional
 * fitting.
 *
 * G² = 2 Σ O·log(O/E) with (r − 1)(c − 1)(k − 1) degrees of freedom over the levels and strata that occur, fewer where a
 * level is missing from a stratum: the cells whose margins are all filled, less the effects they can tell apart (R's loglin
 * does not take these off). Many cells of nought make it rough, and siblings make it find differences too readily.
 *
 * @param tables - One table a stratum, all of the same shape.
 * @example
 * threeWayHomogeneity([contingency([[3, 1], [1, 3]]), contingency([[5, 2], [2, 6]])]).df // => 1
 * @see Bishop, Fienberg and Holland (1975), Discrete Multivariate Analysis, chapter 3; as R's loglin.
 */
export function threeWayHomogeneity(tables: readonly Contingency[]): TestResult {
  const method = "three-way-likelihood-ratio";
  const filled = tables.filter((table) => table.counts.some((count) => count > 0));
  const [first] = filled;
  const n = tables.reduce((sum, table) => sum + table.counts.reduce((s, c) => s + c, 0), 0);
  if (first === undefined || filled.length < 2) {
    return refuseTest(method, "one-stratum", "Fewer than two strata have anybody in them.", n);
  }
  const keep = (size: number, has: (table: Contingency, place: number) => boolean): number[] =>
    Array.from({ length: size }, (_, place) => place).filter((place) =>
      filled.some((table) => has(table, place)),
    );
  const at = (table: Contingency, i: number, j: number): number =>
    table.counts[i * table.columns + j] as number;
  const rows = keep(first.rows, (table, i) =>
    Array.from({ length: table.columns }, (_, j) => at(table, i, j)).some((count) => count > 0),
  );
  const columns = keep(first.columns, (table, j) =>
    Array.from({ length: table.rows }, (_, i) => at(table, i, j)).some((count) => count > 0),
  );
  const [r, c, k] = [rows.length, columns.length, filled.length];
  if (r < 2 || c < 2) {
    return refuseTest(method, "one-level", "One of the variables has a single value.", n);
  }
  const observed = filled.flatMap((table) =>
    rows.flatMap((i) => columns.map((j) => at(table, i, j))),
  );
  const fitted = noThreeWay(observed, r, c, k);
  if (fitted === null) {
    return refuseTest(
      method,
      "not-converged",
      "The model without differences between strata could not be fitted: merge categories or strata.",
      n,
    );
  }
  let statistic = 0;
  observed.forEach((count, cell) => {
    if (count > 0) statistic += 2 * count * Math.log(count / (fitted[cell] as number));
  });
  // What rounding leaves of strata wholly alike is nought: near nought p turns rounding into its square root.
  if (statistic < 1e-12 * n) statistic = 0;
  const df = threeWayDf(observed, r, c, k);
  if (df === 0) {
    return refuseTest(
      method,
      "empty-levels",
      "Too few levels meet in more than one stratum to compare strata: merge levels or strata.",
      n,
    );
  }
  const empty = observed.filter((count) => count === 0).length;
  return {
    method,
    statistic,
    df,
    pValue: chiSquaredUpper(statistic, df),
    logPValue: logChiSquaredUpper(statistic, df),
    n,
    respectsFamilies: false,
    ...(empty > 0
      ? { note: `${empty} of ${observed.length} cells are empty, so p is rough.` }
      : {}),
  };
}

/** Cells that can have anybody, given the two-way margins, less the two-way effects that can be told apart in them. */
function threeWayDf(observed: readonly number[], r: number, c: number, k: number): number {
  const byRow = new Float64Array(k * r);
  const byColumn = new Float64Array(k * c);
  const together = new Float64Array(r * c);
  const places = observed.map((count, cell) => {
    const [s, i, j] = [Math.floor(cell / (r * c)), Math.floor(cell / c) % r, cell % c];
    byRow[s * r + i]! += count;
    byColumn[s * c + j]! += count;
    together[i * c + j]! += count;
    return [s * r + i, s * c + j, i * c + j] as const;
  });
  const rows: Float64Array[] = [];
  for (const [row, column, both] of places) {
    if (byRow[row] === 0 || byColumn[column] === 0 || together[both] === 0) continue;
    const effects = new Float64Array(k * r + k * c + r * c);
    effects[row] = 1;
    effects[k * r + column] = 1;
    effects[k * r + k * c + both] = 1;
    rows.push(effects);
  }
  return rows.length - rankOf(rows);
}

/** The rank of a few rows of small whole numbers, by elimination. */
function rankOf(rows: Float64Array[]): number {
  const width = rows[0]?.length ?? 0;
  let rank = 0;
  for (let column = 0; column < width && rank < rows.length; column++) {
    let best = rank;
    for (let row = rank + 1; row < rows.length; row++) {
      const [own, most] = [rows[row]?.[column] as number, rows[best]?.[column] as number];
      if (Math.abs(own) > Math.abs(most)) best = row;
    }
    const pivot = rows[best] as Float64Array;
    if (Math.abs(pivot[column] as number) < 1e-9) continue;
    rows[best] = rows[rank] as Float64Array;
    rows[rank] = pivot;
    for (let row = rank + 1; row < rows.length; row++) {
      const own = rows[row] as Float64Array;
      const factor = (own[column] as number) / (pivot[column] as number);
      if (factor === 0) continue;
      for (let k = column; k < width; k++) own[k]! -= factor * (pivot[k] as number);
    }
    rank++;
  }
  return rank;
}

/** Fitted counts of the model with all two-way margins, cells running stratum, row, column; null if it has not settled. */
export function noThreeWay(
  observed: ArrayLike<number> & Iterable<number>,
  r: number,
  c: number,
  k: number,
): number[] | null {
  const cells = Array.from(observed);
  const fitted = cells.map(() => 1);
  const margins: ((s: number, i: number, j: number) => number)[] = [
    (s, i) => s * r + i,
    (s, _i, j) => s * c + j,
    (_s, i, j) => i * c + j,
  ];
  const sizes = [k * r, k * c, r * c];
  const places = cells.map(
    (_, cell) => [Math.floor(cell / (r * c)), Math.floor(cell / c) % r, cell % c] as const,
  );
  for (let turn = 0; turn < 20_000; turn++) {
    let moved = 0;
    margins.forEach((margin, which) => {
      const wanted = new Float64Array(sizes[which] as number);
      const found = new Float64Array(sizes[which] as number);
      places.forEach(([s, i, j], cell) => {
        const own = margin(s, i, j);
        wanted[own] = (wanted[own] as number) + (observed[cell] as number);
        found[own] = (found[own] as number) + (fitted[cell] as number);
      });
      places.forEach(([s, i, j], cell) => {
        const own = margin(s, i, j);
        const scale =
          (found[own] as number) > 0 ? (wanted[own] as number) / (found[own] as number) : 0;
        const next = (fitted[cell] as number) * scale;
        moved = Math.max(moved, Math.abs(next - (fitted[cell] as number)));
        fitted[cell] = next;
      });
    });
    if (moved < 1e-11) return fitted;
  }
  return null;
}

/**
 * Is the odds ratio of a 2 × 2 table the same in all strata, when rows come in families? A Wald test of the log odds
 * ratios, their covariance taken between families over all strata, so that brothers and sisters in different strata
 * count as well.
 *
 * A row in cell t of stratum k moves that stratum's log odds ratio by ±1/n_kt; V = f/(f − 1)·Σ_j u_j u_jᵀ over the f
 * families' sums; F = W/(k − 1) on k − 1 and f − 1 degrees of freedom. Strata with a cell of nought have no odds ratio
 * and are left out, which the note says.
 *
 * @param rowCodes - 0 or 1 in each row, negative where missing. @param columnCodes - Likewise.
 * @param strata - The stratum of each row, negative where missing.
 * @example
 * familyHomogeneity(Int32Array.of(0, 1), Int32Array.of(0, 1), Int32Array.of(0, 0), 1, Int32Array.of(0, 1)).refused // => "zero-cell"
 * @see Binder (1983), Int. Stat. Review 51, 279–292; as regTermTest of R's survey package.
 */
export function familyHomogeneity(
  rowCodes: Int32Array,
  columnCodes: Int32Array,
  strata: Int32Array,
  strataCount: number,
  families: Int32Array,
): TestResult {
  const method = "family-wald-homogeneity";
  const counts = new Float64Array(strataCount * 4);
  const known: number[] = [];
  for (let row = 0; row < rowCodes.length; row++) {
    const [i, j, s] = [rowCodes[row] as number, columnCodes[row] as number, strata[row] as number];
    if (i < 0 || j < 0 || s < 0) continue;
    known.push(row);
    const cell = s * 4 + i * 2 + j;
    counts[cell] = (counts[cell] as number) + 1;
  }
  const used = Array.from({ length: strataCount }, (_, s) => s).filter((s) =>
    [0, 1, 2, 3].every((cell) => (counts[s * 4 + cell] as number) > 0),
  );
  const n = known.length;
  if (used.length < 2) {
    return refuseTest(
      method,
      "zero-cell",
      "Fewer than two strata have somebody in all four cells, so odds ratios cannot be compared.",
      n,
      true,
    );
  }
  const place = new Int32Array(strataCount).fill(-1);
  used.forEach((s, own) => {
    place[s] = own;
  });
  const k = used.length;
  const scores = new Map<number, Float64Array>();
  for (const row of known) {
    const s = place[strata[row] as number] as number;
    const family = families[row] as number;
    if (s < 0) continue;
    const score = scores.get(family) ?? new Float64Array(k);
    scores.set(family, score);
    const [i, j] = [rowCodes[row] as number, columnCodes[row] as number];
    const count = counts[(strata[row] as number) * 4 + i * 2 + j] as number;
    score[s] = (score[s] as number) + (i === j ? 1 : -1) / count;
  }
  const f = scores.size;
  const df = k - 1;
  if (f < k + 1) {
    return refuseTest(
      method,
      "few-families",
      "There are too few families for so many strata: merge strata.",
      n,
      true,
    );
  }
  const log = used.map((s) => {
    const [a, b, c, d] = counts.subarray(s * 4, s * 4 + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    return Math.log((a * d) / (b * c));
  });
  const gap = Float64Array.from(
    { length: df },
    (_, s) => (log[s + 1] as number) - (log[0] as number),
  );
  const covariance = new Float64Array(df * df);
  for (const score of scores.values()) {
    for (let a = 0; a < df; a++) {
      for (let b = 0; b < df; b++) {
        covariance[a * df + b] =
          (covariance[a * df + b] as number) +
          (f / (f - 1)) *
            ((score[a + 1] as number) - (score[0] as number)) *
            ((score[b + 1] as number) - (score[0] as number));
      }
    }
  }
  const solved = solveMatrix(covariance, gap, df, 1);
  if (solved === null) {
    return refuseTest(
      method,
      "no-variation",
      "Families do not vary enough to compare the strata.",
      n,
      true,
    );
  }
  const statistic = Math.max(
    0,
    gap.reduce((sum, own, s) => sum + own * (solved[s] as number), 0) / df,
  );
  const left = strataCount - k;
  return {
    method,
    statistic,
    df,
    df2: f - 1,
    pValue: fUpper(statistic, df, f - 1),
    logPValue: logFUpper(statistic, df, f - 1),
    n,
    respectsFamilies: true,
    families: f,
    ...(left > 0
      ? { note: `${left} of ${strataCount} strata have an empty cell and are left out.` }
      : {}),
  };
}
