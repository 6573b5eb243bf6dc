import { InputError } from "../../data-dictionary/input-error.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { type AnyFit, fitAny } from "./any-fit.ts";
import { geeSummary, randomSummary } from "./beside-models.ts";
import { brantTest } from "./brant-test.ts";
import { calibration } from "./calibration.ts";
import { cautions } from "./cautions.ts";
import { type ChosenModel, chooseModel } from "./choose-model.ts";
import { choosePenalty, listed } from "./choose-penalty.ts";
import { crossValidate } from "./cross-validate.ts";
import { type Design, design, requireFullRank } from "./design.ts";
import { clusterCount, expanded, familyRobust, requireFamiliesAtLevels } from "./family-errors.ts";
import { fitSummary, sumWhere } from "./fit-summary.ts";
import { limitingSize } from "./limiting-size.ts";
import { logisticFit } from "./logistic-fit.ts";
import { modelCoefficients, parameterName } from "./model-coefficients.ts";
import { type ModelFrame, modelFrame } from "./model-frame.ts";
import type { ModelRequest } from "./model-request.ts";
import type { ModelRefusal, ModelResult, Refusal } from "./model-result.ts";
import { modelTerms } from "./model-terms.ts";
import { predictedShares } from "./predicted-shares.ts";
import { rocArea } from "./roc-area.ts";
import { likelihoodRatio, termOf, termTests } from "./term-tests.ts";
import { varianceInflation } from "./variance-inflation.ts";

export type { ModelRequest } from "./model-request.ts";

/**
 * Fits the regression that suits an outcome: predicted percentages and average differences first,
 * then coefficients, tests of terms, and checks of the model.
 *
 * Rows with anything missing are left out and counted by variable and reason. Where some family has
 * several rows, standard errors are family-robust (CR2 with Satterthwaite's degrees of freedom for
 * logistic and linear, CR1 for the others), and naive ones stand beside them.
 *
 * When not to use: to claim causes; with few events per coefficient, beyond a first look.
 *
 * @param data - Any dataset; its families and weights are used when it has them.
 * @returns The model, or a named refusal when the data cannot bear it.
 * @throws {InputError} `unknown-column`, `unusable-column`, `unknown-level`, `bad-term`,
 *   `bad-weights`, `event-of-number`, `bad-level` for a request that makes no sense.
 * @see docs/statistics/models.md
 */
export function fitModel(data: Dataset, request: ModelRequest): ModelResult | ModelRefusal {
  const { ciLevel = 0.95 } = request;
  if (!(ciLevel > 0 && ciLevel < 1)) {
    throw new InputError(
      "bad-level",
      "The level of intervals must be between 0 and 1.",
      "Try 0.95.",
    );
  }
  const terms = modelTerms(request.with);
  const names = [...new Set(terms.flatMap((term) => term.variables))];
  if (names.includes(request.outcome)) {
    throw new InputError(
      "bad-term",
      `${request.outcome} is the outcome, so it cannot be a predictor.`,
    );
  }
  const random = request.random === undefined ? [] : [request.random];
  const frame = expanded(
    modelFrame(data, [request.outcome, ...names, ...random], request.reference ?? {}),
  );
  let method = "regression";
  const refuse = (refused: string, reason: string): ModelRefusal => ({
    method,
    refused,
    reason,
    outcome: request.outcome,
    with: request.with,
    n: frame.n,
    nMissing: frame.nMissing,
    lost: frame.lost,
  });
  if (frame.rows.length === 0) {
    return refuse(
      "no-complete-rows",
      "No row has the outcome and every predictor known. Leave out the predictors that are known least (throughline describe --missing), or use --impute.",
    );
  }
  try {
    const outcome = frame.variables.get(request.outcome);
    if (outcome === undefined) throw new Error("unreachable");
    const chosen = chooseModel(outcome, request.event);
    method = chosen.method;
    const built = design(frame, terms);
    requireFullRank(frame, built);
    requireLogistic(request, chosen);
    return fitted(data, request, frame, chosen, built, ciLevel, refuse);
  } catch (error) {
    if (!(error instanceof InputError) || !dataConditions.has(error.code)) throw error;
    return refuse(error.code, [error.message, error.hint].filter(Boolean).join(" "));
  }
}

/** Codes that say what is the matter with the data, not with the request. */
const dataConditions = new Set([
  "constant-outcome",
  "constant-predictor",
  "aliased-terms",
  "too-many-terms",
  "singular-design",
  "one-family",
  "level-of-one-family",
]);

function requireLogistic(request: ModelRequest, chosen: ChosenModel): void {
  if (request.firth !== true || chosen.kind === "logistic") return;
  throw new InputError(
    "firth-of-two",
    `Firth's penalty is offered for outcomes of two levels, but this is ${chosen.method}.`,
    "Name the levels that count with --event, or leave out --firth.",
  );
}

function fitted(
  data: Dataset,
  request: ModelRequest,
  frame: ModelFrame,
  chosen: ChosenModel,
  built: Design,
  ciLevel: number,
  refuse: (refused: string, reason: string) => ModelRefusal,
): ModelResult | ModelRefusal {
  const { kind, y } = chosen;
  const { x } = built;
  const { weights } = frame;
  const outcomes = chosen.predicted.length;
  const warnings = [...frame.notes];
  const slopes = built.columns.length - 1;
  const events = kind === "logistic" ? sumWhere(weights, y, 1) : null;
  const limiting = limitingSize(kind, y, weights, frame.n, outcomes);
  const perParameter = limiting === null || slopes === 0 ? null : limiting / slopes;
  const clusters = clusterCount(frame);
  if (clusters !== null) warnings.push(...requireFamiliesAtLevels(frame, built.terms));
  const nameOf = (parameter: number): string => parameterName(kind, parameter, built, chosen);
  const penalty = choosePenalty({
    kind,
    x,
    y,
    outcomes,
    asked: request.firth ?? "auto",
    perParameter,
    nameOf,
  });
  if ("refused" in penalty) return refuse(penalty.refused, penalty.reason);
  const { split, separated, firth } = penalty;
  warnings.push(...penalty.warnings);
  const fit = fitAny(kind, x, y, weights, outcomes, firth);
  if (!fit.converged) {
    return refuse(
      "not-converged",
      "The fit did not settle, so it has no numbers to trust. Use fewer predictors, or join levels with few rows.",
    );
  }
  if (kind === "linear" && isPerfect(fit, y, weights)) {
    return refuse(
      "perfect-fit",
      "The predictors give the outcome exactly; there is no residual to judge errors by.",
    );
  }
  const robust =
    clusters === null
      ? null
      : familyRobust(fit, built, y, frame, clusters, request.cluster ?? "CR2", warnings);
  const runaway = new Set(split?.parameters ?? []);
  if (robust !== null && runaway.size > 0) {
    warnings.push(
      `Families are not allowed for in ${listed(separated?.coefficients ?? [])}: where the outcome is certain a family-robust error is far too small, so the larger of it and the penalised one is used.`,
    );
  }
  const errors =
    robust === null
      ? "model-based"
      : `${robust.correction}, ${robust.clusters} families${robust.correction === "CR2" ? ", Satterthwaite df" : ""}`;
  const logistic = kind === "logistic" ? logisticFit(x, y, weights, { firth }) : null;
  const coefficients = modelCoefficients(
    fit,
    built,
    chosen,
    robust,
    logistic,
    y,
    weights,
    ciLevel,
    frame.n,
    runaway,
    request.pooled !== true,
  );
  const marginDf =
    robust === null ? (kind === "linear" ? frame.n - x.columns : null) : robust.clusters - 1;
  const margins = predictedShares(
    fit,
    frame,
    built,
    chosen.predicted,
    robust === null
      ? [fit.covariance]
      : runaway.size > 0
        ? [robust.covariance, fit.covariance]
        : [robust.covariance],
    marginDf,
    ciLevel,
    request.values,
  );
  const tests = termTests(
    fit,
    built,
    y,
    weights,
    outcomes,
    robust === null ? null : { covariance: robust.covariance, df: robust.clusters - 1, runaway },
  );
  const overall = slopes === 0 ? noTerms : likelihoodRatio(fit, built, y, weights, outcomes, "all");
  const inflation =
    kind === "logistic" || kind === "linear"
      ? varianceInflation(
          fit.covariance,
          fit.parameters.map((_, j) => termOf(fit, built, j)),
          built.terms.map((term) => term.name),
        )
      : [];
  const brant = kind === "ordinal" && slopes > 0 ? brantTest(x, y, weights, outcomes) : null;
  warnings.push(...cautions({ built, inflation, brant, robust, gee: request.gee === true }));
  const seed = request.seed ?? 1;
  const families = frame.families;
  return {
    method: `${chosen.method}${firth ? " with Firth's penalty" : ""}`,
    kind,
    reason: chosen.reason,
    outcome: request.outcome,
    outcomeLabel: frame.variables.get(request.outcome)?.label ?? request.outcome,
    event: chosen.event,
    levels: chosen.predicted,
    with: request.with,
    unit: data.unit,
    n: frame.n,
    nMissing: frame.nMissing,
    lost: frame.lost,
    families: frame.familyCount,
    events,
    eventsPerParameter: perParameter,
    references: [...frame.variables.values()]
      .filter((variable) => variable.kind === "categorical" && variable.name !== request.outcome)
      .map((variable) => ({
        variable: variable.name,
        level: variable.levels[0]?.label ?? "",
        levels: variable.levels.map((level) => level.value),
      })),
    outcomeLevels: frame.variables.get(request.outcome)?.levels.map((level) => level.value) ?? [],
    errors,
    firth,
    separation: separated,
    percentages: margins.percentages,
    differences: margins.differences,
    coefficients,
    terms: tests,
    overall:
      "refused" in overall
        ? overall
        : {
            ...overall,
            df:
              tests.length === 0
                ? 0
                : fit.parameters.filter((_, j) => termOf(fit, built, j) !== -1).length,
          },
    fit: fitSummary(fit, built, y, frame, outcomes, chosen),
    diagnostics: {
      auc: kind === "logistic" ? rocArea(fit.fitted.values, y, weights, ciLevel) : null,
      calibration: kind === "logistic" ? calibration(fit.fitted.values, y, weights) : null,
      crossValidated:
        kind === "logistic" && slopes > 0 && request.pooled !== true
          ? crossValidate(x, y, weights, families, seed)
          : null,
      inflation,
      brant,
      gee: request.gee === true ? geeSummary(kind, built, y, frame, ciLevel, separated) : null,
      random:
        request.random === undefined
          ? null
          : randomSummary(kind, built, y, frame, request.random, ciLevel, separated),
    },
    imputation: null,
    warnings,
    seed: kind === "logistic" && slopes > 0 ? seed : null,
  };
}

const noTerms: Refusal = { refused: "no-terms", reason: "The model has no predictors." };

/** Is what a linear model leaves over no more than rounding? */
function isPerfect(fit: AnyFit, y: Float64Array, weights: Float64Array): boolean {
  let residual = 0;
  let size = 0;
  for (let i = 0; i < y.length; i++) {
    residual += (weights[i] as number) * ((y[i] as number) - (fit.fitted.values[i] as number)) ** 2;
    size += (weights[i] as number) * (y[i] as number) ** 2;
  }
  return residual <= 1e-24 * size;
}
