import { isoDate } from "../../data-dictionary/dates/day.ts";
import {
  notDeterminable,
  type PatternJudgement,
  type PatternSettings,
  type PatternValue,
  patternOf,
} from "./pattern-judgement.ts";
import type { RatedPeriod } from "./rated-periods.ts";

/**
 * Judges case management by the single switch that fits the dated ratings best: of one value throughout
 * and one switch at the start of any period, the one that agrees with most of the rated time. Ties go to
 * no switch, then to the earlier switch. A best fit below the setting is "mixed".
 *
 * @example
 * changePoint([{ from: 0, to: 90, proactive: false, row: 0 }, { from: 90, to: 200, proactive: true, row: 1 }], { mixedBelow: 0.7, leastDays: 30 }).switchDay // => 90
 */
export function changePoint(
  periods: readonly RatedPeriod[],
  settings: PatternSettings,
): PatternJudgement {
  const rows = periods.map((period) => period.row);
  let rated = 0;
  let proactive = 0;
  for (const period of periods) {
    const days = period.to - period.from;
    rated += days;
    if (period.proactive) proactive += days;
  }
  if (rated < settings.leastDays || rated === 0) {
    return notDeterminable("Too little was rated", rated, rows);
  }
  const candidates: { value: PatternValue; agreeing: number; at: number | null }[] = [
    { value: "proactive_throughout", agreeing: proactive, at: null },
    { value: "passive_throughout", agreeing: rated - proactive, at: null },
  ];
  let before = 0;
  let proactiveBefore = 0;
  periods.forEach((period, place) => {
    if (place > 0) {
      const proactiveAfter = proactive - proactiveBefore;
      candidates.push({
        value: patternOf(true, false),
        agreeing: proactiveBefore + (rated - before - proactiveAfter),
        at: period.from,
      });
      candidates.push({
        value: patternOf(false, true),
        agreeing: before - proactiveBefore + proactiveAfter,
        at: period.from,
      });
    }
    before += period.to - period.from;
    if (period.proactive) proactiveBefore += period.to - period.from;
  });
  let best = candidates[0] as (typeof candidates)[number];
  for (const candidate of candidates) if (candidate.agreeing > best.agreeing) best = candidate;
  let second: (typeof candidates)[number] | null = null;
  for (const candidate of candidates) {
    if (candidate.value === best.value) continue;
    if (second === null || candidate.agreeing > second.agreeing) second = candidate;
  }
  const fit = best.agreeing / rated;
  const percent = `${Math.round(fit * 100)}% of the rated time`;
  const words =
    best.at === null
      ? `${best.value === "proactive_throughout" ? "Proactive" : "Passive"} for ${percent}, without a switch that fits better`
      : `A switch on ${isoDate(best.at)} fits ${percent}`;
  return {
    value: fit < settings.mixedBelow ? "mixed" : best.value,
    fit,
    switchDay: best.at,
    ratedDays: rated,
    runnerUp: second === null ? null : { value: second.value, fit: second.agreeing / rated },
    because: fit < settings.mixedBelow ? `${words}: too little for a single pattern` : words,
    rows,
  };
}
