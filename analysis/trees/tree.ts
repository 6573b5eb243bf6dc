import type { TreeSettings } from "./settings.ts";
import type { OutcomeType, RowsLeftOut } from "./tree-data.ts";

/** How a node is split. */
export interface TreeSplit {
  readonly variable: string;
  readonly label: string;
  /** Values of each child's categories, in declared order; missing is null. */
  readonly groups: readonly (readonly (string | null)[])[];
  readonly groupLabels: readonly string[];
  /**
   * For a number: what each child holds, from the first value to below the second; null stands for no limit. A
   * child of nothing but missing values has null. Null for variables in categories.
   */
  readonly bounds: readonly (readonly [from: number | null, below: number | null] | null)[] | null;
  readonly method: string;
  /** Null where the test has no finite statistic: an exact one, or an F without any spread within the groups. */
  readonly statistic: number | null;
  readonly df: number | null;
  readonly df2?: number;
  readonly pValue: number;
  readonly logPValue: number;
  /** The largest double where it is larger than that: `logMultiplier` has it then. */
  readonly multiplier: number;
  readonly logMultiplier: number;
  readonly adjustedPValue: number;
  readonly logAdjustedPValue: number;
  readonly designEffect?: number;
  /** Arrangements drawn, and their seed, where p comes from random arrangements. */
  readonly replications?: number;
  readonly seed?: number;
  /** The plain test of the same groups, for comparison. */
  readonly plain: {
    readonly method: string;
    readonly statistic: number | null;
    readonly df: number;
    readonly df2?: number;
    readonly pValue: number;
    readonly logPValue: number;
  };
  readonly plainPValue: number;
  /** Groups, multiplier and adjusted p when the predictor was chosen, if small children were absorbed afterwards. */
  readonly atChoice: {
    readonly groups: number;
    readonly multiplier: number;
    readonly adjustedPValue: number;
    readonly logAdjustedPValue: number;
  } | null;
  /** Said when small children were absorbed, a tie was broken, or arrangements were drawn. */
  readonly notes: readonly string[];
}

/** A node of a tree. */
export interface TreeNode {
  readonly id: number;
  readonly parent: number | null;
  readonly depth: number;
  /** Which group of its parent's split it is. */
  readonly group: number | null;
  readonly n: number;
  readonly families: number | null;
  /** Rows of each class by weight; empty for a numeric outcome. */
  readonly counts: Readonly<Record<string, number>>;
  /** For a numeric outcome. */
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  /** The class predicted, at the costs and priors of the tree; for a numeric outcome its mean, as text. */
  readonly prediction: string;
  readonly split: TreeSplit | null;
  /** Why it was not split. */
  readonly stopped: string | null;
}

/** What it costs to take a child of one class for another; 1 where nothing is said. */
export interface MisclassificationCost {
  readonly observed: string;
  readonly predicted: string;
  readonly cost: number;
}

/** A grown tree; nodes are numbered as they are drawn, each followed by what grew from it: `nodes[id].id` is `id`. */
export interface Tree {
  readonly outcome: string;
  readonly label: string;
  readonly outcomeType: OutcomeType;
  readonly classes: readonly { readonly value: string; readonly label: string }[];
  readonly predictors: readonly {
    readonly name: string;
    readonly label: string;
    readonly type: string;
    /** Was it made of numbers? */
    readonly numeric: boolean;
    readonly categories: number;
    /** Stored values of the categories in declared order; null for a number. */
    readonly values: readonly string[] | null;
    /** For a number: at declared cuts, in bands of equal frequency, or every value; null for categories. */
    readonly banding: "cuts" | "bands" | "every" | null;
    /** For a number: where its bands begin, all but the first; every value alone has a band. */
    readonly edges: readonly number[] | null;
    /** For a number: the smallest and the largest value the tree was grown from. */
    readonly range: readonly [number, number] | null;
  }[];
  readonly settings: TreeSettings;
  readonly costs: readonly MisclassificationCost[];
  /** Share of each class that predictions are made for: the sample's own unless said. */
  readonly priors: Readonly<Record<string, number>>;
  readonly priorsFrom: "sample" | "given";
  readonly n: number;
  readonly nMissing: number;
  readonly leftOut: RowsLeftOut;
  readonly nodes: readonly TreeNode[];
  /** The node each row of the data ended in. */
  readonly leafOf: Int32Array;
}
