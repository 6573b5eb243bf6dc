import { InputError } from "../../data-dictionary/input-error.ts";
import { categoricalColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { chiSquaredUpper, fUpper, normalQuantile } from "../distributions/index.ts";
import { separationOf } from "../models/any-fit.ts";
import { clusterRobustScores } from "../models/cluster-robust.ts";
import { invertPositive, type Matrix, times, zeros } from "../models/dense.ts";
import { design, requireFullRank } from "../models/design.ts";
import { logisticFit } from "../models/logistic-fit.ts";
import { modelFrame } from "../models/model-frame.ts";
import { modelTerms } from "../models/model-terms.ts";

/** The share one authority would have with the children of all of them. */
export interface AdjustedShare {
  readonly name: string;
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** Shares made comparable by taking account of who the children are. */
export interface CaseMix {
  readonly method: string;
  readonly adjustedFor: readonly string[];
  readonly authorities: readonly AdjustedShare[];
  readonly overall: number;
  readonly ciLevel: number;
  /** Do the authorities still differ? A Wald test of all of them, respecting families when known. */
  readonly statistic: number | null;
  readonly df: number;
  readonly df2: number | null;
  readonly pValue: number | null;
  readonly n: number;
  readonly nMissing: number;
  readonly families: number | null;
  readonly notes: readonly string[];
}

/** Groups and events of rows, as `countAuthorities` gives them. */
interface GroupsAndEvents {
  readonly authorities: readonly { readonly name: string }[];
  /** Authority of each row, negative where missing. */
  readonly group: Int32Array;
  /** 1 or 0, negative where missing. */
  readonly event: Int32Array;
}

/** The dataset with the compared groups under the name `by`, and the event as a column of its own. */
export function withGroupAndEvent(
  data: Dataset,
  by: string,
  counts: GroupsAndEvents,
): { readonly data: Dataset; readonly eventName: string } {
  const names = counts.authorities.map((authority) => authority.name);
  const eventName = " event";
  const text = (code: number, values: readonly string[]): string | null => values[code] ?? null;
  const groups = categoricalColumn(
    by,
    Array.from(counts.group, (code) => text(code, names)),
    { label: by, levels: names.map((name) => ({ value: name, label: name })) },
  );
  const events = categoricalColumn(
    eventName,
    Array.from(counts.event, (code) => text(code, ["0", "1"])),
    {
      levels: [
        { value: "0", label: "no" },
        { value: "1", label: "yes" },
      ],
    },
  );
  const columns = new Map([...data.columns, [by, groups] as const, [eventName, events] as const]);
  return { data: { ...data, columns }, eventName };
}

/**
 * Case-mix adjusted shares: a logistic regression on authority and the named variables, then marginal
 * standardisation: every child is given the authority in turn and the predicted chances are averaged.
 *
 * Intervals are by the delta method on the log-odds scale, with family-robust (CR1) errors when
 * families are known. When the predictors separate the outcome, Firth's penalty is used.
 *
 * When not to use: it can't make fair what was not measured, and a few children cannot carry many
 * variables.
 *
 * @throws {InputError} `aliased-terms`, `too-many-terms`, `constant-predictor`, `unknown-column`.
 * @see Lane and Nelder (1982), Biometrics 38, 613–621.
 */
export function caseMix(
  data: Dataset,
  by: string,
  counts: GroupsAndEvents,
  adjust: readonly string[],
  level = 0.95,
): CaseMix {
  const { data: full, eventName } = withGroupAndEvent(data, by, counts);
  const groupName = by;
  const frame = modelFrame(full, [groupName, eventName, ...adjust]);
  const built = design(frame, modelTerms([groupName, ...adjust]));
  requireFullRank(frame, built);
  const y = frame.variables.get(eventName)?.values as Float64Array;
  const own = frame.variables.get(groupName);
  const levels = own?.levels ?? [];
  if (levels.length < 2) {
    throw new InputError(
      "constant-predictor",
      "Fewer than two authorities have children with everything known that is adjusted for.",
    );
  }
  const firth = separationOf("logistic", built.x, y, 1) !== null;
  const fit = logisticFit(built.x, y, frame.weights, { firth });
  const covariance = robustCovariance(built.x, y, fit.fitted, fit.covariance, frame);
  const z = normalQuantile(1 - (1 - level) / 2);
  const columnsOf = levels.map((_, place) =>
    built.columns.findIndex(
      (column) =>
        column.parts.length === 1 &&
        column.parts[0]?.variable === groupName &&
        column.parts[0].level === place,
    ),
  );
  const authorities = levels.map((authority, place): AdjustedShare => {
    const { share, slope } = standardised(
      built.x,
      fit.coefficients,
      frame.weights,
      columnsOf,
      place,
    );
    const error =
      Math.sqrt(Math.max(0, dot(slope, times(covariance, slope)))) / (share * (1 - share));
    const middle = Math.log(share / (1 - share));
    return {
      name: authority.label,
      estimate: share,
      ciLow: 1 / (1 + Math.exp(-(middle - z * error))),
      ciHigh: 1 / (1 + Math.exp(-(middle + z * error))),
    };
  });
  const test = wald(fit.coefficients, covariance, columnsOf.slice(1), frame.familyCount);
  const robust = frame.familyCount !== null && frame.familyCount > built.x.columns;
  const overall =
    y.reduce((sum, value, i) => sum + value * (frame.weights[i] as number), 0) / frame.n;
  return {
    method: `logistic regression${firth ? " with Firth's penalty" : ""}, marginal standardisation${robust ? ", family-robust errors (CR1)" : ""}`,
    adjustedFor: adjust,
    authorities,
    overall,
    ciLevel: level,
    ...test,
    n: frame.n,
    nMissing: frame.nMissing,
    families: frame.familyCount,
    notes: [
      ...frame.notes.map((note) => note.trim()),
      ...(firth
        ? ["Somewhere everybody or nobody has the event (separation), so Firth's penalty was used."]
        : []),
      ...(fit.converged ? [] : ["The regression did not settle: do not use the adjusted figures."]),
    ],
  };
}

function robustCovariance(
  x: Matrix,
  y: Float64Array,
  fitted: Float64Array,
  bread: Matrix,
  frame: {
    readonly families: Int32Array | null;
    readonly familyCount: number | null;
    readonly weights: Float64Array;
  },
): Matrix {
  if (frame.families === null || frame.familyCount === null || frame.familyCount <= x.columns)
    return bread;
  const scores = zeros(x.rows, x.columns);
  for (let i = 0; i < x.rows; i++) {
    const residual = (frame.weights[i] as number) * ((y[i] as number) - (fitted[i] as number));
    for (let j = 0; j < x.columns; j++) {
      scores.values[i * x.columns + j] = residual * (x.values[i * x.columns + j] as number);
    }
  }
  return clusterRobustScores(bread, scores, frame.families, frame.familyCount, "CR1").covariance;
}

/** Mean predicted chance with everybody in one authority, and how it moves with each coefficient. */
function standardised(
  x: Matrix,
  b: Float64Array,
  weights: Float64Array,
  columnsOf: readonly number[],
  place: number,
): { share: number; slope: Float64Array } {
  const slope = new Float64Array(x.columns);
  const row = new Float64Array(x.columns);
  let share = 0;
  let total = 0;
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.columns; j++) row[j] = x.values[i * x.columns + j] as number;
    columnsOf.forEach((column, other) => {
      if (column >= 0) row[column] = other === place ? 1 : 0;
    });
    const mu = 1 / (1 + Math.exp(-dot(row, b)));
    const weight = weights[i] as number;
    share += weight * mu;
    total += weight;
    for (let j = 0; j < x.columns; j++) slope[j]! += weight * mu * (1 - mu) * (row[j] as number);
  }
  return { share: share / total, slope: slope.map((value) => value / total) };
}

function wald(
  b: Float64Array,
  covariance: Matrix,
  columns: readonly number[],
  families: number | null,
): { statistic: number | null; df: number; df2: number | null; pValue: number | null } {
  const df = columns.length;
  const block = zeros(df, df);
  columns.forEach((from, i) => {
    columns.forEach((to, j) => {
      block.values[i * df + j] = covariance.values[from * covariance.columns + to] as number;
    });
  });
  const inverse = df === 0 ? null : invertPositive(block);
  const df2 = families === null || families <= b.length ? null : families - df;
  if (inverse === null) return { statistic: null, df, df2: null, pValue: null };
  const own = Float64Array.from(columns, (column) => b[column] as number);
  const statistic = dot(own, times(inverse.inverse, own));
  // With family-robust errors, F with families − df as Stata's and survey's adjusted Wald test.
  if (df2 === null || df2 < 1 || families === null) {
    return { statistic, df, df2: null, pValue: chiSquaredUpper(statistic, df) };
  }
  const f = (statistic * df2) / (df * (families - 1));
  return { statistic: f, df, df2, pValue: fUpper(f, df, df2) };
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
