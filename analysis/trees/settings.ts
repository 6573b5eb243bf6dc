/** How a tree is grown; every field is printed with the tree. */
export interface TreeSettings {
  readonly method: "chaid" | "exhaustive-chaid";
  /** The statistic of merging and splitting. */
  readonly statistic: "pearson" | "likelihood-ratio";
  /** The test of a split: the plain chi-squared, or Rao–Scott's, which respects families. */
  readonly splitTest: "plain" | "rao-scott";
  readonly alphaSplit: number;
  readonly alphaMerge: number;
  /** Below this a merged group may be split again; 0 never. */
  readonly alphaResplit: number;
  readonly bonferroni: boolean;
  /** For the exhaustive method on nominal predictors: IBM's printed multiplier, or that of Biggs et al. */
  readonly exhaustiveMultiplier: "spss" | "biggs";
  readonly maxDepth: number;
  /** Fewest rows in a node that may be split, and in a child. */
  readonly minParent: number;
  readonly minChild: number;
  /** Fewest families in a child node; 0 without families. */
  readonly minFamilies: number;
  /** What becomes of a missing predictor. */
  readonly missing: "category" | "drop";
  readonly preset: "throughline" | "spss" | "r";
}

/**
 * The settings of a preset. `throughline` is for studies of this size: 20 to split, 10 and 5 families in a child.
 * `spss` are the defaults of SPSS TREE (100 and 50, depth 3); `r` those of R's CHAID package (20 and 7, no
 * limit of depth, rows with a missing predictor dropped).
 *
 * @example
 * treeSettings("spss").minParent // => 100
 * @see IBM SPSS Statistics, TREE; R-Forge CHAID 0.1-2, chaid_control.
 */
export function treeSettings(preset: TreeSettings["preset"], hasFamilies = false): TreeSettings {
  const common = {
    method: "chaid",
    statistic: "pearson",
    splitTest: "plain",
    alphaSplit: 0.05,
    alphaMerge: 0.05,
    alphaResplit: 0,
    bonferroni: true,
    exhaustiveMultiplier: "spss",
    minFamilies: 0,
    missing: "category",
    preset,
  } as const;
  switch (preset) {
    case "spss":
      return { ...common, maxDepth: 3, minParent: 100, minChild: 50 };
    case "r":
      return { ...common, maxDepth: 50, minParent: 20, minChild: 7, missing: "drop" };
    case "throughline":
      return {
        ...common,
        splitTest: hasFamilies ? "rao-scott" : "plain",
        maxDepth: 3,
        minParent: 20,
        minChild: 10,
        minFamilies: hasFamilies ? 5 : 0,
      };
  }
}
