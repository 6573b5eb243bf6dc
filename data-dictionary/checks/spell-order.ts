import { missingDay } from "../table/column.ts";
import type { Dataset } from "../table/dataset.ts";

/** Placements by child, then by start. */
export interface SpellOrder {
  readonly table: Dataset;
  readonly rows: Int32Array;
  /** The child of each row of the table: a number, −1 for none. */
  readonly child: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Rows of the children table by identifier; the first of two wins. */
export function numberChildren(ids: readonly (string | null)[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row];
    if (id !== null && id !== undefined && !rows.has(id)) rows.set(id, row);
  }
  return rows;
}

/**
 * Orders placements in one counting pass; rows of one child are sorted by insertion, since files are nearly
 * in order. Null when the table lacks the columns for it.
 */
export function spellOrder(
  table: Dataset | undefined,
  childColumn: string,
  childRow: ReadonlyMap<string, number>,
): SpellOrder | null {
  const ids = table?.columns.get(childColumn);
  const start = table?.columns.get("start");
  const end = table?.columns.get("end");
  if (table === undefined || ids?.kind !== "text") return null;
  if (start?.kind !== "date" || end?.kind !== "date") return null;
  const child = new Int32Array(table.rowCount);
  // Rows are numbered with holes when identifiers repeat, so the highest row decides the size.
  let highest = -1;
  for (const row of childRow.values()) if (row > highest) highest = row;
  const next = new Int32Array(highest + 2);
  let lastId: string | null = null;
  let lastChild = -1;
  for (let row = 0; row < table.rowCount; row++) {
    const id = ids.values[row] as string | null;
    if (id !== lastId) {
      lastId = id;
      lastChild = id === null ? -1 : (childRow.get(id) ?? -1);
    }
    child[row] = start.days[row] === missingDay ? -1 : lastChild;
    if ((child[row] as number) >= 0) {
      next[(child[row] as number) + 1] = (next[(child[row] as number) + 1] as number) + 1;
    }
  }
  for (let index = 1; index < next.length; index++) {
    next[index] = (next[index] as number) + (next[index - 1] as number);
  }
  const first = next.slice();
  const rows = new Int32Array(next[next.length - 1] as number);
  for (let row = 0; row < table.rowCount; row++) {
    const own = child[row] as number;
    if (own < 0) continue;
    let at = next[own] as number;
    const day = start.days[row] as number;
    while (at > (first[own] as number) && (start.days[rows[at - 1] as number] as number) > day) {
      rows[at] = rows[at - 1] as number;
      at--;
    }
    rows[at] = row;
    next[own] = (next[own] as number) + 1;
  }
  return { table, rows, child, start: start.days, end: end.days };
}
