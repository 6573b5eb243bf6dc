import { binomialLower, binomialUpper, gammaLower, gammaUpper } from "../distributions/index.ts";

/** Counts that are inside the limits, both ends included, and the chance of being outside. */
export interface CountLimits {
  readonly low: number;
  readonly high: number;
  /** Chance that an authority like all others lies outside; never above twice the tail. */
  readonly chanceOutside: number;
}

/**
 * Exact funnel limits for a count out of n when each has the chance p: a count is outside only when
 * one as far out, or further, has at most the chance `tail`.
 *
 * @example
 * binomialLimits(12, 0.5, 0.025) // => { low: 3, high: 9, chanceOutside: 0.03857421875 }
 */
export function binomialLimits(n: number, p: number, tail: number): CountLimits {
  if (p <= 0 || p >= 1) {
    const only = p <= 0 ? 0 : n;
    return { low: only, high: only, chanceOutside: 0 };
  }
  // The smallest count whose lower tail is above `tail`, the largest whose upper tail is.
  const low = first(0, n, (k) => binomialLower(k, n, p) > tail);
  const high = first(0, n + 1, (k) => k > n || binomialUpper(k - 1, n, p) <= tail) - 1;
  return {
    low,
    high,
    chanceOutside:
      (low === 0 ? 0 : binomialLower(low - 1, n, p)) + (high === n ? 0 : binomialUpper(high, n, p)),
  };
}

/**
 * Exact funnel limits for a count of events when so many are expected.
 *
 * @param expected - Above 0, in events.
 * @example
 * poissonLimits(10, 0.025).high // => 17
 */
export function poissonLimits(expected: number, tail: number): CountLimits {
  const lower = (k: number): number => gammaUpper(expected, k + 1, 1);
  const upper = (k: number): number => (k <= 0 ? 1 : gammaLower(expected, k, 1));
  const far = Math.ceil(expected + 12 * Math.sqrt(expected) + 30);
  const low = first(0, far, (k) => lower(k) > tail);
  const high = first(0, far, (k) => upper(k) <= tail) - 1;
  return { low, high, chanceOutside: (low === 0 ? 0 : lower(low - 1)) + upper(high + 1) };
}

/** The first whole number from `low` for which a condition that stays true once true is true. */
function first(low: number, high: number, holds: (k: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
