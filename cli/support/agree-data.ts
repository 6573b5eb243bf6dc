import type { RatedItem } from "../../analysis/agreement/agree-items.ts";
import type { Scale } from "../../analysis/agreement/krippendorff-alpha.ts";
import { ratingMatrix } from "../../analysis/agreement/rating-matrix.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";

export interface ColumnsOfCoders {
  readonly coders: readonly string[];
  /** The column that names the item of each row; without it the file is one item. */
  readonly item?: string | undefined;
  readonly scale?: Scale | undefined;
  /** The values in their order, lowest first. */
  readonly levels?: readonly string[] | undefined;
}

/** One item of a file, with the rows its cases stand in. */
export interface FileItem extends RatedItem {
  readonly fileRows: readonly number[];
}

/**
 * The items of a file with one column for each coder.
 *
 * @throws {InputError} `too-few-coders`, `unknown-column`, `value-not-in-scale`, `not-numeric`, `order-unknown`.
 */
export function itemsOfColumns(data: Dataset, options: ColumnsOfCoders): FileItem[] {
  const { coders } = options;
  if (new Set(coders).size < 2) {
    throw new InputError("too-few-coders", "Agreement needs the columns of two coders or more.");
  }
  const columns = coders.map((coder) => categoricalOf(data, coder));
  const scale = options.scale ?? (options.levels === undefined ? "nominal" : "ordinal");
  const names = itemNames(data, options.item);
  if (options.levels !== undefined) requireLevels(data, columns, options.levels);
  return [...names].map(([item, rows]): FileItem => {
    const values = Object.fromEntries(
      columns.map((column) => [
        column.name,
        rows.map((row) => column.levels[column.codes[row] as number]?.value ?? null),
      ]),
    );
    if (scale === "ordinal" && options.levels === undefined && !allNumbers(values)) {
      throw new InputError(
        "order-unknown",
        `The values of ${item} are words, and nothing says in which order they stand.`,
        "Name them, lowest first:  --levels poor,fair,good",
      );
    }
    const ratings = ratingMatrix(values, {
      ...(options.levels === undefined ? {} : { categories: options.levels }),
      interval: scale === "interval",
      frequencies:
        data.weights === null
          ? null
          : Float64Array.from(rows, (row) => (data.weights as Float64Array)[row] as number),
      families:
        data.families === null
          ? null
          : {
              of: Int32Array.from(rows, (row) => data.families?.of[row] as number),
              count: data.families.count,
            },
    });
    return {
      item,
      label: item,
      unit: data.unit,
      scale,
      ratings,
      categoryLabels: ratings.categories,
      fileRows: rows,
    };
  });
}

function itemNames(data: Dataset, item: string | undefined): Map<string, number[]> {
  if (item === undefined) {
    const name = data.name.replace(/\.[^.]*$/, "");
    return new Map([[name, Array.from({ length: data.rowCount }, (_, row) => row)]]);
  }
  const column = categoricalOf(data, item);
  const rows = new Map<string, number[]>();
  column.codes.forEach((code, row) => {
    const name = column.levels[code]?.value;
    if (name === undefined) return;
    const own = rows.get(name);
    if (own === undefined) rows.set(name, [row]);
    else own.push(row);
  });
  return rows;
}

function requireLevels(
  data: Dataset,
  columns: readonly CategoricalColumn[],
  levels: readonly string[],
): void {
  for (const column of columns) {
    const row = column.codes.findIndex(
      (code) => code >= 0 && !levels.includes(column.levels[code]?.value ?? ""),
    );
    if (row < 0) continue;
    throw new InputError(
      "value-not-in-scale",
      `${data.name} line ${data.lines?.[row] ?? row + 2}, column ${column.name}: the value is not one of the ${levels.length} in --levels.`,
      "Name every value of the scale, lowest first, or correct the cell.",
    );
  }
}

const allNumbers = (values: Readonly<Record<string, readonly (string | null)[]>>): boolean =>
  Object.values(values)
    .flat()
    .every((value) => value === null || (value.trim() !== "" && Number.isFinite(Number(value))));
