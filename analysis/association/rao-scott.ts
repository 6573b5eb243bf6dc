import { fUpper, logFUpper } from "../distributions/index.ts";
import { tooSmall } from "./chi-squared.ts";
import { marginsOf, withoutEmpty } from "./contingency.ts";
import { solveMatrix } from "./solve-matrix.ts";
import type { TestResult } from "./test-result.ts";

/** A Rao–Scott test with the design effects it found. */
export type RaoScottResult = TestResult & {
  /** Mean generalised design effect: how much the plain chi-squared is blown up by families. */
  readonly designEffect?: number;
};

/**
 * The second-order Rao–Scott test of independence: Pearson's chi-squared, corrected for rows that come in
 * families, referred to an F distribution.
 *
 * The covariance of the cell shares is estimated between families, v = f/(f − 1)·Σ_j z_j z_jᵀ with
 * z_j = Σ_{i in j}(e_i − p)/n; Δ = (Cᵀ D⁻¹ C/n)⁻¹ Cᵀ D⁻¹ V D⁻¹ C for the interaction contrasts C; then
 * X²/tr Δ is compared with F on d = (tr Δ)²/tr Δ² and d·(f − 1) degrees of freedom.
 *
 * @param rowCodes - Level of the first variable in each row, negative where missing.
 * @param columnCodes - Level of the second.
 * @param families - Family number of each row.
 * @example
 * raoScott(Int32Array.of(0, 0, 1, 1, 0, 1), Int32Array.of(0, 0, 1, 1, 1, 0), 2, 2, Int32Array.of(0, 1, 2, 3, 4, 5), null).df // => 1
 * @see Rao and Scott (1984), Ann. Stat. 12; as `svychisq(statistic = "F")` of R's survey package.
 */
export function raoScott(
  rowCodes: Int32Array,
  columnCodes: Int32Array,
  rowLevels: number,
  columnLevels: number,
  families: Int32Array,
  weights: Float64Array | null,
): RaoScottResult {
  const counts = new Float64Array(rowLevels * columnLevels);
  const known: number[] = [];
  for (let row = 0; row < rowCodes.length; row++) {
    const i = rowCodes[row] as number;
    const j = columnCodes[row] as number;
    if (i < 0 || j < 0) continue;
    known.push(row);
    counts[i * columnLevels + j] =
      (counts[i * columnLevels + j] as number) + (weights === null ? 1 : (weights[row] as number));
  }
  const kept = withoutEmpty({ rows: rowLevels, columns: columnLevels, counts });
  const refusal = tooSmall("rao-scott", kept);
  if (refusal !== null) return { ...refusal, respectsFamilies: true };
  const { row: rowTotals, column: columnTotals, total } = marginsOf(kept);
  const [r, c] = [kept.rows, kept.columns];
  const cells = r * c;
  const newRow = inverse(kept.keptRows, rowLevels);
  const newColumn = inverse(kept.keptColumns, columnLevels);

  const familyOf = numberedFrom0(families, known);
  const familyCount = familyOf.count;
  if (familyCount < 2) {
    return {
      method: "rao-scott",
      refused: "one-family",
      reason: "All rows belong to one family, so how families differ cannot be seen.",
      n: total,
      respectsFamilies: true,
    };
  }
  const share = Float64Array.from(kept.counts, (count) => count / total);
  // V = f/(f−1) Σ z zᵀ with z = (sum − size·p)/n; never formed: only its products with the contrasts.
  const contrasts = interactionContrasts(r, c);
  const df = (r - 1) * (c - 1);
  // With every cell filled D⁻¹ is 1/p; a cell of nought carries nothing.
  const scaled = contrasts.map((contrast) =>
    Float64Array.from(contrast, (value, cell) =>
      (share[cell] as number) > 0 ? value / (share[cell] as number) : 0,
    ),
  );
  // What a row of each cell adds to its family's score for each contrast: Σ over its cells of (e − p)/n.
  const adds = new Float64Array(cells * df);
  scaled.forEach((contrast, k) => {
    const middle = contrast.reduce((sum, value, cell) => sum + value * (share[cell] as number), 0);
    for (let cell = 0; cell < cells; cell++) {
      adds[cell * df + k] = ((contrast[cell] as number) - middle) / total;
    }
  });
  const scores = new Float64Array(familyCount * df);
  for (let at = 0; at < known.length; at++) {
    const row = known[at] as number;
    const from =
      df *
      ((newRow[rowCodes[row] as number] as number) * c +
        (newColumn[columnCodes[row] as number] as number));
    const to = df * (familyOf.numbers[at] as number);
    const weight = weights === null ? 1 : (weights[row] as number);
    for (let k = 0; k < df; k++) {
      scores[to + k] = (scores[to + k] as number) + weight * (adds[from + k] as number);
    }
  }
  const numerator = new Float64Array(df * df);
  const factor = familyCount / (familyCount - 1);
  for (let from = 0; from < scores.length; from += df) {
    for (let a = 0; a < df; a++) {
      const own = scores[from + a] as number;
      for (let b = a; b < df; b++) {
        numerator[a * df + b] =
          (numerator[a * df + b] as number) + own * (scores[from + b] as number);
      }
    }
  }
  for (let a = 0; a < df; a++) {
    for (let b = a; b < df; b++) {
      const value = factor * (numerator[a * df + b] as number);
      numerator[a * df + b] = value;
      numerator[b * df + a] = value;
    }
  }
  const denominator = new Float64Array(df * df);
  for (let a = 0; a < df; a++) {
    for (let b = 0; b < df; b++) {
      let value = 0;
      for (let cell = 0; cell < cells; cell++) {
        value += ((contrasts[a]?.[cell] as number) * (scaled[b]?.[cell] as number)) / total;
      }
      denominator[a * df + b] = value;
    }
  }
  const delta = solveMatrix(denominator, numerator, df, df);
  if (delta === null) {
    return {
      method: "rao-scott",
      refused: "empty-cells",
      reason:
        "Too many cells are empty for the correction; merge categories, or use the permutation test.",
      n: total,
      respectsFamilies: true,
    };
  }
  let trace = 0;
  let traceSquare = 0;
  for (let a = 0; a < df; a++) {
    trace += delta[a * df + a] as number;
    for (let b = 0; b < df; b++) {
      traceSquare += (delta[a * df + b] as number) * (delta[b * df + a] as number);
    }
  }
  if (!(trace > 1e-12) || !(traceSquare > 0)) {
    return {
      method: "rao-scott",
      refused: "no-variation",
      reason: "Families do not vary enough to estimate the correction; use the permutation test.",
      n: total,
      respectsFamilies: true,
    };
  }
  let chiSquared = 0;
  for (let i = 0; i < r; i++) {
    for (let j = 0; j < c; j++) {
      const expected = ((rowTotals[i] as number) * (columnTotals[j] as number)) / total;
      chiSquared += ((kept.counts[i * c + j] as number) - expected) ** 2 / expected;
    }
  }
  const statistic = chiSquared / trace;
  const numeratorDf = (trace * trace) / traceSquare;
  const denominatorDf = numeratorDf * (familyCount - 1);
  return {
    method: "rao-scott",
    statistic,
    df: numeratorDf,
    df2: denominatorDf,
    pValue: fUpper(statistic, numeratorDf, denominatorDf),
    logPValue: logFUpper(statistic, numeratorDf, denominatorDf),
    n: total,
    respectsFamilies: true,
    families: familyCount,
    designEffect: trace / df,
  };
}

/** The families of some rows numbered from 0 in the order they come. */
function numberedFrom0(
  families: Int32Array,
  rows: readonly number[],
): { numbers: Int32Array; count: number } {
  const numbers = new Int32Array(rows.length);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    least = Math.min(least, families[row] as number);
    most = Math.max(most, families[row] as number);
  }
  let count = 0;
  // A table of all families is faster than a map, unless only a few of many are here.
  if (least >= 0 && most < 16 * rows.length) {
    const seen = new Int32Array(most + 1);
    for (let at = 0; at < rows.length; at++) {
      const family = families[rows[at] as number] as number;
      if (seen[family] === 0) seen[family] = ++count;
      numbers[at] = (seen[family] as number) - 1;
    }
    return { numbers, count };
  }
  const seen = new Map<number, number>();
  for (let at = 0; at < rows.length; at++) {
    const family = families[rows[at] as number] as number;
    let own = seen.get(family);
    if (own === undefined) {
      own = count++;
      seen.set(family, own);
    }
    numbers[at] = own;
  }
  return { numbers, count };
}

function inverse(kept: readonly number[], size: number): Int32Array {
  const places = new Int32Array(size).fill(-1);
  kept.forEach((level, place) => {
    places[level] = place;
  });
  return places;
}

/** A basis of the interaction space, each contrast adding up to nought over rows and over columns. */
function interactionContrasts(rows: number, columns: number): Float64Array[] {
  const contrasts: Float64Array[] = [];
  for (let i = 1; i < rows; i++) {
    for (let j = 1; j < columns; j++) {
      const contrast = new Float64Array(rows * columns);
      for (let a = 0; a < rows; a++) {
        for (let b = 0; b < columns; b++) {
          const rowPart = (a === i ? 1 : 0) - 1 / rows;
          const columnPart = (b === j ? 1 : 0) - 1 / columns;
          contrast[a * columns + b] = rowPart * columnPart;
        }
      }
      contrasts.push(contrast);
    }
  }
  return contrasts;
}
