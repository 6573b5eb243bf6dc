import { isoDate } from "../../data-dictionary/dates/day.ts";
import {
  notDeterminable,
  type PatternJudgement,
  type PatternSettings,
  patternOf,
} from "./pattern-judgement.ts";
import type { RatedPeriod } from "./rated-periods.ts";

/**
 * Judges case management in two phases, before and after a stated boundary. Each phase takes the value
 * that holds for most of its rated time; the fit is the share of all rated time that agrees. A fit below
 * the setting, or a phase split in half, is "mixed"; a phase with too little rated is not determinable.
 *
 * @param boundary - First day of the later phase.
 * @example
 * twoPhase([{ from: 0, to: 100, proactive: true, row: 0 }, { from: 100, to: 200, proactive: false, row: 1 }], 100, { mixedBelow: 0.7, leastDays: 30 }).value // => "proactive_then_passive"
 */
export function twoPhase(
  periods: readonly RatedPeriod[],
  boundary: number,
  settings: PatternSettings,
): PatternJudgement {
  const early = { proactive: 0, passive: 0 };
  const late = { proactive: 0, passive: 0 };
  for (const { from, to, proactive } of periods) {
    const key = proactive ? "proactive" : "passive";
    early[key] += Math.max(0, Math.min(to, boundary) - from);
    late[key] += Math.max(0, to - Math.max(from, boundary));
  }
  const earlyDays = early.proactive + early.passive;
  const lateDays = late.proactive + late.passive;
  const rated = earlyDays + lateDays;
  const rows = periods.map((period) => period.row);
  if (earlyDays < settings.leastDays || lateDays < settings.leastDays || rated === 0) {
    const which =
      rated === 0
        ? "No period"
        : earlyDays < settings.leastDays
          ? "Too little before the boundary"
          : "Too little after the boundary";
    return notDeterminable(`${which} was rated`, rated, rows);
  }
  const value = patternOf(early.proactive > early.passive, late.proactive > late.passive);
  const agreeing =
    Math.max(early.proactive, early.passive) + Math.max(late.proactive, late.passive);
  const fit = agreeing / rated;
  const tie = early.proactive === early.passive || late.proactive === late.passive;
  const share = (phase: { proactive: number }, days: number): string =>
    `${Math.round((100 * phase.proactive) / days)}%`;
  const because = `Proactive for ${share(early, earlyDays)} of the rated time before ${isoDate(boundary)} and ${share(late, lateDays)} after it`;
  return {
    value: tie || fit < settings.mixedBelow ? "mixed" : value,
    fit,
    switchDay: boundary,
    ratedDays: rated,
    runnerUp: null,
    because: tie
      ? `${because}: one phase is split in half`
      : fit < settings.mixedBelow
        ? `${because}: no single value describes both phases`
        : because,
    rows,
  };
}
