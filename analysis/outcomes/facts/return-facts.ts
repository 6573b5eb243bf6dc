import { addMonths, monthsBetween } from "../../../data-dictionary/dates/day.ts";
import type { ChildStory } from "../../timeline/child-story.ts";
import { endOfIndexReturn, failedReturnPlaces, returnPlaces } from "../../timeline/returns.ts";
import type { Stay } from "../../timeline/stays.ts";
import { openEnd } from "../../timeline/timelines.ts";
import { type Fact, notApplicable, notRecorded, type Unknown, yesNoLevels } from "../fact.ts";
import { amount, dayWords } from "../note/words.ts";
import { placementRows } from "./placement-rows.ts";

export const returns: Fact = {
  name: "returns",
  label: "Returns home",
  meaning:
    "Stays with a parent that followed a stay away, over the whole record up to follow-up, the index return among them.",
  unit: "returns",
  of: (story) => (story.stays.length === 0 ? notRecorded : returnPlaces(story).length),
  records: (story) => placementRows(returnPlaces(story).map((place) => story.stays[place] as Stay)),
  tell: (count) => `${amount(Number(count), "return home is", "returns home are")} on record`,
};

export const failedReturns: Fact = {
  name: "failed_returns",
  label: "Returns that broke down",
  meaning:
    "Returns that ended, by follow-up, with the child living away from both parents; one that is only lost from sight did not break down.",
  unit: "returns",
  sensitive: true,
  of: (story) => (story.stays.length === 0 ? notRecorded : failedReturnPlaces(story).length),
  records: (story) =>
    placementRows(failedReturnPlaces(story).map((place) => story.stays[place] as Stay)),
  tell: (count) => `${amount(Number(count), "return")} home broke down by follow-up`,
};

function brokeDownBy(story: ChildStory, months: number): "1" | "0" | Unknown {
  const end = endOfIndexReturn(story);
  if (end === null || story.index === null) return notRecorded;
  const horizon = addMonths(story.index, months);
  // Known only for those followed for so long: counting the early breakdowns of the others would
  // raise the share.
  if (horizon > story.time.recordEnds) return notRecorded;
  if (end.day > horizon) return "0";
  return end.how === "broke_down" ? "1" : notRecorded;
}

/** Why it is not known whether the index return broke down. */
function noBreakdown(story: ChildStory): string | null {
  const end = endOfIndexReturn(story);
  if (story.index === null) return "the child has no index date";
  if (end === null) return "no stay with a parent begins within a week of the index return";
  if (end.how === "not_followed")
    return `the return home was seen to ${dayWords(end.day)} only, and nothing says that the child left`;
  return story.time.recordEnds === openEnd
    ? null
    : `the record ends on ${dayWords(story.time.recordEnds - 1)}, before the return could be followed so long`;
}

const breakdownFact = (years: number): Fact => {
  const time = years === 1 ? "a year" : `${years} years`;
  return {
    name: `breakdown_${years}y`,
    label: `The index return broke down within ${time}`,
    meaning: `The child left the parents' home for another setting within ${years * 12} months of the index return. A move between parents, respite, hospital, adoption or living alone at 18 is no breakdown. Not known when the record, or what it says of the return, ends before that.`,
    levels: yesNoLevels,
    sensitive: true,
    of: (story) => brokeDownBy(story, years * 12),
    records: (story) => {
      const end = endOfIndexReturn(story);
      return end === null ? [] : placementRows([end.stay]);
    },
    tell: (value) =>
      value === "1"
        ? `the return home broke down within ${time}`
        : `the return home had not broken down within ${time}`,
    absence: noBreakdown,
  };
};

export const breakdown1y = breakdownFact(1);
export const breakdown2y = breakdownFact(2);
export const breakdown5y = breakdownFact(5);

export const monthsToBreakdown: Fact = {
  name: "months_to_breakdown",
  label: "Months from the index return to its breakdown",
  meaning:
    "Completed months from the index date to the day the child left; not applicable when the return did not break down by follow-up.",
  unit: "months",
  of: (story) => {
    const end = endOfIndexReturn(story);
    if (end === null || story.index === null) return notRecorded;
    const beyond = story.followUp !== null && end.day > story.followUp;
    return end.how !== "broke_down" || beyond ? notApplicable : monthsBetween(story.index, end.day);
  },
  records: breakdown5y.records,
};

export const monthsObserved: Fact = {
  name: "months_observed",
  label: "Months the index return was observed",
  meaning:
    "Months to its breakdown, or to the last day it was seen when it did not break down: follow-up, the end of the record, a case closed at home, adoption or coming of age. The time for a survival curve.",
  unit: "months",
  of: (story) => {
    const end = endOfIndexReturn(story);
    if (end === null || story.index === null || story.followUp === null) return notRecorded;
    return monthsBetween(story.index, Math.min(end.day, story.followUp, story.time.recordEnds));
  },
  records: breakdown5y.records,
};
