import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { eventPlace, referencePlace } from "./comparison-levels.ts";
import type { Contingency } from "./contingency.ts";

/** Two variables within the strata of a third. */
export interface ThreeVariables {
  readonly outcome: CategoricalColumn;
  readonly predictor: CategoricalColumn;
  readonly strata: CategoricalColumn;
}

/** A table for each stratum with anybody in it, over the levels that anybody has. */
export interface StrataTables {
  readonly tables: readonly Contingency[];
  readonly twoByTwo: boolean;
  /** Levels of the predictor and of the outcome, in the order of the rows and columns. */
  readonly rowOrder: readonly number[];
  readonly columnOrder: readonly number[];
}

/**
 * Counts two variables in each stratum. Levels that nobody has are left out, so that they do not make a 2 × 2 question look
 * larger; of two levels each, the compared row and the event come first.
 *
 * @param reference - Levels to compare with, by variable.
 * @throws {InputError} `unknown-level`.
 */
export function strataTables(
  data: Dataset,
  { outcome, predictor, strata }: ThreeVariables,
  reference: Readonly<Record<string, string>>,
): StrataTables {
  const columns = outcome.levels.length;
  const cells = predictor.levels.length * columns;
  const counts = strata.levels.map(() => new Float64Array(cells));
  for (let row = 0; row < data.rowCount; row++) {
    const [i, j, s] = [predictor.codes[row], outcome.codes[row], strata.codes[row]] as [
      number,
      number,
      number,
    ];
    if (i < 0 || j < 0 || s < 0) continue;
    (counts[s] as Float64Array)[i * columns + j]! += data.weights?.[row] ?? 1;
  }
  const tables: Contingency[] = counts
    .map((own) => ({ rows: predictor.levels.length, columns, counts: own }))
    .filter((table) => table.counts.some((count) => count > 0));
  // Levels that nobody has must not make a 2 × 2 question look larger.
  const used = (size: number, of: (cell: number) => number): number[] =>
    Array.from({ length: size }, (_, place) => place).filter((place) =>
      tables.some((table) => table.counts.some((count, cell) => count > 0 && of(cell) === place)),
    );
  const rows = used(predictor.levels.length, (cell) => Math.floor(cell / columns));
  const kept = used(columns, (cell) => cell % columns);
  const twoByTwo = rows.length === 2 && kept.length === 2;
  const event = kept.includes(eventPlace(outcome, reference[outcome.name]) ?? -1)
    ? (eventPlace(outcome, reference[outcome.name]) as number)
    : (kept[0] as number);
  const against = referencePlace(predictor, reference[predictor.name]);
  const orderedRows = twoByTwo
    ? rows.includes(against)
      ? [...rows.filter((row) => row !== against), against]
      : rows
    : rows;
  const orderedColumns = twoByTwo ? [event, ...kept.filter((column) => column !== event)] : kept;
  return {
    tables: tables.map((table) => narrow(table, orderedRows, orderedColumns)),
    twoByTwo,
    rowOrder: orderedRows,
    columnOrder: orderedColumns,
  };
}

function narrow(
  table: Contingency,
  rows: readonly number[],
  columns: readonly number[],
): Contingency {
  return {
    rows: rows.length,
    columns: columns.length,
    counts: Float64Array.from(
      rows.flatMap((i) => columns.map((j) => table.counts[i * table.columns + j] as number)),
    ),
  };
}
