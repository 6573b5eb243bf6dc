import { type Column, missingReason } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { type MissingCode, missingLabels } from "../../data-dictionary/table/missing.ts";

/** How much of one variable is known, and why the rest is not. */
export interface MissingReport {
  readonly variable: string;
  readonly label: string;
  /** Rows with a value. */
  readonly n: number;
  readonly nMissing: number;
  /** Rows in all: n + nMissing. */
  readonly of: number;
  /** Each missing code that occurs, from -9 to -6 and then blank. */
  readonly reasons: readonly MissingCount[];
}

export interface MissingCount {
  readonly code: MissingCode;
  readonly label: string;
  readonly count: number;
}

/**
 * How many rows of a variable are known, and why the others are not.
 *
 * @example
 * missingReport(dataset([numericColumn("age", [3, null])]), "age", numericColumn("age", [3, null])).reasons // => [{ code: -1, label: "Not yet coded", count: 1 }]
 */
export function missingReport(data: Dataset, variable: string, column: Column): MissingReport {
  const counts = new Map<MissingCode, number>();
  let nMissing = 0;
  for (let row = 0; row < data.rowCount; row++) {
    const reason = missingReason(column, row);
    if (reason === 0) continue;
    nMissing++;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return {
    variable,
    label: column.label,
    n: data.rowCount - nMissing,
    nMissing,
    of: data.rowCount,
    reasons: ([-9, -8, -7, -6, -1] as const)
      .filter((code) => counts.has(code))
      .map((code) => ({ code, label: missingLabels[code], count: counts.get(code) as number })),
  };
}
