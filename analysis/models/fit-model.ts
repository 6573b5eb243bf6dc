import { InputError } from "../../data-dictionary/input-error.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { type AnyFit, fitAny, separationOf } from "./any-fit.ts";
import { brantTest } from "./brant-test.ts";
import { calibration } from "./calibration.ts";
import { type ChosenModel, chooseModel } from "./choose-model.ts";
import {
  type ClusterCorrection,
  type ClusterRobust,
  clusterRobustCr2,
  clusterRobustScores,
} from "./cluster-robust.ts";
import { crossValidate } from "./cross-validate.ts";
import { type Design, design, requireFullRank } from "./design.ts";
import { geeLogistic } from "./gee-logistic.ts";
import { inferenceOf } from "./infer.ts";
import { type LogisticFit, logisticFit } from "./logistic-fit.ts";
import { type ModelFrame, modelFrame } from "./model-frame.ts";
import type {
  GeeSummary,
  ModelCoefficient,
  ModelRefusal,
  ModelResult,
  RandomSummary,
  Refusal,
} from "./model-result.ts";
import { modelTerms } from "./model-terms.ts";
import { predictedShares } from "./predicted-shares.ts";
import { profileInterval } from "./profile-interval.ts";
import { randomInterceptLogistic } from "./random-intercept-logistic.ts";
import { rocArea } from "./roc-area.ts";
import { likelihoodRatio, termOf, termTests } from "./term-tests.ts";
import { varianceInflation } from "./variance-inflation.ts";

/** What model is wanted. */
export interface ModelRequest {
  readonly outcome: string;
  /** Terms: variables, and a*b for two variables with their interaction. */
  readonly with: readonly string[];
  /** Levels of the outcome counted as the event, for a two-way split. */
  readonly event?: readonly string[];
  /** Reference level by variable. */
  readonly reference?: Readonly<Record<string, string>>;
  /** Firth's penalty: always, never, or when needed ("auto"). */
  readonly firth?: boolean | "auto";
  /** How errors allow for families; CR2 by default. */
  readonly cluster?: ClusterCorrection;
  readonly gee?: boolean;
  /** A variable whose levels get a random intercept, in a second model beside. */
  readonly random?: string;
  readonly ciLevel?: number;
  /** Start of the random numbers, for the cross-validation folds. */
  readonly seed?: number;
}

/** Fewer events (of the rarer kind) per coefficient than this, and Firth's penalty is taken up. */
export const fewEventsPerParameter = 5;

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
]);

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
  const rarer = events === null ? null : Math.min(events, frame.n - events);
  const perParameter = rarer === null || slopes === 0 ? null : rarer / slopes;
  const split = separationOf(kind, x, y, outcomes);
  const nameOf = (parameter: number): string => parameterName(kind, parameter, built, chosen);
  const separated =
    split === null ? null : { kind: split.kind, coefficients: split.parameters.map(nameOf) };
  let firth = kind === "logistic" && request.firth === true;
  if (split !== null && kind !== "logistic") {
    return refuse(
      "separation",
      `Some rows' outcome is told with certainty by: ${listed(separated?.coefficients ?? [])}; their coefficients are not finite. Join levels with few rows, or choose an outcome level with --event, where Firth's penalty is at hand.`,
    );
  }
  if (kind === "logistic" && request.firth !== false) {
    if (split !== null) {
      firth = true;
      warnings.push(
        `The outcome is told with certainty in some rows (${split.kind} separation) by ${listed(separated?.coefficients ?? [])}: ordinary estimates are infinite, so Firth's penalty is used.`,
      );
    } else if (perParameter !== null && perParameter < fewEventsPerParameter && !firth) {
      firth = true;
      warnings.push(
        `Only ${oneDecimal(perParameter)} events of the rarer kind per coefficient (fewer than ${fewEventsPerParameter}): Firth's penalty is used against small-sample bias. --no-firth turns it off.`,
      );
    }
  } else if (split !== null) {
    return refuse(
      "separation",
      `Some rows' outcome is told with certainty by: ${listed(separated?.coefficients ?? [])}; ordinary estimates are infinite. Use Firth's penalty (leave out --no-firth), or join levels with few rows.`,
    );
  }
  if (perParameter !== null && perParameter < 10 && perParameter >= fewEventsPerParameter) {
    warnings.push(
      `${oneDecimal(perParameter)} events of the rarer kind per coefficient: fewer than 10, so read intervals rather than p-values.`,
    );
  }
  const fit = fitAny(kind, x, y, weights, outcomes, firth);
  if (!fit.converged) {
    warnings.push(
      "The fit did not settle: do not use these numbers. Scale or leave out predictors.",
    );
  }
  if (kind === "linear" && !(fit.logLikelihood < Number.POSITIVE_INFINITY)) {
    return refuse(
      "perfect-fit",
      "The predictors give the outcome exactly; there is no residual to judge errors by.",
    );
  }
  const clusters = clusterCount(frame);
  const robust =
    clusters === null ? null : robustOf(fit, built, y, frame, clusters, request, warnings);
  const errors =
    robust === null
      ? "model-based"
      : `${robust.correction}, ${robust.clusters} families${robust.correction === "CR2" ? ", Satterthwaite df" : ""}`;
  const logistic = kind === "logistic" ? logisticFit(x, y, weights, { firth }) : null;
  const coefficients = coefficientsOf(
    fit,
    built,
    chosen,
    robust,
    logistic,
    y,
    weights,
    ciLevel,
    frame.n,
  );
  const marginDf =
    robust === null ? (kind === "linear" ? frame.n - x.columns : null) : robust.clusters - 1;
  const margins = predictedShares(
    fit,
    frame,
    built,
    chosen.predicted,
    robust?.covariance ?? fit.covariance,
    marginDf,
    ciLevel,
  );
  const tests = termTests(
    fit,
    built,
    y,
    weights,
    outcomes,
    robust === null ? null : { covariance: robust.covariance, df: robust.clusters - 1 },
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
  for (const { term, adjusted } of inflation) {
    const interaction = built.terms.some((t) => t.variables.length > 1);
    if (adjusted > 3.16 && !interaction) {
      warnings.push(
        `${term} is largely told by the other predictors (GVIF^(1/2df) ${oneDecimal(adjusted)}).`,
      );
    }
  }
  const brant = kind === "ordinal" && slopes > 0 ? brantTest(x, y, weights, outcomes) : null;
  if (brant !== null && "pValue" in brant && brant.pValue < 0.05) {
    warnings.push(
      "Brant's test: one odds ratio does not describe every cut of the outcome. See each cut with --event.",
    );
  }
  if (robust !== null && robust.clusters < 40) {
    warnings.push(
      `Only ${robust.clusters} families: ${robust.correction === "CR2" ? "read the intervals, which allow for it" : "family-robust errors may be too small"}.`,
    );
  }
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
      .map((variable) => ({ variable: variable.name, level: variable.levels[0]?.label ?? "" })),
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
        kind === "logistic" && slopes > 0 ? crossValidate(x, y, weights, families, seed) : null,
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

/** With families, each row stands for itself: a row counted w times becomes w rows. */
function expanded(frame: ModelFrame): ModelFrame {
  const { families, weights } = frame;
  if (families === null || weights.every((w) => w === 1)) return frame;
  if (!weights.every(Number.isInteger) || frame.n > 50_000) return { ...frame, families: null };
  const of = Array.from(weights, (w, i) => new Array<number>(w).fill(i)).flat();
  const variables = new Map(
    [...frame.variables].map(([name, variable]) => [
      name,
      { ...variable, values: Float64Array.from(of, (i) => variable.values[i] as number) },
    ]),
  );
  return {
    ...frame,
    variables,
    rows: Int32Array.from(of, (i) => frame.rows[i] as number),
    weights: new Float64Array(of.length).fill(1),
    families: Int32Array.from(of, (i) => families[i] as number),
  };
}

/** The number of families when some has several rows; null when rows may be independent. */
function clusterCount(frame: ModelFrame): number | null {
  if (frame.families === null || frame.familyCount === null) return null;
  return frame.familyCount < frame.rows.length && frame.familyCount > 1 ? frame.familyCount : null;
}

function robustOf(
  fit: AnyFit,
  built: Design,
  y: Float64Array,
  frame: ModelFrame,
  clusters: number,
  request: ModelRequest,
  warnings: string[],
): ClusterRobust {
  const families = frame.families as Int32Array;
  const wanted = request.cluster ?? "CR2";
  if (wanted === "CR2" && (fit.kind === "logistic" || fit.kind === "linear")) {
    const mu = fit.fitted.values;
    const variance =
      fit.kind === "linear" ? mu.map(() => 1) : mu.map((m) => Math.max(m * (1 - m), 1e-12));
    const residual = y.map((value, i) => value - (mu[i] as number));
    return clusterRobustCr2(built.x, fit.bread, variance, variance, residual, families, clusters);
  }
  if (wanted === "CR2") {
    warnings.push("Errors are CR1: CR2 is not defined for this kind of model.");
  }
  return clusterRobustScores(
    fit.bread,
    fit.scores,
    families,
    clusters,
    wanted === "CR0" ? "CR0" : "CR1",
  );
}

function coefficientsOf(
  fit: AnyFit,
  built: Design,
  chosen: ChosenModel,
  robust: ClusterRobust | null,
  logistic: LogisticFit | null,
  y: Float64Array,
  weights: Float64Array,
  ciLevel: number,
  n: number,
): ModelCoefficient[] {
  const p = fit.coefficients.length;
  return fit.parameters.map((parameter, j) => {
    const estimate = fit.coefficients[j] as number;
    const error = Math.sqrt(fit.covariance.values[j * p + j] as number);
    const naiveDf = fit.kind === "linear" ? n - p : null;
    const naive = inferenceOf(estimate, error, naiveDf, ciLevel);
    const profile =
      logistic === null ? null : profileInterval(logistic, built.x, y, weights, j, ciLevel);
    const term = termOf(fit, built, j);
    let headline = naive;
    let intervalMethod = fit.kind === "linear" ? "t" : "Wald";
    if (robust !== null) {
      const robustError = Math.sqrt(Math.max(0, robust.covariance.values[j * p + j] as number));
      headline = inferenceOf(estimate, robustError, robust.df[j] as number, ciLevel);
      intervalMethod = `${robust.correction}, families`;
    } else if (profile !== null && "ciLow" in profile) {
      headline = { ...naive, ...profile };
      intervalMethod = fit.firth ? "penalised profile likelihood" : "profile likelihood";
    }
    const odds = fit.kind !== "linear" && term !== -1;
    return {
      name: parameterName(fit.kind, j, built, chosen),
      term: term === -1 ? null : (built.terms[term]?.name ?? null),
      outcome:
        fit.kind === "multinomial"
          ? (chosen.predicted[parameter.outcome ?? 0] ?? null)
          : fit.kind === "ordinal" && parameter.column === -1
            ? thresholdName(chosen, parameter.outcome ?? 0)
            : null,
      estimate,
      ...headline,
      ciLevel,
      intervalMethod,
      oddsRatio: odds ? finiteExp(estimate) : null,
      oddsRatioLow: odds ? finiteExp(headline.ciLow) : null,
      oddsRatioHigh: odds ? finiteExp(headline.ciHigh) : null,
      naive,
      profile,
    };
  });
}

function parameterName(
  kind: AnyFit["kind"],
  parameter: number,
  built: Design,
  chosen: ChosenModel,
): string {
  const p = built.columns.length;
  if (kind === "multinomial") return built.columns[parameter % p]?.name ?? "";
  if (kind === "ordinal") {
    return parameter < p - 1
      ? (built.columns[parameter + 1]?.name ?? "")
      : thresholdName(chosen, parameter - (p - 1));
  }
  return built.columns[parameter]?.name ?? "";
}

function thresholdName(chosen: ChosenModel, cut: number): string {
  return `${chosen.predicted[cut]} | ${chosen.predicted[cut + 1]}`;
}

function fitSummary(
  fit: AnyFit,
  built: Design,
  y: Float64Array,
  frame: ModelFrame,
  outcomes: number,
  chosen: ChosenModel,
): ModelResult["fit"] {
  const { n, weights } = frame;
  const parameters = fit.coefficients.length + (fit.kind === "linear" ? 1 : 0);
  let nothing: number | null = null;
  let linear: { rSquared: number; adjustedRSquared: number; sigma: number } | null = null;
  if (fit.kind === "linear") {
    let mean = 0;
    for (let i = 0; i < y.length; i++) mean += ((weights[i] as number) * (y[i] as number)) / n;
    let total = 0;
    let residual = 0;
    for (let i = 0; i < y.length; i++) {
      total += (weights[i] as number) * ((y[i] as number) - mean) ** 2;
      residual +=
        (weights[i] as number) * ((y[i] as number) - (fit.fitted.values[i] as number)) ** 2;
    }
    const df = n - built.columns.length;
    linear = {
      rSquared: 1 - residual / total,
      adjustedRSquared: 1 - residual / df / (total / (n - 1)),
      sigma: Math.sqrt(residual / df),
    };
  } else {
    nothing = 0;
    const levels =
      chosen.kind === "logistic" ? [0, 1] : Array.from({ length: outcomes }, (_, k) => k);
    for (const level of levels) {
      const count = sumWhere(weights, y, level);
      if (count > 0) nothing += count * Math.log(count / n);
    }
  }
  const gain = nothing === null ? null : fit.logLikelihood - nothing;
  const coxSnell = gain === null ? null : 1 - Math.exp((-2 * gain) / n);
  return {
    logLikelihood: fit.logLikelihood,
    nullLogLikelihood: nothing,
    aic: 2 * parameters - 2 * fit.logLikelihood,
    bic: Math.log(n) * parameters - 2 * fit.logLikelihood,
    mcFadden: nothing === null ? null : 1 - fit.logLikelihood / nothing,
    coxSnell,
    nagelkerke:
      coxSnell === null || nothing === null ? null : coxSnell / (1 - Math.exp((2 * nothing) / n)),
    rSquared: linear?.rSquared ?? null,
    adjustedRSquared: linear?.adjustedRSquared ?? null,
    sigma: linear?.sigma ?? null,
    converged: fit.converged,
    iterations: fit.iterations,
  };
}

function geeSummary(
  kind: AnyFit["kind"],
  built: Design,
  y: Float64Array,
  frame: ModelFrame,
  ciLevel: number,
  separated: ModelResult["separation"],
): GeeSummary | Refusal {
  if (kind !== "logistic") {
    return {
      refused: "not-two-level",
      reason: "Estimating equations are offered for two-level outcomes: use --event.",
    };
  }
  if (frame.families === null || frame.familyCount === null) {
    return {
      refused: "no-families",
      reason: "Nothing says which rows are one family: name the column with --family.",
    };
  }
  if (separated !== null) {
    return {
      refused: "separation",
      reason:
        "The predictors tell some outcomes with certainty, so the equations have no finite solution.",
    };
  }
  const fit = geeLogistic(built.x, y, frame.families, frame.familyCount);
  if (!fit.converged) {
    return {
      refused: "not-converged",
      reason: "The estimating equations did not settle: use the cluster-robust errors.",
    };
  }
  const p = fit.coefficients.length;
  return {
    method: "GEE logistic, exchangeable correlation, robust errors",
    correlation: fit.correlation,
    coefficients: Array.from(fit.coefficients, (estimate, j) => ({
      name: built.columns[j]?.name ?? "",
      estimate,
      ...inferenceOf(
        estimate,
        Math.sqrt(fit.covariance.values[j * p + j] as number),
        null,
        ciLevel,
      ),
    })),
  };
}

function randomSummary(
  kind: AnyFit["kind"],
  built: Design,
  y: Float64Array,
  frame: ModelFrame,
  name: string,
  ciLevel: number,
  separated: ModelResult["separation"],
): RandomSummary | Refusal {
  const variable = frame.variables.get(name);
  if (kind !== "logistic") {
    return {
      refused: "not-two-level",
      reason: "A random intercept is offered for two-level outcomes: use --event.",
    };
  }
  if (variable === undefined || variable.kind !== "categorical" || variable.levels.length < 3) {
    return {
      refused: "too-few-groups",
      reason: `${name} must have at least 3 categories for a random intercept.`,
    };
  }
  if (built.terms.some((term) => term.variables.includes(name))) {
    return {
      refused: "also-fixed",
      reason: `${name} is already in --with: leave it out there to give it a random intercept.`,
    };
  }
  if (separated !== null) {
    return {
      refused: "separation",
      reason: "The predictors tell some outcomes with certainty; join levels with few rows first.",
    };
  }
  const { weights } = frame;
  const fit = randomInterceptLogistic({
    events: y.map((value, i) => value * (weights[i] as number)),
    trials: weights,
    groups: variable.values,
    groupCount: variable.levels.length,
    x: built.x,
  });
  const p = fit.coefficients.length;
  return {
    method: fit.method,
    variable: name,
    groupStandardDeviation: fit.groupStandardDeviation,
    intraclassCorrelation: fit.intraclassCorrelation,
    medianOddsRatio: fit.medianOddsRatio,
    statistic: fit.statistic,
    pValue: fit.pValue,
    singular: fit.singular,
    coefficients: fit.coefficients.map((estimate, j) => ({
      name: built.columns[j]?.name ?? "",
      estimate,
      ...inferenceOf(
        estimate,
        Math.sqrt(fit.covariance.values[j * p + j] as number),
        null,
        ciLevel,
      ),
    })),
    groups: fit.groups.map(({ group, n, observedShare, shrunkenShare }) => ({
      level: variable.levels[group]?.label ?? "",
      n,
      observedShare,
      shrunkenShare,
    })),
  };
}

function sumWhere(weights: Float64Array, y: Float64Array, value: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) if (y[i] === value) sum += weights[i] as number;
  return sum;
}

function listed(names: readonly string[]): string {
  const shown = names.filter((name) => name !== "(Intercept)").slice(0, 4);
  return shown.length === 0 ? "the predictors together" : shown.join(", ");
}

function oneDecimal(value: number): string {
  return value.toFixed(1);
}

function finiteExp(value: number): number | null {
  const out = Math.exp(value);
  return Number.isFinite(out) ? out : null;
}
