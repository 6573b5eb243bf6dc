import { compileCondition, type LogicScope, type Truth } from "./compile-condition.ts";
import type { Condition } from "./condition.ts";

/** A single comparison or call that settles how a whole condition came out. */
export interface DecisivePart {
  readonly condition: Condition;
  /** How the part itself came out. */
  readonly truth: Truth;
  /** Does a `not` around it turn it round? */
  readonly negated: boolean;
}

/**
 * The parts that settle a condition for one row, and no others: of an `and` that fails, the sides that
 * fail; of an `or` that holds, the sides that hold; of one left open, the sides a missing value leaves open.
 *
 * @example
 * decisiveParts(parseCondition("[a] = 1 and [b] = 2"), { columns: new Map([["a", numericColumn("a", [1])], ["b", numericColumn("b", [3])]]) }, 0).length // => 1
 */
export function decisiveParts(
  condition: Condition,
  scope: LogicScope,
  row: number,
  negated = false,
): DecisivePart[] {
  const truth = compileCondition(condition, scope)(row);
  if (condition.kind === "not") return decisiveParts(condition.operand, scope, row, !negated);
  if (condition.kind === "and" || condition.kind === "or") {
    return [condition.left, condition.right]
      .filter((side) => compileCondition(side, scope)(row) === truth)
      .flatMap((side) => decisiveParts(side, scope, row, negated));
  }
  return [{ condition, truth, negated }];
}

/**
 * The conditions that must all hold: the sides of the outermost `and`s.
 *
 * @example
 * conjuncts(parseCondition("[a] = 1 and [b] = 2 and [c] = 3")).length // => 3
 */
export function conjuncts(condition: Condition): Condition[] {
  return condition.kind === "and"
    ? [...conjuncts(condition.left), ...conjuncts(condition.right)]
    : [condition];
}
