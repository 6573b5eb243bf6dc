import { addMonths, type Day, monthsBetween } from "../../../data-dictionary/dates/day.ts";
import type { DayRange } from "./family-record.ts";

/** How long from one event to another, at least and at most: they differ where a date is partial. */
export interface Elapsed {
  readonly least: number;
  readonly most: number;
}

/**
 * Days from one event to a later one; never below 0.
 *
 * @example
 * daysElapsed({ day: 15, earliest: 0, latest: 30 }, { day: 50, earliest: 50, latest: 50 }) // => { least: 20, most: 50 }
 */
export function daysElapsed(from: DayRange, to: DayRange): Elapsed {
  return {
    least: Math.max(0, to.earliest - from.latest),
    most: Math.max(0, to.latest - from.earliest),
  };
}

/**
 * Completed calendar months from one event to a later one; never below 0.
 *
 * @example
 * monthsElapsed({ day: 15, earliest: 0, latest: 30 }, { day: 120, earliest: 120, latest: 120 }) // => { least: 3, most: 4 }
 */
export function monthsElapsed(from: DayRange, to: DayRange): Elapsed {
  return {
    least: Math.max(0, monthsBetween(from.latest, Math.max(from.latest, to.earliest))),
    most: Math.max(0, monthsBetween(from.earliest, Math.max(from.earliest, to.latest))),
  };
}

/**
 * Is it longer than a threshold: certainly, possibly, or not at all? Null when it is not.
 *
 * @example
 * beyond({ least: 20, most: 50 }, 28) // => "possible"
 */
export function beyond(elapsed: Elapsed, threshold: number): "certain" | "possible" | null {
  if (elapsed.least > threshold) return "certain";
  return elapsed.most > threshold ? "possible" : null;
}

/**
 * A range in words.
 *
 * @example
 * elapsedText({ least: 11, most: 13 }, "months") // => "11 to 13 months"
 * @example
 * elapsedText({ least: 1, most: 1 }, "months") // => "1 month"
 */
export function elapsedText({ least, most }: Elapsed, unit: "days" | "months"): string {
  if (least !== most) return `${least} to ${most} ${unit}`;
  return `${least} ${least === 1 ? unit.slice(0, -1) : unit}`;
}

/** A single known day as a range. */
export const exactly = (day: Day): DayRange => ({ day, earliest: day, latest: day });

/** The same range, so many days later. */
export const daysLater = (range: DayRange, days: number): DayRange => ({
  day: range.day + days,
  earliest: range.earliest + days,
  latest: range.latest + days,
});

/** The same range, so many months later. */
export const monthsLater = (range: DayRange, months: number): DayRange => ({
  day: addMonths(range.day, months),
  earliest: addMonths(range.earliest, months),
  latest: addMonths(range.latest, months),
});
