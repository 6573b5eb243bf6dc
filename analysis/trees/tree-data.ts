import { InputError } from "../../data-dictionary/input-error.ts";
import type {
  CategoricalColumn,
  Column,
  NumericColumn,
} from "../../data-dictionary/table/column.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { type Banding, bandEdges, distinctValues } from "./numeric-bands.ts";

/** How a predictor's categories may be put together. */
export type PredictorType = "nominal" | "ordinal" | "ordinal-floating";

/** What is predicted: classes without or with an order, or a number. */
export type OutcomeType = "nominal" | "ordinal" | "continuous";

/** A predictor as codes, its missing values one more category at the end when there are any. */
export interface TreePredictor {
  readonly name: string;
  readonly label: string;
  readonly type: PredictorType;
  readonly codes: Uint8Array | Uint16Array;
  /** Number of categories, the missing one included. */
  readonly size: number;
  /** The stored value of each category; null for missing. */
  readonly values: readonly (string | null)[];
  readonly labels: readonly string[];
  /** For numbers: the lower edge of every band but the first. */
  readonly edges: readonly number[] | null;
  /** For numbers: the first and the last value that each band holds. */
  readonly ranges: readonly (readonly [number, number])[] | null;
  /** For numbers: the smallest and the largest known value; null when there is none. */
  readonly range: readonly [number, number] | null;
  /** For numbers: cut at declared points, in bands of equal frequency, or at every value; null for categories. */
  readonly banding: Banding["kind"] | null;
}

/** What a tree is grown from: an outcome and predictors as codes. */
export interface TreeData {
  readonly outcome: string;
  readonly outcomeLabel: string;
  readonly outcomeType: OutcomeType;
  readonly classes: readonly { readonly value: string; readonly label: string }[];
  readonly classOf: Uint8Array | Uint16Array;
  /** A numeric outcome, measured from `outcomeMean`; null for classes. */
  readonly outcomeValues: Float64Array | null;
  readonly outcomeMean: number;
  readonly predictors: readonly TreePredictor[];
  readonly families: Int32Array | null;
  readonly familyCount: number;
  readonly weights: Float64Array | null;
  readonly rowCount: number;
  /** Rows of the dataset behind each row here. */
  readonly sourceRows: Int32Array;
  /** Rows left out because the outcome is missing, or a predictor under "drop". */
  readonly nMissing: number;
  /** Why rows were left out. */
  readonly leftOut: RowsLeftOut;
}

/** Rows left out of a tree, each counted once under the first reason there is. */
export interface RowsLeftOut {
  readonly outcome: number;
  readonly weight: number;
  readonly predictors: number;
}

export interface TreeDataOptions {
  /** Cut points of numeric predictors: a value on a cut belongs above it. */
  readonly cuts?: Readonly<Record<string, readonly number[]>>;
  /** Bands of equal frequency of numeric predictors, or every value alone. */
  readonly bandsOf?: Readonly<Record<string, number | "every">>;
  /** The same for all other numeric predictors. */
  readonly bandsForAll?: number | "every";
  /** A row with a missing predictor stays, goes, or goes when every predictor is missing. */
  readonly missing?: "category" | "drop" | "drop-if-all";
  /** Numeric predictors with more distinct values than this are put into `bands` bands. */
  readonly mostValues?: number;
  readonly bands?: number;
  /** Otherwise by the outcome's column: ordered, in categories, or numeric. */
  readonly outcomeType?: OutcomeType;
  /** Values of the outcome that stand for "not known". */
  readonly leaveOut?: readonly string[];
}

const mostCategories = 2000;
const mostClasses = 100;

/**
 * Turns columns into the codes a tree is grown from. Numbers become ordinal: at the declared cuts, at every
 * value when they are few, else in bands of equal frequency. Rows without an outcome, and rows that count for
 * nothing, are left out and counted.
 *
 * @throws {InputError} `unknown-column`, `not-usable`, `not-numeric`, `too-many-categories`, `too-many-classes`,
 *   `no-predictors`.
 */
export function treeData(
  data: Dataset,
  outcomeName: string,
  predictorNames: readonly string[],
  options: TreeDataOptions = {},
): TreeData {
  const outcome = columnOf(data, outcomeName);
  const columns = [...new Set(predictorNames)]
    .filter((name) => name !== outcomeName)
    .map((name) => usable(columnOf(data, name)));
  if (columns.length === 0) {
    throw new InputError("no-predictors", "A tree needs a predictor besides its outcome.");
  }
  const outcomeType = typeOfOutcome(outcome, options.outcomeType);
  for (const name of [...Object.keys(options.cuts ?? {}), ...Object.keys(options.bandsOf ?? {})]) {
    if (columns.find((column) => column.name === name)?.kind !== "categorical") continue;
    throw new InputError(
      "not-numeric",
      `${name} is in categories, so it cannot be cut or banded.`,
      `Name it with --numeric ${name} if its codes are numbers.`,
    );
  }
  const { rows, leftOut } = rowsUsed(data, outcome, columns, options);
  const weights =
    data.weights === null ? null : Float64Array.from(rows, (row) => data.weights?.[row] as number);
  return {
    outcome: outcomeName,
    outcomeLabel: outcome.label,
    outcomeType,
    ...(outcomeType === "continuous"
      ? numericOutcome(outcome as NumericColumn, rows, weights)
      : classOutcome(outcome as CategoricalColumn, rows)),
    predictors: columns.map((column) =>
      column.kind === "categorical"
        ? categoricalPredictor(column, rows)
        : numericPredictor(column, rows, weights, options),
    ),
    families:
      data.families === null
        ? null
        : Int32Array.from(rows, (row) => data.families?.of[row] as number),
    familyCount: data.families?.count ?? 0,
    weights,
    rowCount: rows.length,
    sourceRows: rows,
    nMissing: data.rowCount - rows.length,
    leftOut,
  };
}

function usable(column: Column): CategoricalColumn | NumericColumn {
  if (column.kind === "numeric") return column;
  if (column.kind !== "categorical") {
    throw new InputError(
      "not-usable",
      `${column.name} holds ${column.kind === "date" ? "dates" : "text"} and cannot be a predictor.`,
      "Band it into categories first.",
    );
  }
  if (column.levels.length > mostCategories) {
    throw new InputError(
      "too-many-categories",
      `${column.name} has ${column.levels.length} categories, too many for a tree.`,
      "Group them first.",
    );
  }
  return column;
}

function typeOfOutcome(outcome: Column, wanted: OutcomeType | undefined): OutcomeType {
  const own =
    outcome.kind === "numeric"
      ? "continuous"
      : outcome.kind !== "categorical"
        ? null
        : outcome.ordered
          ? "ordinal"
          : "nominal";
  const asked = wanted ?? own;
  if (own === null || (asked === "continuous") !== (own === "continuous")) {
    throw new InputError(
      "not-usable",
      own === null
        ? `${outcome.name} holds ${outcome.kind === "date" ? "dates" : "text"} and cannot be the outcome.`
        : `${outcome.name} is ${own === "continuous" ? "a number" : "in categories"}, so it cannot be taken as ${asked}.`,
      own === "continuous"
        ? `Name it with --categorical ${outcome.name} to take its values as classes.`
        : `Name it with --numeric ${outcome.name} if its codes are numbers.`,
    );
  }
  return asked as OutcomeType;
}

const isMissing = (column: Column, row: number): boolean =>
  column.kind === "categorical"
    ? (column.codes[row] as number) < 0
    : column.kind === "numeric" && Number.isNaN(column.values[row] as number);

function rowsUsed(
  data: Dataset,
  outcome: Column,
  columns: readonly Column[],
  options: TreeDataOptions,
): { rows: Int32Array; leftOut: RowsLeftOut } {
  const notKnown = new Set<number>();
  if (outcome.kind === "categorical") {
    outcome.levels.forEach((level, code) => {
      if (options.leaveOut?.includes(level.value)) notKnown.add(code);
    });
  }
  const rows = new Int32Array(data.rowCount);
  const leftOut = { outcome: 0, weight: 0, predictors: 0 };
  let count = 0;
  for (let row = 0; row < data.rowCount; row++) {
    const here = (column: Column): boolean => isMissing(column, row);
    if (
      isMissing(outcome, row) ||
      (outcome.kind === "categorical" && notKnown.has(outcome.codes[row] as number))
    ) {
      leftOut.outcome++;
    } else if (data.weights !== null && !((data.weights[row] as number) > 0)) leftOut.weight++;
    else if (
      (options.missing === "drop" && columns.some(here)) ||
      (options.missing === "drop-if-all" && columns.every(here))
    ) {
      leftOut.predictors++;
    } else rows[count++] = row;
  }
  return { rows: rows.slice(0, count), leftOut };
}

type OutcomePart = Pick<TreeData, "classes" | "classOf" | "outcomeValues" | "outcomeMean">;

function classOutcome(outcome: CategoricalColumn, rows: Int32Array): OutcomePart {
  const used = new Uint8Array(outcome.levels.length);
  for (const row of rows) used[outcome.codes[row] as number] = 1;
  const kept = [...outcome.levels.keys()].filter((code) => used[code] === 1);
  if (kept.length > mostClasses) {
    throw new InputError(
      "too-many-classes",
      `${outcome.name} has ${kept.length} classes, too many for the outcome of a tree.`,
      "Group them first.",
    );
  }
  const place = new Int32Array(outcome.levels.length);
  kept.forEach((code, at) => {
    place[code] = at;
  });
  const classOf = kept.length <= 256 ? new Uint8Array(rows.length) : new Uint16Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    classOf[at] = place[outcome.codes[rows[at] as number] as number] as number;
  }
  return {
    classes: kept.map((code) => outcome.levels[code] as { value: string; label: string }),
    classOf,
    outcomeValues: null,
    outcomeMean: 0,
  };
}

function numericOutcome(
  outcome: NumericColumn,
  rows: Int32Array,
  weights: Float64Array | null,
): OutcomePart {
  const values = Float64Array.from(rows, (row) => outcome.values[row] as number);
  let total = 0;
  let sum = 0;
  values.forEach((value, at) => {
    const weight = weights === null ? 1 : (weights[at] as number);
    total += weight;
    sum += weight * value;
  });
  const mean = total === 0 ? 0 : sum / total;
  return {
    classes: [],
    classOf: new Uint8Array(0),
    outcomeValues: values.map((value) => value - mean),
    outcomeMean: mean,
  };
}

function categoricalPredictor(column: CategoricalColumn, rows: Int32Array): TreePredictor {
  const known = column.levels.length;
  let anyMissing = false;
  const codes = known < 256 ? new Uint8Array(rows.length) : new Uint16Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const code = column.codes[rows[at] as number] as number;
    if (code < 0) anyMissing = true;
    codes[at] = code < 0 ? known : code;
  }
  return {
    name: column.name,
    label: column.label,
    type: column.ordered ? (anyMissing ? "ordinal-floating" : "ordinal") : "nominal",
    codes,
    size: known + (anyMissing ? 1 : 0),
    values: [...column.levels.map((level) => level.value), ...(anyMissing ? [null] : [])],
    labels: [...column.levels.map((level) => level.label), ...(anyMissing ? ["not known"] : [])],
    edges: null,
    ranges: null,
    range: null,
    banding: null,
  };
}

function bandingOf(column: NumericColumn, values: Float64Array, options: TreeDataOptions): Banding {
  const cuts = options.cuts?.[column.name];
  if (cuts !== undefined) return { kind: "cuts", cuts };
  const bands = options.bandsOf?.[column.name] ?? options.bandsForAll;
  if (bands === "every") return { kind: "every" };
  if (bands !== undefined) return { kind: "bands", bands };
  const most = options.mostValues ?? 30;
  return distinctValues(values, most) <= most
    ? { kind: "every" }
    : { kind: "bands", bands: options.bands ?? 10 };
}

function numericPredictor(
  column: NumericColumn,
  rows: Int32Array,
  weights: Float64Array | null,
  options: TreeDataOptions,
): TreePredictor {
  const values = Float64Array.from(rows, (row) => column.values[row] as number);
  const banding = bandingOf(column, values, options);
  const edges = bandEdges(values, weights, banding);
  const known = edges.length + 1;
  if (known > mostCategories) {
    throw new InputError(
      "too-many-categories",
      `${column.name} has ${known} different values, too many to take each alone.`,
      `Put it into bands:  --bands ${column.name}=10`,
    );
  }
  const ranges = Array.from(
    { length: known },
    () => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number],
  );
  let anyMissing = false;
  const codes = known < 256 ? new Uint8Array(rows.length) : new Uint16Array(rows.length);
  values.forEach((value, at) => {
    const own = bandOf(edges, value);
    codes[at] = own;
    if (own === known) {
      anyMissing = true;
      return;
    }
    const range = ranges[own] as [number, number];
    if (value < range[0]) range[0] = value;
    if (value > range[1]) range[1] = value;
  });
  const labels = ranges.map(([low, high], place) =>
    low > high ? `band ${place + 1}` : low === high ? String(low) : `${low} to ${high}`,
  );
  return {
    name: column.name,
    label: column.label,
    type: anyMissing ? "ordinal-floating" : "ordinal",
    codes,
    size: known + (anyMissing ? 1 : 0),
    values: [...labels, ...(anyMissing ? [null] : [])],
    labels: [...labels, ...(anyMissing ? ["not known"] : [])],
    edges,
    // A band without values has its edges for a range, so that nothing infinite is printed.
    ranges: ranges.map(([low, high], place) =>
      low <= high
        ? ([low, high] as const)
        : ([edges[place - 1] ?? edges[0] ?? 0, edges[place] ?? edges.at(-1) ?? 0] as const),
    ),
    range: rangeOf(values),
    banding: banding.kind,
  };
}

function rangeOf(values: Float64Array): readonly [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/**
 * The band a number falls into; the number of bands for NaN.
 *
 * @example
 * bandOf([6, 13], 6) // => 1
 */
export function bandOf(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return edges.length + 1;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= (edges[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
