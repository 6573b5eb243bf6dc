import { addMonths } from "../../data-dictionary/dates/day.ts";
import { settings } from "../../data-dictionary/study/built-in-columns.ts";
import { childStory } from "../timeline/child-story.ts";
import type { Timelines } from "../timeline/timelines.ts";

/** Where children lived, month by month from the index return. */
export interface StateDistribution {
  readonly unit: "child";
  /** Children with an index date: the n of every month. */
  readonly n: number;
  readonly families: number;
  /** Children without an index date; they are in no count. */
  readonly nMissing: number;
  /** Completed months since the index date, from 0 to follow-up. */
  readonly months: readonly number[];
  /** Settings that occur, in declared order, and last those of whom the record does not say. */
  readonly states: readonly {
    readonly value: string;
    readonly label: string;
    /** One count for each month. */
    readonly counts: readonly number[];
  }[];
}

/**
 * Counts where every child lived on the day each month after the index date was completed. A short break
 * away does not interrupt a stay. Every child is in every month: where the record does not say, the state
 * is "unknown", so that the counts of a month always add up to n.
 *
 * When not to use: to say that a child moved from one setting to another; these are counts of each month
 * by itself.
 */
export function stateDistribution(time: Timelines, only?: readonly number[]): StateDistribution {
  const children = only ?? [...Array(time.childCount).keys()];
  const stories = children
    .map((child) => childStory(time, child))
    .filter((story) => story.index !== null);
  const months = Array.from({ length: time.followUpMonths + 1 }, (_, month) => month);
  const counts = new Map<string, number[]>();
  for (const story of stories) {
    for (const month of months) {
      const day = addMonths(story.index as number, month);
      const stay = story.stays.find((own) => own.start <= day && day < own.end);
      const state = stay?.setting ?? "unknown";
      const own = counts.get(state) ?? months.map(() => 0);
      own[month] = (own[month] as number) + 1;
      counts.set(state, own);
    }
  }
  const known = settings.filter(({ value }) => counts.has(value));
  const others = [...counts.keys()].filter(
    (value) => value !== "unknown" && !settings.some((each) => each.value === value),
  );
  return {
    unit: "child",
    n: stories.length,
    families: new Set(stories.map((story) => story.family)).size,
    nMissing: children.length - stories.length,
    months,
    states: [
      ...known,
      ...others.map((value) => ({
        value,
        label: time.spells.setting?.levels.find((level) => level.value === value)?.label ?? value,
      })),
      ...(counts.has("unknown") ? [{ value: "unknown", label: "Not known" }] : []),
    ].map(({ value, label }) => ({ value, label, counts: counts.get(value) as number[] })),
  };
}
