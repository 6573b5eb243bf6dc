import { InputError } from "../../data-dictionary/input-error.ts";
import { logGammaTail, logPoisson } from "./tails.ts";

/**
 * P(X ≤ x) for a noncentral chi-squared variable: a Poisson mixture of central ones, summed outwards from
 * its largest term.
 *
 * @param ncp - Noncentrality, at least 0.
 * @throws {InputError} `bad-parameter`
 * @example
 * noncentralChiSquaredLower(5, 3, 2) // => 0.5934051801
 * @see Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, equation 29.2.
 */
export function noncentralChiSquaredLower(x: number, df: number, ncp: number): number {
  if (!(df > 0) || !(ncp >= 0) || Number.isNaN(x)) {
    throw new InputError("bad-parameter", "A noncentral chi-squared needs df > 0 and ncp ≥ 0.");
  }
  if (x <= 0) return 0;
  const half = ncp / 2;
  if (half === 0) return Math.min(1, Math.exp(logGammaTail(df / 2, x / 2, "lower")));
  const term = (j: number): number =>
    Math.exp(logPoisson(j, half) + logGammaTail(df / 2 + j, x / 2, "lower"));
  const middle = Math.floor(half);
  let sum = term(middle);
  for (let j = middle - 1; j >= 0; j--) {
    const own = term(j);
    sum += own;
    if (own < sum * 1e-17) break;
  }
  for (let j = middle + 1; ; j++) {
    const own = term(j);
    sum += own;
    if (own < sum * 1e-17 || own === 0) break;
  }
  return Math.min(1, sum);
}

/**
 * The noncentrality at which P(X ≤ x) = p; 0 when even the central variable is no more likely to lie above.
 *
 * @example
 * noncentralityFor(3.841458820694124, 1, 0.95) // => 0
 */
export function noncentralityFor(x: number, df: number, p: number): number {
  if (noncentralChiSquaredLower(x, df, 0) <= p) return 0;
  let low = 0;
  let high = Math.max(1, x);
  while (noncentralChiSquaredLower(x, df, high) > p) high *= 2;
  for (let turn = 0; turn < 200 && high - low > 1e-13 * high; turn++) {
    const middle = (low + high) / 2;
    if (noncentralChiSquaredLower(x, df, middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
