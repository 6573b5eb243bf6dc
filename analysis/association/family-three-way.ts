import { fUpper, logFUpper } from "../distributions/index.ts";
import type { FamilyRows } from "./family-rows.ts";
import { noThreeWay, threeWayHomogeneity } from "./homogeneity.ts";
import { isRefused, refuseTest, type TestResult } from "./test-result.ts";

/** Three categorical variables of the same rows, by family. */
export interface ThreeWayRows {
  readonly codes: readonly [row: Int32Array, column: Int32Array, stratum: Int32Array];
  readonly families: FamilyRows;
}

/**
 * Is the association of two variables the same in all strata, when rows come in families? The likelihood-ratio test of no
 * three-way association with Rao and Scott's second-order correction.
 *
 * With X₁ the effects of the model without it, X₂ the three-way effects, P = (diag p − p pᵀ)/n and V the covariance of the
 * cell shares between families: W = X₂ − X₁(X₁ᵀPX₁)⁻¹X₁ᵀPX₂, Δ = (WᵀPW)⁻¹WᵀVW (W made orthonormal); F = G²/tr Δ on d = (tr Δ)²/tr Δ² and
 * d·(f − 1) degrees of freedom. With cells of nought, P is of the fitted shares and the mean of Δ at least one. Levels that
 * nobody has are left out.
 *
 * @returns Refused when some levels never meet, so that the model cannot be told from others.
 * @see Rao and Scott (1984), Ann. Stat. 12, 46–60; as anova of svyloglin in R's survey package.
 */
export function familyThreeWay({ codes, families }: ThreeWayRows): TestResult {
  const method = "rao-scott-three-way";
  const n = families.of.length;
  const places = codes.map(seenPlaces);
  const [r, c, k] = places.map((own) => own.count) as [number, number, number];
  const cells = r * c * k;
  const cellOf = Int32Array.from({ length: n }, (_, row) => {
    const [i, j, s] = places.map((own) => own.codes[row] as number) as [number, number, number];
    return (s * r + i) * c + j;
  });
  const counts = new Float64Array(cells);
  for (const cell of cellOf) counts[cell]! += 1;
  const tables = Array.from({ length: k }, (_, s) => ({
    rows: r,
    columns: c,
    counts: counts.slice(s * r * c, (s + 1) * r * c),
  }));
  const plain = threeWayHomogeneity(tables);
  if (isRefused(plain)) return { ...plain, method, respectsFamilies: true };
  if (families.count < 2) {
    return refuseTest(
      method,
      "one-family",
      "All rows belong to one family, so how families differ cannot be seen.",
      n,
      true,
    );
  }
  const share = counts.map((count) => count / n);
  const hasNoughts = counts.some((count) => count === 0);
  const fitted = hasNoughts ? noThreeWay(counts, r, c, k) : null;
  const weighing = fitted === null ? share : Float64Array.from(fitted, (count) => count / n);
  const [lower, upper] = effects(r, c, k);
  const basis = orthonormal([...lower, ...upper], weighing);
  const own = basis.filter(({ column }) => column >= lower.length).map(({ x }) => x);
  const df = own.length;
  const delta = betweenFamilies(own, cellOf, share, families);
  let [trace, square] = [0, 0];
  for (const value of delta) square += value * value;
  for (let a = 0; a < df; a++) trace += delta[a * df + a] as number;
  if (!(trace > 1e-12)) {
    return refuseTest(
      method,
      "empty-levels",
      "Too few levels meet within the strata to correct for families: merge levels or strata.",
      n,
      true,
    );
  }
  // Empty cells hide differences between families, so there the correction may only make the test more careful.
  const designEffect = Math.max(trace / df, hasNoughts ? 1 : 0);
  const plainDf = plain.df as number;
  const statistic = (plain.statistic as number) / (plainDf * designEffect);
  const numerator = (plainDf * ((trace * trace) / square)) / df;
  const rest = numerator * (families.count - 1);
  return {
    method,
    statistic,
    df: numerator,
    df2: rest,
    pValue: fUpper(statistic, numerator, rest),
    logPValue: logFUpper(statistic, numerator, rest),
    n,
    respectsFamilies: true,
    families: families.count,
    ...(plain.note === undefined ? {} : { note: plain.note }),
  };
}

/** Codes renumbered over the levels that occur. */
function seenPlaces(codes: Int32Array): { codes: Int32Array; count: number } {
  const seen = [...new Set(codes)].sort((a, b) => a - b);
  const place = new Map(seen.map((code, at) => [code, at]));
  return { codes: codes.map((code) => place.get(code) as number), count: seen.length };
}

/** Effect-coded columns over the cells: those of the model with every two-way effect, and the three-way ones. */
function effects(r: number, c: number, k: number): [Float64Array[], Float64Array[]] {
  const coded = (level: number, effect: number, levels: number): number =>
    effect < 0 ? 1 : level === levels - 1 ? -1 : level === effect ? 1 : 0;
  const lower: Float64Array[] = [];
  const upper: Float64Array[] = [];
  for (let a = -1; a < r - 1; a++) {
    for (let b = -1; b < c - 1; b++) {
      for (let s = -1; s < k - 1; s++) {
        if (a < 0 && b < 0 && s < 0) continue;
        const column = Float64Array.from({ length: r * c * k }, (_, cell) => {
          const [j, rest] = [cell % c, Math.floor(cell / c)];
          return coded(rest % r, a, r) * coded(j, b, c) * coded(Math.floor(rest / r), s, k);
        });
        (a >= 0 && b >= 0 && s >= 0 ? upper : lower).push(column);
      }
    }
  }
  return [lower, upper];
}

/**
 * Columns made orthonormal in turn for the inner product n·xᵀPy, those that say nothing new left out: where levels never
 * meet, effects cannot be told apart.
 */
function orthonormal(
  columns: readonly Float64Array[],
  share: Float64Array,
): { readonly column: number; readonly x: Float64Array }[] {
  const inner = (x: Float64Array, y: Float64Array): number => {
    let [product, meanX, meanY] = [0, 0, 0];
    for (let cell = 0; cell < x.length; cell++) {
      const p = share[cell] as number;
      product += p * (x[cell] as number) * (y[cell] as number);
      meanX += p * (x[cell] as number);
      meanY += p * (y[cell] as number);
    }
    return product - meanX * meanY;
  };
  const kept: { column: number; x: Float64Array }[] = [];
  columns.forEach((given, column) => {
    const x = given.slice();
    const before = inner(x, x);
    // Twice, so that rounding in the first pass is taken out in the second.
    for (let pass = 0; pass < 2; pass++) {
      for (const { x: other } of kept) {
        const along = inner(x, other);
        for (let cell = 0; cell < x.length; cell++) {
          x[cell] = (x[cell] as number) - along * (other[cell] as number);
        }
      }
    }
    const left = inner(x, x);
    if (!(left > 1e-10 * before) || !(before > 1e-14)) return;
    kept.push({ column, x: x.map((value) => value / Math.sqrt(left)) });
  });
  return kept;
}

function betweenFamilies(
  own: readonly Float64Array[],
  cellOf: Int32Array,
  share: Float64Array,
  families: FamilyRows,
): Float64Array {
  const df = own.length;
  const n = cellOf.length;
  const means = own.map((x) =>
    x.reduce((sum, value, cell) => sum + value * (share[cell] as number), 0),
  );
  const out = new Float64Array(df * df);
  const score = new Float64Array(df);
  for (let f = 0; f < families.count; f++) {
    score.fill(0);
    for (let at = families.start[f] as number; at < (families.start[f + 1] as number); at++) {
      const cell = cellOf[families.rows[at] as number] as number;
      own.forEach((x, a) => {
        score[a]! += ((x[cell] as number) - (means[a] as number)) / Math.sqrt(n);
      });
    }
    for (let a = 0; a < df; a++) {
      for (let b = 0; b < df; b++) {
        out[a * df + b]! += (score[a] as number) * (score[b] as number);
      }
    }
  }
  const factor = families.count / (families.count - 1);
  return out.map((value) => value * factor);
}
