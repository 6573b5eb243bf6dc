import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { type MissingReport, missingReport } from "./missing-report.ts";
import { type Share, shareOf } from "./share.ts";

/** A categorical variable counted: one row for each level of the codebook, empty ones too. */
export interface FrequencyTable extends MissingReport {
  readonly kind: "categorical";
  readonly unit: string;
  readonly ordered: boolean;
  /** Families behind the valid n; null when the data name none. */
  readonly families: number | null;
  readonly rows: readonly FrequencyRow[];
}

export interface FrequencyRow extends Share {
  readonly value: string;
  readonly label: string;
}

/**
 * Counts and shares of a categorical variable. Shares are of the valid n; missing values are counted
 * beside them by reason, never inside them. Every level of the codebook has a row, in its order.
 *
 * @example
 * frequencyTable(dataset([categoricalColumn("sex", ["boy", "girl", "boy"])]), categoricalColumn("sex", ["boy", "girl", "boy"])).rows.map((row) => row.count) // => [2, 1]
 */
export function frequencyTable(
  data: Dataset,
  column: CategoricalColumn,
  level = 0.95,
): FrequencyTable {
  const has = new Int8Array(data.rowCount);
  const rows = column.levels.map((answer, code) => {
    for (let row = 0; row < data.rowCount; row++) {
      const own = column.codes[row] as number;
      has[row] = own < 0 ? -1 : own === code ? 1 : 0;
    }
    return {
      value: answer.value,
      label: answer.label,
      ...shareOf(has, data.families, data.weights, level),
    };
  });
  return {
    ...missingReport(data, column.name, column),
    kind: "categorical",
    unit: data.unit,
    ordered: column.ordered,
    families: familiesKnown(data, (row) => (column.codes[row] as number) >= 0),
    rows,
  };
}

/** How many families have at least one row that counts; null when the data name no families. */
export function familiesKnown(data: Dataset, counts: (row: number) => boolean): number | null {
  if (data.families === null) return null;
  const seen = new Uint8Array(data.families.count);
  for (let row = 0; row < data.rowCount; row++) {
    if (counts(row)) seen[data.families.of[row] as number] = 1;
  }
  return seen.reduce((sum, flag) => sum + flag, 0);
}
