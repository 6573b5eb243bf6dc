import { type CategoricalColumn, categoricalColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";

const prefix = "return_lasted_";

/**
 * The name of a table of how long index returns lasted, in steps of whole years that are long enough: in each, at
 * least the threshold broke down, or nobody is counted apart. The steps are part of the name, so that the same
 * table can be counted again.
 *
 * @param years - Of follow-up.
 * @returns Null without the facts of breakdown, or when not even one step is long enough.
 * @example
 * lastingVariable(dataset([numericColumn("months_observed", [3, 9, 30, 60]), numericColumn("months_to_breakdown", [3, 9, 30, null])]), 5, 1) // => "return_lasted_12_36_60"
 */
export function lastingVariable(data: Dataset, years: number, threshold: number): string | null {
  const times = timesOf(data);
  if (times === null) return null;
  const inYear = Array<number>(Math.floor(years)).fill(0);
  for (const { observed, brokeDown } of times) {
    const year = Math.max(0, Math.ceil(observed / 12) - 1);
    if (brokeDown && year < inYear.length) inYear[year] = (inYear[year] as number) + 1;
  }
  const ends: number[] = [];
  let events = 0;
  inYear.forEach((count, year) => {
    events += count;
    if (events < threshold) return;
    ends.push(12 * (year + 1));
    events = 0;
  });
  if (ends.length === 0) return null;
  // What is left at the end is too few for a step: it goes with the one before.
  if (ends.at(-1) !== 12 * inYear.length && events > 0) ends[ends.length - 1] = 12 * inYear.length;
  if (ends.at(-1) !== 12 * inYear.length) ends.push(12 * inYear.length);
  return prefix + ends.join("_");
}

/** The steps in a name, in months, or null when it is no such name. */
export function lastingSteps(name: string): number[] | null {
  const own = /^return_lasted_(\d+(?:_\d+)*)$/.exec(name)?.[1];
  return own === undefined ? null : own.split("_").map(Number);
}

/** The data with the columns of these names, where they are names of steps. */
export function withLasting(data: Dataset, names: readonly string[]): Dataset {
  const made = names.flatMap((name) => {
    const column = data.columns.has(name) ? null : lastingColumn(data, name);
    return column === null ? [] : [[name, column] as const];
  });
  return made.length === 0 ? data : { ...data, columns: new Map([...data.columns, ...made]) };
}

function lastingColumn(data: Dataset, name: string): CategoricalColumn | null {
  const [steps, times] = [lastingSteps(name), timesOf(data)];
  if (steps === null || times === null) return null;
  const levels = steps.flatMap((to, at) => {
    const words = stepWords(steps[at - 1] ?? 0, to);
    return [
      { value: `broke_${to}`, label: `Broke down in ${words}` },
      { value: `ended_${to}`, label: `Record ends in ${words}` },
    ];
  });
  const end = steps.at(-1) as number;
  levels.push({ value: "lasting", label: `Lasting at ${end / 12} years` });
  const used = new Set<string>();
  const values = times.map(({ observed, brokeDown, isKnown }) => {
    if (!isKnown) return null;
    // As breakdown_1y counts: a return that broke down on the last day of a step broke down in it.
    const step = steps.find((to) => (brokeDown ? observed <= to : observed < to));
    const value = step === undefined ? "lasting" : brokeDown ? `broke_${step}` : `ended_${step}`;
    used.add(value);
    return value;
  });
  return categoricalColumn(name, values, {
    label: "How long the index return lasted",
    // Where no record ends early, that is no answer.
    levels: levels.filter(({ value }) => used.has(value) || !value.startsWith("ended")),
    ordered: true,
  });
}

/** "year 2", or "years 3 to 5". */
export const stepWords = (from: number, to: number): string => {
  const [first, last] = [from / 12 + 1, to / 12];
  return first === last ? `year ${first}` : `years ${first} to ${last}`;
};

function timesOf(data: Dataset) {
  const observed = data.columns.get("months_observed");
  const ended = data.columns.get("months_to_breakdown");
  if (observed?.kind !== "numeric" || ended?.kind !== "numeric") return null;
  return Array.from(observed.values, (value, row) => ({
    observed: value,
    isKnown: !Number.isNaN(value),
    brokeDown: !Number.isNaN(ended.values[row] as number),
  }));
}
