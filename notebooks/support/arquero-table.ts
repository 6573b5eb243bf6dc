import { type ColumnTable, table } from "arquero";
import { isoDate } from "../../data-dictionary/dates/day.ts";
import { missingReason } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";

/**
 * A dataset as an Arquero table: words of categories, numbers, dates as YYYY-MM-DD, and null where a value is
 * missing, whatever the reason. Arquero counts null + 1 as 1: leave nulls out before you add.
 */
export function arqueroTable(data: Dataset): ColumnTable {
  const columns = [...data.columns.values()].map((column) => {
    const values = Array.from({ length: data.rowCount }, (_, row) => {
      if (missingReason(column, row) !== 0) return null;
      switch (column.kind) {
        case "categorical":
          return column.levels[column.codes[row] as number]?.label ?? null;
        case "date":
          return isoDate(column.days[row] as number);
        default:
          return column.values[row] ?? null;
      }
    });
    return [column.name, values] as const;
  });
  return table(Object.fromEntries(columns));
}
