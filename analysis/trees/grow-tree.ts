import { type ChosenSplit, chooseSplit } from "./choose-split.ts";
import { LevelCounter } from "./count-level.ts";
import { FamilyCounter } from "./family-counter.ts";
import { groupBounds, groupLabel } from "./group-label.ts";
import type { GroupTest } from "./group-test.ts";
import { outcomeTest } from "./outcome-test.ts";
import { type ClassPredictor, classPredictor, type PredictionOptions } from "./predict-class.ts";
import { type RowsByNode, rowsByNode } from "./rows-by-node.ts";
import { checkTreeSettings, type TreeSettings } from "./settings.ts";
import type { Tree, TreeNode, TreeSplit } from "./tree.ts";
import type { TreeData, TreePredictor } from "./tree-data.ts";

export type { Tree, TreeNode, TreeSplit } from "./tree.ts";

/**
 * Grows a CHAID tree, level by level.
 *
 * In each node every predictor's categories are merged on counts; the grouping is tested, by Rao and Scott where
 * families are to be respected; the p-value is multiplied by the number of ways the grouping could have come about;
 * the predictor with the smallest adjusted p splits the node when that is at most alphaSplit. Ties go to the first
 * pair in the order of categories and to the first predictor given. A group that is too small, in rows or families,
 * joins its most alike sibling.
 *
 * @throws {InputError} `bad-tree-settings`, `unknown-class`, `bad-prior`, `bad-cost`.
 * @see Kass (1980), Applied Statistics 29, 119–127; docs/statistics/trees.md.
 */
export function growTree(
  data: TreeData,
  settings: TreeSettings,
  options: PredictionOptions = {},
): Tree {
  checkTreeSettings(settings);
  return new Grower(data, settings, options).grow(options);
}

/** A node that may still be split. */
interface OpenNode {
  readonly id: number;
  readonly depth: number;
  readonly n: number;
}

class Grower {
  readonly #data: TreeData;
  readonly #settings: TreeSettings;
  readonly #test: GroupTest;
  readonly #counter: LevelCounter;
  readonly #families: FamilyCounter | null;
  readonly #nodes: TreeNode[] = [];
  readonly #nodeOf: Int32Array;
  readonly #predictor: ClassPredictor;
  readonly #rootTally: Float64Array;

  constructor(data: TreeData, settings: TreeSettings, options: PredictionOptions) {
    this.#data = data;
    this.#settings = settings;
    this.#test = outcomeTest(data, settings);
    this.#counter = new LevelCounter(data, this.#test.width);
    this.#families =
      data.families === null ? null : new FamilyCounter(data.families, data.familyCount);
    this.#nodeOf = new Int32Array(data.rowCount);
    this.#rootTally = outcomeTally(data, this.#test.width);
    this.#predictor = classPredictor(data.classes, this.#rootTally, options);
  }

  grow(options: PredictionOptions): Tree {
    const data = this.#data;
    let open = this.#addNode(null, 0, null, this.#rootTally, this.#families?.all() ?? null);
    while (open.length > 0) open = this.#growLevel(open);
    const nodes = asDrawn(this.#nodes, this.#nodeOf);
    return {
      outcome: data.outcome,
      label: data.outcomeLabel,
      outcomeType: data.outcomeType,
      classes: data.classes,
      predictors: data.predictors.map((each) => ({
        name: each.name,
        label: each.label,
        type: each.type,
        numeric: each.edges !== null,
        categories: each.size,
        values: each.edges === null ? each.values.filter((value) => value !== null) : null,
        banding: each.banding,
        edges: each.edges,
        range: each.range,
      })),
      settings: this.#settings,
      costs: options.costs ?? [],
      priors: this.#predictor.priors,
      priorsFrom: options.priors === undefined ? "sample" : "given",
      n: nodes[0]?.n ?? 0,
      nMissing: data.nMissing,
      leftOut: data.leftOut,
      nodes,
      leafOf: this.#nodeOf,
    };
  }

  /** Adds a node; gives it back in a list when it may be split, and an empty list when it is an end. */
  #addNode(
    parent: number | null,
    depth: number,
    group: number | null,
    tally: Float64Array,
    families: number | null,
  ): OpenNode[] {
    const id = this.#nodes.length;
    const n = this.#test.size(tally, 0);
    const stopped = this.#stopReason(tally, n, depth);
    this.#nodes.push({
      id,
      parent,
      depth,
      group,
      n,
      families,
      ...this.#outcomeOf(tally, n),
      split: null,
      stopped,
    });
    return stopped === null ? [{ id, depth, n }] : [];
  }

  #stopReason(tally: Float64Array, n: number, depth: number): string | null {
    const { maxDepth, minParent } = this.#settings;
    if (n === 0) return "There are no rows.";
    if (this.#isPure(tally, n)) return "All rows have the same outcome.";
    if (maxDepth !== null && depth >= maxDepth) {
      return `The tree is at its greatest depth, ${maxDepth}.`;
    }
    return n < minParent ? `Fewer than ${minParent} rows: too few to split.` : null;
  }

  #isPure(tally: Float64Array, n: number): boolean {
    if (this.#data.outcomeType !== "continuous") return tally.some((count) => count === n);
    const [, sum = 0, squares = 0] = tally;
    return squares - (sum * sum) / n <= 1e-13 * squares;
  }

  #outcomeOf(
    tally: Float64Array,
    n: number,
  ): Pick<TreeNode, "counts" | "mean" | "standardDeviation" | "prediction"> {
    const { classes, outcomeMean, outcomeType } = this.#data;
    if (outcomeType === "continuous") {
      const [, sum = 0, squares = 0] = tally;
      const mean = n === 0 ? null : outcomeMean + sum / n;
      const variance = n > 1 ? Math.max(0, squares - (sum * sum) / n) / (n - 1) : null;
      return {
        counts: {},
        mean,
        standardDeviation: variance === null ? null : Math.sqrt(variance),
        prediction: mean === null ? "" : String(mean),
      };
    }
    return {
      counts: Object.fromEntries(classes.map((own, place) => [own.value, tally[place] as number])),
      mean: null,
      standardDeviation: null,
      prediction: classes[this.#predictor.predict(tally)]?.value ?? "",
    };
  }

  /** Splits what can be split of one level, sends its rows to the children, and gives the next level. */
  #growLevel(open: readonly OpenNode[]): OpenNode[] {
    const slotOfNode = new Int32Array(this.#nodes.length).fill(-1);
    open.forEach(({ id }, slot) => {
      slotOfNode[id] = slot;
    });
    let sorted: RowsByNode | null = null;
    const rows = (): RowsByNode => {
      sorted ??= rowsByNode(this.#nodeOf, slotOfNode, open.length);
      return sorted;
    };
    const tables = this.#counter.count(this.#nodeOf, slotOfNode, open.length, rows);
    const next: OpenNode[] = [];
    const splitBy = new Int32Array(this.#nodes.length).fill(-1);
    const routes: (Int32Array | null)[] = this.#nodes.map(() => null);
    open.forEach(({ id, depth, n }, slot) => {
      const ownRows = (): Int32Array =>
        rows().order.subarray(rows().starts[slot], rows().starts[slot + 1]);
      const chosen = chooseSplit({
        data: this.#data,
        settings: this.#settings,
        test: this.#test,
        n,
        tallies: (predictor) => tables.tallies(slot, predictor),
        rows: ownRows,
        familiesOf: (predictor, groups) => this.#familiesByGroup(ownRows(), predictor, groups),
      });
      const node = this.#nodes[id] as TreeNode;
      if (typeof chosen === "string") {
        this.#nodes[id] = { ...node, stopped: chosen };
        return;
      }
      this.#nodes[id] = { ...node, split: splitOf(chosen) };
      splitBy[id] = chosen.predictor;
      routes[id] = this.#addChildren(id, depth, chosen, ownRows, next);
    });
    this.#sendRows(splitBy, routes);
    return next;
  }

  /** Adds the children of a node; gives the child of each category. */
  #addChildren(
    id: number,
    depth: number,
    chosen: ChosenSplit,
    rows: () => Int32Array,
    next: OpenNode[],
  ): Int32Array {
    const { predictor } = chosen.question;
    const { width } = this.#test;
    const families =
      this.#families === null ? null : this.#familiesByGroup(rows(), predictor, chosen.groups);
    const route = new Int32Array(predictor.size).fill(id);
    chosen.groups.forEach((group, place) => {
      const child = this.#nodes.length;
      for (const category of group) route[category] = child;
      const tally = chosen.groupTallies.slice(place * width, (place + 1) * width);
      next.push(...this.#addNode(id, depth + 1, place, tally, families?.[place] ?? null));
    });
    return route;
  }

  #sendRows(splitBy: Int32Array, routes: readonly (Int32Array | null)[]): void {
    const starts = new Int32Array(routes.length);
    let length = 0;
    routes.forEach((route, id) => {
      starts[id] = length;
      length += route?.length ?? 0;
    });
    if (length === 0) return;
    const flat = new Int32Array(length);
    routes.forEach((route, id) => {
      if (route !== null) flat.set(route, starts[id]);
    });
    sendRows(
      this.#nodeOf,
      splitBy,
      starts,
      flat,
      this.#data.predictors.map((predictor) => predictor.codes),
    );
  }

  #familiesByGroup(
    rows: Int32Array,
    predictor: TreePredictor,
    groups: readonly (readonly number[])[],
  ): ArrayLike<number> {
    const groupOf = new Int32Array(predictor.size).fill(-1);
    groups.forEach((group, place) => {
      for (const category of group) groupOf[category] = place;
    });
    return this.#families?.byGroup(rows, predictor.codes, groupOf, groups.length) ?? [];
  }
}

/** Numbers the nodes as they are drawn, each followed by what grew from it, and the rows' nodes with them. */
function asDrawn(nodes: readonly TreeNode[], nodeOf: Int32Array): TreeNode[] {
  const children: number[][] = nodes.map(() => []);
  for (const { id, parent } of nodes) if (parent !== null) children[parent]?.push(id);
  const number = new Int32Array(nodes.length);
  const order: number[] = [];
  const waiting = [0];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    number[id] = order.length;
    order.push(id);
    waiting.push(...(children[id] as number[]).reverse());
  }
  if (order.some((id, at) => id !== at)) {
    for (let row = 0; row < nodeOf.length; row++) {
      nodeOf[row] = number[nodeOf[row] as number] as number;
    }
  }
  return order.map((id) => {
    const node = nodes[id] as TreeNode;
    return {
      ...node,
      id: number[id] as number,
      parent: node.parent === null ? null : (number[node.parent] as number),
    };
  });
}

/** One pass that sends every row of a split node to its child. */
function sendRows(
  nodeOf: Int32Array,
  splitBy: Int32Array,
  starts: Int32Array,
  routes: Int32Array,
  codes: readonly (Uint8Array | Uint16Array)[],
): void {
  for (let row = 0; row < nodeOf.length; row++) {
    const id = nodeOf[row] as number;
    const predictor = splitBy[id] as number;
    if (predictor < 0) continue;
    const code = (codes[predictor] as Uint8Array)[row] as number;
    nodeOf[row] = routes[(starts[id] as number) + code] as number;
  }
}

function outcomeTally(data: TreeData, width: number): Float64Array {
  const tally = new Float64Array(width);
  const { classOf, outcomeValues, weights } = data;
  for (let row = 0; row < data.rowCount; row++) {
    const weight = weights === null ? 1 : (weights[row] as number);
    if (outcomeValues === null) {
      const own = classOf[row] as number;
      tally[own] = (tally[own] as number) + weight;
    } else {
      const y = outcomeValues[row] as number;
      tally[0] = (tally[0] as number) + weight;
      tally[1] = (tally[1] as number) + weight * y;
      tally[2] = (tally[2] as number) + weight * y * y;
    }
  }
  return tally;
}

function splitOf(chosen: ChosenSplit): TreeSplit {
  const { test, question, groups, atChoice, logAdjusted } = chosen;
  const { predictor, plain } = question;
  return {
    variable: predictor.name,
    label: predictor.label,
    groups: groups.map((group) => group.map((category) => predictor.values[category] ?? null)),
    groupLabels: groups.map((_, place) => groupLabel(predictor, groups, place)),
    bounds: groupBounds(predictor, groups),
    method: test.method,
    statistic: test.statistic,
    df: test.df,
    ...(test.df2 === undefined ? {} : { df2: test.df2 }),
    pValue: Math.exp(test.logP),
    logPValue: test.logP,
    multiplier: wholeWays(test.logMultiplier),
    logMultiplier: test.logMultiplier,
    adjustedPValue: Math.exp(logAdjusted),
    logAdjustedPValue: logAdjusted,
    ...(test.designEffect === undefined ? {} : { designEffect: test.designEffect }),
    ...(test.replications === undefined ? {} : { replications: test.replications }),
    ...(test.seed === undefined ? {} : { seed: test.seed }),
    plain: {
      method: plain.method,
      statistic: plain.statistic === Number.MAX_VALUE ? null : plain.statistic,
      df: plain.df,
      ...(plain.df2 === undefined ? {} : { df2: plain.df2 }),
      pValue: Math.exp(plain.logP),
      logPValue: plain.logP,
    },
    plainPValue: Math.exp(plain.logP),
    atChoice:
      atChoice === null
        ? null
        : {
            groups: atChoice.groups,
            multiplier: wholeWays(atChoice.logMultiplier),
            adjustedPValue: Math.exp(atChoice.logAdjusted),
            logAdjustedPValue: atChoice.logAdjusted,
          },
    notes: chosen.notes,
  };
}

/** A multiplier from its logarithm: a whole number, as far as whole numbers are exact; the largest double beyond. */
function wholeWays(log: number): number {
  const ways = Math.exp(log);
  return ways < 1e12 ? Math.round(ways) : Math.min(ways, Number.MAX_VALUE);
}
