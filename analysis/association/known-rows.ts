import type { CategoricalColumn, NumericColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { type FamilyRows, familyRows } from "./family-rows.ts";

/** More rows than this are counted, not listed: ranks and permutations are then refused. */
const mostRows = 100_000;

/** The rows where two variables are known, each listed as often as its frequency says. */
export interface KnownRows {
  /** null when frequencies are not whole numbers, or too large to list. */
  readonly rows: Int32Array | null;
  /** Why they are not listed. */
  readonly reason: string | null;
  readonly n: number;
  readonly nMissing: number;
  /** Families of the listed rows, when the data name them and some have brothers or sisters. */
  readonly siblings: FamilyRows | null;
  /** Families behind the rows; null when the data name none. */
  readonly families: number | null;
}

/**
 * Lists the rows where every one of some variables is known.
 *
 * @example
 * knownRows(dataset([numericColumn("a", [1, null, 3])]), [numericColumn("a", [1, null, 3])]).rows // => Int32Array.of(0, 2)
 */
export function knownRows(
  data: Dataset,
  columns: readonly (CategoricalColumn | NumericColumn)[],
): KnownRows {
  const known = (row: number): boolean =>
    columns.every((column) =>
      column.kind === "categorical"
        ? (column.codes[row] as number) >= 0
        : !Number.isNaN(column.values[row] as number),
    );
  const rows: number[] = [];
  let n = 0;
  let nMissing = 0;
  let whole = true;
  for (let row = 0; row < data.rowCount; row++) {
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    if (!known(row)) {
      nMissing += weight;
      continue;
    }
    n += weight;
    whole &&= Number.isInteger(weight);
    if (whole && n <= mostRows) for (let copy = 0; copy < weight; copy++) rows.push(row);
  }
  const families = data.families?.of;
  const seen = new Set<number>();
  if (families !== undefined) {
    for (let row = 0; row < data.rowCount; row++) {
      if (known(row) && (data.weights?.[row] ?? 1) > 0) seen.add(families[row] as number);
    }
  }
  const listed = whole && n <= mostRows ? Int32Array.from(rows) : null;
  return {
    rows: listed,
    reason:
      listed !== null
        ? null
        : whole
          ? `There are more than ${mostRows.toLocaleString("en-GB")} rows, which are counted and not listed.`
          : "The frequencies are not whole numbers.",
    n,
    nMissing,
    siblings:
      families !== undefined && listed !== null && seen.size < listed.length
        ? familyRows(Int32Array.from(listed, (row) => families[row] as number))
        : null,
    families: families === undefined ? null : seen.size,
  };
}
