import { fUpper, logFUpper, logTUpper, tQuantile } from "../distributions/index.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/** A group's numbers summed up. */
export interface GroupMoments {
  readonly n: number;
  /** null for an empty group. */
  readonly mean: number | null;
  /** Sample variance, n − 1 below; null for fewer than two rows. */
  readonly variance: number | null;
}

/**
 * Size, mean and variance of each group.
 *
 * @example
 * groupMoments([1, 3, 5], Int32Array.of(0, 0, 1), 2)[0] // => { n: 2, mean: 2, variance: 2 }
 */
export function groupMoments(
  values: ArrayLike<number>,
  groups: ArrayLike<number>,
  groupCount: number,
): GroupMoments[] {
  const n = new Float64Array(groupCount);
  const sums = new Float64Array(groupCount);
  for (let row = 0; row < values.length; row++) {
    const group = groups[row] as number;
    n[group] = (n[group] as number) + 1;
    sums[group] = (sums[group] as number) + (values[row] as number);
  }
  const squares = new Float64Array(groupCount);
  for (let row = 0; row < values.length; row++) {
    const group = groups[row] as number;
    const gap = (values[row] as number) - (sums[group] as number) / (n[group] as number);
    squares[group] = (squares[group] as number) + gap * gap;
  }
  return Array.from(n, (size, group) => {
    const mean = size > 0 ? (sums[group] as number) / size : null;
    const own = squares[group] as number;
    // What is left of equal numbers after rounding is no spread, nor is what is too small to be squared.
    const spread = own > 1e-28 * size * (mean ?? 0) ** 2 && own > 1e-290 ? own : 0;
    return { n: size, mean, variance: size > 1 ? spread / (size - 1) : null };
  });
}

/**
 * Welch's t test of two means, which does not take the variances to be equal; df by Satterthwaite's formula.
 *
 * @param groups - Moments of the two groups, from groupMoments.
 * @example
 * welchT(groupMoments([1, 2, 3, 4, 6, 8], Int32Array.of(0, 0, 0, 1, 1, 1), 2)).statistic // => -3.098386677
 * @see Welch (1947), Biometrika 34, 28–35.
 */
export function welchT(groups: readonly GroupMoments[]): TestResult {
  const found = welch(groups);
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  if ("refused" in found) return refuseTest("welch-t", found.refused, found.reason, n);
  const statistic = found.difference / found.error;
  const logP =
    statistic === 0 ? 0 : Math.min(0, Math.LN2 + logTUpper(Math.abs(statistic), found.df));
  return {
    method: "welch-t",
    statistic,
    df: found.df,
    pValue: Math.exp(logP),
    logPValue: logP,
    n,
    respectsFamilies: false,
  };
}

/**
 * The difference of two means, first less second, with Welch's interval, in the unit of the variable.
 *
 * @example
 * meanDifference(groupMoments([1, 2, 3, 4, 6, 8], Int32Array.of(0, 0, 0, 1, 1, 1), 2)).estimate // => -4
 * @see Welch (1947), Biometrika 34, 28–35.
 */
export function meanDifference(groups: readonly GroupMoments[], level = 0.95): EffectResult {
  const found = welch(groups);
  if ("refused" in found) return { method: "mean-difference", ...found };
  const half = tQuantile(0.5 + level / 2, found.df) * found.error;
  return {
    method: "mean-difference",
    estimate: found.difference,
    ciLow: found.difference - half,
    ciHigh: found.difference + half,
    ciLevel: level,
  };
}

function welch(
  groups: readonly GroupMoments[],
): { difference: number; error: number; df: number } | { refused: string; reason: string } {
  const [a, b] = groups.filter((group) => group.n > 0);
  if (a === undefined || b === undefined) {
    return {
      refused: "one-group",
      reason: "There are not two groups with known values to compare.",
    };
  }
  if (a.variance === null || b.variance === null) {
    return {
      refused: "one-row",
      reason: "A group has one row only, so how far its values spread cannot be seen.",
    };
  }
  const [u, v] = [a.variance / a.n, b.variance / b.n];
  const share = u / (u + v);
  if (!(u + v > 0)) {
    return {
      refused: "no-spread",
      reason: "All values within each group are the same, so a t test cannot be made.",
    };
  }
  return {
    difference: (a.mean as number) - (b.mean as number),
    error: Math.sqrt(u + v),
    df: 1 / (share ** 2 / (a.n - 1) + (1 - share) ** 2 / (b.n - 1)),
  };
}

/**
 * One-way analysis of variance: F = (between mean square)/(within mean square), taking the groups' variances to be
 * equal. welchAnova does not.
 *
 * @example
 * anova(groupMoments([1, 2, 3, 4, 6, 8], Int32Array.of(0, 0, 0, 1, 1, 1), 2)).statistic // => 9.6
 * @see Fisher (1925), Statistical Methods for Research Workers.
 */
export function anova(groups: readonly GroupMoments[]): TestResult {
  const present = groups.filter((group) => group.n > 0);
  const { n, between, within } = sumsOfSquares(present);
  const refused = cannotAnalyse("anova", present, n);
  if (refused !== null) return refused;
  if (!(within > 0)) {
    return refuseTest(
      "anova",
      "no-spread",
      "All values within each group are the same, so groups cannot be set against chance.",
      n,
    );
  }
  const df = present.length - 1;
  const df2 = n - present.length;
  return ofF("anova", between / df / (within / df2), df, df2, n);
}

/**
 * Welch's analysis of variance of several means, which does not take the variances to be equal. Each group needs
 * two rows or more and some spread.
 *
 * @example
 * welchAnova(groupMoments([1, 2, 3, 4, 6, 8], Int32Array.of(0, 0, 0, 1, 1, 1), 2)).statistic // => 9.6
 * @see Welch (1951), Biometrika 38, 330–336.
 */
export function welchAnova(groups: readonly GroupMoments[]): TestResult {
  const present = groups.filter((group) => group.n > 0);
  const n = present.reduce((sum, group) => sum + group.n, 0);
  const refused = cannotAnalyse("welch-anova", present, n);
  if (refused !== null) return refused;
  if (present.some((group) => !((group.variance ?? 0) > 0))) {
    return refuseTest(
      "welch-anova",
      "no-spread",
      "A group has one row, or one value only, so its spread cannot be weighed: use the rank test.",
      n,
    );
  }
  const weights = present.map((group) => group.n / (group.variance as number));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const centre =
    present.reduce((t, group, i) => t + (weights[i] as number) * (group.mean as number), 0) / sum;
  const k = present.length;
  const excess = present.reduce(
    (t, group, i) => t + (1 - (weights[i] as number) / sum) ** 2 / (group.n - 1),
    0,
  );
  const between =
    present.reduce(
      (t, group, i) => t + (weights[i] as number) * ((group.mean as number) - centre) ** 2,
      0,
    ) /
    (k - 1);
  const statistic = between / (1 + (2 * (k - 2) * excess) / (k * k - 1));
  return ofF("welch-anova", statistic, k - 1, (k * k - 1) / (3 * excess), n);
}

/**
 * Eta squared: the share of a number's variation that lies between groups.
 *
 * @example
 * etaSquared(groupMoments([1, 2, 3, 4, 6, 8], Int32Array.of(0, 0, 0, 1, 1, 1), 2)).estimate // => 0.7058823529
 */
export function etaSquared(groups: readonly GroupMoments[]): EffectResult {
  const { between, within } = sumsOfSquares(groups.filter((group) => group.n > 0));
  return between + within > 0
    ? { method: "eta-squared", estimate: between / (between + within) }
    : { method: "eta-squared", refused: "constant", reason: "All values are the same." };
}

function cannotAnalyse(
  method: string,
  present: readonly GroupMoments[],
  n: number,
): TestResult | null {
  if (present.length < 2) {
    return refuseTest(
      method,
      "one-group",
      "There are not two groups with known values to compare.",
      n,
    );
  }
  if (n > present.length) return null;
  return refuseTest(
    method,
    "one-row",
    "Each group has one row only, so how far values spread cannot be seen.",
    n,
  );
}

function sumsOfSquares(present: readonly GroupMoments[]): {
  readonly n: number;
  readonly between: number;
  readonly within: number;
} {
  const n = present.reduce((sum, group) => sum + group.n, 0);
  const centre = present.reduce((sum, group) => sum + (group.n * (group.mean as number)) / n, 0);
  return {
    n,
    between: present.reduce((t, g) => t + g.n * ((g.mean as number) - centre) ** 2, 0),
    within: present.reduce((t, g) => t + (g.n - 1) * (g.variance ?? 0), 0),
  };
}

const ofF = (
  method: string,
  statistic: number,
  df: number,
  df2: number,
  n: number,
): TestResult => ({
  method,
  statistic,
  df,
  df2,
  pValue: fUpper(statistic, df, df2),
  logPValue: logFUpper(statistic, df, df2),
  n,
  respectsFamilies: false,
});
