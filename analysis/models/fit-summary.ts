import type { AnyFit } from "./any-fit.ts";
import type { ChosenModel } from "./choose-model.ts";
import type { Design } from "./design.ts";
import type { ModelFrame } from "./model-frame.ts";
import type { ModelResult } from "./model-result.ts";

/** Likelihood, information criteria and how much of the outcome is explained. */
export function fitSummary(
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

/** How often an outcome has a value, counted by weight. */
export function sumWhere(weights: Float64Array, y: Float64Array, value: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) if (y[i] === value) sum += weights[i] as number;
  return sum;
}
