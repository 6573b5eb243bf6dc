import { frequencyTable } from "../../analysis/describe/frequency-table.ts";
import type { OutcomeCounts } from "../../analysis/figures/outcome-bars.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";

/**
 * A categorical variable counted in some rows, with intervals that respect families: what the bar figure
 * draws. A value that means "could not be determined" is in no percentage.
 *
 * @throws {InputError} `unknown-column`, `not-categorical`.
 */
export function countsOf(data: Dataset, name: string): OutcomeCounts {
  const own = categoricalOf(data, name);
  const open = own.levels.findIndex((level) => level.value === "not_determinable");
  const column =
    open < 0 ? own : { ...own, codes: own.codes.map((code) => (code === open ? -8 : code)) };
  const table = frequencyTable(data, column);
  const rows = table.rows.filter((row) => row.value !== "not_determinable");
  return {
    name,
    label: column.label,
    unit: data.unit,
    n: data.rowCount,
    families: data.unit === "family" ? null : table.families,
    ordered: column.ordered,
    counts: Object.fromEntries(rows.map((row) => [row.value, row.count])),
    labels: Object.fromEntries(rows.map((row) => [row.value, row.label])),
    intervals: Object.fromEntries(
      rows.flatMap((row) => {
        const ciLow = row.familyCiLow ?? row.ciLow;
        const ciHigh = row.familyCiHigh ?? row.ciHigh;
        return ciLow === null || ciHigh === null ? [] : [[row.value, { ciLow, ciHigh }]];
      }),
    ),
  };
}
