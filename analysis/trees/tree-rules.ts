import type { Tree, TreeNode, TreeSplit } from "./tree.ts";

/** One step of a path: a variable and what it must be. */
export interface RuleStep {
  readonly variable: string;
  readonly label: string;
  readonly words: string;
  /** Stored values of a variable in categories; null for missing. */
  readonly values: readonly (string | null)[];
  /** For a number: from a value to below another, null for no limit; null for nothing but missing, and for categories. */
  readonly bound: readonly [number | null, number | null] | null;
  readonly numeric: boolean;
}

/** A path from the root to an end node. */
export interface TreeRule {
  readonly node: number;
  readonly conditions: readonly RuleStep[];
  readonly prediction: string;
  readonly n: number;
  /** Share of the predicted class in the node; null for a numeric outcome. */
  readonly share: number | null;
}

/** The paths to the end nodes of a tree, in the order they are drawn. */
export function treeRules(tree: Tree): TreeRule[] {
  return tree.nodes
    .filter((node) => node.split === null)
    .map((node) => ({
      node: node.id,
      conditions: pathTo(tree, node),
      prediction: node.prediction,
      n: node.n,
      share:
        node.n === 0 || tree.outcomeType === "continuous"
          ? null
          : (node.counts[node.prediction] ?? 0) / node.n,
    }));
}

/** The steps from the root to a node; steps on one number are drawn together. */
function pathTo(tree: Tree, node: TreeNode): RuleStep[] {
  const steps: RuleStep[] = [];
  for (let at: TreeNode | undefined = node; at !== undefined && at.parent !== null; ) {
    const parent: TreeNode | undefined = tree.nodes[at.parent];
    if (parent?.split == null || at.group === null) break;
    steps.unshift(stepOf(parent.split, at.group));
    at = parent;
  }
  return steps;
}

const stepOf = (split: TreeSplit, group: number): RuleStep => ({
  variable: split.variable,
  label: split.label,
  words: split.groupLabels[group] as string,
  values: split.groups[group] as readonly (string | null)[],
  bound: split.bounds?.[group] ?? null,
  numeric: split.bounds !== null,
});

/** A path in words: "Age is 6 to 12 and Authority is A or B". */
export function pathInWords(rule: TreeRule): string {
  return rule.conditions.map((step) => `${step.label} is ${step.words}`).join(" and ") || "anyone";
}
