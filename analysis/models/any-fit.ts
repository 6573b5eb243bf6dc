import { type Matrix, selectColumns, times, zeros } from "./dense.ts";
import { linearFit } from "./linear-fit.ts";
import { logisticFit } from "./logistic-fit.ts";
import type { ModelKind } from "./model-result.ts";
import { multinomialConstraints, multinomialFit, multinomialShares } from "./multinomial-fit.ts";
import { ordinalConstraints, ordinalFit, ordinalShares } from "./ordinal-fit.ts";
import { type Separation, separation } from "./separation.ts";

/** One parameter of a fit: which design column, for which outcome level. */
export interface FitParameter {
  /** Column of the design; −1 for a threshold. */
  readonly column: number;
  /** Outcome level (multinomial), threshold number (ordinal), or null. */
  readonly outcome: number | null;
}

/** What the four kinds of regression have in common. */
export interface AnyFit {
  readonly kind: ModelKind;
  readonly parameters: readonly FitParameter[];
  readonly coefficients: Float64Array;
  readonly covariance: Matrix;
  readonly logLikelihood: number;
  /** n × parameters: each row's part of the slope. */
  readonly scores: Matrix;
  /** What turns scores into influence: the covariance, unscaled for linear models. */
  readonly bread: Matrix;
  /** n × outcomes (one column, the event or the mean, for logistic and linear). */
  readonly fitted: Matrix;
  readonly converged: boolean;
  readonly iterations: number;
  readonly firth: boolean;
}

/**
 * Fits one of the four kinds of regression.
 *
 * @param x - Design matrix, intercept first.
 * @param y - Outcome: value (linear), 0/1 (logistic), level number (multinomial, ordinal).
 */
export function fitAny(
  kind: ModelKind,
  x: Matrix,
  y: Float64Array,
  weights: Float64Array,
  outcomes: number,
  firth: boolean,
): AnyFit {
  const plain = Array.from({ length: x.columns }, (_, column) => ({ column, outcome: null }));
  switch (kind) {
    case "linear": {
      const fit = linearFit(x, y, weights);
      const bread = {
        ...fit.covariance,
        values: fit.covariance.values.map((value) => value / fit.sigma ** 2),
      };
      return {
        kind,
        parameters: plain,
        ...fit,
        fitted: column(fit.fitted),
        bread,
        scores: residualScores(x, y, weights, fit.fitted),
        converged: true,
        iterations: 1,
        firth: false,
      };
    }
    case "logistic": {
      const fit = logisticFit(x, y, weights, { firth });
      return {
        kind,
        parameters: plain,
        ...fit,
        fitted: column(fit.fitted),
        bread: fit.covariance,
        scores: residualScores(x, y, weights, fit.fitted),
      };
    }
    case "multinomial": {
      const fit = multinomialFit(x, y, weights, outcomes);
      const parameters = Array.from({ length: outcomes - 1 }, (_, k) =>
        plain.map(({ column }) => ({ column, outcome: k + 1 })),
      ).flat();
      return { kind, parameters, ...fit, bread: fit.covariance, firth: false };
    }
    case "ordinal": {
      const fit = ordinalFit(withoutIntercept(x), y, weights, outcomes);
      const parameters = [
        ...plain.slice(1),
        ...Array.from({ length: outcomes - 1 }, (_, k) => ({ column: -1, outcome: k })),
      ];
      return { kind, parameters, ...fit, bread: fit.covariance, firth: false };
    }
  }
}

/** Predicted shares (or means) for other rows or other coefficients. */
export function predictAny(
  kind: ModelKind,
  x: Matrix,
  coefficients: ArrayLike<number>,
  outcomes: number,
): Matrix {
  switch (kind) {
    case "linear":
      return column(times(x, coefficients));
    case "logistic":
      return column(times(x, coefficients).map((eta) => 1 / (1 + Math.exp(-eta))));
    case "multinomial":
      return multinomialShares(x, coefficients, outcomes);
    case "ordinal":
      return ordinalShares(withoutIntercept(x), coefficients, outcomes);
  }
}

/** Separation of any of the three kinds with categories; null for linear models. */
export function separationOf(
  kind: ModelKind,
  x: Matrix,
  y: Float64Array,
  outcomes: number,
): Separation | null {
  switch (kind) {
    case "linear":
      return null;
    case "logistic": {
      const signed = zeros(x.rows, x.columns);
      for (let i = 0; i < x.values.length; i++) {
        const row = Math.floor(i / x.columns);
        signed.values[i] = (y[row] === 1 ? 1 : -1) * (x.values[i] as number);
      }
      return separation(signed);
    }
    case "multinomial":
      return separation(multinomialConstraints(x, y, outcomes));
    case "ordinal":
      return separation(ordinalConstraints(withoutIntercept(x), y, outcomes));
  }
}

function withoutIntercept(x: Matrix): Matrix {
  return selectColumns(
    x,
    Array.from({ length: x.columns - 1 }, (_, j) => j + 1),
  );
}

function column(values: Float64Array): Matrix {
  return { rows: values.length, columns: 1, values };
}

function residualScores(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array,
  fitted: Float64Array,
): Matrix {
  const scores = zeros(x.rows, x.columns);
  for (let i = 0; i < x.values.length; i++) {
    const row = Math.floor(i / x.columns);
    scores.values[i] =
      (weights[row] as number) *
      ((y[row] as number) - (fitted[row] as number)) *
      (x.values[i] as number);
  }
  return scores;
}
