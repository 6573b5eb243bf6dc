import type {
  CategoricalColumn,
  Column,
  NumericColumn,
} from "../../data-dictionary/table/column.ts";
import { missingReason } from "../../data-dictionary/table/column.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { normalQuantile } from "../distributions/index.ts";
import { type Random, seededRandom } from "../random/random.ts";
import { aliasedColumns, leastSquares, type Matrix, selectColumns, times, zeros } from "./dense.ts";
import { logisticFit } from "./logistic-fit.ts";

/** Copies of a dataset with the gaps filled in. */
export interface ImputedCopies {
  readonly copies: readonly Dataset[];
  readonly imputed: readonly {
    readonly variable: string;
    readonly count: number;
    readonly method: string;
  }[];
}

/**
 * Fills in missing values several times by chained equations: each variable in turn is drawn from
 * its regression on all the others, round and round.
 *
 * Numbers by predictive mean matching with 5 donors; two levels by logistic regression; more levels
 * by a logistic regression of each against the first (with Firth's penalty, so that none runs away).
 * Coefficients are drawn too, so that their uncertainty is carried. "Not applicable" (-7) is not a
 * gap and stays as it is.
 *
 * @param names - Variables that take part: those of the model, outcome included.
 * @see van Buuren (2018), Flexible Imputation of Missing Data, 2nd edition; Begg and Gray (1984),
 *   Biometrika 71:11 (separate logistic regressions).
 */
export function imputeChained(
  data: Dataset,
  names: readonly string[],
  options: { readonly imputations: number; readonly iterations: number; readonly seed: number },
): ImputedCopies {
  const columns = names
    .map((name) => columnOf(data, name))
    .filter((column) => column.kind === "categorical" || column.kind === "numeric");
  const applicable = Array.from({ length: data.rowCount }, (_, row) => row).filter((row) =>
    columns.every((column) => missingReason(column, row) !== -7),
  );
  const start = columns.map((column) => workColumn(column, applicable));
  const gaps = start.filter((column) => column.missing.length > 0 && column.present.length > 1);
  const copies: Dataset[] = [];
  for (let copy = 0; copy < options.imputations; copy++) {
    const random = seededRandom(options.seed, `model:impute:${copy}`);
    const work = start.map((column) => ({ ...column, values: Float64Array.from(column.values) }));
    const open = work.filter((column) =>
      gaps.some((gap) => gap.column.name === column.column.name),
    );
    for (const column of open) {
      for (const index of column.missing) {
        column.values[index] = column.values[
          column.present[random.below(column.present.length)] as number
        ] as number;
      }
    }
    // The variable with fewest gaps goes first.
    open.sort((a, b) => a.missing.length - b.missing.length);
    for (let iteration = 0; iteration < options.iterations; iteration++) {
      for (const target of open) impute(target, work, random);
    }
    const filled = new Map(data.columns);
    for (const column of open) filled.set(column.column.name, written(column, applicable));
    copies.push({ ...data, columns: filled });
  }
  return {
    copies,
    imputed: gaps.map((gap) => ({
      variable: gap.column.name,
      count: gap.missing.length,
      method:
        gap.levels === 0
          ? "predictive mean matching"
          : gap.levels === 2
            ? "logistic regression"
            : "separate logistic regressions",
    })),
  };
}

interface WorkColumn {
  readonly column: NumericColumn | CategoricalColumn;
  /** Value or level number for each applicable row. */
  readonly values: Float64Array;
  readonly missing: readonly number[];
  readonly present: readonly number[];
  /** Codes of the levels seen; empty for numbers. */
  readonly codes: readonly number[];
  readonly levels: number;
}

function workColumn(column: Column, rows: readonly number[]): WorkColumn {
  if (column.kind !== "categorical" && column.kind !== "numeric") throw new Error("unreachable");
  const missing: number[] = [];
  const present: number[] = [];
  rows.forEach((row, index) => {
    (missingReason(column, row) === 0 ? present : missing).push(index);
  });
  const codes =
    column.kind === "numeric"
      ? []
      : [...new Set(present.map((index) => column.codes[rows[index] as number] as number))].sort(
          (a, b) => a - b,
        );
  const numberOf = new Map(codes.map((code, index) => [code, index]));
  return {
    column,
    values: Float64Array.from(rows, (row) =>
      column.kind === "numeric"
        ? (column.values[row] as number)
        : (numberOf.get(column.codes[row] as number) ?? 0),
    ),
    missing,
    present,
    codes,
    levels: codes.length,
  };
}

function impute(target: WorkColumn, all: readonly WorkColumn[], random: Random): void {
  const x = predictors(target, all);
  if (target.levels === 0) matchMeans(target, x, random);
  else drawLevels(target, x, random);
}

/** Intercept, numbers and indicators of all other variables, without columns that repeat. */
function predictors(target: WorkColumn, all: readonly WorkColumn[]): Matrix {
  const parts: ((row: number) => number)[] = [() => 1];
  for (const other of all) {
    if (other === target) continue;
    if (other.levels === 0) parts.push((row) => other.values[row] as number);
    else {
      for (let level = 1; level < other.levels; level++) {
        parts.push((row) => (other.values[row] === level ? 1 : 0));
      }
    }
  }
  const x = zeros(target.values.length, parts.length);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.columns; j++) x.values[i * x.columns + j] = parts[j]!(i);
  }
  const repeats = new Set(aliasedColumns(rowsOf(x, target.present)).map((found) => found.column));
  return selectColumns(
    x,
    parts.map((_, j) => j).filter((j) => !repeats.has(j)),
  );
}

function matchMeans(target: WorkColumn, x: Matrix, random: Random): void {
  const seen = rowsOf(x, target.present);
  const y = Float64Array.from(target.present, (index) => target.values[index] as number);
  const { coefficients, inverse } = leastSquares(seen, y);
  const fitted = times(seen, coefficients);
  let residual = 0;
  for (let i = 0; i < y.length; i++) residual += ((y[i] as number) - (fitted[i] as number)) ** 2;
  const df = Math.max(1, y.length - x.columns);
  let chiSquared = 0;
  for (let i = 0; i < df; i++) chiSquared += normalDraw(random) ** 2;
  const scale = Math.sqrt(residual / Math.max(chiSquared, 1e-12));
  const drawn = drawAround(coefficients, inverse, scale, random);
  const wanted = times(x, drawn);
  const ordered = target.present
    .map((index, i) => ({ index, fitted: fitted[i] as number }))
    .sort((a, b) => a.fitted - b.fitted);
  for (const index of target.missing) {
    const goal = wanted[index] as number;
    const near = ordered
      .map((donor) => ({ donor, gap: Math.abs(donor.fitted - goal) }))
      .sort((a, b) => a.gap - b.gap)
      .slice(0, 5);
    const chosen = near[random.below(near.length)] as (typeof near)[number];
    target.values[index] = target.values[chosen.donor.index] as number;
  }
}

function drawLevels(target: WorkColumn, x: Matrix, random: Random): void {
  const odds: Float64Array[] = [];
  for (let level = 1; level < target.levels; level++) {
    const rows = target.present.filter(
      (index) => target.values[index] === 0 || target.values[index] === level,
    );
    const some = rowsOf(x, rows);
    const repeats = new Set(aliasedColumns(some).map((found) => found.column));
    const kept = Array.from({ length: x.columns }, (_, j) => j).filter((j) => !repeats.has(j));
    const fit = logisticFit(
      selectColumns(some, kept),
      rows.map((index) => (target.values[index] === level ? 1 : 0)),
      new Float64Array(rows.length).fill(1),
      { firth: true, tolerance: 1e-6, maxIterations: 50 },
    );
    const drawn = drawAround(fit.coefficients, fit.covariance, 1, random);
    odds.push(times(selectColumns(x, kept), drawn));
  }
  for (const index of target.missing) {
    const logs = [0, ...odds.map((eta) => eta[index] as number)];
    const top = Math.max(...logs);
    const shares = logs.map((value) => Math.exp(value - top));
    let left = random.next() * shares.reduce((sum, share) => sum + share, 0);
    let level = 0;
    while (level < shares.length - 1 && left >= (shares[level] as number)) {
      left -= shares[level] as number;
      level++;
    }
    target.values[index] = level;
  }
}

/** A draw from the normal round an estimate, by the Cholesky root of its covariance. */
function drawAround(
  centre: Float64Array,
  covariance: Matrix,
  scale: number,
  random: Random,
): Float64Array {
  const p = centre.length;
  const lower = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance.values[i * p + j] as number;
      for (let k = 0; k < j; k++)
        sum -= (lower[i * p + k] as number) * (lower[j * p + k] as number);
      if (i === j) lower[i * p + i] = Math.sqrt(Math.max(sum, 0));
      else {
        const pivot = lower[j * p + j] as number;
        lower[i * p + j] = pivot > 0 ? sum / pivot : 0;
      }
    }
  }
  const z = Array.from({ length: p }, () => normalDraw(random));
  return centre.map((value, i) => {
    let sum = value;
    for (let j = 0; j <= i; j++) sum += scale * (lower[i * p + j] as number) * (z[j] as number);
    return sum;
  });
}

function normalDraw(random: Random): number {
  return normalQuantile(Math.max(random.next(), 1e-16));
}

function rowsOf(x: Matrix, rows: readonly number[]): Matrix {
  const out = zeros(rows.length, x.columns);
  rows.forEach((row, index) => {
    out.values.set(x.values.subarray(row * x.columns, (row + 1) * x.columns), index * x.columns);
  });
  return out;
}

function written(column: WorkColumn, rows: readonly number[]): Column {
  const source = column.column;
  if (source.kind === "numeric") {
    const values = Float64Array.from(source.values);
    const reasons = Int8Array.from(source.reasons);
    for (const index of column.missing) {
      values[rows[index] as number] = column.values[index] as number;
      reasons[rows[index] as number] = 0;
    }
    return { ...source, values, reasons };
  }
  const codes = Int32Array.from(source.codes);
  for (const index of column.missing) {
    codes[rows[index] as number] = column.codes[column.values[index] as number] as number;
  }
  return { ...source, codes };
}
