import { nearestName } from "../nearest-name.ts";
import { type Condition, childrenOf } from "./condition.ts";

/** What the check knows of a field: its kind, and its codes if it has any. */
export interface FieldType {
  readonly kind: "categorical" | "numeric" | "date" | "text";
  readonly codes?: readonly string[];
  readonly ordered?: boolean;
}

/** A fault in a condition, with the characters it stands at. */
export interface ConditionFault {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/**
 * What is wrong with a condition before it meets any data: fields that do not exist, codes that a
 * variable does not have, words compared with `<`.
 *
 * @example
 * checkCondition(parseCondition("[sxe] = '1'"), new Map([["sex", { kind: "categorical" }]]))[0].message // => "there is no variable or fact sxe; did you mean sex?"
 */
export function checkCondition(
  condition: Condition,
  fields: ReadonlyMap<string, FieldType>,
): ConditionFault[] {
  const faults: ConditionFault[] = [];
  const visit = (node: Condition): void => {
    if (node.kind === "field") {
      const name = node.choice === null ? node.name : `${node.name}___${node.choice}`;
      if (!fields.has(name) && !fields.has(node.name)) {
        const near = nearestName(node.name, [...fields.keys()]);
        faults.push({
          from: node.from,
          to: node.to,
          message: `there is no variable or fact ${node.name}${near === null ? "" : `; did you mean ${near}?`}`,
        });
      }
    }
    if (node.kind === "compare") {
      for (const [a, b] of [
        [node.left, node.right],
        [node.right, node.left],
      ] as const) {
        const message = comparisonFault(a, b, node.operator, fields);
        if (message !== null) faults.push({ from: node.from, to: node.to, message });
      }
    }
    childrenOf(node).forEach(visit);
  };
  visit(condition);
  return faults;
}

function comparisonFault(
  a: Condition,
  b: Condition,
  operator: string,
  fields: ReadonlyMap<string, FieldType>,
): string | null {
  if (a.kind !== "field" || (b.kind !== "text" && b.kind !== "number")) return null;
  const type = fields.get(a.name);
  if (type === undefined || a.choice !== null || b.value === "") return null;
  const code = String(b.value);
  if (type.kind === "categorical" && type.codes !== undefined && !type.codes.includes(code)) {
    const near = nearestName(code, type.codes);
    return `${a.name} has no answer '${code}'; its answers are ${type.codes.slice(0, 12).join(", ")}${near === null ? "" : `; did you mean '${near}'?`}`;
  }
  if (operator !== "=" && operator !== "<>" && type.kind === "categorical" && !type.ordered) {
    const numbers = type.codes?.every((each) => /^-?\d+(\.\d+)?$/.test(each)) ?? false;
    if (!numbers) return `${a.name} has answers without an order, so ${operator} has no meaning`;
  }
  if (type.kind === "numeric" && b.kind === "text" && !/^-?\d+(\.\d+)?$/.test(code)) {
    return `${a.name} is a number, but is compared with the word '${code}'`;
  }
  return null;
}
