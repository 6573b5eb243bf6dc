import { logChiSquaredUpper } from "../distributions/index.ts";
import type { TreeSettings } from "./settings.ts";
import type { PredictorType } from "./tree-data.ts";

/** The groups a predictor's categories were merged into, and the test of the whole table of groups. */
export interface Merged {
  /** Categories of each group, in declared order; groups in the order of their first category. */
  readonly groups: readonly (readonly number[])[];
  readonly statistic: number;
  readonly df: number;
  readonly logP: number;
  /** Categories with rows in the node. */
  readonly present: number;
  /** Was a tie broken by the order of the categories? */
  readonly tie: boolean;
}

interface Group {
  categories: number[];
  counts: Float64Array;
  n: number;
  /** First category in order; what adjacency goes by. */
  first: number;
  last: number;
  /** Nothing but the missing category: may join any group. */
  floating: boolean;
}

const tieTolerance = 1e-9;

/**
 * Merges the categories of a predictor in one node, on counts alone.
 *
 * Standard CHAID joins the most alike allowable pair (largest p of the pair's own table) while its p exceeds
 * alphaMerge; neighbours only, for ordinal predictors. The exhaustive method joins down to two groups and keeps the
 * grouping whose whole-table p is smallest. A missing category of an ordinal predictor floats: the others are
 * grouped first, then it joins the most alike group or stays alone, whichever gives the smaller whole-table p.
 *
 * @param counts - `counts[category * classes + class]` in the node.
 */
export function mergeCategories(
  counts: Float64Array,
  size: number,
  classes: number,
  type: PredictorType,
  settings: TreeSettings,
): Merged | null {
  const all: Group[] = [];
  for (let category = 0; category < size; category++) {
    const own = counts.subarray(category * classes, (category + 1) * classes);
    let n = 0;
    for (let k = 0; k < classes; k++) n += own[k] as number;
    if (n === 0) continue;
    const floating = type === "ordinal-floating" && category === size - 1;
    all.push({
      categories: [category],
      counts: own.slice(),
      n,
      first: category,
      last: category,
      floating,
    });
  }
  if (all.length < 2) return null;
  const solid = all.filter((group) => !group.floating);
  const floating = all.find((group) => group.floating);
  const ordinal = type !== "nominal";
  const state = { tie: false };
  let groups =
    settings.method === "chaid"
      ? standard(solid, ordinal, classes, settings, state)
      : exhaustive(solid, ordinal, classes, settings, state);
  if (floating !== undefined) groups = placeFloating(groups, floating, classes, settings, state);
  const test = wholeTable(groups, classes, settings);
  const ordered = groups.map((group) => [...group.categories].sort((a, b) => a - b));
  ordered.sort((a, b) => (a[0] as number) - (b[0] as number));
  return { groups: ordered, ...test, present: all.length, tie: state.tie };
}

function joined(a: Group, b: Group): Group {
  const counts = new Float64Array(a.counts.length);
  for (let k = 0; k < counts.length; k++)
    counts[k] = (a.counts[k] as number) + (b.counts[k] as number);
  return {
    categories: [...a.categories, ...b.categories],
    counts,
    n: a.n + b.n,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    floating: a.floating && b.floating,
  };
}

function standard(
  start: readonly Group[],
  ordinal: boolean,
  classes: number,
  settings: TreeSettings,
  state: { tie: boolean },
): Group[] {
  const groups = [...start];
  const logAlpha = Math.log(settings.alphaMerge);
  const pairs = new PairCache(groups, ordinal, classes, settings);
  // Two categories are never merged by alpha: the split's own test decides.
  while (groups.length > 2) {
    const best = pairs.mostAlike(state);
    if (best === null || !(best.logP > logAlpha)) break;
    pairs.merge(best.i, best.j);
    if (settings.alphaResplit > 0) resplit(pairs, best.i, ordinal, classes, settings);
  }
  return groups;
}

function exhaustive(
  start: readonly Group[],
  ordinal: boolean,
  classes: number,
  settings: TreeSettings,
  state: { tie: boolean },
): Group[] {
  const groups = [...start];
  const pairs = new PairCache(groups, ordinal, classes, settings);
  let best = [...groups];
  let bestLogP = wholeTable(groups, classes, settings).logP;
  while (groups.length > 2) {
    const pair = pairs.mostAlike(state);
    if (pair === null) break;
    pairs.merge(pair.i, pair.j);
    const { logP } = wholeTable(groups, classes, settings);
    if (logP < bestLogP - tieTolerance) {
      bestLogP = logP;
      best = [...groups];
    }
  }
  return best;
}

/** Splits the group just merged in two again where its best split is significant enough. */
function resplit(
  pairs: PairCache,
  place: number,
  ordinal: boolean,
  classes: number,
  settings: TreeSettings,
): void {
  const group = pairs.groups[place] as Group;
  const { categories } = group;
  if (categories.length < 3 || categories.length > 12) return;
  const order = [...categories].sort((a, b) => a - b);
  let best: { left: Group; right: Group; logP: number } | null = null;
  const parts = ordinal
    ? order.slice(1).map((_, cut) => order.slice(0, cut + 1))
    : Array.from({ length: 2 ** (order.length - 1) - 1 }, (_, mask) =>
        order.filter((_, bit) => bit === 0 || ((mask >> (bit - 1)) & 1) === 1),
      ).filter((part) => part.length < order.length);
  for (const part of parts) {
    const left = pairs.gather(part);
    const right = pairs.gather(order.filter((category) => !part.includes(category)));
    const logP = pairTest(left, right, classes, settings);
    if (best === null || logP < best.logP) best = { left, right, logP };
  }
  if (best !== null && best.logP <= Math.log(settings.alphaResplit)) {
    pairs.replace(place, best.left, best.right);
  }
}

function placeFloating(
  groups: readonly Group[],
  floating: Group,
  classes: number,
  settings: TreeSettings,
  state: { tie: boolean },
): Group[] {
  let nearest = 0;
  let nearestLogP = Number.NEGATIVE_INFINITY;
  groups.forEach((group, place) => {
    const logP = pairTest(group, floating, classes, settings);
    if (Math.abs(logP - nearestLogP) <= tieTolerance) state.tie = true;
    if (logP > nearestLogP + tieTolerance) {
      nearest = place;
      nearestLogP = logP;
    }
  });
  const together = groups.map((group, place) =>
    place === nearest ? joined(group, floating) : group,
  );
  const apart = [...groups, floating];
  const whole = wholeTable(together, classes, settings).logP;
  return whole <= wholeTable(apart, classes, settings).logP + tieTolerance ? together : apart;
}

/** Keeps the p of every allowable pair; a merge asks anew only for the pairs it touches. */
class PairCache {
  readonly groups: Group[];
  readonly #original: readonly Group[];
  readonly #ordinal: boolean;
  readonly #classes: number;
  readonly #settings: TreeSettings;
  readonly #logP: number[][];

  constructor(groups: Group[], ordinal: boolean, classes: number, settings: TreeSettings) {
    this.groups = groups;
    this.#original = [...groups];
    this.#ordinal = ordinal;
    this.#classes = classes;
    this.#settings = settings;
    this.#logP = groups.map((_, i) =>
      groups.map((_, j) => (i < j ? this.#test(i, j) : Number.NaN)),
    );
  }

  #test(i: number, j: number): number {
    if (this.#ordinal && j !== i + 1) return Number.NaN;
    return pairTest(
      this.groups[i] as Group,
      this.groups[j] as Group,
      this.#classes,
      this.#settings,
    );
  }

  mostAlike(state: { tie: boolean }): { i: number; j: number; logP: number } | null {
    let best: { i: number; j: number; logP: number } | null = null;
    for (let i = 0; i < this.groups.length; i++) {
      const last = this.#ordinal ? Math.min(i + 2, this.groups.length) : this.groups.length;
      for (let j = i + 1; j < last; j++) {
        const logP = this.#logP[i]?.[j] as number;
        if (best !== null && Math.abs(logP - best.logP) <= tieTolerance) state.tie = true;
        if (best === null || logP > best.logP + tieTolerance) best = { i, j, logP };
      }
    }
    return best;
  }

  merge(i: number, j: number): void {
    this.groups[i] = joined(this.groups[i] as Group, this.groups[j] as Group);
    this.groups.splice(j, 1);
    this.#logP.splice(j, 1);
    for (const row of this.#logP) row.splice(j, 1);
    this.#renew(i);
  }

  replace(i: number, left: Group, right: Group): void {
    this.groups.splice(i, 1, left, right);
    this.#logP.splice(0, this.#logP.length);
    for (let a = 0; a < this.groups.length; a++) {
      this.#logP.push(this.groups.map((_, b) => (a < b ? this.#test(a, b) : Number.NaN)));
    }
  }

  gather(categories: readonly number[]): Group {
    return categories
      .map((category) => this.#original.find((group) => group.first === category) as Group)
      .reduce(joined);
  }

  #renew(i: number): void {
    for (let k = 0; k < this.groups.length; k++) {
      if (k === i) continue;
      const [a, b] = k < i ? [k, i] : [i, k];
      (this.#logP[a] as number[])[b] = this.#test(a, b);
    }
    if (this.#ordinal && i + 2 < this.groups.length) {
      (this.#logP[i + 1] as number[])[i + 2] = this.#test(i + 1, i + 2);
    }
  }
}

/** log p of the two groups' own table. */
function pairTest(a: Group, b: Group, classes: number, settings: TreeSettings): number {
  return tableTest([a.counts, b.counts], classes, settings.statistic).logP;
}

function wholeTable(
  groups: readonly Group[],
  classes: number,
  settings: TreeSettings,
): { statistic: number; df: number; logP: number } {
  return tableTest(
    groups.map((group) => group.counts),
    classes,
    settings.statistic,
  );
}

/**
 * The chi-squared test of groups by classes, empty classes left out; p is 1 when fewer than two rows or columns
 * are left.
 *
 * @example
 * tableTest([Float64Array.of(21, 13), Float64Array.of(28, 4)], 2, "pearson").df // => 1
 */
export function tableTest(
  rows: readonly Float64Array[],
  classes: number,
  statistic: "pearson" | "likelihood-ratio",
): { readonly statistic: number; readonly df: number; readonly logP: number } {
  const columnTotal = new Float64Array(classes);
  let total = 0;
  const rowTotal = rows.map((row) => {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const count = row[k] as number;
      sum += count;
      columnTotal[k] = (columnTotal[k] as number) + count;
    }
    total += sum;
    return sum;
  });
  let columns = 0;
  for (let k = 0; k < classes; k++) if ((columnTotal[k] as number) > 0) columns++;
  const present = rowTotal.filter((sum) => sum > 0).length;
  if (present < 2 || columns < 2) return { statistic: 0, df: 0, logP: 0 };
  let value = 0;
  rows.forEach((row, i) => {
    const own = rowTotal[i] as number;
    if (own === 0) return;
    for (let k = 0; k < classes; k++) {
      const column = columnTotal[k] as number;
      if (column === 0) continue;
      const observed = row[k] as number;
      const expected = (own * column) / total;
      if (statistic === "pearson") value += (observed - expected) ** 2 / expected;
      else if (observed > 0) value += 2 * observed * Math.log(observed / expected);
    }
  });
  const df = (present - 1) * (columns - 1);
  return { statistic: Math.max(0, value), df, logP: logChiSquaredUpper(Math.max(0, value), df) };
}
