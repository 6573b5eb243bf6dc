import type { MissingCode } from "./missing.ts";

/** One answer of a categorical variable: the stored code and the words for it. */
export interface Level {
  readonly value: string;
  readonly label: string;
}

interface ColumnBase {
  readonly name: string;
  /** What a reader sees; the name when the codebook has none. */
  readonly label: string;
  /** Whose fact it is: a child's, or a family's copied down to the child. */
  readonly level: "child" | "family" | "other";
  /** Read from the data, or worked out by a fact or a rule. */
  readonly origin: "data" | "derived";
}

/** Codes into `levels`; a negative code is a missing code (-9 … -6, -1 blank). */
export interface CategoricalColumn extends ColumnBase {
  readonly kind: "categorical";
  readonly codes: Int32Array;
  readonly levels: readonly Level[];
  readonly ordered: boolean;
}

/** Numbers; NaN where missing, with the reason in `reasons` (0 where present). */
export interface NumericColumn extends ColumnBase {
  readonly kind: "numeric";
  readonly values: Float64Array;
  readonly reasons: Int8Array;
  readonly unit?: string;
}

/** Days since 1 January 1970; `missingDay` where missing, with the reason in `reasons`. */
export interface DateColumn extends ColumnBase {
  readonly kind: "date";
  readonly days: Int32Array;
  readonly reasons: Int8Array;
}

/** Text and identifiers; null where missing. Never shown in a result. */
export interface TextColumn extends ColumnBase {
  readonly kind: "text";
  readonly values: readonly (string | null)[];
  readonly reasons: Int8Array;
}

export type Column = CategoricalColumn | NumericColumn | DateColumn | TextColumn;

/** Stands for "no date" in `DateColumn.days`. */
export const missingDay = -2147483648;

/**
 * Why the value in a row is missing, or 0 when it is there.
 *
 * @example
 * missingReason(numericColumn("age", [3, null]), 1) // => -1
 */
export function missingReason(column: Column, row: number): MissingCode | 0 {
  if (column.kind === "categorical") {
    const code = column.codes[row] as number;
    return code >= 0 ? 0 : (code as MissingCode);
  }
  return column.reasons[row] as MissingCode | 0;
}

interface ColumnOptions {
  readonly label?: string;
  readonly level?: ColumnBase["level"];
  readonly origin?: ColumnBase["origin"];
}

const base = (name: string, options: ColumnOptions): ColumnBase => ({
  name,
  label: options.label ?? name,
  level: options.level ?? "child",
  origin: options.origin ?? "data",
});

/**
 * A numeric column from values, `null` for "not yet coded".
 *
 * @example
 * numericColumn("age", [3, null, 5]).reasons // => Int8Array.of(0, -1, 0)
 */
export function numericColumn(
  name: string,
  values: ArrayLike<number | null>,
  options: ColumnOptions & { readonly reasons?: Int8Array; readonly unit?: string } = {},
): NumericColumn {
  const numbers = new Float64Array(values.length);
  const reasons = options.reasons ?? new Int8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    numbers[row] = value;
    if (Number.isNaN(value) && reasons[row] === 0) reasons[row] = -1;
  }
  return {
    ...base(name, options),
    kind: "numeric",
    values: numbers,
    reasons,
    ...(options.unit === undefined ? {} : { unit: options.unit }),
  };
}

/**
 * A categorical column from the text of its cells: a level, a missing code such as "-9", or null.
 *
 * Without `levels`, the levels are the values present in order of first appearance. A value that is
 * not a level becomes -1; check the values first.
 *
 * @example
 * categoricalColumn("sex", ["girl", "boy", null]).codes // => Int32Array.of(0, 1, -1)
 */
export function categoricalColumn(
  name: string,
  values: readonly (string | null)[],
  options: ColumnOptions & { readonly levels?: readonly Level[]; readonly ordered?: boolean } = {},
): CategoricalColumn {
  const levels: Level[] = [...(options.levels ?? [])];
  const codeOf = new Map<string, number>(levels.map((level, code) => [level.value, code]));
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? "";
    let code = codeOf.get(value);
    if (code === undefined) {
      if (value === "") code = -1;
      else if (value === "-9" || value === "-8" || value === "-7" || value === "-6") {
        code = Number(value);
      } else if (options.levels === undefined) {
        code = levels.length;
        levels.push({ value, label: value });
        codeOf.set(value, code);
      } else code = -1;
    }
    codes[row] = code;
  }
  return {
    ...base(name, options),
    kind: "categorical",
    codes,
    levels,
    ordered: options.ordered ?? false,
  };
}

/**
 * A text column, for identifiers and free text.
 *
 * @example
 * textColumn("note", ["a", null]).reasons // => Int8Array.of(0, -1)
 */
export function textColumn(
  name: string,
  values: readonly (string | null)[],
  options: ColumnOptions = {},
): TextColumn {
  const reasons = Int8Array.from(values, (value) => (value === null || value === "" ? -1 : 0));
  return { ...base(name, options), kind: "text", values, reasons };
}

/**
 * A date column from days since 1 January 1970, null for "not yet coded".
 *
 * @example
 * dateColumn("seen", [0, null]).days // => Int32Array.of(0, -2147483648)
 */
export function dateColumn(
  name: string,
  days: ArrayLike<number | null>,
  options: ColumnOptions & { readonly reasons?: Int8Array } = {},
): DateColumn {
  const out = new Int32Array(days.length);
  const reasons = options.reasons ?? new Int8Array(days.length);
  for (let row = 0; row < days.length; row++) {
    const day = days[row] ?? missingDay;
    out[row] = day;
    if (day === missingDay && reasons[row] === 0) reasons[row] = -1;
  }
  return { ...base(name, options), kind: "date", days: out, reasons };
}
