import { InputError } from "../../data-dictionary/input-error.ts";

/** How a tree is grown; every field is printed with the tree. */
export interface TreeSettings {
  readonly preset: "throughline" | "spss" | "r";
  readonly method: "chaid" | "exhaustive-chaid";
  /** The statistic of merging, for an outcome in categories. */
  readonly statistic: "pearson" | "likelihood-ratio";
  /**
   * The test of a split. `plain` takes rows as strangers; `rao-scott` corrects for families; `permutation`
   * exchanges whole families and repeats the search for the grouping in each arrangement.
   */
  readonly splitTest: "plain" | "rao-scott" | "permutation";
  /** What is done where expected counts are small: an exact or permutation p, or nothing. */
  readonly smallCounts: "exact" | "ignore";
  /** Arrangements of a permutation test, and where its random numbers start. */
  readonly permutations: number;
  readonly seed: number;
  readonly alphaSplit: number;
  readonly alphaMerge: number;
  /** A merged group of three or more categories is split again at or below this p; 0 never. */
  readonly alphaResplit: number;
  readonly bonferroni: boolean;
  /** For the exhaustive method on nominal predictors: IBM's printed multiplier, or that of Biggs et al. */
  readonly exhaustiveMultiplier: "spss" | "biggs";
  /** Levels below the root; null for no limit. */
  readonly maxDepth: number | null;
  /** Fewest rows (by weight) in a node that may be split, and in a child. */
  readonly minParent: number;
  readonly minChild: number;
  /** A share of the node that is enough for a child even when it is below minChild; 1 for none. */
  readonly minChildShare: number;
  /** Fewest families in a child; 0 without families. */
  readonly minFamilies: number;
  /**
   * When small groups join others: `before` the predictors are compared, so that no split is above alphaSplit;
   * `after` the best predictor is chosen, as SPSS does; `most-alike` merges the most alike pair of all, whichever
   * it is, before the comparison, as R's CHAID does.
   */
  readonly smallGroups: "before" | "after" | "most-alike";
  /** A missing predictor is a category of its own, or the row is left out: at once, or when all are missing. */
  readonly missing: "category" | "drop" | "drop-if-all";
  /** Bands of equal frequency for numbers with more distinct values than mostValues. */
  readonly bands: number;
  readonly mostValues: number;
}

/**
 * The settings of a preset. `throughline` is for studies of this size: 20 to split, 10 children and 5 families in a
 * child. `spss` are the defaults of SPSS TREE (100 and 50, depth 3, ten bands); `r` those of R's CHAID package (20
 * and 7 or a hundredth of the node, no limit of depth, rows with a missing predictor dropped).
 *
 * @example
 * treeSettings("spss").minParent // => 100
 * @see IBM SPSS Statistics, TREE; R-Forge CHAID 0.1-2, chaid_control.
 */
export function treeSettings(preset: TreeSettings["preset"], hasFamilies = false): TreeSettings {
  const common = {
    preset,
    method: "chaid",
    statistic: "pearson",
    splitTest: "plain",
    smallCounts: "ignore",
    permutations: 1999,
    seed: 1,
    alphaSplit: 0.05,
    alphaMerge: 0.05,
    alphaResplit: 0,
    bonferroni: true,
    exhaustiveMultiplier: "spss",
    minChildShare: 1,
    minFamilies: 0,
    missing: "category",
    bands: 10,
    mostValues: 30,
  } as const;
  switch (preset) {
    case "spss":
      return {
        ...common,
        maxDepth: 3,
        minParent: 100,
        minChild: 50,
        smallGroups: "after",
        missing: "drop-if-all",
        mostValues: 10,
      };
    case "r":
      return {
        ...common,
        maxDepth: null,
        minParent: 20,
        minChild: 7,
        minChildShare: 0.01,
        smallGroups: "most-alike",
        missing: "drop",
      };
    case "throughline":
      return {
        ...common,
        splitTest: hasFamilies ? "rao-scott" : "plain",
        smallCounts: "exact",
        maxDepth: 3,
        minParent: 20,
        minChild: 10,
        minFamilies: hasFamilies ? 5 : 0,
        smallGroups: "before",
      };
  }
}

/**
 * Refuses settings that contradict each other.
 *
 * @throws {InputError} `bad-tree-settings`.
 */
export function checkTreeSettings(settings: TreeSettings): void {
  const { alphaMerge, alphaResplit, alphaSplit } = settings;
  if (alphaResplit > 0 && alphaResplit >= alphaMerge) {
    throw new InputError(
      "bad-tree-settings",
      `The p for splitting a group again (${alphaResplit}) must be below that for merging (${alphaMerge}).`,
      "Otherwise groups would be merged and split again without end.",
    );
  }
  if (!(alphaSplit > 0 && alphaSplit <= 1 && alphaMerge >= 0 && alphaMerge <= 1)) {
    throw new InputError(
      "bad-tree-settings",
      "The p for splitting must be above 0 and at most 1, and that for merging from 0 to 1.",
    );
  }
  if (settings.permutations < 99) {
    throw new InputError(
      "bad-tree-settings",
      "A permutation test needs at least 99 arrangements: with fewer, no p can be small.",
    );
  }
  if (settings.minChild < 1 || settings.minParent < 2) {
    throw new InputError(
      "bad-tree-settings",
      "A child needs at least 1 row, and a node to be split at least 2.",
    );
  }
}
