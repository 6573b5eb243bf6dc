import { missingDay } from "../../data-dictionary/table/column.ts";
import { openEnd, type Timelines } from "../timeline/timelines.ts";

/** A period of a family's case that was judged proactive or passive. */
export interface RatedPeriod {
  readonly from: number;
  /** First day not in the period. */
  readonly to: number;
  readonly proactive: boolean;
  /** Row of the ratings table. */
  readonly row: number;
}

/**
 * A family's rated periods in order, by the coder whose word counts (agreed, else the first in name
 * order). Ratings with a missing value are gaps; where periods overlap, the later start has the overlap.
 */
export function ratedPeriods(time: Timelines, family: number, item: string): RatedPeriod[] {
  const { byFamily, from, to, item: items, value, coder } = time.ratings;
  const found: (RatedPeriod & { coder: string })[] = [];
  for (
    let at = byFamily.start[family] as number;
    at < (byFamily.start[family + 1] as number);
    at++
  ) {
    const row = byFamily.rows[at] as number;
    if (items?.levels[items.codes[row] as number]?.value !== item) continue;
    const judged = value?.levels[value.codes[row] as number]?.value;
    if (judged !== "proactive" && judged !== "passive") continue;
    if (from[row] === missingDay) continue;
    const end = to[row] === missingDay ? openEnd : (to[row] as number);
    if (end <= (from[row] as number)) continue;
    const name = coder?.levels[coder.codes[row] as number]?.value ?? "";
    found.push({
      from: from[row] as number,
      to: end,
      proactive: judged === "proactive",
      row,
      coder: name === "agreed" || name === "consensus" ? "" : name,
    });
  }
  const first = found.map((period) => period.coder).sort()[0];
  const periods = found.filter((period) => period.coder === first);
  return periods.flatMap((period, place) => {
    const next = periods[place + 1];
    const until = next === undefined ? period.to : Math.min(period.to, next.from);
    return until > period.from
      ? [{ from: period.from, to: until, proactive: period.proactive, row: period.row }]
      : [];
  });
}
