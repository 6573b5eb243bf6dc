import { compileValue, type LogicScope } from "../../../data-dictionary/logic/compile-condition.ts";
import type { Condition } from "../../../data-dictionary/logic/condition.ts";
import { fieldsOf } from "../../../data-dictionary/logic/condition.ts";
import type { DecisivePart } from "../../../data-dictionary/logic/decisive-parts.ts";
import { missingReason } from "../../../data-dictionary/table/column.ts";
import type { DerivedStudy } from "../derive-study.ts";
import { type Fact, yesNoLevels } from "../fact.ts";
import type { Citations } from "./citations.ts";
import { columnsOf, type Subject, tellField } from "./tell-field.ts";
import { isPlain, type Requirement, requirementOf, requirementWords } from "./tell-requirement.ts";
import { amount, listWords } from "./words.ts";

/** What the teller of a rule needs at hand. */
export interface Telling {
  readonly derived: DerivedStudy;
  readonly subject: Subject;
  readonly scope: LogicScope;
  readonly cite: Citations;
}

/**
 * The parts that settled a condition, as clauses: each field once, with what the record says and what the
 * rule asks. Alternatives asked of one field are drawn together.
 *
 * @param text - The condition as it was written, for parts that are no plain comparison.
 */
export function tellParts(
  telling: Telling,
  parts: readonly DecisivePart[],
  text: string,
): string[] {
  const constants = telling.scope.constants ?? new Map<string, number | string>();
  const byField = new Map<string, Requirement[]>();
  const blanks: { name: string; missing: boolean }[] = [];
  const others: DecisivePart[] = [];
  for (const part of parts) {
    const requirement = requirementOf(part.condition, constants, part.negated);
    if (requirement !== null) {
      byField.set(requirement.field, [...(byField.get(requirement.field) ?? []), requirement]);
    } else if (isBlankTest(part.condition)) {
      const [name] = fieldsOf(part.condition);
      if (name !== undefined) blanks.push({ name, missing: part.truth === true });
    } else others.push(part);
  }
  const told = [
    ...[...byField].map(([field, requirements]) =>
      tellRequirements(
        telling,
        field,
        requirements,
        parts[0]?.truth ?? null,
        parts[0]?.negated ?? false,
      ),
    ),
    ...(blanks.length === 0 ? [] : [tellBlanks(telling, blanks)]),
    ...others.map((part) => tellOther(telling, part, text)),
  ];
  return [...new Set(told)];
}

/** What one field holds, and, where that is not the whole story, what the rule asks of it. */
function tellRequirements(
  telling: Telling,
  field: string,
  requirements: readonly Requirement[],
  truth: boolean | null,
  negated: boolean,
): string {
  const told = tellField(telling.derived, telling.subject, field, telling.cite);
  const column = columnsOf(telling.derived, telling.subject).get(field);
  const asked = requirements.filter((each) => each.constant !== "");
  if (truth === null || asked.length === 0) return told;
  if (column !== undefined && missingReason(column, telling.subject.row) !== 0) return told;
  const fact = factOf(telling, field);
  // Yes or no in a fact's own words says all there is to say.
  if (fact?.tell !== undefined && fact.levels === yesNoLevels) return told;
  const holds = truth !== negated;
  const words = listWords(
    [...new Set(asked.map((each) => requirementWords(each, column, fact)))],
    "or",
  );
  const plain = isPlain(asked, column, fact);
  if (holds) return plain ? told : `${told} (the rule asks for ${words})`;
  return plain ? `${told}, not ${words}` : `${told}, where the rule asks for ${words}`;
}

/** The fact of a name, where the subject is a child. */
export const factOf = ({ derived, subject }: Telling, name: string): Fact | undefined =>
  subject.unit === "child" ? derived.facts.find((each) => each.name === name) : undefined;

const isBlankTest = (node: Condition): boolean =>
  node.kind === "call" && node.name === "isblankormissingcode";

/** The values a rule asks about because it needs them: which are missing, or that none is. */
function tellBlanks(
  telling: Telling,
  blanks: readonly { readonly name: string; readonly missing: boolean }[],
): string {
  const missing = blanks.filter((each) => each.missing);
  if (missing.length > 0) {
    return listWords(
      missing.map(({ name }) => tellField(telling.derived, telling.subject, name, telling.cite)),
    );
  }
  if (blanks.length > 2) return `none of the ${blanks.length} values it asks about is missing`;
  return listWords(
    blanks.map(({ name }) => tellField(telling.derived, telling.subject, name, telling.cite)),
  );
}

const aggregates: Readonly<Record<string, string>> = {
  max: "highest",
  min: "lowest",
  sum: "sum",
  mean: "mean",
};

function tellOther(telling: Telling, part: DecisivePart, text: string): string {
  const aggregate = tellAggregate(telling, part);
  if (aggregate !== null) return aggregate;
  const fields = fieldsOf(part.condition).filter((name) => !telling.scope.constants?.has(name));
  const told = fields.map((name) =>
    tellField(telling.derived, telling.subject, name, telling.cite),
  );
  const how = part.truth === null ? "cannot be judged" : part.truth ? "holds" : "does not hold";
  return `the condition ${text.slice(part.condition.from, part.condition.to)} ${how}: ${listWords(told)}`;
}

/** The highest, lowest, sum or mean of several fields against a constant. */
function tellAggregate(telling: Telling, part: DecisivePart): string | null {
  const { condition, truth, negated } = part;
  if (condition.kind !== "compare" || condition.left.kind !== "call") return null;
  const name = aggregates[condition.left.name];
  const asked =
    condition.right.kind === "field"
      ? telling.scope.constants?.get(condition.right.name)
      : condition.right.kind === "number"
        ? condition.right.value
        : undefined;
  if (name === undefined || asked === undefined) return null;
  const { row } = telling.subject;
  const value = compileValue(condition.left, telling.scope)(row);
  const { operands } = condition.left;
  if (value === null) return `none of the ${operands.length} values it asks about is on record`;
  const where = partsOfAggregate(telling, name, operands, value);
  const mark = where.includes("[")
    ? ""
    : telling.cite.mark([
        { table: telling.subject.unit === "child" ? "children" : "families", row },
      ]);
  const words = requirementWords(
    { field: "", operator: condition.operator, constant: asked },
    undefined,
  );
  const holds = truth !== negated;
  return `the ${name} of ${operands.length} values is ${value}${where}${mark}${holds ? ` (the rule asks for ${words})` : `, where the rule asks for ${words}`}`;
}

/** Which values make an aggregate: those that reach it, or, of a sum or mean, those that are not nought. */
function partsOfAggregate(
  telling: Telling,
  name: string,
  operands: readonly Condition[],
  value: unknown,
): string {
  const columns = columnsOf(telling.derived, telling.subject);
  const extreme = name === "highest" || name === "lowest";
  const named = operands.flatMap((operand) => {
    const own = String(compileValue(operand, telling.scope)(telling.subject.row) ?? "");
    const counts = extreme ? own === String(value) : own !== "" && own !== "0";
    if (!counts) return [];
    if (operand.kind === "field") return [`“${columns.get(operand.name)?.label ?? operand.name}”`];
    // A value made from a condition: what it rests on is said in full.
    return fieldsOf(operand).map((field) =>
      tellField(telling.derived, telling.subject, field, telling.cite),
    );
  });
  if (named.length === 0) return "";
  if (extreme && named.length > 2) return ` (${named[0]} and ${amount(named.length - 1, "other")})`;
  return ` (${listWords(named)})`;
}
