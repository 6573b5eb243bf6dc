import { type Codebook, isCategorical, type Variable } from "../codebook/codebook.ts";
import { builtInColumns, type ColumnSpec } from "./built-in-columns.ts";

/**
 * How a column of a study's table is to be read: by the codebook when it has the variable (or, for a
 * checkbox, the variable before `___`), else by the built-in structure, else as text.
 */
export function columnSpec(
  codebook: Codebook,
  table: string,
  column: string,
): { readonly spec: ColumnSpec; readonly known: boolean } {
  const builtIn = builtInColumns[table]?.[column];
  const [base, choice] = column.split("___");
  const variable = codebook.byName.get(column) ?? codebook.byName.get(base ?? "");
  if (variable !== undefined && (variable.form === table || builtIn === undefined)) {
    const spec =
      choice === undefined || variable.type !== "checkbox"
        ? variableSpec(variable)
        : checkboxSpec(variable, choice);
    return {
      spec: builtIn?.kind === "identifier" ? { ...spec, kind: "identifier" } : spec,
      known: true,
    };
  }
  if (builtIn !== undefined) return { spec: builtIn, known: true };
  // Any table may carry the mark of invented records.
  if (column === "synthetic") return { spec: { kind: "text", label: "Invented" }, known: true };
  if (/^redcap_|_complete$/.test(column)) {
    return { spec: { kind: "text", label: column }, known: true };
  }
  return { spec: { kind: "text", label: column }, known: false };
}

function variableSpec(variable: Variable): ColumnSpec {
  const common = {
    label: variable.label,
    level: variable.level,
    // A field that is skipped by its condition is not required.
    required: variable.required && variable.branching === "",
  };
  const { validation } = variable;
  if (isCategorical(variable)) {
    return { ...common, kind: "categorical", levels: variable.choices, ordered: variable.ordered };
  }
  if (variable.identifier && !validation.startsWith("date"))
    return { ...common, kind: "identifier" };
  if (validation.startsWith("date")) {
    return {
      ...common,
      kind: "date",
      ...(variable.min === "" ? {} : { minDay: variable.min }),
      ...(variable.max === "" ? {} : { maxDay: variable.max }),
    };
  }
  const numeric = validation === "integer" || validation.startsWith("number");
  if (numeric || variable.type === "slider" || variable.type === "calc") {
    return {
      ...common,
      kind: "numeric",
      integer: validation === "integer",
      ...(isNumber(variable.min) ? { min: Number(variable.min) } : {}),
      ...(isNumber(variable.max) ? { max: Number(variable.max) } : {}),
    };
  }
  return { ...common, kind: "text" };
}

function checkboxSpec(variable: Variable, choice: string): ColumnSpec {
  const label = variable.choices.find((each) => each.value === choice)?.label ?? choice;
  return {
    kind: "categorical",
    label: `${variable.label}: ${label}`,
    level: variable.level,
    levels: [
      { value: "1", label: "Yes" },
      { value: "0", label: "No" },
    ],
  };
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);
