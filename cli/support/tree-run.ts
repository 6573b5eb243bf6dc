import { affordableResamples } from "../../analysis/trees/affordable-resamples.ts";
import {
  crossValidateTree,
  type TreeValidation,
} from "../../analysis/trees/cross-validate-tree.ts";
import { growTree } from "../../analysis/trees/grow-tree.ts";
import type { PredictionOptions } from "../../analysis/trees/predict-class.ts";
import type { TreeSettings } from "../../analysis/trees/settings.ts";
import { type CutsTest, testCuts } from "../../analysis/trees/test-cuts.ts";
import type { Tree } from "../../analysis/trees/tree.ts";
import {
  type RowsLeftOut,
  type TreeData,
  type TreeDataOptions,
  treeData,
} from "../../analysis/trees/tree-data.ts";
import { type TreeStability, treeStability } from "../../analysis/trees/tree-stability.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { OpenStudy } from "./load-study.ts";

/** A tree with what is known of how real it is. */
export interface TreeRun {
  readonly tree: Tree;
  readonly stability: TreeStability | null;
  readonly validation: TreeValidation | null;
  /** Tests of declared cuts as they stand. */
  readonly cuts: readonly CutsTest[];
  /** Where cuts are declared: resampled trees that look for their own. */
  readonly searched: TreeStability | null;
  /** Is a bootstrap missing although one was asked for? */
  readonly notResampled: boolean;
  /** Were fewer trees resampled than usual, because each takes long? */
  readonly fewer: boolean;
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
    /** How many trees to resample; "affordable" for a thousand, or fewer where that takes long. */
    readonly resamples: number | "affordable";
    readonly folds: number;
    readonly study: OpenStudy | null;
  },
): TreeRun {
  const leaveOut = notKnown(options.study, outcome);
  const columns: TreeDataOptions = {
    ...options.columns,
    // R's package knows no ordered outcome.
    ...(settings.preset === "r" &&
    options.columns.outcomeType === undefined &&
    dataset.columns.get(outcome)?.kind === "categorical"
      ? { outcomeType: "nominal" as const }
      : {}),
    ...(leaveOut === null ? {} : { leaveOut: [leaveOut] }),
  };
  const data = treeData(dataset, outcome, predictors, columns);
  if (data.rowCount === 0) throw noRows(data);
  const tree = growTree(data, settings, options.prediction);
  const resamples =
    options.resamples === "affordable" ? affordableResamples(data, settings) : options.resamples;
  const stability = resamples > 0 ? treeStability(data, settings, resamples, settings.seed) : null;
  return {
    tree,
    stability,
    validation:
      options.folds > 1
        ? crossValidateTree(data, settings, options.folds, settings.seed, options.prediction)
        : null,
    cuts: testCuts(data, settings),
    searched:
      resamples > 0 && Object.keys(columns.cuts ?? {}).length > 0
        ? treeStability(
            treeData(dataset, outcome, predictors, { ...columns, cuts: {} }),
            settings,
            resamples,
            settings.seed,
          )
        : null,
    notResampled: resamples > 0 && stability === null,
    fewer: options.resamples === "affordable" && resamples < 1000,
  };
}

function noRows({ nMissing, leftOut }: TreeData): InputError {
  return new InputError(
    "no-rows",
    nMissing === 0
      ? "There are no rows to grow a tree from."
      : `No row is left to grow a tree from: ${leftOutWords(leftOut)}.`,
    leftOut.predictors > 0
      ? "Leave out the predictor that is always missing, or use --like throughline."
      : undefined,
  );
}

/** "3 without a known outcome, 2 with a missing predictor". */
export function leftOutWords({ outcome, weight, predictors }: RowsLeftOut): string {
  return [
    ...(outcome > 0 ? [`${outcome} without a known outcome`] : []),
    ...(weight > 0 ? [`${weight} with a frequency of 0`] : []),
    ...(predictors > 0 ? [`${predictors} with a missing predictor`] : []),
  ].join(", ");
}

/**
 * A class of the outcome by its code.
 *
 * @throws {InputError} `unknown-class`.
 */
export function classOf(tree: Tree, value: string): Tree["classes"][number] {
  const found = tree.classes.find((each) => each.value === value);
  if (found !== undefined) return found;
  throw new InputError(
    "unknown-class",
    `${tree.outcome} has no class named ${value} among the rows used.`,
    tree.classes.length === 0
      ? "It is a number, which has no classes."
      : `Its classes are: ${tree.classes.map((each) => each.value).join(", ")}.`,
  );
}

/** The value by which a study's rule says that an outcome is not known. */
const notKnown = (study: OpenStudy | null, outcome: string): string | null =>
  study?.derived.outcomes.find((each) => each.name === outcome)?.prepared.rule.unknown ?? null;
