import { InputError } from "../../data-dictionary/input-error.ts";
import { countInterval } from "./count-interval.ts";

/** A rate, a standardised rate or a ratio, with its interval. */
export interface RateResult {
  readonly method: string;
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
  readonly events: number;
  /** Population, or expected events for a ratio. */
  readonly n: number;
  readonly per: number;
}

/** Why there is none. */
export interface RefusedRate {
  readonly method: string;
  readonly refused: string;
  readonly reason: string;
  readonly events: number;
}

/** One stratum (such as an age band) of an authority, and the standard beside it. */
export interface Stratum {
  readonly events: number;
  readonly population: number;
}

/**
 * Events per so many of the population, with Byar's interval from 10 events on and the exact one below.
 *
 * When not to use: where the denominator are the same children who may have the event once; that is a
 * proportion (`wilson`).
 *
 * @param per - 10,000 children, for example.
 * @throws {InputError} `bad-counts` for a population that is not above 0.
 * @example
 * rate(31, 10000, 10000).ciLow // => 21.05914146
 */
export function rate(events: number, population: number, per = 10_000, level = 0.95): RateResult {
  requireCounts(events, population);
  const interval = countInterval(events, level);
  const scale = per / population;
  return {
    method: interval.method,
    estimate: events * scale,
    ciLow: interval.ciLow * scale,
    ciHigh: interval.ciHigh * scale,
    ciLevel: level,
    events,
    n: population,
    per,
  };
}

/**
 * The directly standardised rate: Σ w·(events/population) / Σ w, w the standard population of the stratum.
 *
 * Its interval is Byar's interval for the total count, scaled by √(variance/count) (Dobson). It is
 * refused under 10 events, and when a stratum with weight has nobody.
 *
 * @param strata - The authority's events and population, by stratum.
 * @param standard - The standard population, in the same order.
 * @throws {InputError} `bad-counts`, `uneven-strata`.
 * @example
 * directlyStandardisedRate([{ events: 10, population: 100 }, { events: 20, population: 400 }], [1, 1], 100).estimate // => 7.5
 * @see Dobson et al. (1991), Statistics in Medicine 10, 457–462.
 */
export function directlyStandardisedRate(
  strata: readonly Stratum[],
  standard: readonly number[],
  per = 10_000,
  level = 0.95,
): RateResult | RefusedRate {
  const method = "directly-standardised-rate";
  requireSameLength(strata.length, standard.length);
  const events = strata.reduce((sum, stratum) => sum + stratum.events, 0);
  if (events < 10) {
    return {
      method,
      refused: "too-few-events",
      reason: `A directly standardised rate needs 10 events, and there are ${events}: use the indirectly standardised ratio.`,
      events,
    };
  }
  const weights = standard.reduce((sum, weight) => sum + weight, 0);
  let estimate = 0;
  let variance = 0;
  for (let i = 0; i < strata.length; i++) {
    const stratum = strata[i] as Stratum;
    const weight = standard[i] as number;
    if (stratum.population === 0 && weight > 0) {
      return {
        method,
        refused: "empty-stratum",
        reason: `Nobody is in stratum ${i + 1}, so its rate is not known: merge strata, or use the indirectly standardised ratio.`,
        events,
      };
    }
    if (weight === 0) continue;
    requireCounts(stratum.events, stratum.population);
    estimate += (weight * stratum.events) / stratum.population;
    variance += (weight * weight * stratum.events) / stratum.population ** 2;
  }
  estimate /= weights;
  variance /= weights * weights;
  const interval = countInterval(events, level);
  const scale = Math.sqrt(variance / events);
  return {
    method,
    estimate: estimate * per,
    ciLow: (estimate + scale * (interval.ciLow - events)) * per,
    ciHigh: (estimate + scale * (interval.ciHigh - events)) * per,
    ciLevel: level,
    events,
    n: strata.reduce((sum, stratum) => sum + stratum.population, 0),
    per,
  };
}

/**
 * The indirectly standardised ratio: events over what the reference's rates would give in the
 * authority's own strata. 1 is as expected.
 *
 * When not to use: to set two authorities beside each other; each is compared with the reference only.
 *
 * @param reference - Events and population of the reference (all authorities, or England), by stratum.
 * @throws {InputError} `bad-counts`, `uneven-strata`.
 * @example
 * indirectlyStandardisedRatio([{ events: 12, population: 100 }], [{ events: 100, population: 1000 }]).estimate // => 1.2
 */
export function indirectlyStandardisedRatio(
  strata: readonly Stratum[],
  reference: readonly Stratum[],
  level = 0.95,
): RateResult | RefusedRate {
  const method = "indirectly-standardised-ratio";
  requireSameLength(strata.length, reference.length);
  let events = 0;
  let expected = 0;
  strata.forEach((stratum, i) => {
    const standard = reference[i] as Stratum;
    events += stratum.events;
    if (stratum.population === 0) return;
    requireCounts(standard.events, standard.population);
    expected += (stratum.population * standard.events) / standard.population;
  });
  if (!(expected > 0)) {
    return {
      method,
      refused: "nothing-expected",
      reason: "No event is expected in these strata, so there is no ratio: merge strata.",
      events,
    };
  }
  const interval = countInterval(events, level);
  return {
    method,
    estimate: events / expected,
    ciLow: interval.ciLow / expected,
    ciHigh: interval.ciHigh / expected,
    ciLevel: level,
    events,
    n: expected,
    per: 1,
  };
}

function requireSameLength(own: number, other: number): void {
  if (own !== other) {
    throw new InputError(
      "uneven-strata",
      `The standard must have the ${own} strata of the authority, but has ${other}.`,
    );
  }
}

function requireCounts(events: number, population: number): void {
  if (!(events >= 0) || !(population > 0) || !Number.isFinite(events + population)) {
    throw new InputError(
      "bad-counts",
      "Events must be 0 or more and their population above 0, but they are not.",
    );
  }
}
