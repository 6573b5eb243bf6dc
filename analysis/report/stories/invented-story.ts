import { legalStatuses, settings } from "../../../data-dictionary/study/built-in-columns.ts";
import type { TimelineFlag, TimelinePhase } from "../../figures/child-timeline-options.ts";
import type { ChildTimeline } from "../../timeline/child-timeline.ts";

/** A story made up to show what a pattern of case management looks like: no real child, no real family. */
export interface InventedStory {
  /** The value of the pattern that it shows. */
  readonly pattern: string;
  /** What to call the child. */
  readonly called: string;
  /** Two plain sentences. */
  readonly telling: string;
  readonly timeline: ChildTimeline;
  readonly phases: readonly TimelinePhase[];
  readonly flags: readonly TimelineFlag[];
}

type Stay = readonly [start: string, end: string | null, setting: string];
type Happening = readonly [date: string, lane: string, type: string, label: string];

/** How a story is written down: dates, and words of the built-in lists. */
export interface StoryScript {
  readonly pattern: string;
  readonly called: string;
  readonly telling: string;
  readonly birth: string;
  readonly from: string;
  readonly index: string;
  readonly followUp: string;
  readonly to: string;
  readonly stays: readonly Stay[];
  readonly legal: readonly Stay[];
  readonly plans: readonly (readonly [start: string, end: string | null])[];
  readonly phases: readonly (readonly [
    start: string,
    end: string,
    value: TimelinePhase["value"],
  ])[];
  readonly events: readonly Happening[];
  /** Dates of referrals that nobody answered. */
  readonly unanswered: readonly string[];
  readonly flags: readonly (readonly [date: string, label: string])[];
}

/** A script as a time line that can be drawn. */
export function inventedStory(script: StoryScript): InventedStory {
  const { pattern, called, telling, birth, from, index, followUp, to } = script;
  const named = (list: typeof settings, [start, end, value]: Stay) => ({
    start,
    end,
    value,
    label: list.find((each) => each.value === value)?.label ?? value,
  });
  return {
    pattern,
    called,
    telling,
    timeline: {
      from,
      to,
      birth,
      index,
      followUp,
      stays: script.stays.map((stay) => named(settings, stay)),
      legal: script.legal.map((span) => named(legalStatuses, span)),
      plans: script.plans.map(([start, end]) => ({
        start,
        end,
        value: "plan",
        label: "Child protection plan",
      })),
      events: script.events.map(([date, lane, type, label]) => ({
        date,
        precision: "day",
        lane,
        type,
        label,
        category: null,
        ofFamily: false,
        answered: type === "referral" ? !script.unanswered.includes(date) : null,
      })),
      siblingEvents: 0,
    },
    phases: script.phases.map(([start, end, value]) => ({
      start,
      end,
      value,
      label: value === "proactive" ? "Proactive" : "Passive",
    })),
    flags: script.flags.map(([date, label]) => ({ date, label })),
  };
}
