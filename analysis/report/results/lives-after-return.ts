import { InputError } from "../../../data-dictionary/input-error.ts";
import { missingDay } from "../../../data-dictionary/table/column.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import { type ReturnSurvival, returnSurvival } from "../../outcomes/return-survival.ts";
import { type StateDistribution, stateDistribution } from "../../sequences/state-distribution.ts";
import { stepAt } from "../../time-to-event/kaplan-meier.ts";
import type { ResultDocument } from "./results.ts";

export type StatesDocument = ResultDocument & StateDistribution;

export interface SurvivalDocument extends ResultDocument {
  readonly schema: "throughline/survival/v1";
  readonly all: ReturnSurvival;
  /** By the band of the age at the return, where the study has one. */
  readonly byAge: ReturnSurvival | null;
  /** The share still lasting after one year, two years and at follow-up, with intervals that respect families. */
  readonly marks: readonly {
    readonly months: number;
    readonly lasting: number;
    readonly ciLow: number | null;
    readonly ciHigh: number | null;
  }[];
}

/**
 * What dated placements tell of the time after the index return: where the children lived month by month, and
 * how long the return lasted. Null where a study has no index date or no dated placement.
 */
export function livesAfterReturn(derived: DerivedStudy): {
  readonly states: StatesDocument | null;
  readonly survival: SurvivalDocument | null;
} {
  const { time } = derived;
  const followed = time.index.some((day) => day !== missingDay) && time.spells.start.length > 0;
  if (!followed) return { states: null, survival: null };
  return {
    states: { schema: "throughline/states/v1", ...stateDistribution(time) },
    survival: survivalOf(derived),
  };
}

function survivalOf({ children, study, time }: DerivedStudy): SurvivalDocument | null {
  const band = Object.entries(study.config.bands).find(([, { of }]) => of === "age_at_index")?.[0];
  const all = attempt(() => returnSurvival(children));
  if (all === null) return null;
  const marks = [...new Set([12, 24, time.followUpMonths])]
    .filter((months) => months <= time.followUpMonths)
    .sort((a, b) => a - b);
  return {
    schema: "throughline/survival/v1",
    all,
    byAge: band === undefined ? null : attempt(() => returnSurvival(children, band)),
    marks: marks.map((months) => {
      const step = stepAt(all.all, months);
      return {
        months,
        lasting: step?.survival ?? 1,
        ciLow: step?.familyCiLow ?? step?.ciLow ?? null,
        ciHigh: step?.familyCiHigh ?? step?.ciHigh ?? null,
      };
    }),
  };
}

/** null where the data do not allow it. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
