import { InputError } from "../input-error.ts";

/** A column whose values are in order, and the order where it was given. */
export interface OrderedColumn {
  readonly name: string;
  /** Lowest first; null when only the name was given. */
  readonly values: readonly string[] | null;
}

/**
 * Reads how a column is said to be in order: its name alone, or with its values, lowest first.
 *
 * @throws {InputError} `bad-order` when a value is named twice, or there are fewer than two.
 * @example
 * orderedColumn("grade=low<middle<high") // => { name: "grade", values: ["low", "middle", "high"] }
 */
export function orderedColumn(text: string): OrderedColumn {
  const at = text.indexOf("=");
  if (at < 0) return { name: text, values: null };
  const name = text.slice(0, at).trim();
  const values = text
    .slice(at + 1)
    .split("<")
    .map((value) => value.trim());
  if (values.length < 2 || values.includes("") || new Set(values).size < values.length) {
    throw new InputError(
      "bad-order",
      `The order of ${name} must name each of its values once, lowest first.`,
      `Write it as  --ordered "${name}=low<middle<high"`,
    );
  }
  return { name, values };
}

/**
 * Levels put in the order that was given.
 *
 * @throws {InputError} `unknown-level` when a level is not in the order.
 * @example
 * inGivenOrder({ name: "g", values: ["a", "b"] }, ["b", "a"]) // => ["a", "b"]
 */
export function inGivenOrder(order: OrderedColumn, present: readonly string[]): readonly string[] {
  if (order.values === null) return present;
  const left = present.filter((value) => !order.values?.includes(value));
  if (left.length > 0) {
    throw new InputError(
      "unknown-level",
      `The order of ${order.name} names ${order.values.length} values, but ${left.length} of those in the data ${left.length === 1 ? "is" : "are"} not among them.`,
      present.length > 10
        ? `It has ${present.length} values.`
        : `Its values are: ${present.join(", ")}.`,
    );
  }
  return order.values;
}
