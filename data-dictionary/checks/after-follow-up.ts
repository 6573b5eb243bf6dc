import { addMonths } from "../dates/day.ts";
import type { Fault } from "../fault.ts";
import { missingDay } from "../table/column.ts";
import { type DataCheck, dateOf, hasDay, place } from "./check-context.ts";

/** A placement that begins after the child's follow-up: it plays no part in the outcomes. */
export const afterFollowUp: DataCheck = {
  code: "after-follow-up",
  description: "A placement begins after the end of the child's follow-up",
  run: ({ tables, columns, spells, followUpMonths, fileOf }) => {
    const index = dateOf(tables.get("children"), columns.index);
    if (index === null || spells === null)
      return { notRun: "there are no index dates or placements" };
    const last = index.days.map((day) =>
      day === missingDay ? missingDay : addMonths(day, followUpMonths),
    );
    const faults: Fault[] = [];
    for (const row of spells.rows) {
      const child = spells.child[row] as number;
      if (!hasDay(index, child) || (spells.start[row] as number) <= (last[child] as number))
        continue;
      faults.push({
        code: "after-follow-up",
        severity: "note",
        file: fileOf("placements"),
        ...place(spells.table, row),
        column: "start",
        message: "the placement begins after the child's follow-up has ended",
        remedy: "Nothing to do if it is right: it plays no part in outcomes at follow-up.",
      });
    }
    return faults;
  },
};
