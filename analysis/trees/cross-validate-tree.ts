import { seededRandom } from "../random/random.ts";
import { growTree } from "./grow-tree.ts";
import { type ClassPredictor, classPredictor, type PredictionOptions } from "./predict-class.ts";
import { blocksOf, someRows, writtenOut } from "./resample-rows.ts";
import { leavesOf } from "./route-rows.ts";
import type { TreeSettings } from "./settings.ts";
import type { Tree } from "./tree.ts";
import type { TreeData } from "./tree-data.ts";

/** How well a tree predicts children it was not grown from. */
export interface TreeValidation {
  readonly folds: number;
  readonly seed: number;
  readonly leftOut: "families" | "rows";
  readonly n: number;
  /** Share of rows predicted rightly when their family was left out; null for a number. */
  readonly accuracy: number | null;
  /** Share predicted rightly by always saying what the root of the others' tree says. */
  readonly baseline: number | null;
  /** accuracy − baseline, with its standard error: both are asked of the same rows. */
  readonly gain: number | null;
  readonly gainStandardError: number | null;
  /**
   * Mean cost of the predictions, 1 a mistake unless costs are given, over classes in the shares of the priors; for a
   * number the mean squared error.
   */
  readonly risk: number;
  readonly riskStandardError: number | null;
  /** The same for always saying what the root says. */
  readonly baselineRisk: number;
  /** Mean cost on the rows the tree was grown from, which flatters it. */
  readonly resubstitutionRisk: number;
  readonly resubstitutionStandardError: number | null;
  /** `confusion[observed][predicted]`, classes in order; empty for a number. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Cross-validates a tree with families kept whole: each fold's families are predicted by a tree grown from the
 * others, and compared with always saying what its root says, normally the largest group. Standard errors count
 * families, not children: v = f/(f − 1)·Σ_j(Σ_{i in j}(l_i − l̄))²/n². Where priors are given, the risk is Σ_k π_k·l̄_k, a
 * child of class k counting π_k over the share of k, and deviations are from the mean of the own class.
 *
 * As in the resampled trees, exact and permutation p-values are not asked: Rao and Scott's test, or the plain one, stands.
 *
 * @returns null with fewer than two families (or rows), or with frequencies that are not whole numbers.
 */
export function crossValidateTree(
  data: TreeData,
  settings: TreeSettings,
  folds: number,
  seed: number,
  options: PredictionOptions = {},
): TreeValidation | null {
  const cases = writtenOut(data);
  if (cases === null) return null;
  const blocks = blocksOf(cases);
  const parts = Math.min(folds, blocks.length);
  if (parts < 2) return null;
  const quick: TreeSettings = {
    ...settings,
    smallCounts: "ignore",
    splitTest: settings.splitTest === "permutation" ? "rao-scott" : settings.splitTest,
  };
  const loss = lossOf(cases, options);
  const scale = priorScale(cases, options);
  const own = new Float64Array(cases.rowCount);
  const ofRoot = new Float64Array(cases.rowCount);
  const predicted = new Int32Array(cases.rowCount);
  const guessed = new Int32Array(cases.rowCount);
  const foldOf = foldsOf(cases, blocks, parts, seed);
  for (let fold = 0; fold < parts; fold++) {
    const inside = rowsWhere(foldOf, (each) => each !== fold);
    const outside = rowsWhere(foldOf, (each) => each === fold);
    const families =
      cases.families === null
        ? null
        : Int32Array.from(inside, (row) => cases.families?.[row] as number);
    const tree = growTree(someRows(cases, inside, families, cases.familyCount), quick, options);
    const held = someRows(cases, outside, null, 0);
    const ends = leavesOf(tree, held);
    outside.forEach((row, at) => {
      const end = ends[at] as number;
      own[row] = loss.of(tree, end, row);
      ofRoot[row] = loss.of(tree, 0, row);
      predicted[row] = loss.classOf(tree, end);
      guessed[row] = loss.classOf(tree, 0);
    });
  }
  const whole = growTree(cases, quick, options);
  const flattering = Float64Array.from(whole.leafOf, (end, row) => loss.of(whole, end, row));
  const categorical = cases.outcomeType !== "continuous";
  const right = (said: Int32Array): Float64Array =>
    Float64Array.from(said, (each, row) => (each === (cases.classOf[row] as number) ? 1 : 0));
  const hits = right(predicted);
  const guesses = right(guessed);
  const difference = hits.map((hit, row) => hit - (guesses[row] as number));
  return {
    folds: parts,
    seed,
    leftOut: cases.families === null ? "rows" : "families",
    n: weightOf(cases),
    accuracy: categorical ? mean(cases, hits) : null,
    baseline: categorical ? mean(cases, guesses) : null,
    gain: categorical ? mean(cases, difference) : null,
    gainStandardError: categorical ? standardError(cases, blocks, difference) : null,
    risk: mean(cases, own, scale),
    riskStandardError: standardError(cases, blocks, own, scale),
    baselineRisk: mean(cases, ofRoot, scale),
    resubstitutionRisk: mean(cases, flattering, scale),
    resubstitutionStandardError: standardError(cases, blocks, flattering, scale),
    confusion: categorical ? confusionOf(cases, predicted) : [],
  };
}

function foldsOf(
  data: TreeData,
  blocks: readonly Int32Array[],
  folds: number,
  seed: number,
): Int32Array {
  const random = seededRandom(seed, "tree:folds");
  const order = [...blocks.keys()];
  for (let index = order.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [order[index], order[other]] = [order[other] as number, order[index] as number];
  }
  const foldOf = new Int32Array(data.rowCount);
  order.forEach((block, place) => {
    for (const row of blocks[block] as Int32Array) foldOf[row] = place % folds;
  });
  return foldOf;
}

function rowsWhere(foldOf: Int32Array, wanted: (fold: number) => boolean): Int32Array {
  const rows = new Int32Array(foldOf.length);
  let count = 0;
  for (let row = 0; row < foldOf.length; row++) {
    if (wanted(foldOf[row] as number)) rows[count++] = row;
  }
  return rows.slice(0, count);
}

/** What a prediction costs, by the costs of the options; squared error for a number. */
function lossOf(
  data: TreeData,
  options: PredictionOptions,
): {
  of: (tree: Tree, node: number, row: number) => number;
  classOf: (tree: Tree, node: number) => number;
} {
  if (data.outcomeValues !== null) {
    return {
      of: (tree, node, row) =>
        ((data.outcomeValues?.[row] as number) +
          data.outcomeMean -
          (tree.nodes[node]?.mean as number)) **
        2,
      classOf: () => 0,
    };
  }
  const place = new Map(data.classes.map((each, at) => [each.value, at]));
  const classOf = (tree: Tree, node: number): number =>
    place.get(tree.nodes[node]?.prediction ?? "") ?? 0;
  const costs: ClassPredictor = classPredictor(data.classes, [], {
    ...(options.costs === undefined ? {} : { costs: options.costs }),
  });
  return {
    of: (tree, node, row) => costs.cost(data.classOf[row] as number, classOf(tree, node)),
    classOf,
  };
}

const weightAt = (data: TreeData, row: number): number =>
  data.weights === null ? 1 : (data.weights[row] as number);

const weightOf = (data: TreeData): number =>
  data.weights === null ? data.rowCount : data.weights.reduce((sum, own) => sum + own, 0);

/** What a child of each class counts for where priors are given: the prior over the share. */
function priorScale(data: TreeData, options: PredictionOptions): Float64Array | null {
  if (options.priors === undefined || data.outcomeValues !== null) return null;
  const counts = classWeights(data);
  const { priors } = classPredictor(data.classes, counts, options);
  const total = weightOf(data);
  return counts.map((count, k) => ((priors[data.classes[k]?.value ?? ""] ?? 0) * total) / count);
}

function classWeights(data: TreeData): Float64Array {
  const counts = new Float64Array(data.classes.length);
  data.classOf.forEach((own, row) => {
    counts[own] = (counts[own] as number) + weightAt(data, row);
  });
  return counts;
}

const scaleAt = (data: TreeData, scale: Float64Array | null, row: number): number =>
  scale === null ? 1 : (scale[data.classOf[row] as number] as number);

const mean = (data: TreeData, values: Float64Array, scale: Float64Array | null = null): number =>
  values.reduce(
    (sum, value, row) => sum + weightAt(data, row) * scaleAt(data, scale, row) * value,
    0,
  ) / weightOf(data);

function standardError(
  data: TreeData,
  blocks: readonly Int32Array[],
  values: Float64Array,
  scale: Float64Array | null = null,
): number | null {
  const f = blocks.length;
  if (f < 2) return null;
  const centres = centresOf(data, values, scale);
  let sum = 0;
  for (const block of blocks) {
    let own = 0;
    for (const row of block) {
      const away = (values[row] as number) - (centres[data.classOf[row] ?? 0] as number);
      own += weightAt(data, row) * scaleAt(data, scale, row) * away;
    }
    sum += own * own;
  }
  return Math.sqrt((sum * f) / (f - 1)) / weightOf(data);
}

/** The mean that each class deviates from: its own where priors say how often it comes, else that of all. */
function centresOf(data: TreeData, values: Float64Array, scale: Float64Array | null): Float64Array {
  if (scale === null) {
    return new Float64Array(Math.max(1, data.classes.length)).fill(mean(data, values));
  }
  const sums = new Float64Array(data.classes.length);
  values.forEach((value, row) => {
    const own = data.classOf[row] as number;
    sums[own] = (sums[own] as number) + weightAt(data, row) * value;
  });
  const counts = classWeights(data);
  return sums.map((sum, k) => sum / (counts[k] as number));
}

function confusionOf(data: TreeData, predicted: Int32Array): number[][] {
  const table = data.classes.map(() => data.classes.map(() => 0));
  for (let row = 0; row < data.rowCount; row++) {
    const line = table[data.classOf[row] as number] as number[];
    const said = predicted[row] as number;
    line[said] = (line[said] as number) + weightAt(data, row);
  }
  return table;
}
