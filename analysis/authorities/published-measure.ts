import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { Figure } from "../../data-dictionary/sources/published/figure.ts";
import type {
  Place,
  PublishedRow,
  PublishedTable,
} from "../../data-dictionary/sources/published/read-published.ts";

/** Events and denominator of one place in one year, as published. */
export interface PublishedCount {
  readonly place: Place;
  readonly time: string;
  readonly events: Figure;
  readonly n: Figure;
}

/** A measure found in a published table. */
export interface PublishedMeasure {
  readonly measure: string;
  /** Other filters that were needed to make the rows unique. */
  readonly filters: Readonly<Record<string, string>>;
  readonly eventsColumn: string;
  readonly nColumn: string;
  /** The row that holds the denominator, when it is not a column of the same row. */
  readonly denominator: string | null;
  readonly counts: readonly PublishedCount[];
}

export interface MeasureOptions {
  /** A value of a filter, or a part of it that fits one only. */
  readonly measure?: string | undefined;
  /** Further filters by value, or a part of it: one for each filter that leaves a choice. */
  readonly group?: readonly string[] | undefined;
  /** Columns of events and denominator; found by themselves when a "Total" row stands beside the measure. */
  readonly events?: string | undefined;
  readonly n?: string | undefined;
}

/**
 * Finds a measure in a published table: its rows, its events and its denominator.
 *
 * The denominator is the column named by `n`, or else the row of the same place, year and group whose value begins with "Total".
 * Percentages are never used: they are rounded.
 *
 * @throws {InputError} `unknown-measure`, `unclear-measure`, `unclear-group`, `denominator-needed`, `unknown-column`.
 */
export function publishedMeasure(table: PublishedTable, options: MeasureOptions): PublishedMeasure {
  const found = options.measure === undefined ? null : filterOf(table, options.measure);
  const inMeasure =
    found === null
      ? table.rows
      : table.rows.filter((row) => row.filters[found.filter] === found.value);
  const others = table.filters.filter((filter) => filter !== found?.filter);
  const filters: Record<string, string> = {};
  let rows = inMeasure;
  for (const filter of others) {
    const values = [...new Set(rows.map((row) => row.filters[filter] as string))];
    if (values.length === 1) {
      filters[filter] = values[0] as string;
      continue;
    }
    const groups = options.group ?? [];
    const fits = groups.map((words) => matching(values, words));
    const wanted = [...new Set(fits.flatMap((own) => (own.length === 1 ? own : [])))];
    if (wanted.length !== 1) {
      const most = Math.max(0, ...fits.map((own) => own.length));
      const isMeasure = found === null && values.some((value) => /^total\b/i.test(value));
      throw new InputError(
        "unclear-group",
        `${table.file} has ${values.length} values of ${filter} for this measure${groups.length === 0 ? "" : `, and ${groups.map((words) => `"${words}"`).join(", ")} fits ${wanted.length > 1 ? wanted.length : most}`}.`,
        `Choose one with ${isMeasure ? "--measure" : groups.length === 0 ? "--group" : "one more --group"}: ${values.slice(0, 6).join("; ")}.`,
      );
    }
    filters[filter] = wanted[0] as string;
    rows = rows.filter((row) => row.filters[filter] === wanted[0]);
  }
  const eventsColumn = column(table, options.events ?? countColumn(table));
  if (options.n !== undefined) {
    const nColumn = column(table, options.n);
    return {
      measure: found?.value ?? eventsColumn,
      filters,
      eventsColumn,
      nColumn,
      denominator: null,
      counts: rows.map((row) => count(row, row.figures[eventsColumn], row.figures[nColumn])),
    };
  }
  // A filter that was named with --group and has a "Total" beside it is the measure.
  const measured =
    found ??
    Object.entries(filters)
      .map(([filter, value]) => ({ filter, value }))
      .find(
        ({ filter, value }) =>
          !/^total\b/i.test(value) &&
          table.rows.some((row) => /^total\b/i.test(row.filters[filter] as string)),
      ) ??
    null;
  const rest = Object.fromEntries(
    Object.entries(filters).filter(([filter]) => filter !== measured?.filter),
  );
  const total = measured === null ? null : totalRows(table, measured, rest);
  if (total === null) {
    throw new InputError(
      "denominator-needed",
      `${table.file} has no "Total" row beside this measure, so its denominator must be named.`,
      `Give its column with --n: ${table.indicators.join(", ")}.`,
    );
  }
  return {
    measure: (measured as { value: string }).value,
    filters: rest,
    eventsColumn,
    nColumn: eventsColumn,
    denominator: total.value,
    counts: rows.map((row) =>
      count(row, row.figures[eventsColumn], total.of.get(key(row))?.figures[eventsColumn]),
    ),
  };
}

function filterOf(table: PublishedTable, measure: string): { filter: string; value: string } {
  const all = table.filters.flatMap((filter) =>
    [...new Set(table.rows.map((row) => row.filters[filter] as string))].map((value) => ({
      filter,
      value,
    })),
  );
  const values = all.map(({ value }) => value);
  const fit = matching(values, measure);
  if (fit.length === 1)
    return all.find(({ value }) => value === fit[0]) as { filter: string; value: string };
  if (fit.length > 1) {
    throw new InputError(
      "unclear-measure",
      `"${measure}" fits ${fit.length} measures of ${table.file}.`,
      `Write more of one of them: ${fit.slice(0, 6).join("; ")}.`,
    );
  }
  const near = nearestName(measure, values);
  throw new InputError(
    "unknown-measure",
    `${table.file} has no measure "${measure}".`,
    near === null ? `It has: ${values.slice(0, 8).join("; ")}.` : `Did you mean "${near}"?`,
  );
}

/** Values that are the words asked for, or else those that hold them. */
function matching(values: readonly string[], words: string): string[] {
  const wanted = words.trim().toLowerCase();
  const same = values.filter((value) => value.toLowerCase() === wanted);
  return same.length > 0 ? same : values.filter((value) => value.toLowerCase().includes(wanted));
}

function totalRows(
  table: PublishedTable,
  found: { filter: string },
  filters: Readonly<Record<string, string>>,
): { value: string; of: Map<string, PublishedRow> } | null {
  const inGroup = table.rows.filter((row) =>
    Object.entries(filters).every(([name, value]) => row.filters[name] === value),
  );
  const totals = [...new Set(inGroup.map((row) => row.filters[found.filter] as string))].filter(
    (value) => /^total\b/i.test(value),
  );
  if (totals.length !== 1) return null;
  const value = totals[0] as string;
  const rows = inGroup.filter((row) => row.filters[found.filter] === value);
  return { value, of: new Map(rows.map((row) => [key(row), row])) };
}

function countColumn(table: PublishedTable): string {
  const named = table.indicators.filter((name) => /count$|^number$/i.test(name));
  if (named.length === 1) return named[0] as string;
  const counts = table.indicators.filter((name) => !/percent|rate/i.test(name));
  throw new InputError(
    "events-needed",
    `${table.file} has ${counts.length === 1 ? "one column" : `${counts.length} columns`} that may hold counts, so the column of events must be named.`,
    `Give it with --events: ${counts.join(", ")}.`,
  );
}

function column(table: PublishedTable, name: string): string {
  if (table.indicators.includes(name)) return name;
  const near = nearestName(name, table.indicators);
  throw new InputError(
    "unknown-column",
    `${table.file} has no column of figures named ${name}.`,
    near === null ? `It has: ${table.indicators.join(", ")}.` : `Did you mean ${near}?`,
  );
}

const key = ({ time, place }: PublishedRow): string =>
  `${time}\n${place.level}\n${place.authorityCode}\n${place.name}`;
const blank: Figure = { kind: "blank" };
const count = (
  row: PublishedRow,
  events: Figure | undefined,
  n: Figure | undefined,
): PublishedCount => ({
  place: row.place,
  time: row.time,
  events: events ?? blank,
  n: n ?? blank,
});
