import { InputError } from "../../data-dictionary/input-error.ts";
import type { Column, Level } from "../../data-dictionary/table/column.ts";
import { missingReason } from "../../data-dictionary/table/column.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { missingLabels } from "../../data-dictionary/table/missing.ts";
import { requireRange } from "../../data-dictionary/table/number-range.ts";

/** Rows left out because of one variable and one reason; a row with two gaps is counted in each. */
export interface LostRows {
  readonly variable: string;
  readonly code: number;
  readonly label: string;
  readonly count: number;
}

/** A variable of a model, at the rows used: a level number or a value for each. */
export interface FrameVariable {
  readonly name: string;
  readonly label: string;
  readonly kind: "categorical" | "numeric";
  /** Level number (into `levels`, the reference first) or value. */
  readonly values: Float64Array;
  /** Levels seen in the rows used, the reference first; empty for numbers. */
  readonly levels: readonly Level[];
  readonly ordered: boolean;
}

/** The complete rows of a model, ready to be turned into a design. */
export interface ModelFrame {
  /** Row of the dataset for each row used. */
  readonly rows: Int32Array;
  readonly variables: ReadonlyMap<string, FrameVariable>;
  readonly weights: Float64Array;
  /** Family of each row used, renumbered 0 … familyCount-1, or null. */
  readonly families: Int32Array | null;
  readonly familyCount: number | null;
  /** Sum of the weights used, and of those left out. */
  readonly n: number;
  readonly nMissing: number;
  readonly lost: readonly LostRows[];
  /** Things to say: levels nobody has, and so on. */
  readonly notes: readonly string[];
}

/**
 * The rows with every named variable known, and who was left out and why.
 *
 * Rows of weight 0 are not rows. Levels that nobody among the rows used has are left out and noted.
 * The reference is the first level unless another is named.
 *
 * @param names - The variables of the model, outcome included.
 * @param reference - Reference level by variable, as value or label.
 * @throws {InputError} `unknown-column`, `unusable-column` (text or date), `unknown-level`,
 *   `bad-weights`.
 */
export function modelFrame(
  data: Dataset,
  names: readonly string[],
  reference: Readonly<Record<string, string>> = {},
): ModelFrame {
  const columns = [...new Set(names)].map((name) => usable(columnOf(data, name)));
  const rows: number[] = [];
  const lost = new Map<string, LostRows>();
  let nMissing = 0;
  for (let row = 0; row < data.rowCount; row++) {
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    if (!(weight >= 0) || !Number.isFinite(weight)) {
      throw new InputError(
        "bad-weights",
        `The weight of row ${row + 1} must be 0 or more, but it is not.`,
        "A frequency column holds how many times each row counts.",
      );
    }
    if (weight === 0) continue;
    let complete = true;
    for (const column of columns) {
      const code = reasonOf(column, row);
      if (code === 0) continue;
      complete = false;
      const key = `${column.name}\n${code}`;
      const before = lost.get(key)?.count ?? 0;
      const label = missingLabels[code as keyof typeof missingLabels];
      lost.set(key, { variable: column.name, code, label, count: before + weight });
    }
    if (complete) rows.push(row);
    else nMissing += weight;
  }
  const weights = Float64Array.from(rows, (row) => data.weights?.[row] ?? 1);
  const notes: string[] = [];
  const variables = new Map(
    columns.map((column) => [column.name, frameVariable(column, rows, reference, notes)]),
  );
  const families = data.families === null ? null : renumbered(data.families.of, rows);
  return {
    rows: Int32Array.from(rows),
    variables,
    weights,
    families: families?.of ?? null,
    familyCount: families?.count ?? null,
    n: weights.reduce((sum, weight) => sum + weight, 0),
    nMissing,
    lost: [...lost.values()],
    notes,
  };
}

function usable(column: Column): Column {
  if (column.kind === "numeric") requireRange(column);
  if (column.kind === "categorical" || column.kind === "numeric") return column;
  throw new InputError(
    "unusable-column",
    `${column.name} must be categories or numbers to be in a model, but it is ${column.kind === "date" ? "a date" : "text"}.`,
    `Name it with --categorical ${column.name} if its values are categories, or band it first.`,
  );
}

function reasonOf(column: Column, row: number): number {
  const reason = missingReason(column, row);
  if (reason === 0 && column.kind === "numeric" && !Number.isFinite(column.values[row])) return -1;
  return reason;
}

function frameVariable(
  column: Column,
  rows: readonly number[],
  reference: Readonly<Record<string, string>>,
  notes: string[],
): FrameVariable {
  const base = { name: column.name, label: column.label };
  if (column.kind === "numeric") {
    if (reference[column.name] !== undefined) {
      throw new InputError(
        "unknown-level",
        `${column.name} is a number, so it has no reference level.`,
        `Name it with --categorical ${column.name} to compare its values as categories.`,
      );
    }
    const values = Float64Array.from(rows, (row) => column.values[row] as number);
    return { ...base, kind: "numeric", values, levels: [], ordered: true };
  }
  if (column.kind !== "categorical") throw new Error("unreachable");
  const seen = new Set(rows.map((row) => column.codes[row] as number));
  const wanted = reference[column.name];
  let first: number | null = null;
  if (wanted !== undefined) {
    first = column.levels.findIndex((level) => level.value === wanted || level.label === wanted);
    if (first === -1 || !seen.has(first)) {
      throw new InputError(
        "unknown-level",
        first === -1
          ? `${column.name} has no level ${wanted}.`
          : `${column.name} has no row at level ${wanted} among the rows with everything known.`,
        `Its levels are: ${column.levels.map((level) => level.value).join(", ")}.`,
      );
    }
  }
  const order = column.levels.map((_, code) => code).filter((code) => seen.has(code));
  const absent = column.levels.filter((_, code) => !seen.has(code));
  if (absent.length > 0 && rows.length > 0) {
    notes.push(
      `${column.name}: nobody among the rows used is ${absent.map((level) => level.label).join(" or ")}, so the model leaves ${absent.length === 1 ? "that level" : "those levels"} out.`,
    );
  }
  if (first !== null) order.unshift(...order.splice(order.indexOf(first), 1));
  const numberOf = new Map(order.map((code, index) => [code, index]));
  return {
    ...base,
    kind: "categorical",
    values: Float64Array.from(rows, (row) => numberOf.get(column.codes[row] as number) as number),
    levels: order.map((code) => column.levels[code] as Level),
    ordered: column.ordered,
  };
}

function renumbered(of: Int32Array, rows: readonly number[]): { of: Int32Array; count: number } {
  const numberOf = new Map<number, number>();
  const out = Int32Array.from(rows, (row) => {
    const family = of[row] as number;
    const known = numberOf.get(family) ?? numberOf.size;
    numberOf.set(family, known);
    return known;
  });
  return { of: out, count: numberOf.size };
}
