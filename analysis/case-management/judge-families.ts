import { addMonths } from "../../data-dictionary/dates/day.ts";
import type { PatternRule } from "../../data-dictionary/study/study-schema.ts";
import { missingDay } from "../../data-dictionary/table/column.ts";
import type { Timelines } from "../timeline/timelines.ts";
import { changePoint } from "./change-point.ts";
import { notDeterminable, type PatternJudgement } from "./pattern-judgement.ts";
import { ratedPeriods } from "./rated-periods.ts";
import { twoPhase } from "./two-phase.ts";

const daysPerMonth = 365.25 / 12;

/**
 * Judges every family by a pattern rule. The boundary of the two-phase method is counted from the
 * earliest index date among the family's children.
 */
export function judgeFamilies(time: Timelines, rule: PatternRule): PatternJudgement[] {
  const settings = {
    mixedBelow: Number(rule.parameters.mixed_below ?? rule.mixed_below),
    leastDays: Math.round(Number(rule.parameters.least_months ?? rule.least_months) * daysPerMonth),
  };
  const months = Number(rule.parameters.boundary_months ?? rule.boundary.months);
  const earliest = new Int32Array(time.families.count).fill(missingDay);
  for (let child = 0; child < time.childCount; child++) {
    const family = time.families.of[child] as number;
    const day = time.index[child] as number;
    if (
      day !== missingDay &&
      (earliest[family] === missingDay || day < (earliest[family] as number))
    ) {
      earliest[family] = day;
    }
  }
  return Array.from({ length: time.families.count }, (_, family) => {
    const periods = ratedPeriods(time, family, rule.item);
    if (rule.method === "change-point") return changePoint(periods, settings);
    const index = earliest[family] as number;
    if (index === missingDay) return notDeterminable("There is no index date", 0, []);
    return twoPhase(periods, addMonths(index, months), settings);
  });
}
