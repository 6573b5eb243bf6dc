import type { Fault } from "../fault.ts";
import { type DataCheck, place, textOf } from "./check-context.ts";

/** A row that names a child or a family that its own table does not have. */
export const orphan: DataCheck = {
  code: "orphan",
  description: "A row names a child or a family that is not in the study",
  run: ({ tables, columns, fileOf, childRow }) => {
    const families = textOf(tables.get("families"), columns.family);
    const children = textOf(tables.get("children"), columns.child);
    if (children === null) return { notRun: "there is no table of children" };
    const familyIds = new Set(families?.values ?? []);
    const faults: Fault[] = [];
    const look = (
      name: string,
      column: string,
      whose: string,
      known: (id: string) => boolean,
    ): void => {
      const table = tables.get(name);
      const ids = textOf(table, column);
      if (table === undefined || ids === null) return;
      for (let row = 0; row < table.rowCount; row++) {
        const id = ids.values[row] as string | null;
        if (id === null || known(id)) continue;
        faults.push({
          code: "orphan",
          severity: "error",
          file: fileOf(name),
          ...place(table, row),
          column,
          message: `the row names a ${whose} that the study does not have`,
          remedy: `Add the ${whose}, or correct the identifier (leading zeros may be lost).`,
        });
      }
    };
    for (const name of ["placements", "events", "ratings"]) {
      look(name, columns.child, "child", (id) => childRow.has(id));
    }
    if (families !== null) {
      for (const name of ["children", "events", "ratings"]) {
        look(name, columns.family, "family", (id) => familyIds.has(id));
      }
    }
    return faults;
  },
};
