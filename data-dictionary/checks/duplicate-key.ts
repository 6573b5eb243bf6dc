import type { Fault } from "../fault.ts";
import { type DataCheck, place, textOf } from "./check-context.ts";

/** One identifier on two rows of a table in which it must be the only one. */
export const duplicateKey: DataCheck = {
  code: "duplicate-key",
  description: "One identifier stands on two rows",
  run: ({ tables, columns, fileOf }) => {
    const keys = [
      ["families", columns.family],
      ["children", columns.child],
      ["placements", "placement_id"],
      ["events", "event_id"],
      ["ratings", "rating_id"],
    ] as const;
    const faults: Fault[] = [];
    for (const [name, column] of keys) {
      const table = tables.get(name);
      const ids = textOf(table, column);
      if (table === undefined || ids === null) continue;
      const seen = new Map<string, number>();
      for (let row = 0; row < table.rowCount; row++) {
        const id = ids.values[row] as string | null;
        if (id === null) continue;
        const before = seen.get(id);
        if (before === undefined) {
          seen.set(id, row);
          continue;
        }
        faults.push({
          code: "duplicate-key",
          severity: "error",
          file: fileOf(name),
          ...place(table, row),
          column,
          message: `${column} is the same as on line ${table.lines?.[before] ?? before + 1}`,
          remedy: "Delete one of the two rows, or give it its own identifier.",
        });
      }
    }
    return faults;
  },
};
