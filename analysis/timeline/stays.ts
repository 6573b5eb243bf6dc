import type { Day } from "../../data-dictionary/dates/day.ts";
import { openEnd, type Timelines } from "./timelines.ts";

/** A stay: one or more rows with the same carer and setting that follow on from one another. */
export interface Stay {
  readonly start: Day;
  readonly end: Day;
  readonly setting: string;
  /** Rows of the placements table, first to last. */
  readonly rows: readonly number[];
}

/**
 * A child's stays in order. Rows that begin on the day the one before ended (or overlap it), with the same
 * setting and the same carer, are one stay: a new legal status is no move. Rows with a parent are one stay
 * whatever the carer column says, unless it names different carers. Short breaks away (respite) do not
 * end the stay around them.
 *
 * @param until - Only what was there before this day; stays that go on beyond it are cut there.
 */
export function staysOf(time: Timelines, child: number, until: Day = openEnd): Stay[] {
  const { by, start, end, setting, carer } = time.spells;
  const stays: { start: Day; end: Day; setting: string; carer: string | null; rows: number[] }[] =
    [];
  let bridged = Number.NEGATIVE_INFINITY;
  for (let at = by.start[child] as number; at < (by.start[child + 1] as number); at++) {
    const row = by.rows[at] as number;
    const from = start[row] as number;
    if (from >= until) continue;
    const to = Math.min(end[row] as number, until);
    const code = setting?.codes[row] ?? -1;
    const place = code < 0 ? "unknown" : (setting?.levels[code]?.value ?? "unknown");
    if (place === "respite") {
      const before = stays.at(-1);
      if (before !== undefined && from <= before.end) bridged = Math.max(bridged, to);
      continue;
    }
    const who = carer?.values[row] ?? null;
    const last = stays.at(-1);
    const follows =
      last !== undefined && from <= Math.max(last.end, bridged) + (place === "parent" ? 1 : 0);
    const same =
      last !== undefined &&
      last.setting === place &&
      (place === "parent"
        ? who === null || last.carer === null || who === last.carer
        : who !== null && who === last.carer);
    if (last !== undefined && follows && same) {
      last.end = Math.max(last.end, to);
      last.rows.push(row);
    } else {
      bridged = Number.NEGATIVE_INFINITY;
      stays.push({ start: from, end: to, setting: place, carer: who, rows: [row] });
    }
  }
  return stays;
}
