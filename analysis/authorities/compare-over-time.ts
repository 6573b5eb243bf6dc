import { InputError } from "../../data-dictionary/input-error.ts";
import { nameOrder } from "./count-authorities.ts";
import { type RunChart, runChart } from "./run-chart.ts";

/** Events of one authority at one time. */
export interface TimedCount {
  readonly name: string;
  readonly time: string;
  readonly events: number;
  readonly n: number;
}

/** Authorities over several years: a run chart for each, and one for all of them. */
export interface TimeComparison {
  readonly by: string;
  readonly outcome: string;
  readonly time: string;
  readonly kind: "proportion" | "rate";
  readonly per: number;
  readonly times: readonly string[];
  readonly ciLevel: number;
  readonly overall: RunChart;
  readonly authorities: readonly { readonly name: string; readonly chart: RunChart }[];
  /** Authorities whose change from their first to their last year has an interval without 0. */
  readonly changed: readonly string[];
  /** How many would by chance alone. */
  readonly expectedChanged: number;
  readonly notShown: readonly {
    readonly name: string;
    readonly time: string;
    readonly reason: string;
  }[];
}

/**
 * Change over time by authority: for each a run chart with limits round its own average, and the change
 * from its first to its last year with an interval.
 *
 * When not to use: to say that something was done. A run chart shows that figures moved beyond chance,
 * not why.
 *
 * @param options.per - Given, the figures are rates per so many; else shares.
 * @throws {InputError} `too-few-years`, `bad-counts`.
 * @example
 * compareOverTime([{ name: "A", time: "2024", events: 5, n: 50 }, { name: "A", time: "2025", events: 20, n: 50 }]).changed // => ["A"]
 */
export function compareOverTime(
  counts: readonly TimedCount[],
  options: {
    readonly by?: string;
    readonly outcome?: string;
    readonly time?: string;
    readonly per?: number | undefined;
  } = {},
): TimeComparison {
  const level = 0.95;
  const { by = "authority", outcome = "events", time = "year", per } = options;
  const kind = per === undefined ? "proportion" : "rate";
  const known = counts.filter(({ n }) => n > 0);
  const times = [...new Set(known.map((count) => count.time))].sort();
  if (times.length < 2) {
    throw new InputError(
      "too-few-years",
      `Change over time needs 2 times, but there ${times.length === 1 ? "is 1" : "are none"}.`,
      "Leave out --time to compare within one.",
    );
  }
  const names = [...new Set(counts.map(({ name }) => name))];
  const ordered = nameOrder(names).map((i) => names[i] as string);
  const chart = (of: readonly TimedCount[]): RunChart => runChart(of, { level, per });
  const total = times.map((each) => {
    const own = known.filter((count) => count.time === each);
    return {
      name: "all",
      time: each,
      events: own.reduce((sum, { events }) => sum + events, 0),
      n: own.reduce((sum, { n }) => sum + n, 0),
    };
  });
  const authorities = ordered.flatMap((name) => {
    const own = known.filter((count) => count.name === name);
    return own.length === 0 ? [] : [{ name, chart: chart(own) }];
  });
  const moved = authorities.filter(({ chart: { change } }) => change !== null);
  return {
    by,
    outcome,
    time,
    kind,
    per: per ?? 1,
    times,
    ciLevel: level,
    overall: chart(total),
    authorities,
    changed: moved
      .filter(({ chart: { change } }) => change !== null && (change.ciLow > 0 || change.ciHigh < 0))
      .map(({ name }) => name),
    expectedChanged: moved.length * (1 - level),
    notShown: counts
      .filter(({ n }) => n === 0)
      .map(({ name, time: at }) => ({ name, time: at, reason: "nobody in the denominator" })),
  };
}
