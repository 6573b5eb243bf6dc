import { missingDay } from "../../data-dictionary/table/column.ts";
import { type Stay, staysOf } from "./stays.ts";
import { openEnd, type Timelines } from "./timelines.ts";

/** One child's record, gathered once and read by every fact. */
export interface ChildStory {
  readonly time: Timelines;
  readonly child: number;
  readonly family: number;
  readonly birth: number | null;
  readonly index: number | null;
  readonly followUp: number | null;
  /** All stays on record, in order. */
  readonly stays: readonly Stay[];
  /** The stay on the day of follow-up, by its place in `stays`; −1 when there is none. */
  readonly current: number;
  /** The stay that began with the index return; −1 when there is none. */
  readonly indexStay: number;
}

/**
 * Gathers one child's record for the facts.
 *
 * The index return is the stay with a parent that begins on the index date, or up to `slack` days from it,
 * since files differ on the day; the nearest wins, the earlier on a tie.
 */
export function childStory(time: Timelines, child: number, slack = 7): ChildStory {
  const day = (value: number): number | null => (value === missingDay ? null : value);
  const index = day(time.index[child] as number);
  const followUp = day(time.followUp[child] as number);
  const stays = staysOf(time, child);
  let current = -1;
  let indexStay = -1;
  let nearest = slack + 1;
  stays.forEach((stay, place) => {
    if (followUp !== null && stay.start <= followUp && followUp < stay.end) current = place;
    if (index === null || stay.setting !== "parent") return;
    const distance = Math.abs(stay.start - index);
    if (distance < nearest) {
      nearest = distance;
      indexStay = place;
    }
  });
  return {
    time,
    child,
    family: time.families.of[child] as number,
    birth: day(time.birth[child] as number),
    index,
    followUp,
    stays,
    current,
    indexStay,
  };
}

/** The last day on which anything is known of where the child lived; null without placements. */
export function lastKnownDay(story: ChildStory): number | null {
  let last: number | null = null;
  for (const stay of story.stays) {
    if (stay.end === openEnd) return openEnd;
    if (last === null || stay.end > last) last = stay.end;
  }
  return last;
}
