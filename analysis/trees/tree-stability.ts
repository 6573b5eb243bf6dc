import { seededRandom } from "../random/random.ts";
import { growTree, type Tree } from "./grow-tree.ts";
import type { TreeSettings } from "./settings.ts";
import type { TreeData, TreePredictor } from "./tree-data.ts";

/** What trees grown from resampled families look like. */
export interface TreeStability {
  readonly resamples: number;
  readonly seed: number;
  /** What was resampled: whole families, or rows where there are none. */
  readonly resampled: "families" | "rows";
  /** How often each variable split the root, and how often nothing did; the most first. */
  readonly root: readonly {
    readonly variable: string | null;
    readonly label: string;
    readonly count: number;
    readonly share: number;
  }[];
  /** For each number or ordered variable: how often the root was cut just below each value. */
  readonly cuts: readonly {
    readonly variable: string;
    readonly below: string;
    readonly count: number;
    readonly share: number;
  }[];
  /** How often the root had the same split as the tree itself, cut for cut. */
  readonly sameRootSplit: number | null;
}

/**
 * Grows a tree from each of many resamples of whole families and counts which variable splits the root, and where.
 *
 * @example
 * treeStability(treeData(dataset([categoricalColumn("y", ["a", "b"]), categoricalColumn("x", ["1", "2"])]), "y", ["x"]), treeSettings("throughline"), 5, 1).resamples // => 5
 */
export function treeStability(
  data: TreeData,
  settings: TreeSettings,
  resamples: number,
  seed: number,
): TreeStability {
  const random = seededRandom(seed, "tree:bootstrap");
  const blocks = blocksOf(data);
  // Only the root is asked about, so one level is grown.
  const shallow = { ...settings, maxDepth: Math.min(1, settings.maxDepth) };
  const original = growTree(data, shallow).nodes[0]?.split ?? null;
  const roots = new Map<string | null, number>();
  const cuts = new Map<string, { variable: string; below: string; place: number; count: number }>();
  let same = 0;
  for (let turn = 0; turn < resamples; turn++) {
    const split = growTree(resample(data, blocks, random.below), shallow).nodes[0]?.split ?? null;
    roots.set(split?.variable ?? null, (roots.get(split?.variable ?? null) ?? 0) + 1);
    if (
      split !== null &&
      original !== null &&
      JSON.stringify(split.groups) === JSON.stringify(original.groups) &&
      split.variable === original.variable
    )
      same++;
    const predictor = data.predictors.find((each) => each.name === split?.variable);
    if (split === null || predictor === undefined || predictor.type === "nominal") continue;
    for (const group of split.groups.slice(1)) {
      const first = group.find((value) => value !== null);
      if (first === undefined) continue;
      const place = predictor.values.indexOf(first as string);
      const below = belowWords(predictor, place);
      const key = `${predictor.name}:${below}`;
      const own = cuts.get(key) ?? { variable: predictor.name, below, place, count: 0 };
      own.count++;
      cuts.set(key, own);
    }
  }
  return {
    resamples,
    seed,
    resampled: data.families === null ? "rows" : "families",
    root: [...roots]
      .map(([variable, count]) => ({
        variable,
        label:
          variable === null
            ? "No split"
            : (data.predictors.find((each) => each.name === variable)?.label ?? variable),
        count,
        share: count / resamples,
      }))
      .sort((a, b) => b.count - a.count),
    cuts: [...cuts.values()]
      .sort((a, b) =>
        a.variable < b.variable ? -1 : a.variable > b.variable ? 1 : a.place - b.place,
      )
      .map(({ variable, below, count }) => ({ variable, below, count, share: count / resamples })),
    sameRootSplit: original === null ? null : same / resamples,
  };
}

const belowWords = (predictor: TreePredictor, place: number): string =>
  predictor.ranges === null
    ? (predictor.labels[place] as string)
    : String(predictor.ranges[place]?.[0] ?? "");

function blocksOf(data: TreeData): Int32Array[] {
  if (data.families === null)
    return Array.from({ length: data.rowCount }, (_, row) => Int32Array.of(row));
  const rows = new Map<number, number[]>();
  data.families.forEach((family, row) => {
    const own = rows.get(family);
    if (own === undefined) rows.set(family, [row]);
    else own.push(row);
  });
  return [...rows.values()].map((own) => Int32Array.from(own));
}

/** As many families as there are, drawn with return; a family drawn twice counts as two. */
function resample(
  data: TreeData,
  blocks: readonly Int32Array[],
  below: (limit: number) => number,
): TreeData {
  const rows: number[] = [];
  const families: number[] = [];
  for (let draw = 0; draw < blocks.length; draw++) {
    for (const row of blocks[below(blocks.length)] as Int32Array) {
      rows.push(row);
      families.push(draw);
    }
  }
  return subset(
    data,
    rows,
    data.families === null ? null : Int32Array.from(families),
    blocks.length,
  );
}

/** Some rows of tree data, in the order given. */
function subset(
  data: TreeData,
  rows: readonly number[],
  families: Int32Array | null,
  familyCount: number,
): TreeData {
  return {
    ...data,
    classOf: Uint16Array.from(rows, (row) => data.classOf[row] as number),
    predictors: data.predictors.map((predictor) => ({
      ...predictor,
      codes: Uint16Array.from(rows, (row) => predictor.codes[row] as number),
    })),
    families,
    familyCount,
    weights:
      data.weights === null
        ? null
        : Float64Array.from(rows, (row) => data.weights?.[row] as number),
    rowCount: rows.length,
    sourceRows: Int32Array.from(rows, (row) => data.sourceRows[row] as number),
  };
}

/** How well a tree predicts children it was not grown from. */
export interface TreeValidation {
  readonly folds: number;
  readonly seed: number;
  /** Share of rows predicted rightly when their family was left out. */
  readonly accuracy: number;
  /** Share predicted rightly by always saying the largest class of the others. */
  readonly baseline: number;
  readonly gain: number;
  /** 1 − accuracy, and its standard error over folds' rows. */
  readonly risk: number;
  readonly riskStandardError: number;
  /** `confusion[observed][predicted]`, classes in order. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Cross-validates a tree with families kept whole: each fold's families are predicted by a tree grown from the
 * others, and compared with always guessing the others' largest class.
 */
export function crossValidateTree(
  data: TreeData,
  settings: TreeSettings,
  folds: number,
  seed: number,
): TreeValidation {
  const random = seededRandom(seed, "tree:folds");
  const blocks = blocksOf(data);
  const order = [...blocks.keys()];
  for (let index = order.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [order[index], order[other]] = [order[other] as number, order[index] as number];
  }
  const fold = new Int32Array(data.rowCount);
  order.forEach((block, place) => {
    for (const row of blocks[block] as Int32Array) fold[row] = place % folds;
  });
  const classes = data.classes.length;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let right = 0;
  let guessed = 0;
  for (let own = 0; own < folds; own++) {
    const inside: number[] = [];
    const outside: number[] = [];
    for (let row = 0; row < data.rowCount; row++) (fold[row] === own ? outside : inside).push(row);
    if (outside.length === 0 || inside.length === 0) continue;
    const training = subset(
      data,
      inside,
      data.families === null
        ? null
        : Int32Array.from(inside, (row) => data.families?.[row] as number),
      data.familyCount,
    );
    const tree = growTree(training, settings);
    const largest = tree.nodes[0]?.prediction;
    for (const row of outside) {
      const observed = data.classOf[row] as number;
      const predicted = data.classes.findIndex(
        (each) => each.value === predictRow(tree, data, row),
      );
      if (predicted === observed) right++;
      if (data.classes[observed]?.value === largest) guessed++;
      const line = confusion[observed] as number[];
      line[predicted] = (line[predicted] ?? 0) + 1;
    }
  }
  const n = data.rowCount;
  const accuracy = n === 0 ? 0 : right / n;
  return {
    folds,
    seed,
    accuracy,
    baseline: n === 0 ? 0 : guessed / n,
    gain: n === 0 ? 0 : (right - guessed) / n,
    risk: 1 - accuracy,
    riskStandardError: n === 0 ? 0 : Math.sqrt((accuracy * (1 - accuracy)) / n),
    confusion,
  };
}

/** The class a tree gives a row of data with the same predictors. */
export function predictRow(tree: Tree, data: TreeData, row: number): string {
  return tree.nodes[leafForRow(tree, data, row)]?.prediction ?? "";
}

/** The node a row ends in; a category the tree has not seen stops at the node where it is met. */
export function leafForRow(tree: Tree, data: TreeData, row: number): number {
  let node = tree.nodes[0];
  while (node !== undefined && node.split !== null) {
    const { split } = node;
    const predictor = data.predictors.find((each) => each.name === split.variable);
    const value = predictor?.values[predictor.codes[row] as number] ?? null;
    const group = split.groups.findIndex((values) => values.includes(value));
    const parent = node.id;
    const next = tree.nodes.find((each) => each.parent === parent && each.group === group);
    if (next === undefined) return node.id;
    node = next;
  }
  return node?.id ?? 0;
}
