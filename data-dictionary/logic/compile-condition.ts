import { monthsBetween } from "../dates/day.ts";
import { InputError } from "../input-error.ts";
import { nearestName } from "../nearest-name.ts";
import { type Column, missingDay } from "../table/column.ts";
import type { ComparisonOperator, Condition } from "./condition.ts";

/** True, false, or null when a value that is missing leaves it open. */
export type Truth = boolean | null;

/** What a condition may read: columns by name, and constants such as a rule's parameters. */
export interface LogicScope {
  readonly columns: ReadonlyMap<string, Column>;
  readonly constants?: ReadonlyMap<string, number | string>;
}

type Value = number | string | boolean | null;
type Reader<T> = (row: number) => T;

/**
 * A condition as a fast function of the row number, made of closures: no text is ever run.
 *
 * Three values: a comparison with a missing value is null; `and` is false as soon as one side is false,
 * `or` true as soon as one is true, whatever the other; otherwise null spreads. Codes and texts compare
 * with `=` and `<>` by their text, so '1' and 1 are the same; `<` and its kin need numbers or dates, and
 * of an ordered variable compare the places of its levels. A comparison with '' asks whether the value
 * is missing, and is never null.
 *
 * @throws {InputError} `unknown-field` with the nearest name; `bad-condition` for a choice that does not exist.
 * @example
 * compileCondition(parseCondition("[age] >= 6"), { columns: new Map([["age", numericColumn("age", [7, null])]]) })(1) // => null
 */
export function compileCondition(condition: Condition, scope: LogicScope): Reader<Truth> {
  return truth(condition, scope);
}

/**
 * An expression as a function of the row number giving its value: a number, a text, a truth or null.
 *
 * @example
 * compileValue(parseCondition("[a] + 1"), { columns: new Map([["a", numericColumn("a", [2])]]) })(0) // => 3
 */
export function compileValue(condition: Condition, scope: LogicScope): Reader<Value> {
  switch (condition.kind) {
    case "and":
    case "or":
    case "not":
    case "compare":
      return truth(condition, scope);
    default:
      return value(condition, scope);
  }
}

function truth(node: Condition, scope: LogicScope): Reader<Truth> {
  switch (node.kind) {
    case "and": {
      const left = truth(node.left, scope);
      const right = truth(node.right, scope);
      return (row) => {
        const a = left(row);
        if (a === false) return false;
        const b = right(row);
        return b === false ? false : a === null || b === null ? null : true;
      };
    }
    case "or": {
      const left = truth(node.left, scope);
      const right = truth(node.right, scope);
      return (row) => {
        const a = left(row);
        if (a === true) return true;
        const b = right(row);
        return b === true ? true : a === null || b === null ? null : false;
      };
    }
    case "not": {
      const operand = truth(node.operand, scope);
      return (row) => {
        const a = operand(row);
        return a === null ? null : !a;
      };
    }
    case "compare":
      return comparison(node.operator, node.left, node.right, scope);
    default: {
      const read = value(node, scope);
      return (row) => {
        const own = read(row);
        return own === null
          ? null
          : typeof own === "boolean"
            ? own
            : own !== 0 && own !== "0" && own !== "";
      };
    }
  }
}

function comparison(
  operator: ComparisonOperator,
  left: Condition,
  right: Condition,
  scope: LogicScope,
): Reader<Truth> {
  // A comparison with '' asks whether there is a value at all.
  if (right.kind === "text" && right.value === "") return blank(operator, value(left, scope));
  if (left.kind === "text" && left.value === "") return blank(operator, value(right, scope));
  const quick = levelComparison(operator, left, right, scope);
  if (quick !== null) return quick;
  const a = value(left, scope);
  const b = value(right, scope);
  return (row) => {
    const x = a(row);
    if (x === null) return null;
    const y = b(row);
    if (y === null) return null;
    return compare(operator, x, y);
  };
}

function blank(operator: ComparisonOperator, read: Reader<Value>): Reader<Truth> {
  return operator === "<>" ? (row) => read(row) !== null : (row) => read(row) === null;
}

/** A categorical column against a constant: decided once for each level, then looked up. */
function levelComparison(
  operator: ComparisonOperator,
  left: Condition,
  right: Condition,
  scope: LogicScope,
): Reader<Truth> | null {
  const constant =
    right.kind === "text" || right.kind === "number"
      ? right.value
      : right.kind === "field"
        ? scope.constants?.get(right.name)
        : undefined;
  if (left.kind !== "field" || left.choice !== null || constant === undefined) return null;
  const column = scope.columns.get(left.name);
  if (column?.kind !== "categorical") return null;
  const place = column.levels.findIndex((level) => level.value === String(constant));
  const { codes } = column;
  if (operator === "=" || operator === "<>") {
    const equal = operator === "=";
    return (row) => {
      const code = codes[row] as number;
      return code < 0 ? null : (code === place) === equal;
    };
  }
  if (column.ordered && place >= 0) {
    return (row) => {
      const code = codes[row] as number;
      return code < 0 ? null : compare(operator, code, place);
    };
  }
  return null;
}

function compare(operator: ComparisonOperator, x: Value, y: Value): Truth {
  const a = numberOf(x);
  const b = numberOf(y);
  if (a !== null && b !== null) {
    switch (operator) {
      case "=":
        return a === b;
      case "<>":
        return a !== b;
      case "<":
        return a < b;
      case "<=":
        return a <= b;
      case ">":
        return a > b;
      case ">=":
        return a >= b;
    }
  }
  if (operator === "=") return String(x) === String(y);
  if (operator === "<>") return String(x) !== String(y);
  return null; // words have no order
}

const plainNumber = /^-?\d+(\.\d+)?$/;

function numberOf(value: Value): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value !== null && plainNumber.test(value) ? Number(value) : null;
}

function value(node: Condition, scope: LogicScope): Reader<Value> {
  switch (node.kind) {
    case "number":
    case "text": {
      const constant = node.value;
      return () => constant;
    }
    case "field":
      return fieldValue(node, scope);
    case "negative": {
      const operand = number(node.operand, scope);
      return (row) => {
        const own = operand(row);
        return own === null ? null : -own;
      };
    }
    case "arithmetic":
      return arithmetic(node, scope);
    case "call":
      return call(node, scope);
    default:
      return truth(node, scope);
  }
}

function number(node: Condition, scope: LogicScope): Reader<number | null> {
  const read = value(node, scope);
  return (row) => numberOf(read(row));
}

function fieldValue(node: Extract<Condition, { kind: "field" }>, scope: LogicScope): Reader<Value> {
  const constant = scope.constants?.get(node.name);
  if (constant !== undefined) return () => constant;
  const checkbox = node.choice === null ? null : `${node.name}___${node.choice}`;
  const column = scope.columns.get(checkbox ?? node.name);
  if (column === undefined) {
    const names = [...scope.columns.keys(), ...(scope.constants?.keys() ?? [])];
    const near = nearestName(node.name, names);
    throw new InputError(
      "unknown-field",
      `The condition reads [${node.name}${node.choice === null ? "" : `(${node.choice})`}], but there is no such variable or fact.`,
      near === null ? "Check its name in the codebook." : `Did you mean [${near}]?`,
    );
  }
  switch (column.kind) {
    case "categorical": {
      const values = column.levels.map((level) => level.value);
      return (row) => {
        const code = column.codes[row] as number;
        return code < 0 ? null : (values[code] as string);
      };
    }
    case "numeric":
      return (row) => {
        const own = column.values[row] as number;
        return Number.isNaN(own) ? null : own;
      };
    case "date":
      return (row) => {
        const day = column.days[row] as number;
        return day === missingDay ? null : day;
      };
    case "text":
      return (row) => column.values[row] ?? null;
  }
}

function arithmetic(
  node: Extract<Condition, { kind: "arithmetic" }>,
  scope: LogicScope,
): Reader<number | null> {
  const left = number(node.left, scope);
  const right = number(node.right, scope);
  const { operator } = node;
  return (row) => {
    const a = left(row);
    const b = right(row);
    if (a === null || b === null) return null;
    switch (operator) {
      case "+":
        return a + b;
      case "-":
        return a - b;
      case "*":
        return a * b;
      case "/":
        return b === 0 ? null : a / b; // a division by nought is unknown, never Infinity
    }
  };
}

function call(node: Extract<Condition, { kind: "call" }>, scope: LogicScope): Reader<Value> {
  const { operands } = node;
  const first = operands[0] as Condition;
  switch (node.name) {
    case "if": {
      const test = truth(first, scope);
      const yes = value(operands[1] as Condition, scope);
      const no = value(operands[2] as Condition, scope);
      return (row) => {
        const own = test(row);
        return own === null ? null : own ? yes(row) : no(row);
      };
    }
    case "isblankormissingcode": {
      const read = value(first, scope);
      return (row) => read(row) === null;
    }
    case "isnumber": {
      const read = number(first, scope);
      return (row) => read(row) !== null;
    }
    case "contains": {
      const read = value(first, scope);
      const part = value(operands[1] as Condition, scope);
      return (row) => {
        const text = read(row);
        const wanted = part(row);
        return text === null || wanted === null
          ? null
          : String(text).toLowerCase().includes(String(wanted).toLowerCase());
      };
    }
    case "datediff":
      return dateDifference(operands, scope);
    case "round":
    case "roundup":
    case "rounddown":
    case "abs": {
      const read = number(first, scope);
      const digits = operands[1] === undefined ? () => 0 : number(operands[1], scope);
      return (row) => {
        const own = read(row);
        if (own === null) return null;
        if (node.name === "abs") return Math.abs(own);
        if (node.name === "roundup") return Math.ceil(own);
        if (node.name === "rounddown") return Math.floor(own);
        const scale = 10 ** (digits(row) ?? 0);
        return (Math.sign(own) * Math.round(Math.abs(own) * scale)) / scale;
      };
    }
    default:
      return aggregate(node.name, operands, scope);
  }
}

function aggregate(
  name: string,
  operands: readonly Condition[],
  scope: LogicScope,
): Reader<number | null> {
  const readers = operands.map((operand) => number(operand, scope));
  return (row) => {
    let count = 0;
    let total = 0;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const read of readers) {
      const own = read(row);
      if (own === null) continue;
      count++;
      total += own;
      if (own < least) least = own;
      if (own > most) most = own;
    }
    if (count === 0) return null;
    return name === "sum" ? total : name === "mean" ? total / count : name === "min" ? least : most;
  };
}

function dateDifference(operands: readonly Condition[], scope: LogicScope): Reader<number | null> {
  const [from, to] = [
    number(operands[0] as Condition, scope),
    number(operands[1] as Condition, scope),
  ];
  const unit = operands[2];
  const signed = operands[3];
  if (unit?.kind !== "text" || !["d", "M", "y"].includes(unit.value)) {
    throw new InputError(
      "bad-condition",
      'The unit of datediff must be "d" (days), "M" (completed months) or "y" (completed years).',
    );
  }
  const keepSign = signed !== undefined && signed.kind === "text" && signed.value === "true";
  return (row) => {
    const a = from(row);
    const b = to(row);
    if (a === null || b === null) return null;
    const months = unit.value === "d" ? 0 : monthsBetween(a, b);
    const difference =
      unit.value === "d" ? b - a : unit.value === "M" ? months : Math.trunc(months / 12);
    return keepSign ? difference : Math.abs(difference);
  };
}
