import type { Fault } from "../fault.ts";
import { missingDay } from "../table/column.ts";
import { type DataCheck, place } from "./check-context.ts";

/** Days between two placements of a child in which nobody knows where it lived. */
export const spellGap: DataCheck = {
  code: "spell-gap",
  description: "Days between two placements of one child that no placement covers",
  run: ({ spells, fileOf }) => {
    if (spells === null) return { notRun: "there are no placements with a child, start and end" };
    const faults: Fault[] = [];
    const file = fileOf("placements");
    let child = -1;
    let until = missingDay;
    for (const row of spells.rows) {
      const own = spells.child[row] as number;
      const days = (spells.start[row] as number) - until;
      if (own === child && days > 0) {
        faults.push({
          code: "spell-gap",
          severity: "warning",
          file,
          ...place(spells.table, row),
          column: "start",
          message: "the placement begins after a gap since the one before",
          found: `${days} day${days === 1 ? "" : "s"}`,
          remedy: "Add the placement in between (at home, too), or correct the dates.",
        });
      }
      const end = spells.end[row] as number;
      const last = end === missingDay ? 2147483647 : end;
      until = own === child ? Math.max(until, last) : last;
      child = own;
    }
    return faults;
  },
};
