import type { Fault } from "../fault.ts";
import { type DataCheck, dateOf, hasDay, place } from "./check-context.ts";

/** A placement or an index date before the child was born. Events may be: referrals of an unborn child. */
export const beforeBirth: DataCheck = {
  code: "before-birth",
  description: "A placement or an index date is before the child's date of birth",
  run: ({ tables, columns, spells, fileOf }) => {
    const children = tables.get("children");
    const birth = dateOf(children, columns.birth);
    if (children === undefined || birth === null) return { notRun: "there are no dates of birth" };
    const faults: Fault[] = [];
    const index = dateOf(children, columns.index);
    const add = (file: string, row: { row?: number }, column: string): void => {
      faults.push({
        code: "before-birth",
        severity: "error",
        file,
        ...row,
        column,
        message: `${column} is before the child's date of birth`,
        remedy: "Correct the date or the date of birth; day and month may be swapped.",
      });
    };
    for (let row = 0; index !== null && row < children.rowCount; row++) {
      if (!hasDay(birth, row) || !hasDay(index, row)) continue;
      if ((index.days[row] as number) < (birth.days[row] as number)) {
        add(fileOf("children"), place(children, row), columns.index);
      }
    }
    for (const row of spells?.rows ?? []) {
      const child = spells?.child[row] as number;
      if (hasDay(birth, child) && (spells?.start[row] as number) < (birth.days[child] as number)) {
        if (spells !== null) add(fileOf("placements"), place(spells.table, row), "start");
      }
    }
    return faults;
  },
};
