import { missingLabels } from "../../data-dictionary/table/missing.ts";
import type { ExportTable, ExportVariable } from "./export-table.ts";

const codes = [-9, -8, -7, -6] as const;
/** Words for the codes that no reader can take for a missing code. */
const values: Readonly<Record<(typeof codes)[number], string>> = {
  "-9": "not_recorded",
  "-8": "could_not_judge",
  "-7": "not_applicable",
  "-6": "unavailable",
};

/**
 * Whether a variable has numbers of its own that are also missing codes, as a change of −7 points is. In
 * plain text the two cannot be told apart.
 */
export const usesMissingCodes = (variable: ExportVariable): boolean =>
  variable.kind === "number" &&
  variable.numbers.some(
    (value, row) => variable.missing[row] === 0 && codes.some((code) => code === value),
  );

/**
 * A table that can be written as plain text without a number being taken for a missing code: where a
 * variable has such numbers, its missing values become blank, and why they are missing stands in a variable
 * of its own beside it, NAME_missing. Every other variable stays as it is.
 */
export function withOwnReasons(table: ExportTable): ExportTable {
  const taken = new Set(table.variables.map(({ name }) => name));
  return {
    ...table,
    variables: table.variables.flatMap((variable) =>
      usesMissingCodes(variable) && variable.missing.some((reason) => reason < -1)
        ? [
            { ...variable, missing: variable.missing.map((reason) => (reason === 0 ? 0 : -1)) },
            reasonsOf(variable, freeName(`${variable.name}_missing`, taken)),
          ]
        : [variable],
    ),
  };
}

function reasonsOf(variable: ExportVariable, name: string): ExportVariable {
  return {
    name,
    label: `Why ${variable.label} is missing`,
    kind: "coded",
    levels: codes.map((code) => ({
      code,
      value: values[code],
      label: missingLabels[code],
    })),
    ordered: false,
    unit: null,
    origin: variable.origin,
    numbers: Float64Array.from(variable.missing, (reason) => (reason < -1 ? reason : Number.NaN)),
    texts: [],
    missing: variable.missing.map((reason) => (reason < -1 ? 0 : -1)),
  };
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let at = 2; taken.has(name); at++) name = `${wanted}_${at}`;
  taken.add(name);
  return name;
}
