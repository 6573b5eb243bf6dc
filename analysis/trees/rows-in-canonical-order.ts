/**
 * Rows in an order that depends on their values alone: by predictor and outcome, and with families whole families by their
 * size and their rows. Seeded arrangements of rows in this order do not change when a file is sorted otherwise.
 *
 * @param rows - Rows to be put in order.
 * @param families - The family of each row of the data, or null for none.
 * @example
 * rowsInCanonicalOrder(Int32Array.of(0, 1, 2), (row) => [2, 0, 1][row], () => 0, null) // => Int32Array.of(1, 2, 0)
 */
export function rowsInCanonicalOrder(
  rows: Int32Array,
  predictor: (row: number) => number,
  outcome: (row: number) => number,
  families: Int32Array | null,
): Int32Array {
  const byValues = (a: number, b: number): number =>
    predictor(a) - predictor(b) || outcome(a) - outcome(b);
  const sorted = rows.slice().sort(byValues);
  if (families === null) return sorted;
  const members = new Map<number, number[]>();
  for (const row of sorted) {
    const family = families[row] as number;
    const own = members.get(family);
    if (own === undefined) members.set(family, [row]);
    else own.push(row);
  }
  const inOrder = [...members.values()].sort((a, b) => {
    let order = a.length - b.length;
    for (let at = 0; order === 0 && at < a.length; at++) {
      order = byValues(a[at] as number, b[at] as number);
    }
    return order;
  });
  return Int32Array.from(inOrder.flat());
}
