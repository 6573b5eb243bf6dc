import { InputError } from "../input-error.ts";
import type { NumericColumn } from "./column.ts";

/** Squares of larger numbers, or of numbers all smaller than its inverse, leave what a computer can hold. */
const largest = 1e100;

/**
 * Refuses numbers whose squares a computer cannot hold.
 *
 * @throws {InputError} `out-of-range`.
 * @example
 * requireRange(numericColumn("n", [1, -2.5])) // => undefined
 */
export function requireRange(column: NumericColumn): void {
  let most = 0;
  for (const value of column.values) {
    const size = Math.abs(value);
    if (size > most) most = size;
  }
  if (most === 0 || (most <= largest && most >= 1 / largest)) return;
  throw new InputError(
    "out-of-range",
    `${column.name} holds numbers ${most > largest ? "larger than 1e100" : "that are all smaller than 1e-100"}, with which nothing can be computed.`,
    "Correct them, or give them in another unit.",
  );
}
