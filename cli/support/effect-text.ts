import type { EffectResult } from "../../analysis/association/effect-sizes.ts";
import { fixed } from "../../analysis/words/number-text.ts";
import { shortMethod } from "./method-words.ts";

/** Effects that can lie beyond one keep their leading nought. */
const unbounded = /ratio|^mean-/;

/**
 * An effect and its interval, the one that respects families where there is one: "RD .12 [−.04, .27]".
 *
 * @example
 * effectText({ method: "cramers-v", estimate: 0.391, ciLow: 0.25, ciHigh: 0.5 }) // => "V .39 [.25, .50]"
 */
export function effectText(effect: EffectResult | undefined): string {
  if (effect === undefined || "refused" in effect) return "–";
  const low = effect.familyCiLow ?? effect.ciLow;
  const high = effect.familyCiHigh ?? effect.ciHigh;
  const interval =
    low === undefined || high === undefined
      ? ""
      : ` [${effectNumber(effect.method, low)}, ${effectNumber(effect.method, high)}]`;
  return `${shortMethod(effect.method)} ${effectNumber(effect.method, effect.estimate)}${interval}`;
}

/** Two decimals; without the leading nought where nothing can exceed one. */
export function effectNumber(method: string, value: number): string {
  const text = fixed(value, 2);
  return unbounded.test(method) ? text : text.replace(/^(−?)0\./, "$1.");
}
