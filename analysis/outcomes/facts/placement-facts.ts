import { addMonths, monthsBetween } from "../../../data-dictionary/dates/day.ts";
import { settings } from "../../../data-dictionary/study/built-in-columns.ts";
import type { ChildStory } from "../../timeline/child-story.ts";
import type { RecordReference } from "../../timeline/record-reference.ts";
import { settingPhrases } from "../../timeline/setting-phrases.ts";
import type { Stay } from "../../timeline/stays.ts";
import { openEnd } from "../../timeline/timelines.ts";
import { type Fact, notRecorded } from "../fact.ts";
import { amount, dayWords } from "../note/words.ts";
import { placementRows } from "./placement-rows.ts";

const currentStay = (story: ChildStory): Stay | undefined => story.stays[story.current];

/** Why nothing is known of where the child lived at follow-up. */
function noCurrentStay(story: ChildStory): string | null {
  const { followUp, stays } = story;
  if (stays.length === 0) return "the child has no placements on record";
  if (followUp === null) return "the child has no index date, so there is no day of follow-up";
  const last = stays.filter((stay) => stay.end <= followUp).at(-1);
  return `no placement on record covers the day of follow-up, ${dayWords(followUp)}${last === undefined ? "" : `; the one before it ended on ${dayWords(last.end)}`}`;
}
/** What is cited for a fact of the day of follow-up: the stay that covers it, else the last before it. */
function currentRows(story: ChildStory): RecordReference[] {
  if (story.current >= 0) return placementRows(story.stays.slice(story.current, story.current + 1));
  return placementRows(
    story.stays.filter((stay) => stay.end <= (story.followUp ?? openEnd)).slice(-1),
  );
}

/** Where the child lived on the day of follow-up. */
export const settingAtFollowUp: Fact = {
  name: "setting_at_follow_up",
  label: "Where the child lived at follow-up",
  meaning: "The setting of the stay that covers the day of follow-up.",
  levels: settings,
  of: (story) => currentStay(story)?.setting ?? notRecorded,
  records: currentRows,
  tell: (setting) => `at follow-up the child lived ${settingPhrases[setting] ?? setting}`,
  asked: (setting) => settingPhrases[setting] ?? String(setting),
  absence: noCurrentStay,
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
  records: currentRows,
  tell: (months) =>
    `the child had been in the same place for ${amount(Number(months), "month")} at follow-up`,
  absence: noCurrentStay,
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
  tell: (moves) =>
    `the child ${moves === 0 ? "did not move" : moves === 1 ? "moved once" : `moved ${moves} times`} in the ${months} months before follow-up`,
});

export const movesLast12Months = movesFact(12);
export const movesLast24Months = movesFact(24);

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
