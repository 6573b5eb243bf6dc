import { InputError } from "../../input-error.ts";
import { checkCondition, type FieldType } from "../../logic/check-condition.ts";
import { fieldsOf } from "../../logic/condition.ts";
import { parseCondition } from "../../logic/parse-condition.ts";
import { type Codebook, isCategorical, type RedcapKey, type Variable } from "../codebook.ts";
import type { Finding, LintContext, LintRule } from "./lint-rule.ts";

/**
 * What conditions may know of the variables of a codebook: kinds, codes and order.
 *
 * Missing codes count as answers here, since a form may ask whether -7 was given.
 */
export function codebookFields(codebook: Codebook): Map<string, FieldType> {
  return new Map(codebook.variables.map((variable) => [variable.name, fieldType(variable)]));
}

function fieldType(variable: Variable): FieldType {
  const { validation, type, choices, missing, ordered } = variable;
  if (isCategorical(variable)) {
    const codes = [...choices, ...missing].map(({ value }) => value);
    return { kind: "categorical", codes, ordered };
  }
  if (validation.startsWith("date")) return { kind: "date" };
  const numeric = /^(integer|number)/.test(validation) || type === "slider" || type === "calc";
  return { kind: numeric ? "numeric" : "text" };
}

/** Rules about branching logic and calculations. */
export const logicRules: readonly LintRule[] = [
  logicRule("branching", "branching_logic", ({ branching }) => branching),
  logicRule("calculation", "select_choices_or_calculations", ({ type, calculation }) =>
    type === "calc" ? calculation : "",
  ),
  {
    name: "calculation-missing",
    severity: "error",
    find: ({ codebook }) =>
      codebook.variables
        .filter(({ type, calculation }) => type === "calc" && calculation === "")
        .map((variable) => ({
          variable,
          column: "select_choices_or_calculations" as const,
          message: `${variable.name} is calculated, but has no calculation`,
          remedy: "Write it, or make the variable a text field.",
        })),
  },
  {
    name: "branching-on-itself",
    severity: "error",
    find: ({ codebook }) =>
      codebook.variables
        .filter(({ name, branching }) => fieldsRead(branching).includes(name))
        .map((variable) => ({
          variable,
          column: "branching_logic" as const,
          message: `${variable.name} is shown only if it has an answer already`,
          remedy: "Let the condition ask about another variable.",
        })),
  },
];

function logicRule(
  name: string,
  column: RedcapKey,
  textOf: (variable: Variable) => string,
): LintRule {
  return {
    name: `${name}-wrong`,
    severity: "error",
    find: (context) => {
      const fields = codebookFields(context.codebook);
      return context.codebook.variables.flatMap((variable) =>
        problems(textOf(variable), fields, context).map(
          (problem): Finding => ({
            variable,
            column,
            message: `the ${name} of ${variable.name} cannot be used: ${problem}`,
            remedy: "Correct it: the condition is what decides whether a blank is a gap.",
          }),
        ),
      );
    },
  };
}

function problems(
  text: string,
  fields: ReadonlyMap<string, FieldType>,
  context: LintContext,
): string[] {
  if (text === "") return [];
  try {
    const condition = parseCondition(text);
    const unknown = [...context.otherNames].filter((name) => !fields.has(name));
    const all = new Map([
      ...fields,
      ...unknown.map((name): [string, FieldType] => [name, { kind: "text" }]),
    ]);
    return checkCondition(condition, all).map(({ message }) => message);
  } catch (error) {
    if (error instanceof InputError) {
      return [error.message.replace(/^The condition cannot be read /, "").replace(/\.$/, "")];
    }
    throw error;
  }
}

function fieldsRead(text: string): string[] {
  try {
    return text === "" ? [] : fieldsOf(parseCondition(text));
  } catch {
    return [];
  }
}
