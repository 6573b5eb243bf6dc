import { missingLabels } from "../../table/missing.ts";
import { parseChoices } from "../choices.ts";
import { isCategorical, type Variable } from "../codebook.ts";
import { type LintRule, perVariable } from "./lint-rule.ts";

const chosen = (variable: Variable): boolean =>
  variable.type === "dropdown" || variable.type === "radio" || variable.type === "checkbox";
const written = (variable: Variable): string =>
  (variable.cells.get("select_choices_or_calculations") ?? "").trim();
const column = "select_choices_or_calculations";

/** Rules about answers to choose from, and the missing codes among them. */
export const choiceRules: readonly LintRule[] = [
  perVariable(
    "choices-missing",
    "error",
    column,
    "List the answers:  1, Yes | 0, No",
    (variable) =>
      chosen(variable) && variable.choices.length === 0
        ? `${variable.name} is a ${variable.type} without answers`
        : null,
  ),
  perVariable(
    "choice-without-label",
    "warning",
    column,
    "Write each answer as code, comma, label.",
    (variable) => {
      if (!chosen(variable)) return null;
      const bare = written(variable)
        .split("|")
        .map((part) => part.trim())
        .filter((part) => part !== "" && !/^[^,]+,\s*\S/.test(part));
      return bare.length === 0
        ? null
        : `${variable.name} has ${bare.length} answers without a label`;
    },
  ),
  perVariable(
    "choice-code-form",
    "error",
    column,
    "Use letters, digits, dots, dashes and underscores only.",
    (variable) => {
      const bad = [...variable.choices].find(({ value }) => !/^[-A-Za-z0-9._]+$/.test(value));
      return bad === undefined ? null : `${variable.name} has an answer code REDCap does not take`;
    },
  ),
  perVariable(
    "choice-code-twice",
    "error",
    column,
    "Give each answer a code of its own.",
    (variable) => {
      const twice = repeated([...variable.choices, ...variable.missing].map(({ value }) => value));
      return twice === null || !chosen(variable)
        ? null
        : `${variable.name} uses the code ${twice} for two answers`;
    },
  ),
  perVariable(
    "choice-label-twice",
    "warning",
    column,
    "Join the two answers, or say what sets them apart.",
    (variable) => {
      const twice = repeated(variable.choices.map(({ label }) => label.toLowerCase()));
      return twice === null ? null : `${variable.name} has two answers with the same label`;
    },
  ),
  perVariable(
    "missing-codes-absent",
    "warning",
    column,
    "Add -9, Not recorded on file | -8, Could not judge | -7, Not applicable | -6, Document unavailable; a yes/no field becomes a radio for it.",
    (variable) => {
      if (!isCategorical(variable) || variable.type === "checkbox") return null;
      const present = new Set(variable.missing.map(({ value }) => value));
      const absent = ["-9", "-8", "-7", "-6"].filter((code) => !present.has(code));
      return absent.length === 0
        ? null
        : `${variable.name} has no code for why an answer is missing (${absent.join(", ")})`;
    },
  ),
  perVariable(
    "missing-code-meaning",
    "warning",
    column,
    "Use the shared words, or another code for another meaning.",
    (variable) => {
      const other = variable.missing.find(
        ({ value, label }) =>
          missingLabels[Number(value) as -9 | -8 | -7 | -6]?.toLowerCase() !== label.toLowerCase(),
      );
      return other === undefined
        ? null
        : `${variable.name} calls ${other.value} "${other.label}", which means "${missingLabels[Number(other.value) as -9]}" everywhere else`;
    },
  ),
  perVariable(
    "missing-code-foreign",
    "warning",
    column,
    "Use -9, -8, -7 or -6, which every table counts apart from answers.",
    (variable) => {
      const foreign = variable.choices.find(({ label }) =>
        /^(missing|unknown|not (known|recorded|stated|applicable)|n\/?a|don'?t know)\b/i.test(
          label,
        ),
      );
      return foreign === undefined
        ? null
        : `${variable.name} has the answer "${foreign.label}" under ${foreign.value}, so it will be counted as known`;
    },
  ),
  {
    name: "matrix-choices",
    severity: "error",
    find: ({ codebook }) => {
      const first = new Map<string, Variable>();
      return codebook.variables.flatMap((variable) => {
        const group = (variable.cells.get("matrix_group_name") ?? "").trim();
        if (group === "") return [];
        const leader = first.get(group);
        if (leader === undefined) {
          first.set(group, variable);
          return [];
        }
        if (same(leader, variable)) return [];
        return [
          {
            variable,
            column: "matrix_group_name" as const,
            message: `${variable.name} is in the matrix ${group} but has other answers than ${leader.name}`,
            remedy: "Give all variables of a matrix the same type and answers.",
          },
        ];
      });
    },
  },
];

const same = (a: Variable, b: Variable): boolean =>
  a.type === b.type &&
  JSON.stringify(parseChoices(written(a))) === JSON.stringify(parseChoices(written(b)));

function repeated(values: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) return value;
    seen.add(value);
  }
  return null;
}
