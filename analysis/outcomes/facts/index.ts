import type { LoadedStudy } from "../../../data-dictionary/study/load-study.ts";
import type { Fact } from "../fact.ts";
import { ageAtFollowUp, ageAtIndex } from "./age-facts.ts";
import {
  courtPlan,
  courtPlanOutcome,
  firstReferral,
  protectionPlan,
  reabuseFacts,
  referrals,
  unprotectedOnPlan,
  workerChanges,
} from "./event-facts.ts";
import {
  monthsSettledAtFollowUp,
  movesLast12Months,
  movesLast24Months,
  placementsEver,
  settingAtFollowUp,
} from "./placement-facts.ts";
import { wellbeingDimensions, wellbeingJudged, wellbeingMedian } from "./rating-facts.ts";
import {
  breakdown1y,
  breakdown2y,
  breakdown5y,
  failedReturns,
  monthsObserved,
  monthsToBreakdown,
  returns,
} from "./return-facts.ts";

/** Every fact of a study, in the order they are shown; those without their table are left out. */
export function factsOf(study: LoadedStudy): Fact[] {
  const dated =
    study.tables.get("children")?.columns.get(study.config.columns.index)?.kind === "date";
  const born =
    study.tables.get("children")?.columns.get(study.config.columns.birth)?.kind === "date";
  const facts: Fact[] = [];
  if (born && dated) facts.push(ageAtIndex, ageAtFollowUp);
  if (study.tables.has("placements") && dated) {
    facts.push(
      settingAtFollowUp,
      monthsSettledAtFollowUp,
      movesLast12Months,
      movesLast24Months,
      returns,
      failedReturns,
      breakdown2y,
      breakdown5y,
      monthsToBreakdown,
      monthsObserved,
      placementsEver,
    );
  }
  // The return holds care episodes, not the work of a case: no referrals, plans or incidents.
  if (study.config.source === "ssda903") {
    facts.splice(facts.indexOf(breakdown2y), 0, breakdown1y);
    if (recorded(study, "worker_change")) facts.push(workerChanges);
    return facts;
  }
  if (study.tables.has("events") && dated) {
    facts.push(
      ...reabuseFacts(study),
      protectionPlan,
      unprotectedOnPlan,
      courtPlan,
      courtPlanOutcome,
      referrals,
      workerChanges,
      firstReferral,
    );
  }
  if (study.tables.has("ratings"))
    facts.push(wellbeingJudged, wellbeingDimensions, wellbeingMedian);
  return facts;
}

const recorded = (study: LoadedStudy, type: string): boolean => {
  const column = study.tables.get("events")?.columns.get("type");
  return column?.kind === "categorical" && column.levels.some((level) => level.value === type);
};
