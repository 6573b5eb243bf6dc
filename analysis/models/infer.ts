import { logNormalUpper, logTUpper, normalQuantile, tQuantile } from "../distributions/index.ts";
import type { Inference } from "./model-result.ts";

/**
 * A two-sided test of zero and an interval from an estimate and its standard error.
 *
 * @param df - Degrees of freedom of Student's t; null for the normal.
 * @example
 * inferenceOf(0, 1, null, 0.95).pValue // => 1
 */
export function inferenceOf(
  estimate: number,
  standardError: number,
  df: number | null,
  ciLevel: number,
): Inference {
  const statistic = standardError > 0 ? estimate / standardError : 0;
  const quantile =
    df === null ? normalQuantile(0.5 + ciLevel / 2) : tQuantile(0.5 + ciLevel / 2, df);
  const size = Math.abs(statistic);
  const logPValue =
    size === 0 ? 0 : Math.LN2 + (df === null ? logNormalUpper(size) : logTUpper(size, df));
  return {
    standardError,
    ciLow: estimate - quantile * standardError,
    ciHigh: estimate + quantile * standardError,
    statistic,
    df,
    pValue: Math.min(1, Math.exp(logPValue)),
    logPValue: Math.min(0, logPValue),
  };
}
