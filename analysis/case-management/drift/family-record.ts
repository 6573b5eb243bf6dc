import { addMonths, type Day } from "../../../data-dictionary/dates/day.ts";
import type { DriftEventKind, DriftSettings } from "../../../data-dictionary/study/drift-schema.ts";
import { missingDay } from "../../../data-dictionary/table/column.ts";
import type { ChildStory } from "../../timeline/child-story.ts";
import { childStory } from "../../timeline/child-story.ts";
import { dayRange, openEnd, type Timelines } from "../../timeline/timelines.ts";

/** A span in which something lies: one day, or the days a partial date could be. */
export interface DayRange {
  readonly day: Day;
  readonly earliest: Day;
  readonly latest: Day;
}

/** One event of a family, with what it counts as. */
export interface DriftEvent extends DayRange {
  readonly row: number;
  /** Number of the child, or −1 for an event of the whole family. */
  readonly child: number;
  readonly kinds: ReadonlySet<DriftEventKind>;
  readonly typeLabel: string;
  readonly category: string;
  readonly categoryLabel: string;
  readonly outcome: string;
  /** Row of the event that answered this one, or −1. */
  readonly answer: number;
}

/** A family's chronology, gathered once and read by every indicator. */
export interface FamilyRecord {
  readonly time: Timelines;
  readonly settings: DriftSettings;
  readonly family: number;
  /** Findings before `from` are left out; nothing is known after `to`. */
  readonly from: Day;
  readonly to: Day;
  /** By day, then by row. */
  readonly events: readonly DriftEvent[];
  readonly stories: readonly ChildStory[];
  /** Does the study link events to what answered them at all? */
  readonly linked: boolean;
}

/** Finds the chronology of any family of a study. */
export interface FamilyRecords {
  readonly count: number;
  readonly of: (family: number) => FamilyRecord;
  /** Events of each kind in the whole study. */
  readonly kindCounts: Readonly<Record<DriftEventKind, number>>;
  readonly linked: boolean;
}

/**
 * Makes the chronologies of a study's families ready: partial dates as ranges, answers by row. The period
 * looked at runs from `monthsBeforeIndex` before the earliest index return in the family to the latest
 * follow-up; without them, over the whole record.
 */
export function familyRecords(time: Timelines, settings: DriftSettings): FamilyRecords {
  const { events } = time;
  const answers = answerRows(time);
  const linked = answers.some((row) => row >= 0);
  const kindsOf = kindsByCode(time, settings);
  const kindCounts = Object.fromEntries(
    Object.keys(settings.types).map((kind) => [kind, 0]),
  ) as Record<DriftEventKind, number>;
  for (const code of events.type?.codes ?? []) {
    for (const kind of kindsOf[code] ?? []) kindCounts[kind]++;
  }
  const childOf = new Int32Array(events.day.length).fill(-1);
  const { start, rows } = events.byChild;
  for (let child = 0; child < time.childCount; child++) {
    for (let at = start[child] as number; at < (start[child + 1] as number); at++)
      childOf[rows[at] as number] = child;
  }
  const members: number[][] = Array.from({ length: time.families.count }, () => []);
  for (let child = 0; child < time.childCount; child++) {
    members[time.families.of[child] as number]?.push(child);
  }
  return {
    count: time.families.count,
    kindCounts,
    linked,
    of: (family) => {
      const list: DriftEvent[] = [];
      const { byFamily } = events;
      for (
        let at = byFamily.start[family] as number;
        at < (byFamily.start[family + 1] as number);
        at++
      ) {
        const row = byFamily.rows[at] as number;
        list.push(eventAt(time, row, childOf[row] as number, answers[row] as number, kindsOf));
      }
      const stories = (members[family] ?? []).map((child) => childStory(time, child));
      return {
        time,
        settings,
        family,
        ...periodOf(stories, list, settings),
        events: list,
        stories,
        linked,
      };
    },
  };
}

function eventAt(
  time: Timelines,
  row: number,
  child: number,
  answer: number,
  kindsOf: readonly ReadonlySet<DriftEventKind>[],
): DriftEvent {
  const { table, day, type, category, outcome } = time.events;
  const date = table?.columns.get("date");
  const own = day[row] as number;
  const [earliest, latest] =
    table !== null && date?.kind === "date"
      ? dayRange(table, date, "date_precision", row)
      : [own, own];
  const code = type?.codes[row] ?? -1;
  const kind = category?.levels[category.codes[row] as number];
  return {
    row,
    child,
    day: own,
    earliest,
    latest,
    kinds: kindsOf[code] ?? new Set(),
    typeLabel: type?.levels[code]?.label ?? "",
    category: kind?.value ?? "",
    categoryLabel: kind?.label ?? "",
    outcome: outcome?.levels[outcome.codes[row] as number]?.value ?? "",
    answer,
  };
}

function kindsByCode(time: Timelines, settings: DriftSettings): ReadonlySet<DriftEventKind>[] {
  return (time.events.type?.levels ?? []).map(
    ({ value }) =>
      new Set(
        (Object.entries(settings.types) as [DriftEventKind, string[]][])
          .filter(([kind, types]) => kind !== "problemsContinuing" && types.includes(value))
          .map(([kind]) => kind),
      ),
  );
}

/** For each event the row of its answer, by the identifiers in `answered_by`; −1 without one. */
function answerRows(time: Timelines): Int32Array {
  const { table, day } = time.events;
  const out = new Int32Array(day.length).fill(-1);
  const ids = table?.columns.get("event_id");
  const by = table?.columns.get("answered_by");
  if (ids?.kind !== "text" || by?.kind !== "text") return out;
  const rowOf = new Map<string, number>();
  ids.values.forEach((id, row) => {
    if (id !== null) rowOf.set(id, row);
  });
  by.values.forEach((id, row) => {
    const answer = id === null ? undefined : rowOf.get(id);
    if (answer !== undefined && day[answer] !== missingDay) out[row] = answer;
  });
  return out;
}

function periodOf(
  stories: readonly ChildStory[],
  events: readonly DriftEvent[],
  settings: DriftSettings,
): { from: Day; to: Day } {
  const indexes = stories.flatMap((story) => (story.index === null ? [] : [story.index]));
  const ends = stories.flatMap((story) => (story.followUp === null ? [] : [story.followUp]));
  return {
    from:
      indexes.length === 0 || settings.monthsBeforeIndex === null
        ? Number.NEGATIVE_INFINITY
        : addMonths(Math.min(...indexes), -settings.monthsBeforeIndex),
    to: ends.length === 0 ? (events.at(-1)?.latest ?? openEnd) : Math.max(...ends),
  };
}

/** The events that count as a kind. */
export function eventsOf(record: FamilyRecord, kind: DriftEventKind): DriftEvent[] {
  return record.events.filter((event) => event.kinds.has(kind));
}
