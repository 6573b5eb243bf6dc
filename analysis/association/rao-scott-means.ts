import { fUpper, logFUpper } from "../distributions/index.ts";
import type { RaoScottResult } from "./rao-scott.ts";

/**
 * Do groups differ in the mean of a number, or of the scores of an ordered outcome, when rows come in families? The
 * analogue for means of Rao and Scott's second-order test.
 *
 * X² = Σ_g n_g(m_g − m)²/s² with s² the variance within groups, (r − 1) times the F of the analysis of variance; the covariance of the group means is estimated
 * between families, V = f/(f − 1)·Σ_j z_j z_jᵀ with z_jg = Σ_{i in j, g}(y_i − m_g)/n_g, and for the contrasts C of the
 * groups Δ = (C D Cᵀ)⁻¹ C V Cᵀ, D = s²·diag(1/n_g). X²/tr Δ is compared with F on d = (tr Δ)²/tr Δ² and d·(f − 1)
 * degrees of freedom.
 *
 * @param groups - Group of each row, negative where missing.
 * @param scores - The outcome of each row.
 * @example
 * raoScottMeans(Int32Array.of(0, 0, 0, 1, 1, 1), Float64Array.of(1, 2, 3, 3, 4, 5), 2, Int32Array.of(0, 1, 2, 3, 4, 5), null).statistic // => 7.5
 * @see Rao and Scott (1984), Ann. Stat. 12; Lumley and Scott (2013), Statistics in Medicine 32, for the working Wald test.
 */
export function raoScottMeans(
  groups: Int32Array,
  scores: Float64Array,
  groupCount: number,
  families: Int32Array,
  weights: Float64Array | null,
): RaoScottResult {
  const size = new Float64Array(groupCount);
  const sum = new Float64Array(groupCount);
  const weight = (row: number): number => (weights === null ? 1 : (weights[row] as number));
  for (let row = 0; row < groups.length; row++) {
    const g = groups[row] as number;
    if (g < 0) continue;
    size[g] = (size[g] as number) + weight(row);
    sum[g] = (sum[g] as number) + weight(row) * (scores[row] as number);
  }
  const kept = [...size.keys()].filter((g) => (size[g] as number) > 0);
  const n = size.reduce((total, own) => total + own, 0);
  const refused = (code: string, reason: string): RaoScottResult => ({
    method: "rao-scott-means",
    refused: code,
    reason,
    n,
    respectsFamilies: true,
  });
  if (kept.length < 2) return refused("one-level", "There is one group, so nothing to compare.");
  const place = new Int32Array(groupCount).fill(-1);
  kept.forEach((g, at) => {
    place[g] = at;
  });
  const r = kept.length;
  const mean = kept.map((g) => (sum[g] as number) / (size[g] as number));
  const common = sum.reduce((total, own) => total + own, 0) / n;
  let variance = 0;
  const number = new Map<number, number>();
  for (let row = 0; row < groups.length; row++) {
    if ((groups[row] as number) < 0) continue;
    const within =
      (scores[row] as number) - (mean[place[groups[row] as number] as number] as number);
    variance += (weight(row) * within * within) / (n - r);
    const family = families[row] as number;
    if (!number.has(family)) number.set(family, number.size);
  }
  const f = number.size;
  if (f < 2) return refused("one-family", "All rows belong to one family.");
  if (!(n > r && variance > 0)) {
    return refused("no-variation", "The outcome does not vary within the groups.");
  }
  const z = new Float64Array(f * r);
  for (let row = 0; row < groups.length; row++) {
    const g = groups[row] as number;
    if (g < 0) continue;
    const at = place[g] as number;
    const cell = (number.get(families[row] as number) as number) * r + at;
    z[cell] =
      (z[cell] as number) +
      (weight(row) * ((scores[row] as number) - (mean[at] as number))) / (size[g] as number);
  }
  const d = r - 1;
  // Contrasts of each group with the first: C V Cᵀ from z_j,g+1 − z_j,1, and (C D Cᵀ)⁻¹ in closed form.
  const spread = new Float64Array(d * d);
  for (let family = 0; family < f; family++) {
    for (let a = 0; a < d; a++) {
      const own = (z[family * r + a + 1] as number) - (z[family * r] as number);
      if (own === 0) continue;
      for (let b = 0; b < d; b++) {
        spread[a * d + b] =
          (spread[a * d + b] as number) +
          (own * ((z[family * r + b + 1] as number) - (z[family * r] as number)) * f) / (f - 1);
      }
    }
  }
  // (diag(1/n_g) + 11ᵀ/n_1)⁻¹ = diag(n_g) − n_g n_hᵀ/n, over the groups but the first, all divided by s².
  const delta = new Float64Array(d * d);
  for (let a = 0; a < d; a++) {
    const own = size[kept[a + 1] as number] as number;
    for (let b = 0; b < d; b++) {
      let value = 0;
      for (let k = 0; k < d; k++) {
        const other = size[kept[k + 1] as number] as number;
        value += ((a === k ? own : 0) - (own * other) / n) * (spread[k * d + b] as number);
      }
      delta[a * d + b] = value / variance;
    }
  }
  let trace = 0;
  let traceSquare = 0;
  for (let a = 0; a < d; a++) {
    trace += delta[a * d + a] as number;
    for (let b = 0; b < d; b++) {
      traceSquare += (delta[a * d + b] as number) * (delta[b * d + a] as number);
    }
  }
  if (!(trace > 1e-12) || !(traceSquare > 0)) {
    return refused("no-variation", "Families do not vary enough within the groups.");
  }
  let chiSquared = 0;
  kept.forEach((g, at) => {
    chiSquared += ((size[g] as number) * ((mean[at] as number) - common) ** 2) / variance;
  });
  const statistic = chiSquared / trace;
  const df = (trace * trace) / traceSquare;
  const df2 = df * (f - 1);
  return {
    method: "rao-scott-means",
    statistic,
    df,
    df2,
    pValue: fUpper(statistic, df, df2),
    logPValue: logFUpper(statistic, df, df2),
    n,
    respectsFamilies: true,
    families: f,
    designEffect: trace / d,
  };
}
