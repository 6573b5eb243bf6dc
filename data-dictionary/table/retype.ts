import { InputError } from "../input-error.ts";
import { type CategoricalColumn, type Column, categoricalColumn, numericColumn } from "./column.ts";
import { columnOf, type Dataset } from "./dataset.ts";
import { inGivenOrder, type OrderedColumn, orderedColumn } from "./ordered-levels.ts";

/** How the caller wants some columns read. */
export interface RetypeOptions {
  readonly ordered?: readonly string[] | undefined;
  readonly numeric?: readonly string[] | undefined;
  readonly categorical?: readonly string[] | undefined;
}

/**
 * The same dataset with some columns read otherwise: codes as numbers, numbers as categories,
 * categories as ordered. Missing codes stay what they were.
 *
 * @throws {InputError} `unknown-column`, `not-numeric` when a code is no number.
 * @example
 * columnOf(retype(dataset([categoricalColumn("grade", ["2", "1", "-9"])]), { numeric: ["grade"] }), "grade").reasons // => Int8Array.of(0, 0, -9)
 */
export function retype(data: Dataset, options: RetypeOptions): Dataset {
  const changed = new Map(data.columns);
  for (const name of options.numeric ?? []) {
    changed.set(name, asNumeric(columnOf({ ...data, columns: changed }, name)));
  }
  for (const name of options.categorical ?? []) {
    changed.set(name, asCategorical(columnOf({ ...data, columns: changed }, name)));
  }
  for (const order of (options.ordered ?? []).map(orderedColumn)) {
    const column = asCategorical(columnOf({ ...data, columns: changed }, order.name));
    changed.set(order.name, { ...inOrder(column, order), ordered: true });
  }
  return { ...data, columns: changed };
}

/** The column with its levels in the order given, or as the codebook has them. */
function inOrder(column: CategoricalColumn, order: OrderedColumn): CategoricalColumn {
  if (order.values === null) return column;
  const given = inGivenOrder(
    order,
    column.levels.map((level) => level.value),
  );
  const place = column.levels.map((level) => given.indexOf(level.value));
  return {
    ...column,
    levels: given.map(
      (value) => column.levels.find((level) => level.value === value) ?? { value, label: value },
    ),
    codes: column.codes.map((code) => (code < 0 ? code : (place[code] as number))),
  };
}

function asNumeric(column: Column): Column {
  if (column.kind === "numeric") return column;
  if (column.kind !== "categorical") throw notNumeric(column.name);
  const numbers = column.levels.map((level) => {
    if (!/^-?\d+(\.\d+)?$/.test(level.value)) throw notNumeric(column.name);
    return Number(level.value);
  });
  const reasons = new Int8Array(column.codes.length);
  const values = Array.from(column.codes, (code, row) => {
    if (code >= 0) return numbers[code] as number;
    reasons[row] = code;
    return null;
  });
  return numericColumn(column.name, values, {
    label: column.label,
    level: column.level,
    origin: column.origin,
    reasons,
  });
}

function notNumeric(name: string): InputError {
  return new InputError(
    "not-numeric",
    `${name} cannot be read as numbers: some of its values are words.`,
    "Leave it categorical, or give it numbers as codes in the codebook.",
  );
}

function asCategorical(column: Column): CategoricalColumn {
  switch (column.kind) {
    case "categorical":
      return column;
    case "text":
      return categoricalColumn(column.name, column.values, {
        label: column.label,
        level: column.level,
        origin: column.origin,
      });
    case "date":
      throw new InputError("not-categorical", `${column.name} is a date: band it first.`);
    case "numeric": {
      const present = [...new Set(column.values)].filter((value) => !Number.isNaN(value));
      present.sort((a, b) => a - b);
      return categoricalColumn(
        column.name,
        Array.from(column.values, (value, row) =>
          Number.isNaN(value) ? String(column.reasons[row]).replace("-1", "") : String(value),
        ),
        {
          label: column.label,
          level: column.level,
          origin: column.origin,
          levels: present.map((value) => ({ value: String(value), label: String(value) })),
          ordered: true,
        },
      );
    }
  }
}
