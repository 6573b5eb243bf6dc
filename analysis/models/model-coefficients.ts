import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";
import type { AnyFit } from "./any-fit.ts";
import type { ChosenModel } from "./choose-model.ts";
import type { ClusterRobust } from "./cluster-robust.ts";
import type { Design } from "./design.ts";
import { inferenceOf } from "./infer.ts";
import { type LogisticFit, logisticFit } from "./logistic-fit.ts";
import type { ModelCoefficient } from "./model-result.ts";
import { profileInterval } from "./profile-interval.ts";
import { termOf } from "./term-tests.ts";

/**
 * Each coefficient with its interval: family-robust where there are families, else by profile likelihood
 * (logistic) or Wald. Coefficients that separation would make infinite have penalised profile intervals and
 * likelihood-ratio tests even so: a robust error of theirs is far too small.
 *
 * @param separated - Parameters that tell the outcome with certainty.
 * @param profiled - False leaves out the profile intervals of all others.
 */
export function modelCoefficients(
  fit: AnyFit,
  built: Design,
  chosen: ChosenModel,
  robust: ClusterRobust | null,
  logistic: LogisticFit | null,
  y: Float64Array,
  weights: Float64Array,
  ciLevel: number,
  n: number,
  separated: ReadonlySet<number>,
  profiled = true,
): ModelCoefficient[] {
  const p = fit.coefficients.length;
  return fit.parameters.map((parameter, j) => {
    const estimate = fit.coefficients[j] as number;
    const error = Math.sqrt(fit.covariance.values[j * p + j] as number);
    const naiveDf = fit.kind === "linear" ? n - p : null;
    const naive = inferenceOf(estimate, error, naiveDf, ciLevel);
    const profile =
      logistic === null || !(profiled || separated.has(j))
        ? null
        : profileInterval(logistic, built.x, y, weights, j, ciLevel);
    const term = termOf(fit, built, j);
    let headline = naive;
    let intervalMethod = fit.kind === "linear" ? "t" : "Wald";
    const byProfile = profile !== null && "ciLow" in profile;
    if (robust !== null && !(separated.has(j) && byProfile)) {
      const robustError = Math.sqrt(Math.max(0, robust.covariance.values[j * p + j] as number));
      headline = inferenceOf(estimate, robustError, robust.df[j] as number, ciLevel);
      intervalMethod = `${robust.correction}, families`;
    } else if (logistic !== null && byProfile) {
      headline = { ...naive, ...ratioTest(logistic, built, y, weights, j), ...profile };
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

/** The likelihood-ratio test that one coefficient is nought, with the sign of the estimate: what a profile interval turns round. */
function ratioTest(
  fit: LogisticFit,
  built: Design,
  y: Float64Array,
  weights: Float64Array,
  j: number,
): { statistic: number; pValue: number; logPValue: number } {
  const held = logisticFit(built.x, y, weights, { firth: fit.firth, fixed: new Map([[j, 0]]) });
  const drop = fit.firth
    ? fit.penalisedLogLikelihood - held.penalisedLogLikelihood
    : fit.logLikelihood - held.logLikelihood;
  const statistic = Math.sqrt(Math.max(0, 2 * drop));
  const sign = (fit.coefficients[j] as number) < 0 ? -1 : 1;
  return {
    statistic: sign * statistic,
    pValue: chiSquaredUpper(statistic ** 2, 1),
    logPValue: logChiSquaredUpper(statistic ** 2, 1),
  };
}

/** The name of a parameter: its design column, or its cut. */
export function parameterName(
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

function finiteExp(value: number): number | null {
  const out = Math.exp(value);
  return Number.isFinite(out) ? out : null;
}
