import type { Column } from "./column.ts";
import type { Dataset } from "./dataset.ts";

/**
 * The same dataset with only some of its rows, in the order given. Levels and families keep their
 * numbers, so that groups can be compared.
 *
 * @example
 * selectRows(dataset([numericColumn("age", [1, 2, 6])]), [2]).rowCount // => 1
 */
export function selectRows(data: Dataset, rows: readonly number[]): Dataset {
  return {
    ...data,
    rowCount: rows.length,
    columns: new Map(
      [...data.columns].map(([name, column]) => [name, selectFromColumn(column, rows)]),
    ),
    families:
      data.families === null
        ? null
        : { of: pick(data.families.of, rows, Int32Array), count: data.families.count },
    weights: data.weights === null ? null : pick(data.weights, rows, Float64Array),
    lines: data.lines === null ? null : pick(data.lines, rows, Int32Array),
    ...(data.records === undefined
      ? {}
      : { records: rows.map((row) => data.records?.[row] ?? []) }),
  };
}

function selectFromColumn(column: Column, rows: readonly number[]): Column {
  switch (column.kind) {
    case "categorical":
      return { ...column, codes: pick(column.codes, rows, Int32Array) };
    case "numeric":
      return {
        ...column,
        values: pick(column.values, rows, Float64Array),
        reasons: pick(column.reasons, rows, Int8Array),
      };
    case "date":
      return {
        ...column,
        days: pick(column.days, rows, Int32Array),
        reasons: pick(column.reasons, rows, Int8Array),
      };
    case "text":
      return {
        ...column,
        values: rows.map((row) => column.values[row] ?? null),
        reasons: pick(column.reasons, rows, Int8Array),
      };
  }
}

function pick<T extends Int8Array | Int32Array | Float64Array>(
  values: T,
  rows: readonly number[],
  Type: new (length: number) => T,
): T {
  const out = new Type(rows.length);
  for (let index = 0; index < rows.length; index++)
    out[index] = values[rows[index] as number] as number;
  return out;
}
