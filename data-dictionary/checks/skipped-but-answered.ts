import type { Fault } from "../fault.ts";
import { compileCondition } from "../logic/compile-condition.ts";
import { parseCondition } from "../logic/parse-condition.ts";
import { missingReason } from "../table/column.ts";
import { type DataCheck, place } from "./check-context.ts";

/** A field that its condition skips, with an answer all the same. */
export const skippedButAnswered: DataCheck = {
  code: "skipped-but-answered",
  description: "A field that its condition skips has an answer",
  run: ({ codebook, tables, fileOf }) => {
    const conditional = codebook.variables.filter((variable) => variable.branching !== "");
    if (conditional.length === 0) return { notRun: "no variable of the codebook has a condition" };
    const faults: Fault[] = [];
    for (const variable of conditional) {
      for (const [name, table] of tables) {
        const column = table.columns.get(variable.name);
        if (column === undefined) continue;
        let holds: (row: number) => boolean | null;
        try {
          holds = compileCondition(parseCondition(variable.branching), table);
        } catch {
          faults.push({
            code: "skipped-but-answered",
            severity: "warning",
            file: codebook.file,
            row: variable.line,
            column: variable.name,
            message: `the condition of ${variable.name} cannot be checked in the table ${name}`,
            remedy: "See: throughline codebook lint",
          });
          continue;
        }
        for (let row = 0; row < table.rowCount; row++) {
          if (holds(row) !== false || missingReason(column, row) !== 0) continue;
          faults.push({
            code: "skipped-but-answered",
            severity: "warning",
            file: fileOf(name),
            ...place(table, row),
            column: variable.name,
            message: `${variable.name} has an answer although its condition skips it`,
            remedy:
              "Clear the answer (or give -7, not applicable), or correct what the condition reads.",
          });
        }
      }
    }
    return faults;
  },
};
