import { isoDate } from "../dates/day.ts";
import { missingReason } from "../table/column.ts";
import { missingLabels } from "../table/missing.ts";
import {
  compileCondition,
  compileValue,
  type LogicScope,
  type Truth,
} from "./compile-condition.ts";
import type { Condition } from "./condition.ts";

/** A part of a condition with how it came out for one row. */
export interface ConditionExplanation {
  /** The part as it was written. */
  readonly text: string;
  readonly truth: Truth;
  /** The fields it reads and their values in this row, in words. */
  readonly values: readonly {
    readonly field: string;
    readonly value: string;
    readonly missing: boolean;
  }[];
}

/**
 * A condition taken apart for one row: each comparison joined by and or or, how it came out, and the
 * values it saw.
 *
 * @param text - The text the condition was parsed from.
 * @example
 * explainCondition("[age] >= 6", parseCondition("[age] >= 6"), { columns: new Map([["age", numericColumn("age", [7])]]) }, 0)[0].truth // => true
 */
export function explainCondition(
  text: string,
  condition: Condition,
  scope: LogicScope,
  row: number,
): ConditionExplanation[] {
  if (condition.kind === "and" || condition.kind === "or") {
    return [
      ...explainCondition(text, condition.left, scope, row),
      ...explainCondition(text, condition.right, scope, row),
    ];
  }
  const fields = new Set<string>();
  const collect = (node: Condition): void => {
    if (node.kind === "field")
      fields.add(node.choice === null ? node.name : `${node.name}___${node.choice}`);
    else if (node.kind === "compare" || node.kind === "arithmetic") {
      collect(node.left);
      collect(node.right);
    } else if (node.kind === "not" || node.kind === "negative") collect(node.operand);
    else if (node.kind === "call") node.operands.forEach(collect);
    else if (node.kind === "and" || node.kind === "or") {
      collect(node.left);
      collect(node.right);
    }
  };
  collect(condition);
  return [
    {
      text: text.slice(condition.from, condition.to),
      truth: compileCondition(condition, scope)(row),
      values: [...fields].map((field) => valueInWords(field, scope, row)),
    },
  ];
}

function valueInWords(
  field: string,
  scope: LogicScope,
  row: number,
): { field: string; value: string; missing: boolean } {
  const constant = scope.constants?.get(field);
  if (constant !== undefined) return { field, value: String(constant), missing: false };
  const column = scope.columns.get(field);
  if (column === undefined) return { field, value: "unknown", missing: true };
  const reason = missingReason(column, row);
  if (reason !== 0) return { field, value: missingLabels[reason].toLowerCase(), missing: true };
  if (column.kind === "categorical") {
    return {
      field,
      value: column.levels[column.codes[row] as number]?.label ?? "",
      missing: false,
    };
  }
  if (column.kind === "date")
    return { field, value: isoDate(column.days[row] as number), missing: false };
  const read = compileValue(
    { kind: "field", name: field, event: null, choice: null, from: 0, to: 0 },
    scope,
  );
  return { field, value: String(read(row)), missing: false };
}
