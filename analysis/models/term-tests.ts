import { chiSquaredUpper, fUpper, logChiSquaredUpper, logFUpper } from "../distributions/index.ts";
import { type AnyFit, fitAny, separationOf } from "./any-fit.ts";
import { invertPositive, type Matrix, quadraticForm, selectColumns, zeros } from "./dense.ts";
import type { Design } from "./design.ts";
import { logisticFit } from "./logistic-fit.ts";
import type { Refusal, TermTest } from "./model-result.ts";
import { isRelative } from "./model-terms.ts";

/** A chi-squared test with its logarithm, or why there is none. */
export type ChiSquaredTest =
  | { readonly statistic: number; readonly pValue: number; readonly logPValue: number }
  | Refusal;

/** What a family-robust test needs. */
export interface FamilyCovariance {
  readonly covariance: Matrix;
  readonly df: number;
  /** Parameters that tell the outcome with certainty: their robust errors are far too small. */
  readonly runaway: ReadonlySet<number>;
}

/**
 * Tests of each term: likelihood ratio (penalised under Firth), and a family-robust Wald F.
 *
 * A main effect is tested against the model without its interactions (type II), so that it means
 * something. Linear models get the F test of the same comparison as their Wald test only.
 *
 * @param robust - Family-robust covariance and its degrees of freedom, or null.
 */
export function termTests(
  fit: AnyFit,
  built: Design,
  y: Float64Array,
  weights: Float64Array,
  outcomes: number,
  robust: FamilyCovariance | null,
): TermTest[] {
  return built.terms.map((term, index) => {
    const own = fit.parameters.map((_, j) => j).filter((j) => termOf(fit, built, j) === index);
    const relatives = built.terms
      .map((_, other) => other)
      .filter((other) => isRelative(built.terms[other]!, term));
    return {
      term: term.name,
      df: own.length,
      likelihoodRatio: likelihoodRatio(fit, built, y, weights, outcomes, index, relatives),
      familyRobust: robust === null ? null : robustWald(fit, robust, own),
    };
  });
}

/** The term a parameter belongs to; −1 for intercepts and thresholds. */
export function termOf(fit: AnyFit, built: Design, parameter: number): number {
  const column = fit.parameters[parameter]?.column ?? -1;
  return column === -1 ? -1 : (built.columns[column]?.term ?? -1);
}

/** The likelihood-ratio test of everything but the intercept, or of one term. */
export function likelihoodRatio(
  fit: AnyFit,
  built: Design,
  y: Float64Array,
  weights: Float64Array,
  outcomes: number,
  term: number | "all",
  relatives: readonly number[] = [],
): ChiSquaredTest {
  const columnsOf = (wanted: (index: number) => boolean): number[] =>
    built.columns.map((_, j) => j).filter((j) => wanted(built.columns[j]!.term));
  const bigger = columnsOf((index) => !relatives.includes(index));
  const smaller = columnsOf(
    (index) => index === -1 || (term !== "all" && index !== term && !relatives.includes(index)),
  );
  if (fit.kind === "linear") {
    const full = fitAny("linear", selectColumns(built.x, bigger), y, weights, 1, false);
    const less = fitAny("linear", selectColumns(built.x, smaller), y, weights, 1, false);
    return chiSquaredTest(
      2 * (full.logLikelihood - less.logLikelihood),
      bigger.length - smaller.length,
    );
  }
  if (fit.firth) {
    const x = selectColumns(built.x, bigger);
    const fixed = new Map(
      bigger.flatMap((column, j) => (smaller.includes(column) ? [] : [[j, 0] as const])),
    );
    const full = logisticFit(x, y, weights, { firth: true });
    const less = logisticFit(x, y, weights, { firth: true, fixed });
    return chiSquaredTest(
      2 * (full.penalisedLogLikelihood - less.penalisedLogLikelihood),
      fixed.size,
    );
  }
  const level = relatives.length === 0 ? fit : null;
  const x = selectColumns(built.x, bigger);
  if (level === null && separationOf(fit.kind, x, y, outcomes) !== null) {
    return { refused: "separation", reason: "The smaller model is separated by its predictors." };
  }
  const full = level ?? fitAny(fit.kind, x, y, weights, outcomes, false);
  const less = fitAny(fit.kind, selectColumns(built.x, smaller), y, weights, outcomes, false);
  return chiSquaredTest(
    2 * (full.logLikelihood - less.logLikelihood),
    full.coefficients.length - less.coefficients.length,
  );
}

function chiSquaredTest(twice: number, df: number): ChiSquaredTest {
  if (df < 1) return { refused: "no-coefficients", reason: "The term has no coefficients." };
  const statistic = Math.max(0, twice);
  return {
    statistic,
    pValue: chiSquaredUpper(statistic, df),
    logPValue: logChiSquaredUpper(statistic, df),
  };
}

function robustWald(
  fit: AnyFit,
  robust: FamilyCovariance,
  own: readonly number[],
): TermTest["familyRobust"] {
  if (own.some((j) => robust.runaway.has(j))) {
    return {
      refused: "separation",
      reason:
        "The term tells some outcomes with certainty, where a family-robust test is far too sure: read the penalised likelihood ratio.",
    };
  }
  const q = own.length;
  const part = zeros(q, q);
  own.forEach((a, i) => {
    own.forEach((b, j) => {
      part.values[i * q + j] = robust.covariance.values[
        a * robust.covariance.columns + b
      ] as number;
    });
  });
  const solved = invertPositive(part);
  if (solved === null || robust.df < 1) {
    return {
      refused: "too-few-families",
      reason: `There are too few families to test ${q} coefficients together.`,
    };
  }
  const statistic =
    quadraticForm(
      solved.inverse,
      own.map((j) => fit.coefficients[j] as number),
    ) / q;
  return {
    statistic,
    df1: q,
    df2: robust.df,
    pValue: fUpper(statistic, q, robust.df),
    logPValue: logFUpper(statistic, q, robust.df),
  };
}
