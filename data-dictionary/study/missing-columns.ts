import type { Codebook } from "../codebook/codebook.ts";
import type { Fault } from "../fault.ts";
import { nearestName } from "../nearest-name.ts";
import type { RawTable } from "../sources/csv/read-csv.ts";
import { builtInColumns } from "./built-in-columns.ts";

/** Code of the fault of a table that lacks a column without which it cannot be used. */
export const missingColumnCode = "missing-column";

/**
 * Columns that a table must have and has not: those of its structure (a placement needs a child, a start
 * and a setting) and those its codebook requires. The nearest name in the file is offered.
 */
export function missingColumns(
  raw: Pick<RawTable, "header" | "file">,
  options: {
    readonly name: string;
    readonly form?: string | undefined;
    readonly codebook: Codebook;
    readonly childColumn?: string;
  },
): Fault[] {
  const child = options.childColumn ?? "child_id";
  // Who is whose sibling need not be known, and an identifier may have another name.
  const structure = Object.entries(builtInColumns[options.name] ?? {}).flatMap(([name, spec]) =>
    spec.required !== true || name === "family_id" ? [] : [name === "child_id" ? child : name],
  );
  const form = options.form ?? options.name;
  const required = options.codebook.variables.flatMap((variable) =>
    variable.form === form &&
    variable.required &&
    variable.branching === "" &&
    variable.type !== "checkbox"
      ? [variable.name]
      : [],
  );
  const present = new Set(raw.header);
  return [...new Set([...structure, ...required])]
    .filter((name) => !present.has(name))
    .map((name) => {
      const near = nearestName(
        name,
        raw.header.filter((other) => /^[A-Za-z]\w*$/.test(other)),
      );
      return {
        code: missingColumnCode,
        severity: "error",
        file: raw.file,
        row: 1,
        column: name,
        message: `the file has no column ${name}, which ${structure.includes(name) ? `the table ${options.name} cannot do without` : "the codebook requires"}`,
        remedy:
          near === null
            ? "Add the column, or correct its name in the first row."
            : `Rename ${near} to ${name}, if that is the one.`,
      };
    });
}
