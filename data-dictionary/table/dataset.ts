import { InputError } from "../input-error.ts";
import { nearestName } from "../nearest-name.ts";
import type { CategoricalColumn, Column, NumericColumn } from "./column.ts";

/** Which family each row belongs to: numbers 0 … count-1, in order of first appearance. */
export interface FamilyIndex {
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * A typed table in memory: the one thing every analysis reads. Columns are typed arrays of
 * `rowCount` values; nothing is changed in place.
 */
export interface Dataset {
  /** "children", or the name of the file. */
  readonly name: string;
  /** What one row is: "child", "family", "row". */
  readonly unit: string;
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, Column>;
  /** null when nothing says which rows belong to one family. */
  readonly families: FamilyIndex | null;
  /** Frequency of each row, or null when each row counts once. */
  readonly weights: Float64Array | null;
  /** The line of the file each row came from, or null for rows made in memory. */
  readonly lines: Int32Array | null;
  /** The lines behind each row where they are not one line of one file. */
  readonly records?: readonly (readonly FileLine[])[];
}

/** A line of a file of the study. */
export interface FileLine {
  readonly file: string;
  readonly row: number;
}

/**
 * The families of rows from a column of family identifiers. A row without one is a family of its own.
 *
 * @example
 * familyIndex(["F1", "F2", "F1", null]) // => { of: Int32Array.of(0, 1, 0, 2), count: 3 }
 */
export function familyIndex(identifiers: readonly (string | null)[]): FamilyIndex {
  const numberOf = new Map<string, number>();
  const of = new Int32Array(identifiers.length);
  let count = 0;
  for (let row = 0; row < identifiers.length; row++) {
    const identifier = identifiers[row] ?? null;
    let family = identifier === null ? undefined : numberOf.get(identifier);
    if (family === undefined) {
      family = count++;
      if (identifier !== null) numberOf.set(identifier, family);
    }
    of[row] = family;
  }
  return { of, count };
}

/**
 * A dataset from columns of one length.
 *
 * @throws {InputError} `uneven-columns` if the columns have different lengths.
 */
export function dataset(
  columns: readonly Column[],
  options: Partial<
    Pick<Dataset, "name" | "unit" | "families" | "weights" | "lines" | "records">
  > = {},
): Dataset {
  const rowCount = columns.length === 0 ? 0 : columnLength(columns[0] as Column);
  for (const column of columns) {
    if (columnLength(column) !== rowCount) {
      throw new InputError(
        "uneven-columns",
        `Column ${column.name} must have ${rowCount} rows, but has ${columnLength(column)}.`,
      );
    }
  }
  return {
    name: options.name ?? "data",
    unit: options.unit ?? "row",
    rowCount,
    columns: new Map(columns.map((column) => [column.name, column])),
    families: options.families ?? null,
    weights: options.weights ?? null,
    lines: options.lines ?? null,
    ...(options.records === undefined ? {} : { records: options.records }),
  };
}

function columnLength(column: Column): number {
  switch (column.kind) {
    case "categorical":
      return column.codes.length;
    case "date":
      return column.days.length;
    default:
      return column.values.length;
  }
}

/**
 * A column by name.
 *
 * @throws {InputError} `unknown-column` naming the nearest column there is.
 */
export function columnOf(data: Dataset, name: string): Column {
  const column = data.columns.get(name);
  if (column !== undefined) return column;
  const near = nearestName(name, [...data.columns.keys()]);
  throw new InputError(
    "unknown-column",
    `There is no variable named ${name} in ${data.name}.`,
    near === null
      ? `The variables are: ${[...data.columns.keys()].slice(0, 30).join(", ")}.`
      : `Did you mean ${near}?`,
  );
}

/**
 * A column that must be categorical.
 *
 * @throws {InputError} `not-categorical`, `unknown-column`.
 */
export function categoricalOf(data: Dataset, name: string): CategoricalColumn {
  const column = columnOf(data, name);
  if (column.kind !== "categorical") {
    throw new InputError(
      "not-categorical",
      `${name} must be categorical, but it is ${column.kind}.`,
      `Name it with --categorical ${name}, or band it first.`,
    );
  }
  return column;
}

/**
 * A column that must be numeric.
 *
 * @throws {InputError} `not-numeric`, `unknown-column`.
 */
export function numericOf(data: Dataset, name: string): NumericColumn {
  const column = columnOf(data, name);
  if (column.kind !== "numeric") {
    throw new InputError(
      "not-numeric",
      `${name} must be numeric, but it is ${column.kind}.`,
      `Name it with --numeric ${name} if its codes are numbers.`,
    );
  }
  return column;
}
