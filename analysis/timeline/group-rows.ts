/** Rows of a table gathered by the group they belong to: those of group g are `rows[start[g]] … rows[start[g + 1] − 1]`. */
export interface GroupedRows {
  readonly start: Int32Array;
  readonly rows: Int32Array;
  /** Rows that belong to no known group. */
  readonly orphans: number;
}

/**
 * Gathers rows by group in one counting pass, each group's rows in order of `key` (then of row), so that
 * the order of rows in the file makes no difference.
 *
 * @param group - The group of each row, or −1 for none.
 * @param count - How many groups there are.
 * @param key - What to sort by inside a group, such as the start of a spell.
 * @example
 * groupRows(Int32Array.of(1, 0, 1), 2, Int32Array.of(5, 1, 2)).rows // => Int32Array.of(1, 2, 0)
 */
export function groupRows(group: Int32Array, count: number, key: Int32Array): GroupedRows {
  const start = new Int32Array(count + 1);
  let orphans = 0;
  for (let row = 0; row < group.length; row++) {
    const own = group[row] as number;
    if (own < 0) orphans++;
    else start[own + 1] = (start[own + 1] as number) + 1;
  }
  for (let index = 0; index < count; index++) {
    start[index + 1] = (start[index + 1] as number) + (start[index] as number);
  }
  const next = start.slice();
  const rows = new Int32Array(group.length - orphans);
  for (let row = 0; row < group.length; row++) {
    const own = group[row] as number;
    if (own < 0) continue;
    // Insertion keeps the few rows of a group sorted; files are nearly in order already.
    let place = next[own] as number;
    const first = start[own] as number;
    const value = key[row] as number;
    while (place > first && (key[rows[place - 1] as number] as number) > value) {
      rows[place] = rows[place - 1] as number;
      place--;
    }
    rows[place] = row;
    next[own] = (next[own] as number) + 1;
  }
  return { start, rows, orphans };
}
