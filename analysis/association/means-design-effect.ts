import { fUpper, logFUpper } from "../distributions/index.ts";
import type { FamilyRows } from "./family-rows.ts";
import { solveMatrix } from "./solve-matrix.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/**
 * How many times larger families make the variance of differences between group means, averaged over the differences:
 * the mean eigenvalue of (C V₀ Cᵀ)⁻¹ C V Cᵀ.
 *
 * V is taken between families, V = f/(f − 1)·Σ_j u_j u_jᵀ with u_jg = Σ_{i in j, g}(y_i − ȳ_g)/n_g; V₀ is s²/n_g with
 * s² = f/(f − 1)·Σ(y_i − ȳ_g)²/n. With ranks for y it serves the rank tests. Also gives the Wald test of equal means on
 * groups − 1 and f − 1 degrees of freedom.
 *
 * @param values - A number or rank for each row. @param groups - The group of each row.
 * @returns A design effect of null where it cannot be seen.
 * @example
 * meansDesignEffect([1, 2, 3, 4], Int32Array.of(0, 0, 1, 1), 2, familyRows(Int32Array.of(0, 1, 2, 3))).designEffect // => 1
 * @see Skinner, Holt and Smith (1989), Analysis of Complex Surveys, chapter 2.
 */
export function meansDesignEffect(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  groupCount: number,
  families: FamilyRows,
): { readonly designEffect: number | null; readonly test: TestResult } {
  const n = values.length;
  const method = "family-wald-means";
  const sizes = new Float64Array(groupCount);
  const means = new Float64Array(groupCount);
  for (let row = 0; row < n; row++) {
    const g = groups[row] as number;
    sizes[g] = (sizes[g] as number) + 1;
    means[g] = (means[g] as number) + (values[row] as number);
  }
  const present = [...sizes.keys()].filter((g) => (sizes[g] as number) > 0);
  const df = present.length - 1;
  const f = families.count;
  const refuse = (
    code: string,
    reason: string,
  ): { readonly designEffect: null; readonly test: TestResult } => ({
    designEffect: null,
    test: refuseTest(method, code, reason, n, true),
  });
  if (df < 1) return refuse("one-group", "There are not two groups with known values to compare.");
  if (f <= df + 1) return refuse("few-families", "There are too few families for so many groups.");
  for (const g of present) means[g] = (means[g] as number) / (sizes[g] as number);
  const place = new Int32Array(groupCount);
  present.forEach((g, own) => {
    place[g] = own;
  });
  const scores = new Float64Array(f * present.length);
  let within = 0;
  for (let row = 0; row < n; row++) {
    const g = groups[row] as number;
    const residual = (values[row] as number) - (means[g] as number);
    within += residual * residual;
    const at = (families.of[row] as number) * present.length + (place[g] as number);
    scores[at] = (scores[at] as number) + residual / (sizes[g] as number);
  }
  // The same small-sample factor as V, so that single children give a design effect of one.
  const spread = ((within / n) * f) / (f - 1);
  if (!(spread > 0)) {
    return refuse("no-spread", "All values within each group are the same.");
  }
  const robust = new Float64Array(df * df);
  const plain = new Float64Array(df * df);
  const k = present.length;
  for (let a = 0; a < df; a++) {
    for (let b = 0; b < df; b++) {
      let sum = 0;
      for (let j = 0; j < f; j++) {
        const first = scores[j * k] as number;
        sum +=
          ((scores[j * k + a + 1] as number) - first) * ((scores[j * k + b + 1] as number) - first);
      }
      robust[a * df + b] = (sum * f) / (f - 1);
      plain[a * df + b] =
        spread *
        (1 / (sizes[present[0] as number] as number) +
          (a === b ? 1 / (sizes[present[a + 1] as number] as number) : 0));
    }
  }
  const ratio = solveMatrix(plain, robust, df, df);
  const gap = Float64Array.from(
    { length: df },
    (_, a) => (means[present[a + 1] as number] as number) - (means[present[0] as number] as number),
  );
  const solved = solveMatrix(robust, gap, df, 1);
  let trace = 0;
  for (let a = 0; a < df; a++) trace += ratio?.[a * df + a] ?? 0;
  if (ratio === null || solved === null || !(trace > 1e-12) || !Number.isFinite(trace)) {
    return refuse("no-variation", "Families do not vary enough to estimate the correction.");
  }
  const statistic = Math.max(
    0,
    gap.reduce((sum, own, a) => sum + own * (solved[a] as number), 0) / df,
  );
  if (!Number.isFinite(statistic)) {
    return refuse("no-variation", "Families do not vary enough to estimate the correction.");
  }
  return {
    designEffect: trace / df,
    test: {
      method,
      statistic,
      df,
      df2: f - 1,
      pValue: fUpper(statistic, df, f - 1),
      logPValue: logFUpper(statistic, df, f - 1),
      n,
      respectsFamilies: true,
      families: f,
    },
  };
}
