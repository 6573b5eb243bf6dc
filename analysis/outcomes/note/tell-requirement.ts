import type { ComparisonOperator, Condition } from "../../../data-dictionary/logic/condition.ts";
import type { Column } from "../../../data-dictionary/table/column.ts";
import { lowerFirst } from "../../figures/number-words.ts";
import type { Fact } from "../fact.ts";

/** A comparison of one field with one constant: what most conditions are made of. */
export interface Requirement {
  readonly field: string;
  readonly operator: ComparisonOperator;
  readonly constant: number | string;
}

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "=": "=",
  "<>": "<>",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};
const opposite: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "=": "<>",
  "<>": "=",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

/**
 * A part of a condition as one field against one constant (a literal or a parameter of the rule); null
 * when it is anything else.
 *
 * @example
 * requirementOf(parseCondition("[a] >= 3"), new Map(), false) // => { field: "a", operator: ">=", constant: 3 }
 */
export function requirementOf(
  part: Condition,
  constants: ReadonlyMap<string, number | string>,
  negated: boolean,
): Requirement | null {
  if (part.kind !== "compare") return null;
  const constantOf = (node: Condition): number | string | null =>
    node.kind === "number" || node.kind === "text"
      ? node.value
      : node.kind === "field" && node.choice === null
        ? (constants.get(node.name) ?? null)
        : null;
  for (const [side, other, operator] of [
    [part.left, part.right, part.operator],
    [part.right, part.left, mirrored[part.operator]],
  ] as const) {
    if (side.kind !== "field" || constants.has(side.name)) continue;
    const constant = constantOf(other);
    if (constant === null) continue;
    const field = side.choice === null ? side.name : `${side.name}___${side.choice}`;
    return { field, operator: negated ? opposite[operator] : operator, constant };
  }
  return null;
}

/** What a requirement asks of its field, as it follows "not" or stands in brackets. */
export function requirementWords(
  { operator, constant }: Requirement,
  column: Column | undefined,
  fact?: Fact,
): string {
  if (constant === "") return operator === "<>" ? "on record" : "missing";
  const words = fact?.asked?.(constant) ?? valueWords(column, constant);
  const isNumber = column?.kind === "numeric" && fact?.asked === undefined;
  switch (operator) {
    case "=":
      return isNumber ? `exactly ${words}` : words;
    case "<>":
      return `anything but ${words}`;
    case "<":
      return isNumber ? `fewer than ${words}` : `below ${words}`;
    case "<=":
      return `at most ${words}`;
    case ">":
      return `more than ${words}`;
    case ">=":
      return `at least ${words}`;
  }
}

/** Do requirements read as "not this" where they fail: is each one value among others, in words? */
export function isPlain(
  requirements: readonly Requirement[],
  column: Column | undefined,
  fact?: Fact,
): boolean {
  return (
    requirements.every((each) => each.operator === "=") &&
    (column?.kind !== "numeric" || fact?.asked !== undefined)
  );
}

function valueWords(column: Column | undefined, value: number | string): string {
  if (column?.kind !== "categorical") return String(value);
  const label = column.levels.find((level) => level.value === String(value))?.label;
  return label === undefined ? String(value) : lowerFirst(label);
}
