import { seededRandom } from "../random/random.ts";
import { type Matrix, times, zeros } from "./dense.ts";
import { logisticFit } from "./logistic-fit.ts";
import type { ModelResult } from "./model-result.ts";
import { rocArea } from "./roc-area.ts";
import { separation } from "./separation.ts";

/**
 * How well a logistic model predicts rows it has not seen: folds that keep families whole, each
 * predicted from the others; then the area under the curve, and the slope and intercept of the
 * outcome on the predicted log odds (1 and 0 for honest predictions).
 *
 * Fits within folds use Firth's penalty, so that a separated fold still predicts.
 *
 * @see Steyerberg (2019), Clinical Prediction Models, 2nd edition, chapter 15.
 */
export function crossValidate(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array,
  families: Int32Array | null,
  seed: number,
  folds = 10,
): NonNullable<ModelResult["diagnostics"]["crossValidated"]> {
  const unitOf = families ?? Int32Array.from({ length: x.rows }, (_, i) => i);
  const units = [...new Set(unitOf)];
  if (units.length < 2 * folds) {
    return {
      refused: "too-few-families",
      reason: `Prediction of unseen rows needs at least ${2 * folds} families or rows, but there are ${units.length}.`,
    };
  }
  const random = seededRandom(seed, "model:folds");
  for (let i = units.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [units[i], units[j]] = [units[j] as number, units[i] as number];
  }
  const foldOf = new Map(units.map((unit, index) => [unit, index % folds]));
  const eta = new Float64Array(x.rows);
  for (let fold = 0; fold < folds; fold++) {
    const within = weights.map((w, i) => (foldOf.get(unitOf[i] as number) === fold ? 0 : w));
    try {
      const fit = logisticFit(x, y, within, { firth: true, tolerance: 1e-6, maxIterations: 50 });
      const all = times(x, fit.coefficients);
      for (let i = 0; i < x.rows; i++) {
        if (foldOf.get(unitOf[i] as number) === fold) eta[i] = all[i] as number;
      }
    } catch {
      return {
        refused: "sparse-level",
        reason: "A level of a predictor is so rare that it is missing from a fold.",
      };
    }
  }
  const slopeDesign = zeros(x.rows, 2);
  const signed = zeros(x.rows, 2);
  for (let i = 0; i < x.rows; i++) {
    slopeDesign.values.set([1, eta[i] as number], 2 * i);
    const sign = y[i] === 1 ? 1 : -1;
    signed.values.set([sign, sign * (eta[i] as number)], 2 * i);
  }
  try {
    if (separation(signed) !== null) {
      return { refused: "separation", reason: "The unseen predictions separate the outcome." };
    }
    const fit = logisticFit(slopeDesign, y, weights);
    return {
      folds,
      auc: rocArea(eta, y, weights).estimate,
      slope: fit.coefficients[1] as number,
      intercept: fit.coefficients[0] as number,
      seed,
    };
  } catch {
    return { refused: "constant-prediction", reason: "All unseen rows get the same prediction." };
  }
}
