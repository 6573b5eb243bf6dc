import { isoDate } from "../../data-dictionary/dates/day.ts";
import { missingReason } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";

/** A dataset as rows of cells, the header first: codes as they are stored, missing codes as -9 to -6, blanks blank. */
export function datasetRows(data: Dataset): (string | number)[][] {
  const columns = [...data.columns.values()];
  const rows: (string | number)[][] = [columns.map((column) => column.name)];
  for (let row = 0; row < data.rowCount; row++) {
    rows.push(
      columns.map((column) => {
        const reason = missingReason(column, row);
        if (reason !== 0) return reason === -1 ? "" : reason;
        switch (column.kind) {
          case "categorical":
            return column.levels[column.codes[row] as number]?.value ?? "";
          case "numeric":
            return column.values[row] as number;
          case "date":
            return isoDate(column.days[row] as number);
          default:
            return column.values[row] ?? "";
        }
      }),
    );
  }
  return rows;
}
