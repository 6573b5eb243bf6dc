import { type Day, isoDate, monthsBetween } from "../../../data-dictionary/dates/day.ts";
import { dateWords } from "../../figures/date-words.ts";

/** A day as people write it. */
export const dayWords = (day: Day): string => dateWords(isoDate(day));

/**
 * How long from one day to another, in the words a note needs.
 *
 * @example
 * lengthWords(0, 400) // => "1 year 1 month"
 * @example
 * lengthWords(0, 12) // => "12 days"
 */
export function lengthWords(from: Day, to: Day): string {
  const months = monthsBetween(from, to);
  if (months < 1) return amount(to - from, "day");
  const years = Math.floor(months / 12);
  const rest = months - 12 * years;
  return [
    ...(years > 0 ? [amount(years, "year")] : []),
    ...(rest > 0 ? [amount(rest, "month")] : []),
  ].join(" ");
}

/**
 * A number with its noun.
 *
 * @example
 * amount(1, "month") // => "1 month"
 */
export const amount = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

/**
 * Things in a row: commas, and a word before the last.
 *
 * @example
 * listWords(["a", "b", "c"], "or") // => "a, b or c"
 */
export function listWords(items: readonly string[], word = "and"): string {
  return items.length < 2
    ? (items[0] ?? "")
    : `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}

/**
 * Row numbers, those that follow on from one another drawn together.
 *
 * @example
 * rangeWords([4, 2, 3, 7, 9, 10]) // => "2 to 4, 7, 9 and 10"
 */
export function rangeWords(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const number of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return listWords(
    runs.flatMap(([from, to]) =>
      from === to
        ? [String(from)]
        : to === from + 1
          ? [String(from), String(to)]
          : [`${from} to ${to}`],
    ),
  );
}
