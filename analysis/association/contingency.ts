import type { CategoricalColumn, Level } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";

/** A table of counts: `counts[row * columns + column]`. Totals are never part of it. */
export interface Contingency {
  readonly rows: number;
  readonly columns: number;
  readonly counts: Float64Array;
}

/**
 * A table from rows of numbers.
 *
 * @example
 * contingency([[21, 13], [28, 4]]).counts // => Float64Array.of(21, 13, 28, 4)
 */
export function contingency(rows: readonly (readonly number[])[]): Contingency {
  return {
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    counts: Float64Array.from(rows.flat()),
  };
}

/** The sums of a table by row, by column and in all. */
export function marginsOf(table: Contingency): {
  readonly row: Float64Array;
  readonly column: Float64Array;
  readonly total: number;
} {
  const row = new Float64Array(table.rows);
  const column = new Float64Array(table.columns);
  let total = 0;
  for (let i = 0; i < table.rows; i++) {
    for (let j = 0; j < table.columns; j++) {
      const count = table.counts[i * table.columns + j] as number;
      row[i] = (row[i] as number) + count;
      column[j] = (column[j] as number) + count;
      total += count;
    }
  }
  return { row, column, total };
}

/**
 * The same table without rows and columns that are all nought: levels that nobody has carry no degrees
 * of freedom.
 *
 * @example
 * withoutEmpty(contingency([[1, 0, 2], [0, 0, 0]])).counts // => Float64Array.of(1, 2)
 */
export function withoutEmpty(table: Contingency): Contingency & {
  readonly keptRows: readonly number[];
  readonly keptColumns: readonly number[];
} {
  const { row, column } = marginsOf(table);
  const keptRows = [...row.keys()].filter((i) => (row[i] as number) > 0);
  const keptColumns = [...column.keys()].filter((j) => (column[j] as number) > 0);
  const counts = Float64Array.from(
    keptRows.flatMap((i) => keptColumns.map((j) => table.counts[i * table.columns + j] as number)),
  );
  return { rows: keptRows.length, columns: keptColumns.length, counts, keptRows, keptColumns };
}

/** Two categorical variables counted together over the rows where both are known. */
export interface CrossTable {
  readonly table: Contingency;
  readonly rowLevels: readonly Level[];
  readonly columnLevels: readonly Level[];
  /** Rows of the data that are in the table, weighted where the data are. */
  readonly n: number;
  readonly nMissing: number;
  /** Families with a row in the table; null when the data name none. */
  readonly families: number | null;
}

/**
 * Counts two variables together, the levels in their declared order with the empty ones kept.
 *
 * @param predictor - Makes the rows.
 * @param outcome - Makes the columns.
 */
export function crossTable(
  data: Dataset,
  predictor: CategoricalColumn,
  outcome: CategoricalColumn,
): CrossTable {
  const rows = predictor.levels.length;
  const columns = outcome.levels.length;
  const counts = new Float64Array(rows * columns);
  const seen = data.families === null ? null : new Uint8Array(data.families.count);
  let n = 0;
  let nMissing = 0;
  for (let row = 0; row < data.rowCount; row++) {
    const i = predictor.codes[row] as number;
    const j = outcome.codes[row] as number;
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    if (i < 0 || j < 0) {
      nMissing += weight;
      continue;
    }
    if (weight === 0) continue;
    counts[i * columns + j] = (counts[i * columns + j] as number) + weight;
    n += weight;
    if (seen !== null) seen[data.families?.of[row] as number] = 1;
  }
  return {
    table: { rows, columns, counts },
    rowLevels: predictor.levels,
    columnLevels: outcome.levels,
    n,
    nMissing,
    families: seen === null ? null : seen.reduce((sum, flag) => sum + flag, 0),
  };
}
