import type { Random } from "../random/random.ts";

/** Rows gathered by family: `rows[start[f]] … rows[start[f + 1] − 1]` are family f's. */
export interface FamilyRows {
  readonly count: number;
  readonly rows: Int32Array;
  readonly start: Int32Array;
  /** The family of each row, numbered 0 … count − 1 in order of appearance. */
  readonly of: Int32Array;
}

/**
 * Gathers rows by family.
 *
 * @example
 * familyRows(Int32Array.of(7, 3, 7)).rows // => Int32Array.of(0, 2, 1)
 */
export function familyRows(families: Int32Array): FamilyRows {
  const number = new Map<number, number>();
  const of = new Int32Array(families.length);
  families.forEach((family, row) => {
    let own = number.get(family);
    if (own === undefined) {
      own = number.size;
      number.set(family, own);
    }
    of[row] = own;
  });
  const count = number.size;
  const start = new Int32Array(count + 1);
  for (const own of of) start[own + 1] = (start[own + 1] as number) + 1;
  for (let f = 0; f < count; f++) start[f + 1] = (start[f + 1] as number) + (start[f] as number);
  const next = start.slice();
  const rows = new Int32Array(families.length);
  of.forEach((own, row) => {
    rows[next[own] as number] = row;
    next[own] = (next[own] as number) + 1;
  });
  return { count, rows, start, of };
}

/** Puts part of a list in random order, each order as likely as another. */
export function shufflePart(
  values: Int32Array,
  from: number,
  to: number,
  below: Random["below"],
): void {
  for (let index = to - 1; index > from; index--) {
    const other = from + below(index - from + 1);
    const own = values[index] as number;
    values[index] = values[other] as number;
    values[other] = own;
  }
}
