import { addMonths, isoDate } from "../../data-dictionary/dates/day.ts";
import { legalStatuses } from "../../data-dictionary/study/built-in-columns.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { childStory } from "./child-story.ts";
import { openEnd, type Timelines } from "./timelines.ts";

/** A stretch of time in a child's life; ISO dates, `end` null while it goes on. */
export interface TimelineSpan {
  readonly start: string;
  readonly end: string | null;
  readonly value: string;
  readonly label: string;
}

/** A dated record. */
export interface TimelineEvent {
  readonly date: string;
  /** day, month, quarter or year. */
  readonly precision: string;
  readonly lane: string;
  readonly type: string;
  readonly label: string;
  readonly category: string | null;
  /** Does it stand in the record of the whole family? */
  readonly ofFamily: boolean;
  /** For a referral: was it answered? Null where the record has no such column. */
  readonly answered: boolean | null;
}

/** What happened to one child, ready to be drawn; case-level, never for release. */
export interface ChildTimeline {
  /** First and last day shown. */
  readonly from: string;
  readonly to: string;
  readonly birth: string | null;
  readonly index: string | null;
  readonly followUp: string | null;
  readonly stays: readonly TimelineSpan[];
  readonly legal: readonly TimelineSpan[];
  readonly plans: readonly TimelineSpan[];
  readonly events: readonly TimelineEvent[];
  /** Records about brothers and sisters alone, which are not shown. */
  readonly siblingEvents: number;
}

/**
 * One child's time line: stays, legal statuses, child protection plans, and the events of the child and of
 * the whole family. Records about a brother or sister alone are counted, not shown. No free text.
 *
 * Shown from the first record (of the family, but not before a year ahead of the birth) to two months after
 * follow-up. A plan without an end goes on.
 */
export function childTimeline(time: Timelines, child: number): ChildTimeline {
  const story = childStory(time, child);
  const { events, spells } = time;
  const ofChild = new Set(rowsOf(events.byChild, child));
  const { own, siblingEvents } = ownEvents(time, child);
  const spellRows = rowsOf(spells.by, child);
  const earliest = story.birth === null ? Number.NEGATIVE_INFINITY : addMonths(story.birth, -12);
  const days = [
    ...own.map((row) => events.day[row] as number),
    ...story.stays.map((stay) => stay.start),
  ];
  const first = Math.max(earliest, Math.min(...days, story.index ?? Number.POSITIVE_INFINITY));
  const ends = story.stays.map((stay) => (stay.end === openEnd ? stay.start : stay.end));
  const last = story.followUp === null ? Math.max(...days, ...ends) : addMonths(story.followUp, 2);
  const from = Number.isFinite(first) ? first : (story.index ?? 0);
  const to = Math.max(from + 31, Number.isFinite(last) ? last : from);
  const shown = own.filter(
    (row) => (events.day[row] as number) >= from && (events.day[row] as number) <= to,
  );
  const span = (start: number, end: number, value: string, label: string): TimelineSpan => ({
    start: isoDate(start),
    end: end >= openEnd ? null : isoDate(end),
    value,
    label,
  });
  return {
    from: isoDate(from),
    to: isoDate(to),
    birth: story.birth === null ? null : isoDate(story.birth),
    index: story.index === null ? null : isoDate(story.index),
    followUp: story.followUp === null ? null : isoDate(story.followUp),
    stays: story.stays
      .filter((stay) => stay.start <= to)
      .map((stay) =>
        span(
          stay.start,
          stay.end,
          stay.setting,
          labelOf(spells.setting, stay.setting) ?? "Not known",
        ),
      ),
    legal: legalSpans(time, spellRows).map(({ start, end, value }) =>
      span(start, end, value, legalStatuses.find((each) => each.value === value)?.label ?? value),
    ),
    plans: planSpans(time, shown).map(({ start, end, label }) => span(start, end, "plan", label)),
    events: shown
      .filter((row) => !/^plan_(start|end)$/.test(levelOf(events.type, row)?.value ?? ""))
      .map((row) => eventOf(time, row, ofChild.has(row))),
    siblingEvents,
  };
}

interface Grouped {
  readonly start: Int32Array;
  readonly rows: Int32Array;
}

const rowsOf = ({ start, rows }: Grouped, group: number): number[] =>
  Array.from(rows.subarray(start[group] as number, start[group + 1] as number));

/** Rows of the events about a child or the whole family by date; those about a sibling alone are counted. */
export function ownEvents(
  time: Timelines,
  child: number,
): { readonly own: readonly number[]; readonly siblingEvents: number } {
  const { events, families } = time;
  const ofChild = new Set(rowsOf(events.byChild, child));
  const aboutSomebody = new Set(events.byChild.rows);
  const all = rowsOf(events.byFamily, families.of[child] as number);
  const own = all
    .filter((row) => ofChild.has(row) || !aboutSomebody.has(row))
    .sort((a, b) => (events.day[a] as number) - (events.day[b] as number) || a - b);
  return { own, siblingEvents: all.length - own.length };
}

const levelOf = (column: CategoricalColumn | null, row: number) =>
  column?.levels[column.codes[row] as number];
const labelOf = (column: CategoricalColumn | null, value: string): string | undefined =>
  column?.levels.find((level) => level.value === value)?.label;

function eventOf(time: Timelines, row: number, isChilds: boolean): TimelineEvent {
  const { table, day, type, category } = time.events;
  const categorical = (name: string): string | undefined => {
    const column = table?.columns.get(name);
    return column?.kind === "categorical" ? levelOf(column, row)?.value : undefined;
  };
  const kind = levelOf(type, row);
  const answers = table?.columns.get("answered_by");
  return {
    date: isoDate(day[row] as number),
    precision: categorical("date_precision") ?? "day",
    lane: categorical("lane") ?? "agency_response",
    type: kind?.value ?? "",
    label: kind?.label ?? "Event",
    category: levelOf(category, row)?.label ?? null,
    ofFamily: !isChilds,
    answered:
      kind?.value === "referral" && answers?.kind === "text" ? answers.values[row] !== null : null,
  };
}

interface Span {
  start: number;
  end: number;
  value: string;
}

/** Legal statuses, those that follow on from one another and are the same joined; none is no span. */
function legalSpans(time: Timelines, rows: readonly number[]): Span[] {
  const { table, start, end } = time.spells;
  const column = table?.columns.get("legal_status");
  if (column?.kind !== "categorical") return [];
  const spans: Span[] = [];
  for (const row of rows) {
    const value = levelOf(column, row)?.value ?? "";
    if (value === "" || value === "none") continue;
    const before = spans.at(-1);
    if (before?.value === value && (start[row] as number) <= before.end) {
      before.end = Math.max(before.end, end[row] as number);
    } else spans.push({ start: start[row] as number, end: end[row] as number, value });
  }
  return spans;
}

/** Each start of a plan with the next end after it. */
function planSpans(
  time: Timelines,
  rows: readonly number[],
): { start: number; end: number; label: string }[] {
  const { day, type, category } = time.events;
  const spans: { start: number; end: number; label: string }[] = [];
  for (const row of rows) {
    const kind = levelOf(type, row)?.value;
    const open = spans.find((span) => span.end === openEnd);
    if (kind === "plan_start") {
      const words = levelOf(category, row)?.label;
      spans.push({
        start: day[row] as number,
        end: openEnd,
        label: words === undefined ? "Child protection plan" : `Child protection plan: ${words}`,
      });
    } else if (kind === "plan_end" && open !== undefined) open.end = day[row] as number;
  }
  return spans;
}
