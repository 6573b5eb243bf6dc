import {
  crossValidateTree,
  type TreeValidation,
} from "../../analysis/trees/cross-validate-tree.ts";
import { growTree } from "../../analysis/trees/grow-tree.ts";
import type { PredictionOptions } from "../../analysis/trees/predict-class.ts";
import type { TreeSettings } from "../../analysis/trees/settings.ts";
import { type CutsTest, testCuts } from "../../analysis/trees/test-cuts.ts";
import type { Tree } from "../../analysis/trees/tree.ts";
import { type TreeDataOptions, treeData } from "../../analysis/trees/tree-data.ts";
import { type TreeStability, treeStability } from "../../analysis/trees/tree-stability.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { OpenStudy } from "./load-study.ts";

/** A tree with what is known of how real it is. */
export interface TreeRun {
  readonly tree: Tree;
  readonly stability: TreeStability | null;
  readonly validation: TreeValidation | null;
  /** Tests of declared cuts as they stand. */
  readonly cuts: readonly CutsTest[];
  /** Is a bootstrap missing although one was asked for? */
  readonly notResampled: boolean;
}

/** Grows a tree of a dataset, resamples it and cross-validates it. */
export function runTree(
  dataset: Dataset,
  outcome: string,
  predictors: readonly string[],
  settings: TreeSettings,
  options: {
    readonly columns: TreeDataOptions;
    readonly prediction?: PredictionOptions;
    readonly resamples: number;
    readonly folds: number;
    readonly study: OpenStudy | null;
  },
): TreeRun {
  const leaveOut = notKnown(options.study, outcome);
  const data = treeData(dataset, outcome, predictors, {
    ...options.columns,
    // R's package knows no ordered outcome.
    ...(settings.preset === "r" &&
    options.columns.outcomeType === undefined &&
    dataset.columns.get(outcome)?.kind === "categorical"
      ? { outcomeType: "nominal" as const }
      : {}),
    ...(leaveOut === null ? {} : { leaveOut: [leaveOut] }),
  });
  const tree = growTree(data, settings, options.prediction);
  const stability =
    options.resamples > 0 ? treeStability(data, settings, options.resamples, settings.seed) : null;
  return {
    tree,
    stability,
    validation:
      options.folds > 1
        ? crossValidateTree(data, settings, options.folds, settings.seed, options.prediction)
        : null,
    cuts: testCuts(data, settings),
    notResampled: options.resamples > 0 && stability === null,
  };
}

/** The value by which a study's rule says that an outcome is not known. */
const notKnown = (study: OpenStudy | null, outcome: string): string | null =>
  study?.derived.outcomes.find((each) => each.name === outcome)?.prepared.rule.unknown ?? null;
