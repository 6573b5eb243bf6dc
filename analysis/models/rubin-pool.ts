/** One number pooled over imputed data sets. */
export interface Pooled {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  /** Share of the variance that is due to what is missing. */
  readonly fractionMissing: number;
}

/**
 * Rubin's rules: the mean of the estimates; variance = mean variance + (1 + 1/m)·variance between
 * them; degrees of freedom after Barnard and Rubin.
 *
 * @param completeDf - Degrees of freedom there would be with nothing missing; null for "many".
 * @example
 * rubinPool([1, 2, 3], [0.5, 0.5, 0.5], null).estimate // => 2
 * @see Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard and Rubin (1999),
 *   Biometrika 86:948.
 */
export function rubinPool(
  estimates: readonly number[],
  standardErrors: readonly number[],
  completeDf: number | null,
): Pooled {
  const m = estimates.length;
  const estimate = estimates.reduce((sum, value) => sum + value, 0) / m;
  const within = standardErrors.reduce((sum, value) => sum + value * value, 0) / m;
  const between =
    m < 2 ? 0 : estimates.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (m - 1);
  const total = within + (1 + 1 / m) * between;
  const lambda = total > 0 ? ((1 + 1 / m) * between) / total : 0;
  const old = lambda > 1e-12 ? (m - 1) / (lambda * lambda) : Number.POSITIVE_INFINITY;
  const observed =
    completeDf === null
      ? Number.POSITIVE_INFINITY
      : ((completeDf + 1) / (completeDf + 3)) * completeDf * (1 - lambda);
  const df = Math.min(1e9, 1 / (1 / old + 1 / observed) || 1e9);
  return {
    estimate,
    standardError: Math.sqrt(total),
    df: Number.isFinite(df) ? df : 1e9,
    fractionMissing: lambda,
  };
}
