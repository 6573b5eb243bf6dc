import { InputError } from "../../data-dictionary/input-error.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";

/** One variable before and after, counted row by row. */
export interface PairedChange {
  readonly before: string;
  readonly after: string;
  readonly label: string;
  readonly unit: string;
  readonly ordered: boolean;
  readonly levels: readonly string[];
  /** `counts[before][after]`. */
  readonly counts: readonly (readonly number[])[];
  readonly n: number;
  readonly families: number | null;
  /** Rows where either is not known; they are in no count. */
  readonly nMissing: number;
  /** Towards a later level, unchanged, towards an earlier one; null when the levels have no order. */
  readonly moved: { readonly up: number; readonly same: number; readonly down: number } | null;
}

/**
 * Counts a variable measured before and after on the same rows.
 *
 * @throws {InputError} `unknown-column`, `not-categorical`; `levels-differ` when the two do not have the same levels.
 * @example
 * pairedChange(dataset([categoricalColumn("t1", ["a", "b", "a"]), categoricalColumn("t2", ["b", "b", "a"])]), "t1", "t2").counts // => [[1, 1], [0, 1]]
 */
export function pairedChange(data: Dataset, before: string, after: string): PairedChange {
  const first = categoricalOf(data, before);
  const second = categoricalOf(data, after);
  const levels = first.levels.length >= second.levels.length ? first.levels : second.levels;
  const place = new Map(levels.map((level, at) => [level.value, at]));
  const other = [...first.levels, ...second.levels].find((level) => !place.has(level.value));
  if (other !== undefined) {
    throw new InputError(
      "levels-differ",
      `${before} and ${after} must have the same levels, but ${other.value} is a level of one alone.`,
      "Give both the same choices in the codebook.",
    );
  }
  const counts = levels.map(() => levels.map(() => 0));
  const seen = new Set<number>();
  let n = 0;
  let nMissing = 0;
  for (let row = 0; row < data.rowCount; row++) {
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    const from = first.levels[first.codes[row] as number];
    const to = second.levels[second.codes[row] as number];
    if (from === undefined || to === undefined) {
      nMissing += weight;
      continue;
    }
    const own = counts[place.get(from.value) as number] as number[];
    const at = place.get(to.value) as number;
    own[at] = (own[at] as number) + weight;
    n += weight;
    if (data.families !== null) seen.add(data.families.of[row] as number);
  }
  const ordered = first.ordered || second.ordered;
  const sum = (keep: (from: number, to: number) => boolean): number =>
    counts.reduce(
      (total, row, from) =>
        total + row.reduce((own, count, to) => own + (keep(from, to) ? count : 0), 0),
      0,
    );
  return {
    before,
    after,
    label: first.label,
    unit: data.unit,
    ordered,
    levels: levels.map((level) => level.label),
    counts,
    n,
    families: data.families === null ? null : seen.size,
    nMissing,
    moved: ordered
      ? {
          up: sum((from, to) => to > from),
          same: sum((from, to) => to === from),
          down: sum((from, to) => to < from),
        }
      : null,
  };
}
