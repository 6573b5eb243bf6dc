/** Rows sorted by the slot of their node, in the order of the data within each. */
export interface RowsByNode {
  readonly order: Int32Array;
  /** Rows of slot s stand from starts[s] to before starts[s + 1]. */
  readonly starts: Int32Array;
}

/**
 * Sorts rows by the slot of their node; rows of closed nodes (slot −1) are left out.
 *
 * @example
 * rowsByNode(Int32Array.of(1, 2, 1), Int32Array.of(-1, 1, 0), 2).order // => Int32Array.of(1, 0, 2)
 */
export function rowsByNode(nodeOf: Int32Array, slotOfNode: Int32Array, slots: number): RowsByNode {
  const starts = new Int32Array(slots + 1);
  for (let row = 0; row < nodeOf.length; row++) {
    const slot = slotOfNode[nodeOf[row] as number] as number;
    if (slot >= 0) starts[slot + 1] = (starts[slot + 1] as number) + 1;
  }
  for (let slot = 0; slot < slots; slot++) {
    starts[slot + 1] = (starts[slot + 1] as number) + (starts[slot] as number);
  }
  const next = starts.slice();
  const order = new Int32Array(starts[slots] as number);
  for (let row = 0; row < nodeOf.length; row++) {
    const slot = slotOfNode[nodeOf[row] as number] as number;
    if (slot < 0) continue;
    order[next[slot] as number] = row;
    next[slot] = (next[slot] as number) + 1;
  }
  return { order, starts };
}
