import type { Fault } from "../fault.ts";
import { missingReason } from "../table/column.ts";
import { type DataCheck, place, textOf } from "./check-context.ts";

/** A family's fact that differs between the children of the family. */
export const siblingsDisagree: DataCheck = {
  code: "siblings-disagree",
  description: "A family's fact differs between its children",
  run: ({ tables, columns, codebook, fileOf }) => {
    const children = tables.get("children");
    const families = textOf(children, columns.family);
    if (children === undefined || families === null) return { notRun: "children have no family" };
    const faults: Fault[] = [];
    for (const column of children.columns.values()) {
      if (codebook.byName.get(column.name)?.level !== "family" || column.name === columns.family)
        continue;
      const first = new Map<string, number>();
      for (let row = 0; row < children.rowCount; row++) {
        const family = families.values[row] ?? null;
        if (family === null || missingReason(column, row) !== 0) continue;
        const before = first.get(family);
        if (before === undefined) {
          first.set(family, row);
          continue;
        }
        const values =
          column.kind === "categorical"
            ? column.codes
            : column.kind === "date"
              ? column.days
              : column.values;
        if (values[before] === values[row]) continue;
        faults.push({
          code: "siblings-disagree",
          severity: "error",
          file: fileOf("children"),
          ...place(children, row),
          column: column.name,
          message: `${column.name} is a family's fact, but differs from line ${children.lines?.[before] ?? before + 1}`,
          remedy: "Correct one of the two, or move the variable to the table of families.",
        });
      }
    }
    return faults;
  },
};
