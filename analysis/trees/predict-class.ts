import { InputError } from "../../data-dictionary/input-error.ts";
import type { MisclassificationCost } from "./tree.ts";
import type { TreeData } from "./tree-data.ts";

/** What predictions weigh: the costs of mistakes, and for which shares of the classes they are made. */
export interface PredictionOptions {
  readonly costs?: readonly MisclassificationCost[];
  /** Shares of the classes among those to be predicted; the sample's own when left out. They need not add to one. */
  readonly priors?: Readonly<Record<string, number>> | "equal";
}

/** Says which class a node predicts. */
export interface ClassPredictor {
  readonly priors: Readonly<Record<string, number>>;
  readonly predict: (counts: ArrayLike<number>) => number;
  /** The cost of taking class `observed` for class `predicted`. */
  readonly cost: (observed: number, predicted: number) => number;
}

/**
 * Predicts the class with the smallest expected cost, Σ_j w_j·n_j·c(k|j) with w_j the prior of class j over its share of
 * the sample; the first in order on ties. Costs and priors change predictions and risk, never how a CHAID tree is
 * grown.
 *
 * @param sample - Rows of each class in the sample.
 * @throws {InputError} `unknown-class`, `bad-prior`, `bad-cost`.
 */
export function classPredictor(
  classes: TreeData["classes"],
  sample: ArrayLike<number>,
  options: PredictionOptions,
): ClassPredictor {
  const count = classes.length;
  const placeOf = (value: string): number => {
    const place = classes.findIndex((each) => each.value === value);
    if (place >= 0) return place;
    throw new InputError(
      "unknown-class",
      `The outcome has no class named ${value} among the rows used.`,
      `Its classes are: ${classes.map((each) => each.value).join(", ")}.`,
    );
  };
  const costs = Float64Array.from({ length: count * count }, (_, cell) =>
    Math.floor(cell / count) === cell % count ? 0 : 1,
  );
  for (const { observed, predicted, cost } of options.costs ?? []) {
    const cell = placeOf(observed) * count + placeOf(predicted);
    if (!(cost >= 0) || !Number.isFinite(cost) || observed === predicted) {
      throw new InputError("bad-cost", "A cost must be 0 or more, and for two different classes.");
    }
    costs[cell] = cost;
  }
  let total = 0;
  for (let k = 0; k < count; k++) total += sample[k] as number;
  const share = Float64Array.from({ length: count }, (_, k) =>
    total === 0 ? 1 / count : (sample[k] as number) / total,
  );
  const prior = priorsOf(classes, share, options.priors, placeOf);
  const weight = prior.map((own, k) => ((share[k] as number) > 0 ? own / (share[k] as number) : 0));
  return {
    priors: Object.fromEntries(classes.map((each, k) => [each.value, prior[k] as number])),
    cost: (observed, predicted) => costs[observed * count + predicted] as number,
    predict: (counts) => {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let k = 0; k < count; k++) {
        let expected = 0;
        for (let j = 0; j < count; j++) {
          expected +=
            (weight[j] as number) * (counts[j] as number) * (costs[j * count + k] as number);
        }
        if (expected < least - 1e-12 * Math.abs(least === Number.POSITIVE_INFINITY ? 0 : least)) {
          least = expected;
          best = k;
        }
      }
      return best;
    },
  };
}

function priorsOf(
  classes: TreeData["classes"],
  share: Float64Array,
  given: PredictionOptions["priors"],
  placeOf: (value: string) => number,
): Float64Array {
  if (given === undefined) return share;
  if (given === "equal") return new Float64Array(classes.length).fill(1 / classes.length);
  const prior = new Float64Array(classes.length);
  for (const [value, own] of Object.entries(given)) {
    if (!(own >= 0) || !Number.isFinite(own)) {
      throw new InputError("bad-prior", "A prior must be a number of 0 or more.");
    }
    prior[placeOf(value)] = own;
  }
  const total = prior.reduce((sum, own) => sum + own, 0);
  if (!(total > 0) || Object.keys(given).length < classes.length) {
    throw new InputError(
      "bad-prior",
      "Give a prior for every class, at least one of them above 0.",
      `The classes are: ${classes.map((each) => each.value).join(", ")}.`,
    );
  }
  return prior.map((own) => own / total);
}
