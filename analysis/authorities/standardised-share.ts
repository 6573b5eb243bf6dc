import { wilson } from "../association/wilson.ts";
import type { RateResult, RefusedRate, Stratum } from "./rate.ts";

/**
 * The directly standardised share: Σ w·(events/n) / Σ w, w the standard population of the stratum, with
 * Wilson's interval for the number of children that such a share is worth, n* = p(1 − p)/variance,
 * variance = Σ w²·pᵢ(1 − pᵢ)/nᵢ / (Σ w)². Where the variance is nought, n* = (Σ w)² / Σ (w²/nᵢ).
 *
 * When not to use: when a stratum with weight has nobody; it is then refused.
 *
 * @param strata - The authority's events and children, by stratum.
 * @param standard - The standard population, in the same order.
 * @example
 * directlyStandardisedShare([{ events: 5, population: 10 }, { events: 30, population: 40 }], [1, 1]).estimate // => 0.625
 * @see Fay and Feuer (1997), Statistics in Medicine 16, 791–801, on weighted sums and effective sizes.
 */
export function directlyStandardisedShare(
  strata: readonly Stratum[],
  standard: readonly number[],
  level = 0.95,
): RateResult | RefusedRate {
  const method = "directly-standardised-share";
  const events = strata.reduce((sum, stratum) => sum + stratum.events, 0);
  const total = standard.reduce((sum, weight) => sum + weight, 0);
  let share = 0;
  let variance = 0;
  let spread = 0;
  for (let i = 0; i < strata.length; i++) {
    const { events: own, population } = strata[i] as Stratum;
    const weight = (standard[i] as number) / total;
    if (weight === 0) continue;
    if (population === 0) {
      return {
        method,
        refused: "empty-stratum",
        reason: `Nobody is in stratum ${i + 1}, so its share is not known: merge strata, or use the ratio to expected.`,
        events,
      };
    }
    const p = own / population;
    share += weight * p;
    variance += (weight * weight * p * (1 - p)) / population;
    spread += (weight * weight) / population;
  }
  const worth = variance > 0 ? (share * (1 - share)) / variance : 1 / spread;
  const { ciLow, ciHigh } = wilson(share * worth, worth, level);
  return {
    method,
    estimate: share,
    ciLow,
    ciHigh,
    ciLevel: level,
    events,
    n: strata.reduce((sum, { population }) => sum + population, 0),
    per: 1,
  };
}

/**
 * The ratio of an authority's events to those expected from the reference's shares in its own strata, for
 * events that each child has or not: Wilson's interval of the authority's share, over the expected share.
 *
 * When not to use: to set two authorities beside each other; each is compared with the reference only.
 *
 * @example
 * indirectlyStandardisedShare([{ events: 12, population: 20 }], [{ events: 50, population: 100 }]).estimate // => 1.2
 */
export function indirectlyStandardisedShare(
  strata: readonly Stratum[],
  reference: readonly Stratum[],
  level = 0.95,
): RateResult | RefusedRate {
  const method = "indirectly-standardised-share";
  let [events, n, expected] = [0, 0, 0];
  strata.forEach((stratum, i) => {
    const standard = reference[i] as Stratum;
    events += stratum.events;
    n += stratum.population;
    if (stratum.population > 0) {
      expected += (stratum.population * standard.events) / standard.population;
    }
  });
  if (!(expected > 0)) {
    const reason = "No event is expected in these strata, so there is no ratio: merge strata.";
    return { method, refused: "nothing-expected", reason, events };
  }
  const { ciLow, ciHigh } = wilson(events, n, level);
  const scale = n / expected;
  return {
    method,
    estimate: events / expected,
    ciLow: ciLow * scale,
    ciHigh: ciHigh * scale,
    ciLevel: level,
    events,
    n: expected,
    per: 1,
  };
}
