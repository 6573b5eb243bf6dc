import type { Fault } from "../fault.ts";
import { type DataCheck, dateOf, hasDay, place } from "./check-context.ts";

const pairs = [
  ["placements", "start", "end"],
  ["ratings", "period_start", "period_end"],
] as const;

/** A spell or period that ends before it starts. */
export const endBeforeStart: DataCheck = {
  code: "end-before-start",
  description: "A placement or a rated period ends before it starts",
  run: ({ tables, fileOf }) => {
    const faults: Fault[] = [];
    let ran = false;
    for (const [name, from, to] of pairs) {
      const table = tables.get(name);
      const start = dateOf(table, from);
      const end = dateOf(table, to);
      if (table === undefined || start === null || end === null) continue;
      ran = true;
      for (let row = 0; row < table.rowCount; row++) {
        if ((end.days[row] as number) >= (start.days[row] as number)) continue;
        if (!hasDay(end, row)) continue;
        faults.push({
          code: "end-before-start",
          severity: "error",
          file: fileOf(name),
          ...place(table, row),
          column: to,
          message: `${to} is before ${from}`,
          remedy: "Correct the dates; day and month may be swapped.",
        });
      }
    }
    return ran ? faults : { notRun: "there are no placements or ratings with two dates" };
  },
};
