/** How much more authorities differ than chance within each would make them. */
export interface Overdispersion {
  readonly method: string;
  /** Share cut off at each end of the z-scores. */
  readonly trim: number;
  /** Mean squared z-score as it is; 1 is what chance alone gives. */
  readonly phiRaw: number;
  /** The same after pulling in (or leaving out) the ends. */
  readonly phi: number;
  /** Variance between authorities, on the transformed scale. */
  readonly tau2: number;
  /** Authorities that count in phi: all when pulled in, fewer when left out. */
  readonly n: number;
  /** What it did, in words. */
  readonly note: string;
}

/**
 * Additive overdispersion: φ = mean z² after pulling in the tenth at each end (winsorising), and
 * τ² = max(0, (nφ − (n−1)) / (Σw − Σw²/Σw)), w = 1/s².
 *
 * Quantiles are of R's type 7. With `ends: "leave-out"` the ends are left out (truncated) instead, as
 * for hospital mortality ratios on the log scale.
 *
 * When not to use: with a handful of authorities; the spread between them is then hardly known.
 *
 * @param z - Each authority's distance from the target, in its own standard errors.
 * @param s - These standard errors, on the same scale.
 * @example
 * overdispersion([-1, 0, 1], [0.1, 0.1, 0.1], { trim: 0 }).phi // => 0.6666666667
 * @see Spiegelhalter (2005), Quality and Safety in Health Care 14, 347–351.
 */
export function overdispersion(
  z: readonly number[],
  s: readonly number[],
  options: { readonly trim?: number; readonly ends?: "pull-in" | "leave-out" } = {},
): Overdispersion {
  const { trim = 0.1, ends = "pull-in" } = options;
  const sorted = [...z].sort((a, b) => a - b);
  const low = quantile(sorted, trim);
  const high = quantile(sorted, 1 - trim);
  const kept =
    ends === "pull-in"
      ? [...z.keys()]
      : [...z.keys()].filter((i) => within(z[i] as number, low, high));
  const squares = kept.map((i) => Math.min(high, Math.max(low, z[i] as number)) ** 2);
  const n = kept.length;
  const phi = mean(squares);
  const weights = kept.map((i) => 1 / (s[i] as number) ** 2);
  const sum = weights.reduce((total, w) => total + w, 0);
  const square = weights.reduce((total, w) => total + w * w, 0);
  const spread = sum - square / sum;
  const tau2 = n * phi < n - 1 || !(spread > 0) ? 0 : Math.max(0, (n * phi - (n - 1)) / spread);
  const percent = Math.round(trim * 100);
  const did =
    ends === "pull-in"
      ? `the outer ${percent}% of scores at each end were pulled in`
      : `the outer ${percent}% of scores at each end were left out`;
  return {
    method:
      ends === "pull-in"
        ? "additive-overdispersion-winsorised"
        : "additive-overdispersion-truncated",
    trim,
    phiRaw: mean(z.map((value) => value * value)),
    phi,
    tau2,
    n,
    note:
      tau2 === 0
        ? `Authorities do not differ more than chance would make them (${did}); the limits were not widened.`
        : `Limits were widened for differences between authorities beyond chance (${did}).`,
  };
}

/** A quantile of sorted numbers as R's type 7: linear between the order statistics. */
export function quantile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const first = sorted[below] as number;
  const next = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return first + (at - below) * (next - first);
}

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
