import { normalQuantile, tQuantile } from "../distributions/index.ts";
import { type AnyFit, predictAny } from "./any-fit.ts";
import { type Matrix, quadraticForm, zeros } from "./dense.ts";
import { type Design, fillRow } from "./design.ts";
import { inferenceOf } from "./infer.ts";
import type { FrameVariable, ModelFrame } from "./model-frame.ts";
import type { AverageDifference, PredictedShare } from "./model-result.ts";

/**
 * Average predicted shares, and the differences between them: each row's prediction with one
 * variable set to a level and all else as it is, averaged over the rows.
 *
 * Standard errors by the delta method from the covariance given; intervals of shares are taken on
 * the log-odds scale so that they stay between 0 and 1. A number is shown at its quartiles, and its
 * difference is for one unit more.
 *
 * @param covariances - Of the coefficients: family-robust where there are families. Of several, each figure
 *   has the largest error that any of them gives it.
 * @param df - Degrees of freedom of the intervals; null for the normal.
 * @param values - Values at which numbers are shown, by variable, instead of their quartiles.
 * @see Hanmer and Kalkan (2013), American Journal of Political Science 57:263.
 */
export function predictedShares(
  fit: AnyFit,
  frame: ModelFrame,
  built: Design,
  outcomes: readonly string[],
  covariances: readonly Matrix[],
  df: number | null,
  ciLevel: number,
  values: Readonly<Record<string, readonly number[]>> = {},
): { readonly percentages: PredictedShare[]; readonly differences: AverageDifference[] } {
  const percentages: PredictedShare[] = [];
  const differences: AverageDifference[] = [];
  const names = [...new Set(built.terms.flatMap((term) => term.variables))];
  const average = (change: (name: string, value: number) => number): Average =>
    averageOf(fit, frame, built, outcomes.length, change);
  for (const name of names) {
    const variable = frame.variables.get(name) as FrameVariable;
    const settings =
      variable.kind === "categorical"
        ? variable.levels.map((level, index) => ({
            value: index,
            level: level.value,
            label: level.label,
          }))
        : (values[name] ?? quartiles(variable.values, frame.weights)).map((value) => ({
            value,
            level: shortNumber(value),
            label: shortNumber(value),
          }));
    const averages = settings.map((setting) =>
      average((other, value) => (other === name ? setting.value : value)),
    );
    settings.forEach((setting, index) => {
      const here = averages[index] as Average;
      outcomes.forEach((outcome, k) => {
        const estimate = here.estimate[k] as number;
        const standardError = errorOf(covariances, here.slope[k] as Float64Array);
        percentages.push({
          variable: name,
          level: setting.level,
          label: setting.label,
          outcome,
          estimate,
          standardError,
          ...(fit.kind === "linear"
            ? plainInterval(estimate, standardError, df, ciLevel)
            : shareInterval(estimate, standardError, df, ciLevel)),
          ciLevel,
          n:
            variable.kind === "categorical"
              ? countAt(variable, setting.value, frame.weights)
              : null,
          reference: variable.kind === "categorical" && index === 0,
        });
      });
    });
    const pairs =
      variable.kind === "categorical"
        ? settings.slice(1).map((setting, index) => ({
            setting,
            against: settings[0]?.label ?? "",
            from: averages[0] as Average,
            to: averages[index + 1] as Average,
          }))
        : [
            {
              setting: { value: 1, level: "+1", label: "one more" },
              against: "as it is",
              from: average((_, value) => value),
              to: average((other, value) => (other === name ? value + 1 : value)),
            },
          ];
    for (const { setting, against, from, to } of pairs) {
      outcomes.forEach((outcome, k) => {
        const estimate = (to.estimate[k] as number) - (from.estimate[k] as number);
        const slope = (to.slope[k] as Float64Array).map(
          (value, j) => value - ((from.slope[k] as Float64Array)[j] as number),
        );
        const inference = inferenceOf(estimate, errorOf(covariances, slope), df, ciLevel);
        const share = fit.kind !== "linear";
        differences.push({
          variable: name,
          level: setting.level,
          label: setting.label,
          against,
          outcome,
          estimate,
          ...inference,
          ciLow: share ? Math.max(-1, inference.ciLow) : inference.ciLow,
          ciHigh: share ? Math.min(1, inference.ciHigh) : inference.ciHigh,
          ciLevel,
        });
      });
    }
  }
  return { percentages, differences };
}

interface Average {
  readonly estimate: readonly number[];
  /** For each outcome, how the average moves with each coefficient. */
  readonly slope: readonly Float64Array[];
}

function averageOf(
  fit: AnyFit,
  frame: ModelFrame,
  built: Design,
  outcomes: number,
  change: (name: string, value: number) => number,
): Average {
  const x = zeros(frame.rows.length, built.columns.length);
  for (let row = 0; row < x.rows; row++) {
    fillRow(
      built.columns,
      (name) => change(name, frame.variables.get(name)?.values[row] as number),
      x,
      row,
    );
  }
  const mean = (coefficients: Float64Array): number[] => {
    const shares = predictAny(fit.kind, x, coefficients, outcomes);
    const sums = new Array<number>(outcomes).fill(0);
    for (let row = 0; row < x.rows; row++) {
      for (let k = 0; k < outcomes; k++) {
        sums[k]! +=
          ((frame.weights[row] as number) * (shares.values[row * shares.columns + k] as number)) /
          frame.n;
      }
    }
    return sums;
  };
  const estimate = mean(fit.coefficients);
  const slope = estimate.map(() => new Float64Array(fit.coefficients.length));
  for (let j = 0; j < fit.coefficients.length; j++) {
    // Central differences, a step small against the coefficient's own standard error.
    const error = Math.sqrt(fit.covariance.values[j * fit.covariance.columns + j] as number);
    const step = 1e-4 * (error > 0 ? error : 1);
    const at = (times: number): number[] => {
      const moved = Float64Array.from(fit.coefficients);
      moved[j]! += times * step;
      return mean(moved);
    };
    const [up, down, up2, down2] = [at(1), at(-1), at(2), at(-2)];
    estimate.forEach((_, k) => {
      (slope[k] as Float64Array)[j] =
        (8 * ((up[k] as number) - (down[k] as number)) -
          ((up2[k] as number) - (down2[k] as number))) /
        (12 * step);
    });
  }
  return { estimate, slope };
}

function errorOf(covariances: readonly Matrix[], slope: Float64Array): number {
  return Math.sqrt(Math.max(0, ...covariances.map((each) => quadraticForm(each, slope))));
}

function plainInterval(
  estimate: number,
  error: number,
  df: number | null,
  ciLevel: number,
): { ciLow: number; ciHigh: number } {
  const { ciLow, ciHigh } = inferenceOf(estimate, error, df, ciLevel);
  return { ciLow, ciHigh };
}

function shareInterval(
  share: number,
  error: number,
  df: number | null,
  ciLevel: number,
): { ciLow: number; ciHigh: number } {
  if (share <= 1e-12 || share >= 1 - 1e-12)
    return { ciLow: Math.max(0, share), ciHigh: Math.min(1, share) };
  const quantile =
    df === null ? normalQuantile(0.5 + ciLevel / 2) : tQuantile(0.5 + ciLevel / 2, df);
  const centre = Math.log(share / (1 - share));
  const half = (quantile * error) / (share * (1 - share));
  const back = (u: number): number => 1 / (1 + Math.exp(-u));
  return { ciLow: back(centre - half), ciHigh: back(centre + half) };
}

function countAt(variable: FrameVariable, value: number, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    if (variable.values[i] === value) sum += weights[i] as number;
  }
  return sum;
}

/** The values a quarter, half and three quarters of the way up, as they occur in the data. */
export function quartiles(values: ArrayLike<number>, weights: Float64Array): number[] {
  const order = Array.from(values, (value, i) => ({
    value,
    weight: weights[i] as number,
  })).sort((a, b) => a.value - b.value);
  const total = order.reduce((sum, { weight }) => sum + weight, 0);
  const at = (share: number): number => {
    let before = 0;
    for (const { value, weight } of order) {
      before += weight;
      if (before >= share * total - 1e-9) return value;
    }
    return order[order.length - 1]?.value ?? 0;
  };
  return [...new Set([at(0.25), at(0.5), at(0.75)])];
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
