import type { AnyFit } from "./any-fit.ts";
import type { Design } from "./design.ts";
import { geeLogistic } from "./gee-logistic.ts";
import { inferenceOf } from "./infer.ts";
import type { ModelFrame } from "./model-frame.ts";
import type { GeeSummary, ModelResult, RandomSummary, Refusal } from "./model-result.ts";
import { randomInterceptLogistic } from "./random-intercept-logistic.ts";

/** The same model by estimating equations, or why not. */
export function geeSummary(
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

/** The same model with a random intercept, or why not. */
export function randomSummary(
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
  if (!fit.converged) {
    return {
      refused: "not-converged",
      reason: `The model with a random intercept for ${name} did not settle: put ${name} in --with, or use fewer predictors.`,
    };
  }
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
