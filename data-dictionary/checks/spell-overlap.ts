import type { Fault } from "../fault.ts";
import { missingDay } from "../table/column.ts";
import { type DataCheck, place } from "./check-context.ts";

/** A placement that begins before an earlier one of the same child has ended; an open one never ends. */
export const spellOverlap: DataCheck = {
  code: "spell-overlap",
  description: "Two placements of one child cover the same days",
  run: ({ spells, fileOf }) => {
    if (spells === null) return { notRun: "there are no placements with a child, start and end" };
    const faults: Fault[] = [];
    const file = fileOf("placements");
    let child = -1;
    let until = missingDay;
    for (const row of spells.rows) {
      const own = spells.child[row] as number;
      if (own === child && (spells.start[row] as number) < until) {
        faults.push({
          code: "spell-overlap",
          severity: "error",
          file,
          ...place(spells.table, row),
          column: "start",
          message: "the placement begins before an earlier one of the child has ended",
          remedy: "Correct the end of the earlier placement or the start of this one.",
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
