import { InputError } from "../../data-dictionary/input-error.ts";
import type { NumericColumn } from "../../data-dictionary/table/column.ts";
import { categoricalOf, columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";

/** How a predictor's categories may be put together. */
export type PredictorType = "nominal" | "ordinal" | "ordinal-floating";

/** A predictor as codes, its missing values one more category at the end when there are any. */
export interface TreePredictor {
  readonly name: string;
  readonly label: string;
  readonly type: PredictorType;
  readonly codes: Uint16Array;
  /** Number of categories, the missing one included. */
  readonly size: number;
  /** The stored value of each category; null for missing. */
  readonly values: readonly (string | null)[];
  readonly labels: readonly string[];
  /** For numbers: the first and the last value that each category holds. */
  readonly ranges: readonly (readonly [number, number])[] | null;
}

/** What a tree is grown from: an outcome and predictors as codes. */
export interface TreeData {
  readonly outcome: string;
  readonly outcomeLabel: string;
  readonly classes: readonly { readonly value: string; readonly label: string }[];
  readonly classOf: Uint16Array;
  readonly predictors: readonly TreePredictor[];
  readonly families: Int32Array | null;
  readonly familyCount: number;
  readonly weights: Float64Array | null;
  readonly rowCount: number;
  /** Rows of the dataset behind each row here. */
  readonly sourceRows: Int32Array;
  /** Rows left out because the outcome is missing, or a predictor under "drop". */
  readonly nMissing: number;
}

export interface TreeDataOptions {
  /** Cut points of numeric predictors: a value on a cut belongs above it. */
  readonly cuts?: Readonly<Record<string, readonly number[]>>;
  readonly missing?: "category" | "drop";
  /** Numeric predictors with more distinct values than this are put into `bins` bands of equal frequency. */
  readonly mostValues?: number;
  readonly bins?: number;
}

/**
 * Turns columns into the codes a tree is grown from. Numbers become ordinal: at the declared cuts, at every
 * value when they are few, else in bands of equal frequency. Rows without an outcome are left out and counted.
 *
 * @throws {InputError} `unknown-column`, `not-categorical`, `not-usable`, `too-many-categories`.
 */
export function treeData(
  data: Dataset,
  outcomeName: string,
  predictorNames: readonly string[],
  options: TreeDataOptions = {},
): TreeData {
  const outcome = categoricalOf(data, outcomeName);
  const columns = predictorNames
    .filter((name) => name !== outcomeName)
    .map((name) => columnOf(data, name));
  const rows: number[] = [];
  for (let row = 0; row < data.rowCount; row++) {
    if ((outcome.codes[row] as number) < 0 || (data.weights !== null && data.weights[row] === 0))
      continue;
    const missing = (column: (typeof columns)[number]): boolean =>
      column.kind === "categorical"
        ? (column.codes[row] as number) < 0
        : column.kind === "numeric" && Number.isNaN(column.values[row] as number);
    if (options.missing === "drop" && columns.some(missing)) continue;
    rows.push(row);
  }
  const used = [...outcome.levels.keys()].filter((code) =>
    rows.some((row) => outcome.codes[row] === code),
  );
  const classOfCode = new Map(used.map((code, place) => [code, place]));
  const predictors = columns.map((column): TreePredictor => {
    if (column.kind === "categorical") {
      if (column.levels.length > 2000) {
        throw new InputError(
          "too-many-categories",
          `${column.name} has ${column.levels.length} categories, too many for a tree.`,
          "Group them first.",
        );
      }
      const size = column.levels.length;
      const anyMissing = rows.some((row) => (column.codes[row] as number) < 0);
      return {
        name: column.name,
        label: column.label,
        type: column.ordered ? (anyMissing ? "ordinal-floating" : "ordinal") : "nominal",
        codes: Uint16Array.from(rows, (row) => {
          const code = column.codes[row] as number;
          return code < 0 ? size : code;
        }),
        size: size + (anyMissing ? 1 : 0),
        values: [...column.levels.map((level) => level.value), ...(anyMissing ? [null] : [])],
        labels: [
          ...column.levels.map((level) => level.label),
          ...(anyMissing ? ["not known"] : []),
        ],
        ranges: null,
      };
    }
    if (column.kind === "numeric") return numericPredictor(column, rows, options);
    throw new InputError(
      "not-usable",
      `${column.name} holds ${column.kind === "date" ? "dates" : "text"} and cannot be a predictor.`,
      "Band it into categories first.",
    );
  });
  return {
    outcome: outcomeName,
    outcomeLabel: outcome.label,
    classes: used.map((code) => outcome.levels[code] as { value: string; label: string }),
    classOf: Uint16Array.from(
      rows,
      (row) => classOfCode.get(outcome.codes[row] as number) as number,
    ),
    predictors,
    families:
      data.families === null
        ? null
        : Int32Array.from(rows, (row) => data.families?.of[row] as number),
    familyCount: data.families?.count ?? 0,
    weights:
      data.weights === null
        ? null
        : Float64Array.from(rows, (row) => data.weights?.[row] as number),
    rowCount: rows.length,
    sourceRows: Int32Array.from(rows),
    nMissing: data.rowCount - rows.length,
  };
}

function numericPredictor(
  column: NumericColumn,
  rows: readonly number[],
  options: TreeDataOptions,
): TreePredictor {
  const known = rows
    .map((row) => column.values[row] as number)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const distinct = [...new Set(known)];
  const declared = options.cuts?.[column.name];
  const cuts =
    declared ??
    (distinct.length <= (options.mostValues ?? 30)
      ? distinct.slice(1)
      : quantileCuts(known, options.bins ?? 10));
  const anyMissing = known.length < rows.length;
  const band = (value: number): number => {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value >= (cuts[middle] as number)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const size = cuts.length + 1;
  const ranges = Array.from(
    { length: size },
    () => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number],
  );
  const codes = Uint16Array.from(rows, (row) => {
    const value = column.values[row] as number;
    if (Number.isNaN(value)) return size;
    const own = band(value);
    const range = ranges[own] as [number, number];
    if (value < range[0]) range[0] = value;
    if (value > range[1]) range[1] = value;
    return own;
  });
  const labels = ranges.map(([low, high], place) =>
    low > high ? `band ${place + 1}` : low === high ? String(low) : `${low} to ${high}`,
  );
  return {
    name: column.name,
    label: column.label,
    type: anyMissing ? "ordinal-floating" : "ordinal",
    codes,
    size: size + (anyMissing ? 1 : 0),
    values: [...labels, ...(anyMissing ? [null] : [])],
    labels: [...labels, ...(anyMissing ? ["not known"] : [])],
    ranges,
  };
}

/** Cut points of bands of about equal frequency; equal values are never parted. */
function quantileCuts(sorted: readonly number[], bins: number): number[] {
  const cuts: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const value = sorted[Math.floor((bin * sorted.length) / bins)] as number;
    if (value > (sorted[0] as number) && value !== cuts.at(-1)) cuts.push(value);
  }
  return cuts;
}
