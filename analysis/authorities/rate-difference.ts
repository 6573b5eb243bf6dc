import { rate } from "./rate.ts";

/** A difference between two rates, per so many. */
export interface RateDifference {
  readonly method: "mover-byar";
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
  readonly per: number;
}

/**
 * The difference r₁ − r₂ of two independent rates, its interval made of the two rates' own (Byar's or exact):
 * d − √((r₁−l₁)² + (u₂−r₂)²) to d + √((u₁−r₁)² + (r₂−l₂)²).
 *
 * When not to use: for the same population counted twice within one period.
 *
 * @param per - 10,000 children, for example.
 * @throws {InputError} `bad-counts` for a population that is not above 0.
 * @example
 * rateDifference({ events: 30, n: 10000 }, { events: 20, n: 10000 }, 10000).estimate // => 10
 * @see Zou and Donner (2008), Statistics in Medicine 27, 1693–1702.
 */
export function rateDifference(
  one: { readonly events: number; readonly n: number },
  other: { readonly events: number; readonly n: number },
  per = 10_000,
  level = 0.95,
): RateDifference {
  const a = rate(one.events, one.n, per, level);
  const b = rate(other.events, other.n, per, level);
  const estimate = a.estimate - b.estimate;
  return {
    method: "mover-byar",
    estimate,
    ciLow: estimate - Math.hypot(a.estimate - a.ciLow, b.ciHigh - b.estimate),
    ciHigh: estimate + Math.hypot(a.ciHigh - a.estimate, b.estimate - b.ciLow),
    ciLevel: level,
    per,
  };
}
