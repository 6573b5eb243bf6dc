import { wilson } from "../association/wilson.ts";

/** A difference between two shares, from -1 to 1. */
export interface ShareDifference {
  readonly method: "newcombe";
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
}

/**
 * The difference p₁ − p₂ of two independent shares with Newcombe's interval, made of the two Wilson
 * intervals: d − √((p₁−l₁)² + (u₂−p₂)²) to d + √((u₁−p₁)² + (p₂−l₂)²).
 *
 * When not to use: for the same children at two times; these are not independent.
 *
 * @example
 * shareDifference({ events: 56, n: 70 }, { events: 48, n: 80 }).ciLow // => 0.0524314724
 * @see Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.
 */
export function shareDifference(
  one: { readonly events: number; readonly n: number },
  other: { readonly events: number; readonly n: number },
  level = 0.95,
): ShareDifference {
  const a = wilson(one.events, one.n, level);
  const b = wilson(other.events, other.n, level);
  const estimate = a.estimate - b.estimate;
  return {
    method: "newcombe",
    estimate,
    ciLow: estimate - Math.hypot(a.estimate - a.ciLow, b.ciHigh - b.estimate),
    ciHigh: estimate + Math.hypot(a.ciHigh - a.estimate, b.estimate - b.ciLow),
    ciLevel: level,
  };
}
