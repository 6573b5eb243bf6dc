import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";

/** Events in one authority. */
export interface AuthorityCount {
  /** What a reader sees. */
  readonly name: string;
  /** What the data hold. */
  readonly value: string;
  readonly events: number;
  readonly n: number;
  /** Rows of the authority whose outcome is not known. */
  readonly nMissing: number;
  readonly families: number | null;
}

/** Events by authority, with what is needed to respect families. */
export interface AuthorityCounts {
  readonly authorities: readonly AuthorityCount[];
  /** Rows whose authority is not known; they are in no count. */
  readonly nWithoutAuthority: number;
  /** Number of the authority of each row, negative where it or the outcome is missing. */
  readonly group: Int32Array;
  /** 1 for the event, 0 without, negative where missing. */
  readonly event: Int32Array;
  readonly eventLabel: string;
}

/**
 * Counts an event by authority over the rows where both are known, the authorities in name order.
 *
 * @param event - Values (or labels) of the outcome that count as the event; may be left out when the
 *   outcome is yes or no.
 * @param leaveOut - Values to treat as not known, such as "not_determinable".
 * @throws {InputError} `unknown-level`, `event-needed`, `not-categorical`, `unknown-column`.
 */
export function countAuthorities(
  data: Dataset,
  by: string,
  outcome: string,
  event: readonly string[] | null,
  leaveOut: readonly string[] = [],
): AuthorityCounts {
  const groups = categoricalOf(data, by);
  const column = categoricalOf(data, outcome);
  const isEvent = eventLevels(column, event);
  const dropped = new Set(leaveOut.map((value) => levelNumber(column, value)));
  // A level that the codebook lists but no row has is no authority of this study.
  const seen = new Set(groups.codes);
  const order = nameOrder(groups.levels.map((level) => level.label)).filter((code) =>
    seen.has(code),
  );
  const placeOf = new Int32Array(groups.levels.length);
  order.forEach((level, place) => {
    placeOf[level] = place;
  });
  const k = order.length;
  const events = new Float64Array(k);
  const n = new Float64Array(k);
  const missing = new Float64Array(k);
  const families = Array.from({ length: k }, () => new Set<number>());
  const group = new Int32Array(data.rowCount).fill(-1);
  const happened = new Int32Array(data.rowCount).fill(-1);
  let without = 0;
  for (let row = 0; row < data.rowCount; row++) {
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    if (weight === 0) continue;
    const own = groups.codes[row] as number;
    const code = column.codes[row] as number;
    if (own < 0) {
      without += weight;
      continue;
    }
    const place = placeOf[own] as number;
    if (code < 0 || dropped.has(code)) {
      missing[place]! += weight;
      continue;
    }
    group[row] = place;
    happened[row] = isEvent.has(code) ? 1 : 0;
    n[place]! += weight;
    if (isEvent.has(code)) events[place]! += weight;
    if (data.families !== null) families[place]?.add(data.families.of[row] as number);
  }
  return {
    authorities: order.map((level, place) => ({
      name: groups.levels[level]?.label as string,
      value: groups.levels[level]?.value as string,
      events: events[place] as number,
      n: n[place] as number,
      nMissing: missing[place] as number,
      families: data.families === null ? null : (families[place] as Set<number>).size,
    })),
    nWithoutAuthority: without,
    group,
    event: happened,
    eventLabel: [...isEvent].map((code) => column.levels[code]?.label).join(" or "),
  };
}

/** Places of names in the order a reader looks for them: A to Z, numbers by size. */
export function nameOrder(names: readonly string[]): number[] {
  return [...names.keys()].sort((a, b) =>
    (names[a] as string).localeCompare(names[b] as string, "en", { numeric: true }),
  );
}

function eventLevels(column: CategoricalColumn, event: readonly string[] | null): Set<number> {
  if (event !== null) return new Set(event.map((value) => levelNumber(column, value)));
  const yes = column.levels.findIndex((level) => /^(yes|y|true|1)$/i.test(level.value));
  if (column.levels.length <= 2 && yes >= 0) return new Set([yes]);
  throw new InputError(
    "event-needed",
    `${column.name} has ${column.levels.length} values, so the event must be named.`,
    `Say which with --event: ${column.levels.map((level) => level.value).join(", ")}.`,
  );
}

function levelNumber(column: CategoricalColumn, value: string): number {
  const found = column.levels.findIndex((level) => level.value === value || level.label === value);
  if (found >= 0) return found;
  const values = column.levels.map((level) => level.value);
  const near = nearestName(value, values);
  throw new InputError(
    "unknown-level",
    `${column.name} has no value ${value}.`,
    near === null ? `Its values are: ${values.join(", ")}.` : `Did you mean ${near}?`,
  );
}
