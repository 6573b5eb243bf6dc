import { addMonths } from "../../data-dictionary/dates/day.ts";
import type { ChildStory } from "./child-story.ts";
import type { Stay } from "./stays.ts";
import { openEnd } from "./timelines.ts";

/**
 * How a run of stays with a parent came to its end. `broke_down`: the child left for another setting, or the
 * record says the return broke down. `goes_on`: no end is on record, or it lies beyond the record's.
 * `not_followed`: the last stay with a parent ends and nothing says that the child left (a case closed at
 * home, a family that moved away), or the child was adopted, or set up home alone at 18 or over: the return
 * was seen to that day, and no further.
 */
export interface ReturnEnd {
  readonly stay: Stay;
  readonly how: "broke_down" | "goes_on" | "not_followed";
  /** The day of the breakdown, or the last day to which the return was seen; `openEnd` while it goes on. */
  readonly day: number;
}

/** Reasons for the end of a stay that say the return failed, whatever comes next. */
const failing = new Set(["return_broke_down", "taken_into_care"]);

/** A stay in hospital between two stays with a parent is no absence. */
function backFromHospital(story: ChildStory, place: number): boolean {
  return (
    story.stays[place]?.setting === "hospital" &&
    story.stays[place - 1]?.setting === "parent" &&
    story.stays[place + 1]?.setting === "parent"
  );
}

/** How the run of stays with a parent that the stay at `place` belongs to came to its end. */
function returnEnd(story: ChildStory, place: number): ReturnEnd {
  let at = place;
  // A move from one parent to the other, or a time in hospital, is no breakdown.
  while (story.stays[at + 1]?.setting === "parent" || backFromHospital(story, at + 1)) at++;
  const stay = story.stays[at] as Stay;
  if (stay.end >= story.time.recordEnds || stay.end === openEnd) {
    return { stay, how: "goes_on", day: openEnd };
  }
  const next = story.stays[at + 1];
  const adult = story.birth !== null && stay.end >= addMonths(story.birth, 12 * 18);
  const left =
    next !== undefined && next.setting !== "adoption" && !(adult && next.setting === "independent");
  return {
    stay,
    how: left || failing.has(reasonOf(story, stay)) ? "broke_down" : "not_followed",
    day: stay.end,
  };
}

function reasonOf(story: ChildStory, stay: Stay): string {
  const column = story.time.spells.table?.columns.get("end_reason");
  const row = stay.rows.at(-1) ?? -1;
  return column?.kind === "categorical"
    ? (column.levels[column.codes[row] as number]?.value ?? "")
    : "";
}

/** How the index return came to its end; null when no stay with a parent begins near the index date. */
export function endOfIndexReturn(story: ChildStory): ReturnEnd | null {
  return story.indexStay < 0 ? null : returnEnd(story, story.indexStay);
}

/** The places in a child's stays of the returns home up to follow-up: stays with a parent after a stay away. */
export function returnPlaces(story: ChildStory): number[] {
  const until = story.followUp ?? openEnd;
  const places: number[] = [];
  story.stays.forEach((stay, place) => {
    const before = story.stays[place - 1];
    const away =
      before !== undefined && before.setting !== "parent" && !backFromHospital(story, place - 1);
    if (stay.setting === "parent" && stay.start <= until && (away || place === story.indexStay)) {
      places.push(place);
    }
  });
  return places;
}

/** The places in a child's stays of the returns that broke down by follow-up. */
export function failedReturnPlaces(story: ChildStory): number[] {
  const until = story.followUp ?? openEnd;
  return returnPlaces(story).filter((place) => {
    const end = returnEnd(story, place);
    return end.how === "broke_down" && end.day <= until;
  });
}
