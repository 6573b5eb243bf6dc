import { invertPositive, type Matrix, zeros } from "./dense.ts";

/** How much a term's coefficients are blurred by the other terms. */
export interface VarianceInflation {
  readonly term: string;
  readonly df: number;
  /** Generalised variance inflation factor; the ordinary one when df is 1. */
  readonly gvif: number;
  /** gvif^(1/(2·df)): comparable between terms; above about 2.2 is worth a look. */
  readonly adjusted: number;
}

/**
 * Generalised variance inflation factors from the covariance of the slopes:
 * det(R_term)·det(R_others) / det(R).
 *
 * @param covariance - Covariance of the coefficients.
 * @param termOf - Term of each coefficient; −1 for the intercept, which is left out.
 * @see Fox and Monette (1992), Journal of the American Statistical Association 87:178.
 */
export function varianceInflation(
  covariance: Matrix,
  termOf: readonly number[],
  terms: readonly string[],
): VarianceInflation[] {
  const slopes = termOf.map((_, j) => j).filter((j) => termOf[j] !== -1);
  const correlationOf = (chosen: readonly number[]): number => {
    if (chosen.length === 0) return 0;
    const r = zeros(chosen.length, chosen.length);
    chosen.forEach((a, i) => {
      chosen.forEach((b, j) => {
        const p = covariance.columns;
        r.values[i * chosen.length + j] =
          (covariance.values[a * p + b] as number) /
          Math.sqrt(
            (covariance.values[a * p + a] as number) * (covariance.values[b * p + b] as number),
          );
      });
    });
    return invertPositive(r)?.logDeterminant ?? Number.NEGATIVE_INFINITY;
  };
  const whole = correlationOf(slopes);
  if (!Number.isFinite(whole)) return [];
  return terms.map((term, index) => {
    const own = slopes.filter((j) => termOf[j] === index);
    const others = slopes.filter((j) => termOf[j] !== index);
    const gvif = Math.exp(correlationOf(own) + correlationOf(others) - whole);
    return { term, df: own.length, gvif, adjusted: gvif ** (1 / (2 * own.length)) };
  });
}
