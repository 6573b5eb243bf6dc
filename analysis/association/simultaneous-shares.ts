import { InputError } from "../../data-dictionary/input-error.ts";
import { chiSquaredQuantile } from "../distributions/index.ts";

/** Intervals for the shares of all categories at once. */
export interface SimultaneousShares {
  readonly method: "goodman";
  readonly ciLevel: number;
  readonly n: number;
  readonly shares: readonly {
    readonly estimate: number;
    readonly ciLow: number;
    readonly ciHigh: number;
  }[];
}

/**
 * Goodman's simultaneous intervals for the shares of a multi-category outcome: with the stated level, all of them
 * hold together.
 *
 * (q + 2x ± √(q² + 4qx(n − x)/n)) / (2(n + q)) with q the chi-squared quantile, 1 degree of freedom, at 1 − (1 − level)/k
 * for k categories. For one category alone use wilson, which is narrower.
 *
 * @param counts - How many have each category; may be fractional for an effective sample size.
 * @throws {InputError} `no-rows` when all counts are nought.
 * @example
 * simultaneousShares([59, 40, 39]).shares[0].ciLow // => 0.3315951072
 * @see Goodman (1965), Technometrics 7, 247–254.
 */
export function simultaneousShares(counts: readonly number[], level = 0.95): SimultaneousShares {
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (!(n > 0))
    throw new InputError("no-rows", "No row has a known value, so there are no shares.");
  return {
    method: "goodman",
    ciLevel: level,
    n,
    shares: counts.map((x) => ({ estimate: x / n, ...goodman(x, n, counts.length, level) })),
  };
}

/**
 * Goodman's limits for one of k shares, which hold together with those of the others.
 *
 * @param count - How many have the category. @param n - How many could. Both may be fractional.
 * @param categories - k: how many shares are to hold together.
 * @example
 * goodman(59, 138, 3).ciLow // => 0.3315951072
 * @see Goodman (1965), Technometrics 7, 247–254.
 */
export function goodman(
  count: number,
  n: number,
  categories: number,
  level = 0.95,
): { readonly ciLow: number; readonly ciHigh: number } {
  const q = chiSquaredQuantile((1 - level) / Math.max(1, categories), 1, "upper");
  const half = Math.sqrt(q * q + (4 * q * count * (n - count)) / n);
  return {
    ciLow: count === 0 ? 0 : Math.max(0, (q + 2 * count - half) / (2 * (n + q))),
    ciHigh: count === n ? 1 : Math.min(1, (q + 2 * count + half) / (2 * (n + q))),
  };
}
