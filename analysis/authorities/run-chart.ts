import { InputError } from "../../data-dictionary/input-error.ts";
import { wilson } from "../association/wilson.ts";
import { type ShareDifference, shareDifference } from "./difference.ts";
import { type FunnelLimits, funnel } from "./funnel.ts";
import { rate } from "./rate.ts";
import { type RateDifference, rateDifference } from "./rate-difference.ts";

/** Events in one year. */
export interface YearCount {
  readonly time: string;
  readonly events: number;
  readonly n: number;
}

/** One year of a run chart. */
export interface RunPoint extends YearCount, FunnelLimits {
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly outside: boolean;
  /** Against the year before it in the chart; null for the first. */
  readonly change: ShareDifference | RateDifference | null;
}

/** An authority's share or rate over the years, with limits round its own average. */
export interface RunChart {
  readonly method: "p-chart-exact-limits" | "u-chart-exact-limits";
  readonly centre: number;
  readonly points: readonly RunPoint[];
  /** Last year less the first. */
  readonly change: ShareDifference | RateDifference | null;
  readonly longestRun: number;
  readonly note: string;
}

/**
 * A run chart: each year's share with Wilson's interval (or rate with Byar's), exact 95% and 99.8% limits
 * round the average of all years, and the change from year to year with Newcombe's interval (or the
 * like of it for rates).
 *
 * When not to use: to test a change when many of the same children are in both years, as they are in
 * counts on 31 March; the intervals of change are then rough, and are said to be.
 *
 * @param options.per - Given, the figures are rates per so many; else shares.
 * @throws {InputError} `no-years`, `bad-counts`.
 * @example
 * runChart([{ time: "2024", events: 5, n: 50 }, { time: "2025", events: 10, n: 50 }]).centre // => 0.15
 * @see Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202.
 */
export function runChart(
  years: readonly YearCount[],
  options: { readonly level?: number; readonly per?: number | undefined } = {},
): RunChart {
  const { level = 0.95, per } = options;
  const isRate = per !== undefined;
  const figure = ({ events, n }: YearCount) =>
    isRate ? rate(events, n, per, level) : wilson(events, n, level);
  const between = (later: YearCount, earlier: YearCount): ShareDifference | RateDifference =>
    isRate ? rateDifference(later, earlier, per, level) : shareDifference(later, earlier, level);
  const sorted = years
    .filter((year) => year.n > 0)
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  if (sorted.length === 0)
    throw new InputError("no-years", "There is no year with a known figure.");
  const limits = funnel(
    sorted.map(({ time, events, n }) => ({ name: time, events, n })),
    {
      kind: isRate ? "rate" : "proportion",
      per: per ?? 1,
    },
  );
  const points = sorted.map((year, i): RunPoint => {
    const { low95, high95, low998, high998, band } = limits.points[
      i
    ] as (typeof limits.points)[number];
    const { estimate, ciLow, ciHigh } = figure(year);
    const before = sorted[i - 1];
    return {
      ...year,
      estimate,
      ciLow,
      ciHigh,
      low95,
      high95,
      low998,
      high998,
      outside: band !== "inside",
      change: before === undefined ? null : between(year, before),
    };
  });
  const first = sorted[0] as YearCount;
  const last = sorted[sorted.length - 1] as YearCount;
  return {
    method: isRate ? "u-chart-exact-limits" : "p-chart-exact-limits",
    centre: limits.target,
    points,
    change: sorted.length < 2 ? null : between(last, first),
    longestRun: longestRun(points.map((point) => Math.sign(point.estimate - limits.target))),
    note: "Many of the same children are counted in more than one year, so changes are less certain than their intervals say.",
  };
}

/** Most points in a row on one side of the centre; points on it are passed over. */
function longestRun(sides: readonly number[]): number {
  let longest = 0;
  let own = 0;
  let side = 0;
  for (const next of sides.filter((value) => value !== 0)) {
    own = next === side ? own + 1 : 1;
    side = next;
    longest = Math.max(longest, own);
  }
  return longest;
}
