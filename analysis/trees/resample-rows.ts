import type { TreeData } from "./tree-data.ts";

/** Cases that frequencies may be written out to. */
const mostCases = 500_000;

/**
 * The same data with each row written out as often as its frequency says, so that cases can be drawn. With families
 * nothing need be written out: families are drawn, and keep their rows as they are. Null where frequencies are not
 * whole numbers, or too many.
 */
export function writtenOut(data: TreeData): TreeData | null {
  if (data.weights === null || data.families !== null) return data;
  const total = data.weights.reduce((sum, weight) => sum + weight, 0);
  if (!data.weights.every(Number.isInteger) || total > mostCases) return null;
  const rows = new Int32Array(total);
  let at = 0;
  data.weights.forEach((weight, row) => {
    rows.fill(row, at, at + weight);
    at += weight;
  });
  return { ...someRows(data, rows, null, 0), weights: null };
}

/** The rows of each family; each row by itself without families. */
export function blocksOf(data: TreeData): Int32Array[] {
  if (data.families === null) {
    return Array.from({ length: data.rowCount }, (_, row) => Int32Array.of(row));
  }
  const rows = new Map<number, number[]>();
  data.families.forEach((family, row) => {
    const own = rows.get(family);
    if (own === undefined) rows.set(family, [row]);
    else own.push(row);
  });
  return [...rows.values()].map((own) => Int32Array.from(own));
}

/** As many families as there are, drawn with return; a family drawn twice counts as two. */
export function resampled(
  data: TreeData,
  blocks: readonly Int32Array[],
  below: (limit: number) => number,
): TreeData {
  const drawn = Int32Array.from({ length: blocks.length }, () => below(blocks.length));
  let length = 0;
  for (const block of drawn) length += (blocks[block] as Int32Array).length;
  const rows = new Int32Array(length);
  const families = data.families === null ? null : new Int32Array(length);
  let at = 0;
  drawn.forEach((block, draw) => {
    const own = blocks[block] as Int32Array;
    rows.set(own, at);
    families?.fill(draw, at, at + own.length);
    at += own.length;
  });
  return someRows(data, rows, families, families === null ? 0 : blocks.length);
}

/** Some rows of tree data, in the order given. */
export function someRows(
  data: TreeData,
  rows: Int32Array,
  families: Int32Array | null,
  familyCount: number,
): TreeData {
  return {
    ...data,
    classOf: pick(data.classOf, rows),
    outcomeValues:
      data.outcomeValues === null
        ? null
        : Float64Array.from(rows, (row) => data.outcomeValues?.[row] as number),
    predictors: data.predictors.map((predictor) => ({
      ...predictor,
      codes: pick(predictor.codes, rows),
    })),
    families,
    familyCount,
    weights:
      data.weights === null
        ? null
        : Float64Array.from(rows, (row) => data.weights?.[row] as number),
    rowCount: rows.length,
    sourceRows: pick(data.sourceRows, rows),
  };
}

function pick<T extends Uint8Array | Uint16Array | Int32Array>(values: T, rows: Int32Array): T {
  const out = new (values.constructor as new (length: number) => T)(
    values.length === 0 ? 0 : rows.length,
  );
  for (let at = 0; at < out.length; at++) out[at] = values[rows[at] as number] as number;
  return out;
}
