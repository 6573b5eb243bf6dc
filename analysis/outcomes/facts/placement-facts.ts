import { addMonths, monthsBetween } from "../../../data-dictionary/dates/day.ts";
import { settings } from "../../../data-dictionary/study/built-in-columns.ts";
import type { ChildStory } from "../../timeline/child-story.ts";
import type { RecordReference } from "../../timeline/record-reference.ts";
import type { Stay } from "../../timeline/stays.ts";
import { openEnd } from "../../timeline/timelines.ts";
import { type Fact, notApplicable, notRecorded, type Unknown, yesNoLevels } from "../fact.ts";

const placementRows = (stays: readonly Stay[]): RecordReference[] =>
  stays.flatMap((stay) => stay.rows.map((row) => ({ table: "placements" as const, row })));

const currentStay = (story: ChildStory): Stay | undefined => story.stays[story.current];

/** Where the child lived on the day of follow-up. */
export const settingAtFollowUp: Fact = {
  name: "setting_at_follow_up",
  label: "Where the child lived at follow-up",
  meaning: "The setting of the stay that covers the day of follow-up.",
  levels: settings,
  of: (story) => currentStay(story)?.setting ?? notRecorded,
  records: (story) => placementRows(story.stays.slice(story.current, story.current + 1)),
};

/** Completed months in the stay that covers the day of follow-up. */
export const monthsSettledAtFollowUp: Fact = {
  name: "months_settled_at_follow_up",
  label: "Months in the same place at follow-up",
  meaning:
    "Completed months from the first day of the stay (same carer, same setting) that covers the day of follow-up.",
  unit: "months",
  of: (story) => {
    const stay = currentStay(story);
    return stay === undefined || story.followUp === null
      ? notRecorded
      : monthsBetween(stay.start, story.followUp);
  },
  records: (story) => placementRows(story.stays.slice(story.current, story.current + 1)),
};

/** A move: a stay that begins after another one, in the months before follow-up. */
function movesBefore(story: ChildStory, months: number): Stay[] | null {
  const { followUp, stays } = story;
  if (followUp === null || stays.length === 0 || followUp >= story.time.recordEnds) return null;
  const from = addMonths(followUp, -months);
  return stays.filter((stay, place) => place > 0 && stay.start > from && stay.start <= followUp);
}

const movesFact = (months: number): Fact => ({
  name: `moves_last_${months}_months`,
  label: `Moves in the last ${months} months before follow-up`,
  meaning: `Stays that began in the ${months} months up to follow-up; a change of legal status with the same carer is no move.`,
  unit: "moves",
  of: (story) => movesBefore(story, months)?.length ?? notRecorded,
  records: (story) => placementRows(movesBefore(story, months) ?? []),
});

export const movesLast12Months = movesFact(12);
export const movesLast24Months = movesFact(24);

/** Stays with a parent that began after a stay away, up to follow-up. */
function returnsOf(story: ChildStory): number[] {
  const until = story.followUp ?? openEnd;
  const places: number[] = [];
  story.stays.forEach((stay, place) => {
    const before = story.stays[place - 1];
    const away = before !== undefined && before.setting !== "parent";
    if (stay.setting === "parent" && stay.start <= until && (away || place === story.indexStay)) {
      places.push(place);
    }
  });
  return places;
}

/** Did a stay with a parent end with the child living elsewhere, on or before the day? */
function endedAway(story: ChildStory, place: number, until: number): boolean {
  const stay = story.stays[place] as Stay;
  // A stay that reaches the end of the record is cut there, not ended.
  if (stay.end > until || stay.end >= story.time.recordEnds) return false;
  const next = story.stays[place + 1];
  return next !== undefined ? next.setting !== "parent" : stay.end !== openEnd;
}

/** The places in a child's stays of the returns that ended, by follow-up, with the child away from both parents. */
export function failedReturnPlaces(story: ChildStory): number[] {
  const until = story.followUp ?? openEnd;
  return returnsOf(story).filter((place) => endedAway(story, place, until));
}

export const returns: Fact = {
  name: "returns",
  label: "Returns home",
  meaning:
    "Stays with a parent that followed a stay away, over the whole record up to follow-up, the index return among them.",
  unit: "returns",
  of: (story) => (story.stays.length === 0 ? notRecorded : returnsOf(story).length),
  records: (story) => placementRows(returnsOf(story).map((place) => story.stays[place] as Stay)),
};

export const failedReturns: Fact = {
  name: "failed_returns",
  label: "Returns that broke down",
  meaning: "Returns that ended, by follow-up, with the child living away from both parents.",
  unit: "returns",
  of: (story) => (story.stays.length === 0 ? notRecorded : failedReturnPlaces(story).length),
  records: (story) =>
    placementRows(failedReturnPlaces(story).map((place) => story.stays[place] as Stay)),
};

/** The stay at the end of the unbroken run of stays with a parent that began with the index return. */
function endOfIndexReturn(story: ChildStory): Stay | null {
  let place = story.indexStay;
  if (place < 0) return null;
  // A move from one parent to the other is not a breakdown.
  while (story.stays[place + 1]?.setting === "parent") place++;
  return story.stays[place] as Stay;
}

function brokeDownBy(story: ChildStory, months: number): "1" | "0" | Unknown {
  const last = endOfIndexReturn(story);
  if (last === null || story.index === null) return notRecorded;
  const horizon = addMonths(story.index, months);
  // Known only for those followed for so long: counting the early breakdowns of the others would
  // raise the share.
  if (horizon > story.time.recordEnds) return notRecorded;
  return last.end <= horizon && last.end < story.time.recordEnds ? "1" : "0";
}

const breakdownFact = (years: number): Fact => ({
  name: `breakdown_${years}y`,
  label: `The index return broke down within ${years === 1 ? "a year" : `${years} years`}`,
  meaning: `The child left the parents' home for another setting within ${years * 12} months of the index return; a move between parents is no breakdown. Not known when the record ends before that.`,
  levels: yesNoLevels,
  sensitive: true,
  of: (story) => brokeDownBy(story, years * 12),
  records: (story) => {
    const last = endOfIndexReturn(story);
    return last === null ? [] : placementRows([last]);
  },
});

export const breakdown1y = breakdownFact(1);
export const breakdown2y = breakdownFact(2);
export const breakdown5y = breakdownFact(5);

export const monthsToBreakdown: Fact = {
  name: "months_to_breakdown",
  label: "Months from the index return to its breakdown",
  meaning:
    "Completed months from the index date to the day the child left; not applicable when the return lasted to follow-up.",
  unit: "months",
  of: (story) => {
    const last = endOfIndexReturn(story);
    if (last === null || story.index === null) return notRecorded;
    const lasted = last.end === openEnd || last.end >= story.time.recordEnds;
    if (lasted || (story.followUp !== null && last.end > story.followUp)) {
      return notApplicable;
    }
    return monthsBetween(story.index, last.end);
  },
  records: breakdown5y.records,
};

export const monthsObserved: Fact = {
  name: "months_observed",
  label: "Months the index return was observed",
  meaning:
    "Months to its breakdown, or to follow-up or the end of the record when it lasted: the time for a survival curve.",
  unit: "months",
  of: (story) => {
    const last = endOfIndexReturn(story);
    if (last === null || story.index === null || story.followUp === null) return notRecorded;
    return monthsBetween(story.index, Math.min(last.end, story.followUp, story.time.recordEnds));
  },
  records: breakdown5y.records,
};

export const placementsEver: Fact = {
  name: "placements_ever",
  label: "Placements away from home on record",
  meaning: "Stays in any setting but with a parent, up to follow-up.",
  unit: "placements",
  of: (story) =>
    story.stays.length === 0
      ? notRecorded
      : story.stays.filter(
          (stay) => stay.setting !== "parent" && stay.start <= (story.followUp ?? openEnd),
        ).length,
  records: (story) => placementRows(story.stays.filter((stay) => stay.setting !== "parent")),
};
