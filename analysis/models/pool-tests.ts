/** One chi-squared test pooled over imputed data sets, as an F test. */
export interface PooledTest {
  readonly statistic: number;
  readonly df1: number;
  readonly df2: number;
}

/**
 * Pools chi-squared statistics of one test over m imputed data sets (the D2 rule): with d̄ their mean and
 * r = (1 + 1/m)·var(√d), F = (d̄/k − (m + 1)/(m − 1)·r)/(1 + r) on k and k^(−3/m)·(m − 1)(1 + 1/r)² degrees of freedom.
 *
 * When not to use: where the covariances themselves are at hand (D1 has more power), or with fewer than three
 * imputations. A negative F counts as 0.
 *
 * @param statistics - The chi-squared statistic of each imputed data set.
 * @param df - Its degrees of freedom.
 * @example
 * poolTests([4, 6, 5], 2).df1 // => 2
 * @see Li, Meng, Raghunathan and Rubin (1991), Statistica Sinica 1, 65–92; van Buuren (2018), 5.3.2.
 */
export function poolTests(statistics: readonly number[], df: number): PooledTest {
  const m = statistics.length;
  const mean = statistics.reduce((sum, d) => sum + d, 0) / m;
  const roots = statistics.map((d) => Math.sqrt(Math.max(0, d)));
  const middle = roots.reduce((sum, root) => sum + root, 0) / m;
  const r = ((1 + 1 / m) * roots.reduce((sum, root) => sum + (root - middle) ** 2, 0)) / (m - 1);
  return {
    statistic: Math.max(0, (mean / df - ((m + 1) / (m - 1)) * r) / (1 + r)),
    df1: df,
    df2: r > 1e-9 ? Math.min(1e9, df ** (-3 / m) * (m - 1) * (1 + 1 / r) ** 2) : 1e9,
  };
}
