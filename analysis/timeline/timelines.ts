import { addMonths, calendarDate, type Day } from "../../data-dictionary/dates/day.ts";
import { withPrecision } from "../../data-dictionary/dates/parse-date.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import {
  type CategoricalColumn,
  type Column,
  type DateColumn,
  missingDay,
  type TextColumn,
} from "../../data-dictionary/table/column.ts";
import {
  type Dataset,
  type FamilyIndex,
  familyIndex,
} from "../../data-dictionary/table/dataset.ts";
import { type GroupedRows, groupRows } from "./group-rows.ts";

/** The end of a spell that is still open. */
export const openEnd: Day = 2147483647;

/** Placements of all children; those of child c are the rows `by.rows[by.start[c]…]`, by start. */
export interface Spells {
  readonly table: Dataset | null;
  readonly by: GroupedRows;
  readonly start: Int32Array;
  /** First day not in the spell; `openEnd` while it goes on. */
  readonly end: Int32Array;
  readonly setting: CategoricalColumn | null;
  readonly carer: TextColumn | null;
}

/** Events of all children and families; a family's event stands under each of its children. */
export interface Events {
  readonly table: Dataset | null;
  readonly byChild: GroupedRows;
  readonly byFamily: GroupedRows;
  readonly day: Int32Array;
  readonly type: CategoricalColumn | null;
  readonly category: CategoricalColumn | null;
  readonly outcome: CategoricalColumn | null;
}

/** Ratings of periods, by child and by family. */
export interface Ratings {
  readonly table: Dataset | null;
  readonly byChild: GroupedRows;
  readonly byFamily: GroupedRows;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly item: CategoricalColumn | null;
  readonly value: CategoricalColumn | null;
  readonly coder: CategoricalColumn | null;
}

/** Every child's and family's time line, as typed arrays; children and families go by number. */
export interface Timelines {
  readonly study: LoadedStudy;
  readonly children: Dataset;
  readonly childCount: number;
  readonly families: FamilyIndex;
  /** The identifier of each family, for joining; never shown in a result. */
  readonly familyIds: readonly (string | null)[];
  readonly childIds: readonly (string | null)[];
  readonly birth: Int32Array;
  /** The index date, or `missingDay`. */
  readonly index: Int32Array;
  readonly followUp: Int32Array;
  readonly followUpMonths: number;
  /** The first day of which nothing is known for anybody; `openEnd` when the source does not say. */
  readonly recordEnds: Day;
  /** Does the study say who is whose brother or sister? Else each child is a family of its own. */
  readonly familiesKnown: boolean;
  readonly spells: Spells;
  readonly events: Events;
  readonly ratings: Ratings;
}

/**
 * Builds the time lines of a study in one pass over each table.
 *
 * @throws {InputError} `no-children` when there is no table of children or it has no identifiers.
 */
export function timelines(study: LoadedStudy): Timelines {
  const { config, tables } = study;
  const children = tables.get("children");
  if (children === undefined) {
    throw new InputError(
      "no-children",
      "The study has no table named children.",
      "Name its file in study.yaml under tables.",
    );
  }
  const childIds = idsOf(children, config.columns.child);
  if (childIds === null) {
    throw new InputError(
      "no-children",
      `The table of children has no column ${config.columns.child}.`,
      "Name the column that identifies a child in study.yaml under columns.",
    );
  }
  const familyColumn = idsOf(children, config.columns.family);
  const families = familyIndex(familyColumn ?? childIds);
  const familyIds = new Array<string | null>(families.count).fill(null);
  (familyColumn ?? childIds).forEach((id, row) => {
    familyIds[families.of[row] as number] = id;
  });
  const childNumber = numbering(childIds);
  const familyNumber = numbering(familyIds);
  const index = daysOf(children, config.columns.index);
  const followUpMonths = Math.round(config.followUp.years * 12);
  const followUp = index.map((day) =>
    day === missingDay ? missingDay : addMonths(day, followUpMonths),
  );
  return {
    study,
    children,
    childCount: children.rowCount,
    families,
    familyIds,
    childIds,
    birth: daysOf(children, config.columns.birth),
    index,
    followUp,
    followUpMonths,
    recordEnds: study.recordEnds ?? openEnd,
    familiesKnown: familyColumn !== null,
    spells: spellsOf(tables.get("placements"), childNumber, config.columns.child, childIds.length),
    events: eventsOf(tables.get("events"), childNumber, familyNumber, families, study),
    ratings: ratingsOf(
      tables.get("ratings"),
      childNumber,
      familyNumber,
      study,
      childIds.length,
      families.count,
    ),
  };
}

const noRows = (count: number): GroupedRows => ({
  start: new Int32Array(count + 1),
  rows: new Int32Array(0),
  orphans: 0,
});

function spellsOf(
  table: Dataset | undefined,
  childNumber: ReadonlyMap<string, number>,
  childColumn: string,
  childCount: number,
): Spells {
  if (table === undefined) {
    const none = new Int32Array(0);
    return {
      table: null,
      by: noRows(childCount),
      start: none,
      end: none,
      setting: null,
      carer: null,
    };
  }
  const start = daysOf(table, "start");
  const end = daysOf(table, "end").map((day) => (day === missingDay ? openEnd : day));
  const group = numbersOf(table, childColumn, childNumber);
  for (let row = 0; row < group.length; row++) if (start[row] === missingDay) group[row] = -1;
  return {
    table,
    by: groupRows(group, childCount, start),
    start,
    end,
    setting: categoricalIn(table, "setting"),
    carer: textIn(table, "carer_id"),
  };
}

function eventsOf(
  table: Dataset | undefined,
  childNumber: ReadonlyMap<string, number>,
  familyNumber: ReadonlyMap<string, number>,
  families: FamilyIndex,
  study: LoadedStudy,
): Events {
  const childCount = families.of.length;
  if (table === undefined) {
    const day = new Int32Array(0);
    return {
      table: null,
      byChild: noRows(childCount),
      byFamily: noRows(families.count),
      day,
      type: null,
      category: null,
      outcome: null,
    };
  }
  const day = daysOf(table, "date");
  const child = numbersOf(table, study.config.columns.child, childNumber);
  const family = numbersOf(table, study.config.columns.family, familyNumber);
  for (let row = 0; row < day.length; row++) {
    if (day[row] === missingDay) {
      child[row] = -1;
      family[row] = -1;
    } else if (child[row] !== -1) family[row] = families.of[child[row] as number] as number;
  }
  return {
    table,
    byChild: groupRows(child, childCount, day),
    byFamily: groupRows(family, families.count, day),
    day,
    type: categoricalIn(table, "type"),
    category: categoricalIn(table, "category"),
    outcome: categoricalIn(table, "outcome"),
  };
}

function ratingsOf(
  table: Dataset | undefined,
  childNumber: ReadonlyMap<string, number>,
  familyNumber: ReadonlyMap<string, number>,
  study: LoadedStudy,
  childCount: number,
  familyCount: number,
): Ratings {
  if (table === undefined) {
    const none = new Int32Array(0);
    return {
      table: null,
      byChild: noRows(childCount),
      byFamily: noRows(familyCount),
      from: none,
      to: none,
      item: null,
      value: null,
      coder: null,
    };
  }
  const from = daysOf(table, "period_start");
  const to = daysOf(table, "period_end");
  return {
    table,
    byChild: groupRows(numbersOf(table, study.config.columns.child, childNumber), childCount, from),
    byFamily: groupRows(
      numbersOf(table, study.config.columns.family, familyNumber),
      familyCount,
      from,
    ),
    from,
    to,
    item: categoricalIn(table, "item"),
    value: categoricalIn(table, "value"),
    coder: categoricalIn(table, "coder"),
  };
}

/** The identifiers in a column, or null when the table has no such column. */
export function idsOf(table: Dataset, name: string): readonly (string | null)[] | null {
  const column = table.columns.get(name);
  if (column === undefined) return null;
  if (column.kind === "text") return column.values;
  if (column.kind === "categorical") {
    return Array.from(column.codes, (code) => column.levels[code]?.value ?? null);
  }
  if (column.kind === "numeric") {
    return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
  }
  return null;
}

function numbering(ids: readonly (string | null)[]): Map<string, number> {
  const numbers = new Map<string, number>();
  ids.forEach((id, row) => {
    if (id !== null && !numbers.has(id)) numbers.set(id, row);
  });
  return numbers;
}

function numbersOf(table: Dataset, name: string, numbers: ReadonlyMap<string, number>): Int32Array {
  const ids = idsOf(table, name);
  if (ids === null) return new Int32Array(table.rowCount).fill(-1);
  return Int32Array.from(ids, (id) => (id === null ? -1 : (numbers.get(id) ?? -1)));
}

function daysOf(table: Dataset, name: string): Int32Array {
  const column: Column | undefined = table.columns.get(name);
  if (column?.kind === "date") return column.days;
  return new Int32Array(table.rowCount).fill(missingDay);
}

const categoricalIn = (table: Dataset, name: string): CategoricalColumn | null => {
  const column = table.columns.get(name);
  return column?.kind === "categorical" ? column : null;
};
const textIn = (table: Dataset, name: string): TextColumn | null => {
  const column = table.columns.get(name);
  return column?.kind === "text" ? column : null;
};

/**
 * The first and the last day that a date of a table could be: the same day, or the ends of its month,
 * quarter or year when a precision column says that no more is known.
 */
export function dayRange(
  table: Dataset,
  column: DateColumn,
  precisionColumn: string,
  row: number,
): readonly [earliest: Day, latest: Day] {
  const day = column.days[row] as number;
  const precision = table.columns.get(precisionColumn);
  const level =
    precision?.kind === "categorical"
      ? precision.levels[precision.codes[row] as number]?.value
      : undefined;
  if (level !== "month" && level !== "quarter" && level !== "year") return [day, day];
  const { year, month } = calendarDate(day);
  const range = withPrecision(day, level, year, month);
  return [range.earliest, range.latest];
}
