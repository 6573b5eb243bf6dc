import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";

/** An outcome within the groups of another variable, counted. */
export interface ShareRows {
  readonly outcome: string;
  readonly outcomeLabel: string;
  readonly by: string;
  readonly byLabel: string;
  readonly unit: string;
  readonly ordered: boolean;
  /** Labels of the outcome's values, in declared order. */
  readonly columns: readonly string[];
  readonly rows: readonly ShareRow[];
  readonly n: number;
  readonly families: number | null;
  /** Rows where either is not known; they are in no count. */
  readonly nMissing: number;
}

export interface ShareRow {
  readonly label: string;
  readonly counts: readonly number[];
  readonly n: number;
  /** Families behind the row; null when the data name none. */
  readonly families: number | null;
}

/**
 * Counts an outcome within each group of another variable, over the rows where both are known, with the
 * families behind each group. Groups without anybody keep their row.
 *
 * @param leaveOut - Values of the outcome that count as not known, such as "not_determinable".
 * @throws {InputError} `unknown-column`, `not-categorical`.
 * @example
 * shareRows(dataset([categoricalColumn("sex", ["boy", "girl", "boy"]), categoricalColumn("home", ["yes", "no", "no"])]), "home", "sex").rows.map((row) => row.counts) // => [[1, 1], [0, 1]]
 */
export function shareRows(
  data: Dataset,
  outcome: string,
  by: string,
  leaveOut: readonly string[] = ["not_determinable"],
): ShareRows {
  const column = categoricalOf(data, outcome);
  const groups = categoricalOf(data, by);
  const kept = column.levels.flatMap((level, code) =>
    leaveOut.includes(level.value) ? [] : [code],
  );
  const place = new Map(kept.map((code, index) => [code, index]));
  const counts = groups.levels.map(() => new Float64Array(kept.length));
  const seen = groups.levels.map(() => new Set<number>());
  let nMissing = 0;
  for (let row = 0; row < data.rowCount; row++) {
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    const own = counts[groups.codes[row] as number];
    const at = place.get(column.codes[row] as number);
    if (own === undefined || at === undefined) {
      nMissing += weight;
      continue;
    }
    if (weight === 0) continue;
    own[at] = (own[at] as number) + weight;
    if (data.families !== null) {
      seen[groups.codes[row] as number]?.add(data.families.of[row] as number);
    }
  }
  const rows = groups.levels.map((level, code): ShareRow => {
    const own = counts[code] as Float64Array;
    return {
      label: level.label,
      counts: Array.from(own),
      n: own.reduce((sum, count) => sum + count, 0),
      families: data.families === null ? null : (seen[code] as Set<number>).size,
    };
  });
  return {
    outcome,
    outcomeLabel: column.label,
    by,
    byLabel: groups.label,
    unit: data.unit,
    ordered: column.ordered,
    columns: kept.map((code) => column.levels[code]?.label as string),
    rows,
    n: rows.reduce((sum, row) => sum + row.n, 0),
    families: data.families === null ? null : new Set(seen.flatMap((own) => [...own])).size,
    nMissing,
  };
}
