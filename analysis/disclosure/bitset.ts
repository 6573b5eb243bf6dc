/**
 * A set of row numbers, 32 to a word: who stands behind a number. It lives in memory and in the
 * private ledger, and is never part of a result or an output file.
 */
export type Bitset = Uint32Array;

/**
 * The set of some rows out of `size`.
 *
 * @example
 * bitsetCount(bitsetOf([0, 40], 64)) // => 2
 */
export function bitsetOf(rows: Iterable<number>, size: number): Bitset {
  const bits = new Uint32Array(Math.ceil(size / 32));
  for (const row of rows) bits[row >>> 5] = (bits[row >>> 5] as number) | (1 << (row & 31));
  return bits;
}

/**
 * How many rows are in a set.
 *
 * @example
 * bitsetCount(bitsetOf([1, 2, 3], 8)) // => 3
 */
export function bitsetCount(bits: Bitset): number {
  let count = 0;
  for (
    let word = bits[0] as number, index = 0;
    index < bits.length;
    word = bits[++index] as number
  ) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/**
 * How many rows are in `a` and not in `b`.
 *
 * @example
 * bitsetDifference(bitsetOf([1, 2, 3], 8), bitsetOf([2], 8)) // => 2
 */
export function bitsetDifference(a: Bitset, b: Bitset): number {
  return bitsetCount(a.map((word, index) => (word & ~(b[index] ?? 0)) >>> 0));
}

/**
 * The rows that are in both sets.
 *
 * @example
 * bitsetCount(bitsetIntersection(bitsetOf([1, 2, 3], 8), bitsetOf([2, 3, 4], 8))) // => 2
 */
export function bitsetIntersection(a: Bitset, b: Bitset): Bitset {
  return a.map((word, index) => (word & (b[index] ?? 0)) >>> 0);
}

/**
 * The numbers of the rows in a set, rising.
 *
 * @example
 * bitsetRows(bitsetOf([40, 3], 64)) // => [3, 40]
 */
export function bitsetRows(bits: Bitset): number[] {
  const rows: number[] = [];
  for (let row = 0; row < bits.length * 32; row++) {
    if (((bits[row >>> 5] as number) >>> (row & 31)) % 2 === 1) rows.push(row);
  }
  return rows;
}
