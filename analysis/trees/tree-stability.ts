import { seededRandom } from "../random/random.ts";
import { growTree } from "./grow-tree.ts";
import { blocksOf, resampled, writtenOut } from "./resample-rows.ts";
import type { TreeSettings } from "./settings.ts";
import type { Tree, TreeSplit } from "./tree.ts";
import type { TreeData, TreePredictor } from "./tree-data.ts";

/** What trees grown from resampled families look like. */
export interface TreeStability {
  readonly resamples: number;
  readonly seed: number;
  /** What was resampled: whole families, or rows where there are none. */
  readonly resampled: "families" | "rows";
  /** The test of splits in the resampled trees. */
  readonly splitTest: "plain" | "rao-scott";
  /** How often each variable split the root, and how often nothing did; the most first. */
  readonly root: readonly {
    readonly variable: string | null;
    readonly label: string;
    readonly count: number;
    readonly share: number;
  }[];
  /** How often each variable was split on anywhere in the tree, in the order given. */
  readonly used: readonly {
    readonly variable: string;
    readonly label: string;
    readonly count: number;
    readonly share: number;
  }[];
  /**
   * For each number or ordered variable: how often the root was cut just below each value, and how often any node
   * was (a tree counts once). Shares are of all resamples.
   */
  readonly cuts: readonly {
    readonly variable: string;
    readonly below: string;
    readonly count: number;
    readonly share: number;
    readonly anywhereCount: number;
    readonly anywhereShare: number;
  }[];
  /** How often the root had the same split as the tree itself, group for group. */
  readonly sameRootSplit: number | null;
  /** What most resamples say of the root: the variable that splits it most often and, among those, the usual grouping. */
  readonly consensus: {
    readonly variable: string | null;
    readonly label: string;
    readonly share: number;
    readonly groups: readonly (readonly (string | null)[])[] | null;
    readonly groupLabels: readonly string[] | null;
    /** Share of this grouping among the resamples that split on the variable. */
    readonly groupingShare: number | null;
    /** Cuts made by more than half of them. */
    readonly cuts: readonly string[];
  };
  /** End nodes of the trees: the middle and the quarters. */
  readonly leaves: {
    readonly lowerQuarter: number;
    readonly median: number;
    readonly upperQuarter: number;
  };
}

/**
 * Grows a tree from each of many resamples of whole families and counts which variables split it, and where.
 *
 * Exact and permutation p-values would take hours and are not asked: resampled trees are grown with Rao and Scott's test
 * where the tree respects families, and the plain one otherwise.
 *
 * @returns null when rows with frequencies cannot be drawn.
 * @see Efron and Tibshirani (1993), An Introduction to the Bootstrap, on resampling whole clusters.
 */
export function treeStability(
  data: TreeData,
  settings: TreeSettings,
  resamples: number,
  seed: number,
): TreeStability | null {
  const cases = writtenOut(data);
  if (cases === null || cases.rowCount === 0 || resamples < 1) return null;
  const splitTest =
    settings.splitTest === "plain" || data.families === null ? "plain" : "rao-scott";
  const quick: TreeSettings = { ...settings, splitTest, smallCounts: "ignore" };
  const random = seededRandom(seed, "tree:bootstrap");
  const blocks = blocksOf(cases);
  const original = growTree(cases, { ...settings, maxDepth: Math.min(1, settings.maxDepth ?? 1) })
    .nodes[0]?.split;
  const tally = new StabilityTally(cases, original ?? null);
  for (let turn = 0; turn < resamples; turn++) {
    tally.add(growTree(resampled(cases, blocks, random.below), quick));
  }
  return {
    resamples,
    seed,
    resampled: data.families === null ? "rows" : "families",
    splitTest,
    ...tally.summary(resamples),
  };
}

interface CutCount {
  readonly variable: string;
  readonly below: string;
  readonly place: number;
  root: number;
  anywhere: number;
}

class StabilityTally {
  readonly #data: TreeData;
  readonly #original: TreeSplit | null;
  readonly #originalKey: string;
  readonly #roots = new Map<string | null, number>();
  readonly #used = new Map<string, number>();
  readonly #cuts = new Map<string, CutCount>();
  readonly #groupings = new Map<string, { split: TreeSplit; count: number }>();
  readonly #leaves: number[] = [];
  #same = 0;

  constructor(data: TreeData, original: TreeSplit | null) {
    this.#data = data;
    this.#original = original;
    this.#originalKey = original === null ? "" : keyOf(original);
  }

  add(tree: Tree): void {
    const root = tree.nodes[0]?.split ?? null;
    this.#roots.set(root?.variable ?? null, (this.#roots.get(root?.variable ?? null) ?? 0) + 1);
    this.#leaves.push(tree.nodes.filter((node) => node.split === null).length);
    const usedHere = new Set<string>();
    const cutsHere = new Set<string>();
    for (const { split, id } of tree.nodes) {
      if (split === null) continue;
      usedHere.add(split.variable);
      for (const key of this.#cutKeys(split)) {
        const own = this.#cuts.get(key) as CutCount;
        if (id === 0) own.root++;
        cutsHere.add(key);
      }
    }
    for (const name of usedHere) this.#used.set(name, (this.#used.get(name) ?? 0) + 1);
    for (const key of cutsHere) (this.#cuts.get(key) as CutCount).anywhere++;
    if (root === null) return;
    const key = keyOf(root);
    if (key === this.#originalKey) this.#same++;
    const grouping = this.#groupings.get(key);
    if (grouping === undefined) this.#groupings.set(key, { split: root, count: 1 });
    else grouping.count++;
  }

  /** Where a split cuts an ordered variable: just below the first value of every group but the first. */
  #cutKeys(split: TreeSplit): string[] {
    const predictor = this.#data.predictors.find((each) => each.name === split.variable);
    if (predictor === undefined || predictor.type === "nominal") return [];
    const firsts = split.groups
      .map((group) => group.find((value) => value !== null))
      .filter((value): value is string => value !== undefined);
    return firsts.slice(1).map((value) => {
      const place = predictor.values.indexOf(value);
      const key = `${predictor.name}\n${place}`;
      if (!this.#cuts.has(key)) {
        const below = belowWords(predictor, place);
        this.#cuts.set(key, { variable: predictor.name, below, place, root: 0, anywhere: 0 });
      }
      return key;
    });
  }

  summary(
    resamples: number,
  ): Omit<TreeStability, "resamples" | "seed" | "resampled" | "splitTest"> {
    const label = (variable: string | null): string =>
      variable === null
        ? "No split"
        : (this.#data.predictors.find((each) => each.name === variable)?.label ?? variable);
    const root = [...this.#roots]
      .map(([variable, count]) => ({
        variable,
        label: label(variable),
        count,
        share: count / resamples,
      }))
      .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
    return {
      root,
      used: this.#data.predictors.map(({ name }) => {
        const count = this.#used.get(name) ?? 0;
        return { variable: name, label: label(name), count, share: count / resamples };
      }),
      cuts: [...this.#cuts.values()]
        .sort((a, b) =>
          a.variable < b.variable ? -1 : a.variable > b.variable ? 1 : a.place - b.place,
        )
        .map((own) => ({
          variable: own.variable,
          below: own.below,
          count: own.root,
          share: own.root / resamples,
          anywhereCount: own.anywhere,
          anywhereShare: own.anywhere / resamples,
        })),
      sameRootSplit: this.#original === null ? null : this.#same / resamples,
      consensus: this.#consensus(root[0] as TreeStability["root"][number]),
      leaves: quarters(this.#leaves),
    };
  }

  #consensus(most: TreeStability["root"][number]): TreeStability["consensus"] {
    const { variable, label, share, count } = most;
    const usual = [...this.#groupings.values()]
      .filter((each) => each.split.variable === variable)
      .sort((a, b) => b.count - a.count)[0];
    return {
      variable,
      label,
      share,
      groups: usual?.split.groups ?? null,
      groupLabels: usual?.split.groupLabels ?? null,
      groupingShare: usual === undefined ? null : usual.count / count,
      cuts: [...this.#cuts.values()]
        .filter((own) => own.variable === variable && own.root > count / 2)
        .sort((a, b) => a.place - b.place)
        .map((own) => own.below),
    };
  }
}

/** A grouping by its cuts, so that a category without rows in a resample does not make it another one. */
const keyOf = (split: TreeSplit): string =>
  split.bounds === null
    ? JSON.stringify([split.variable, split.groups])
    : JSON.stringify([split.variable, split.bounds]);

const belowWords = (predictor: TreePredictor, place: number): string =>
  predictor.edges === null
    ? (predictor.labels[place] as string)
    : String(predictor.edges[place - 1] ?? "");

function quarters(values: readonly number[]): TreeStability["leaves"] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return { lowerQuarter: at(0.25), median: at(0.5), upperQuarter: at(0.75) };
}
