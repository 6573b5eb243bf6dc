import { betaQuantile, normalQuantile } from "../distributions/index.ts";

/** An interval for a share. */
export interface ShareInterval {
  readonly method: "wilson" | "clopper-pearson";
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
  readonly n: number;
}

/**
 * Wilson's score interval for a share.
 *
 * (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). It never leaves 0 to 1 and is honest for small n.
 *
 * @param count - How many have the property; may be fractional for an effective sample size.
 * @param n - Of how many, above 0.
 * @example
 * wilson(10, 40).ciLow // => 0.1418711864
 * @see Wilson (1927), J. Am. Stat. Assoc. 22, 209–212.
 */
export function wilson(count: number, n: number, level = 0.95): ShareInterval {
  const z = normalQuantile(1 - (1 - level) / 2);
  const p = count / n;
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    method: "wilson",
    estimate: p,
    ciLow: count === 0 ? 0 : Math.max(0, (middle - half) / scale),
    ciHigh: count === n ? 1 : Math.min(1, (middle + half) / scale),
    ciLevel: level,
    n,
  };
}

/**
 * The exact (Clopper–Pearson) interval for a share: wider than it need be, never too narrow.
 *
 * @example
 * clopperPearson(0, 10).ciHigh // => 0.3084971078
 * @see Clopper and Pearson (1934), Biometrika 26, 404–413.
 */
export function clopperPearson(count: number, n: number, level = 0.95): ShareInterval {
  const tail = (1 - level) / 2;
  return {
    method: "clopper-pearson",
    estimate: count / n,
    ciLow: count === 0 ? 0 : betaQuantile(tail, count, n - count + 1),
    ciHigh: count === n ? 1 : betaQuantile(tail, count + 1, n - count, "upper"),
    ciLevel: level,
    n,
  };
}
