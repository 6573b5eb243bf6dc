import { raoScott } from "../association/rao-scott.ts";
import { isRefused } from "../association/test-result.ts";
import { type Merged, mergeCategories, tableTest } from "./merge-categories.ts";
import { logMultiplier } from "./multipliers.ts";
import type { TreeSettings } from "./settings.ts";
import type { TreeData, TreePredictor } from "./tree-data.ts";

/** How a node is split. */
export interface TreeSplit {
  readonly variable: string;
  readonly label: string;
  /** Values of each child's categories, in declared order; missing is null. */
  readonly groups: readonly (readonly (string | null)[])[];
  readonly groupLabels: readonly string[];
  readonly method: string;
  readonly statistic: number;
  readonly df: number;
  readonly df2?: number;
  readonly pValue: number;
  readonly logPValue: number;
  readonly multiplier: number;
  readonly adjustedPValue: number;
  readonly logAdjustedPValue: number;
  readonly designEffect?: number;
  /** The plain test of the same groups, for comparison. */
  readonly plainPValue: number;
  /** Said when small children were absorbed after the split was chosen, or a tie was broken. */
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
  readonly counts: Readonly<Record<string, number>>;
  readonly prediction: string;
  readonly split: TreeSplit | null;
  /** Why it was not split. */
  readonly stopped: string | null;
}

/** A grown tree. */
export interface Tree {
  readonly outcome: string;
  readonly label: string;
  readonly classes: readonly { readonly value: string; readonly label: string }[];
  readonly settings: TreeSettings;
  readonly n: number;
  readonly nMissing: number;
  readonly nodes: readonly TreeNode[];
  /** The node each row of the data ended in. */
  readonly leafOf: Int32Array;
}

interface Candidate {
  readonly predictor: TreePredictor;
  readonly merged: Merged;
  readonly logAdjusted: number;
  readonly test: SplitTest;
  readonly multiplierLog: number;
}

interface SplitTest {
  readonly method: string;
  readonly statistic: number;
  readonly df: number;
  readonly df2?: number;
  readonly logP: number;
  readonly designEffect?: number;
}

const tieTolerance = 1e-9;

/**
 * Grows a CHAID tree.
 *
 * In each node every predictor's categories are merged on counts; the grouping is tested, by Rao and Scott where
 * families are to be respected; the p-value is multiplied by the number of ways the grouping could have come about;
 * the predictor with the smallest adjusted p splits the node when that is at most alphaSplit. Ties go to the first
 * predictor given. A child that is too small, in rows or families, then joins its most alike sibling.
 */
export function growTree(data: TreeData, settings: TreeSettings): Tree {
  const grower = new Grower(data, settings);
  grower.grow();
  return {
    outcome: data.outcome,
    label: data.outcomeLabel,
    classes: data.classes,
    settings,
    n: grower.total,
    nMissing: data.nMissing,
    nodes: grower.nodes,
    leafOf: grower.leafOf,
  };
}

class Grower {
  readonly nodes: TreeNode[] = [];
  readonly leafOf: Int32Array;
  total = 0;
  readonly #data: TreeData;
  readonly #settings: TreeSettings;
  /** Rows of the data; each node is a stretch of it, split in place. */
  readonly #rows: Int32Array;
  readonly #scratch: Int32Array;
  readonly #classes: number;
  readonly #seen: Int32Array;
  #turn = 0;

  constructor(data: TreeData, settings: TreeSettings) {
    this.#data = data;
    this.#settings = settings;
    this.#rows = Int32Array.from({ length: data.rowCount }, (_, row) => row);
    this.#scratch = new Int32Array(data.rowCount);
    this.#classes = data.classes.length;
    this.leafOf = new Int32Array(data.rowCount);
    this.#seen = new Int32Array(data.familyCount);
  }

  grow(): void {
    this.#node(0, this.#rows.length, null, 0, null);
    this.total = this.nodes[0]?.n ?? 0;
  }

  #node(
    start: number,
    end: number,
    parent: number | null,
    depth: number,
    group: number | null,
  ): void {
    const id = this.nodes.length;
    const counts = this.#classCounts(start, end);
    const n = counts.reduce((sum, count) => sum + count, 0);
    const found = this.#bestSplit(start, end, depth, n, counts);
    const largest = counts.indexOf(Math.max(...counts, 0));
    const node = {
      id,
      parent,
      depth,
      group,
      n,
      families: this.#familiesIn(start, end),
      counts: Object.fromEntries(
        this.#data.classes.map((own, place) => [own.value, counts[place] as number]),
      ),
      prediction: this.#data.classes[Math.max(0, largest)]?.value ?? "",
    };
    if (typeof found === "string") {
      this.nodes.push({ ...node, split: null, stopped: found });
      for (let at = start; at < end; at++) this.leafOf[this.#rows[at] as number] = id;
      return;
    }
    this.nodes.push({ ...node, split: found.split, stopped: null });
    const bounds = this.#partition(start, end, found.predictor, found.groups);
    for (let child = 0; child + 1 < bounds.length; child++) {
      this.#node(bounds[child] as number, bounds[child + 1] as number, id, depth + 1, child);
    }
  }

  #classCounts(start: number, end: number): Float64Array {
    const counts = new Float64Array(this.#classes);
    const { classOf, weights } = this.#data;
    for (let at = start; at < end; at++) {
      const row = this.#rows[at] as number;
      const own = classOf[row] as number;
      counts[own] = (counts[own] as number) + (weights === null ? 1 : (weights[row] as number));
    }
    return counts;
  }

  #familiesIn(start: number, end: number): number | null {
    const { families } = this.#data;
    if (families === null) return null;
    this.#turn++;
    let count = 0;
    for (let at = start; at < end; at++) {
      const family = families[this.#rows[at] as number] as number;
      if (this.#seen[family] !== this.#turn) {
        this.#seen[family] = this.#turn;
        count++;
      }
    }
    return count;
  }

  #bestSplit(
    start: number,
    end: number,
    depth: number,
    n: number,
    counts: Float64Array,
  ):
    | string
    | { split: TreeSplit; predictor: TreePredictor; groups: readonly (readonly number[])[] } {
    const { maxDepth, minParent, alphaSplit } = this.#settings;
    if (n === 0) return "There are no rows.";
    if (counts.filter((count) => count > 0).length < 2) return "All rows have the same outcome.";
    if (depth >= maxDepth) return `The tree is at its greatest depth, ${maxDepth}.`;
    if (n < minParent) return `Fewer than ${minParent} rows: too few to split.`;
    const candidates = this.#candidates(start, end);
    const [first] = candidates;
    if (first === undefined) return "No predictor has two values here.";
    let best = first;
    let tied = false;
    for (const candidate of candidates.slice(1)) {
      if (
        Math.abs(candidate.logAdjusted - best.logAdjusted) <= tieTolerance &&
        best.logAdjusted < 0
      ) {
        tied = true;
      }
      if (candidate.logAdjusted < best.logAdjusted - tieTolerance) {
        best = candidate;
        tied = false;
      }
    }
    if (!(best.logAdjusted <= Math.log(alphaSplit))) {
      return `No split met the rule: the smallest adjusted p is ${pWords(best.logAdjusted)}, for ${best.predictor.label}.`;
    }
    return this.#withChildren(start, end, best, tied);
  }

  #candidates(start: number, end: number): Candidate[] {
    const candidates: Candidate[] = [];
    for (const predictor of this.#data.predictors) {
      const counts = this.#count(start, end, predictor);
      const merged = mergeCategories(
        counts,
        predictor.size,
        this.#classes,
        predictor.type,
        this.#settings,
      );
      if (merged === null || merged.groups.length < 2) continue;
      const multiplierLog = this.#multiplierOf(predictor, merged);
      const plainAdjusted = Math.min(0, merged.logP + multiplierLog);
      // The family-respecting test is dearer: it is asked where the plain one is not hopeless.
      const test =
        this.#settings.splitTest === "rao-scott" && plainAdjusted < 0
          ? this.#respecting(start, end, predictor, merged)
          : plainTest(merged, this.#settings);
      candidates.push({
        predictor,
        merged,
        test,
        multiplierLog,
        logAdjusted: Math.min(0, test.logP + multiplierLog),
      });
    }
    return candidates;
  }

  #multiplierOf(predictor: TreePredictor, merged: Merged): number {
    if (!this.#settings.bonferroni) return 0;
    const hasMissing =
      predictor.type === "ordinal-floating" &&
      merged.groups.some((group) => group.includes(predictor.size - 1));
    const type = predictor.type === "ordinal-floating" && !hasMissing ? "ordinal" : predictor.type;
    return logMultiplier(
      type,
      merged.present,
      merged.groups.length,
      this.#settings.method === "exhaustive-chaid",
      this.#settings.exhaustiveMultiplier,
    );
  }

  /** One pass over the node: counts of every category by class. */
  #count(start: number, end: number, predictor: TreePredictor): Float64Array {
    const { classOf, weights } = this.#data;
    const classes = this.#classes;
    const counts = new Float64Array(predictor.size * classes);
    const { codes } = predictor;
    const rows = this.#rows;
    if (weights === null) {
      for (let at = start; at < end; at++) {
        const row = rows[at] as number;
        const cell = (codes[row] as number) * classes + (classOf[row] as number);
        counts[cell] = (counts[cell] as number) + 1;
      }
    } else {
      for (let at = start; at < end; at++) {
        const row = rows[at] as number;
        const cell = (codes[row] as number) * classes + (classOf[row] as number);
        counts[cell] = (counts[cell] as number) + (weights[row] as number);
      }
    }
    return counts;
  }

  /** Rao–Scott's test of the merged groups against the outcome in the node. */
  #respecting(start: number, end: number, predictor: TreePredictor, merged: Merged): SplitTest {
    const { families, classOf, weights } = this.#data;
    if (families === null) return plainTest(merged, this.#settings);
    const groupOf = groupLookup(predictor.size, merged.groups);
    const size = end - start;
    const groups = new Int32Array(size);
    const outcome = new Int32Array(size);
    const family = new Int32Array(size);
    const weight = weights === null ? null : new Float64Array(size);
    for (let at = 0; at < size; at++) {
      const row = this.#rows[start + at] as number;
      groups[at] = groupOf[predictor.codes[row] as number] as number;
      outcome[at] = classOf[row] as number;
      family[at] = families[row] as number;
      if (weight !== null) weight[at] = weights?.[row] as number;
    }
    const result = raoScott(groups, outcome, merged.groups.length, this.#classes, family, weight);
    if (isRefused(result)) return plainTest(merged, this.#settings);
    return {
      method: "rao-scott",
      statistic: result.statistic as number,
      df: result.df as number,
      df2: result.df2 as number,
      logP: result.logPValue as number,
      ...(result.designEffect === undefined ? {} : { designEffect: result.designEffect }),
    };
  }

  #withChildren(
    start: number,
    end: number,
    best: Candidate,
    tied: boolean,
  ):
    | string
    | { split: TreeSplit; predictor: TreePredictor; groups: readonly (readonly number[])[] } {
    const { predictor } = best;
    const notes: string[] = [];
    if (tied) notes.push("Two predictors did equally well; the first one given was taken.");
    if (best.merged.tie)
      notes.push("Equal p-values among pairs of categories were settled by their order.");
    const absorbed = this.#absorbSmall(start, end, best);
    if (absorbed.length < 2) {
      return `The best split, on ${predictor.label}, would leave children with fewer than ${this.#settings.minChild} rows${this.#settings.minFamilies > 0 ? ` or ${this.#settings.minFamilies} families` : ""}.`;
    }
    let { test, merged, multiplierLog } = best;
    if (absorbed.length !== merged.groups.length) {
      const counts = this.#count(start, end, predictor);
      const rows = absorbed.map((group) => gather(counts, group, this.#classes));
      merged = {
        ...merged,
        groups: absorbed,
        ...tableTest(rows, this.#classes, this.#settings.statistic),
      };
      multiplierLog = this.#multiplierOf(predictor, merged);
      test =
        this.#settings.splitTest === "rao-scott"
          ? this.#respecting(start, end, predictor, merged)
          : plainTest(merged, this.#settings);
      notes.push("A child that was too small joined its most alike sibling.");
      if (test.logP + multiplierLog > Math.log(this.#settings.alphaSplit)) {
        notes.push("After that, the adjusted p is above the limit the split was chosen by.");
      }
    }
    const logAdjusted = Math.min(0, test.logP + multiplierLog);
    return {
      predictor,
      groups: absorbed,
      split: {
        variable: predictor.name,
        label: predictor.label,
        groups: absorbed.map((group) =>
          group.map((category) => predictor.values[category] ?? null),
        ),
        groupLabels: absorbed.map((group, place) =>
          groupLabel(predictor, group, place, absorbed.length),
        ),
        method: test.method,
        statistic: test.statistic,
        df: test.df,
        ...(test.df2 === undefined ? {} : { df2: test.df2 }),
        pValue: Math.exp(test.logP),
        logPValue: test.logP,
        multiplier: Math.exp(multiplierLog),
        adjustedPValue: Math.exp(logAdjusted),
        logAdjustedPValue: logAdjusted,
        ...(test.designEffect === undefined ? {} : { designEffect: test.designEffect }),
        plainPValue: Math.exp(merged.logP),
        notes,
      },
    };
  }

  /** Joins each too small child to its most alike allowable sibling, the smallest first. */
  #absorbSmall(start: number, end: number, { predictor, merged }: Candidate): number[][] {
    const groups = merged.groups.map((group) => [...group]);
    const counts = this.#count(start, end, predictor);
    const { minChild, minFamilies } = this.#settings;
    for (;;) {
      const sizes = groups.map((group) =>
        gather(counts, group, this.#classes).reduce((a, b) => a + b, 0),
      );
      const families =
        minFamilies > 0 ? this.#familiesByGroup(start, end, predictor, groups) : null;
      const small = [...groups.keys()]
        .filter(
          (place) =>
            (sizes[place] as number) < minChild ||
            (families !== null && (families[place] as number) < minFamilies),
        )
        .sort((a, b) => (sizes[a] as number) - (sizes[b] as number))[0];
      if (small === undefined || groups.length < 2) return groups;
      const own = groups[small] as number[];
      const missingOnly =
        predictor.type === "ordinal-floating" && own.length === 1 && own[0] === predictor.size - 1;
      let nearest = -1;
      let nearestLogP = Number.NEGATIVE_INFINITY;
      groups.forEach((other, place) => {
        if (place === small) return;
        const otherMissing =
          predictor.type === "ordinal-floating" &&
          other.length === 1 &&
          other[0] === predictor.size - 1;
        const adjacent =
          predictor.type === "nominal" ||
          missingOnly ||
          otherMissing ||
          Math.abs(orderOf(groups, small, predictor) - orderOf(groups, place, predictor)) === 1;
        if (!adjacent) return;
        const { logP } = tableTest(
          [gather(counts, own, this.#classes), gather(counts, other, this.#classes)],
          this.#classes,
          this.#settings.statistic,
        );
        if (logP > nearestLogP) {
          nearestLogP = logP;
          nearest = place;
        }
      });
      if (nearest < 0) return groups;
      const union = [...own, ...(groups[nearest] as number[])].sort((a, b) => a - b);
      groups.splice(Math.max(small, nearest), 1);
      groups.splice(Math.min(small, nearest), 1, union);
    }
  }

  #familiesByGroup(
    start: number,
    end: number,
    predictor: TreePredictor,
    groups: readonly (readonly number[])[],
  ): number[] {
    const { families } = this.#data;
    const groupOf = groupLookup(predictor.size, groups);
    const seen = groups.map(() => new Set<number>());
    for (let at = start; at < end; at++) {
      const row = this.#rows[at] as number;
      seen[groupOf[predictor.codes[row] as number] as number]?.add(families?.[row] as number);
    }
    return seen.map((set) => set.size);
  }

  /** Sorts the stretch of rows by group, in place, keeping the order within groups; gives the bounds. */
  #partition(
    start: number,
    end: number,
    predictor: TreePredictor,
    groups: readonly (readonly number[])[],
  ): number[] {
    const groupOf = groupLookup(predictor.size, groups);
    const sizes = new Int32Array(groups.length);
    for (let at = start; at < end; at++) {
      const group = groupOf[predictor.codes[this.#rows[at] as number] as number] as number;
      sizes[group] = (sizes[group] as number) + 1;
    }
    const bounds = [start];
    for (const size of sizes) bounds.push((bounds.at(-1) as number) + size);
    const next = bounds.slice();
    for (let at = start; at < end; at++) {
      const row = this.#rows[at] as number;
      const group = groupOf[predictor.codes[row] as number] as number;
      this.#scratch[next[group] as number] = row;
      next[group] = (next[group] as number) + 1;
    }
    this.#rows.set(this.#scratch.subarray(start, end), start);
    return bounds;
  }
}

function plainTest(merged: Merged, settings: TreeSettings): SplitTest {
  return {
    method: settings.statistic,
    statistic: merged.statistic,
    df: merged.df,
    logP: merged.logP,
  };
}

/** The group of each category; a category with no rows in the node goes with its nearest neighbour. */
function groupLookup(size: number, groups: readonly (readonly number[])[]): Int32Array {
  const groupOf = new Int32Array(size).fill(-1);
  groups.forEach((group, place) => {
    for (const category of group) groupOf[category] = place;
  });
  for (let category = 0; category < size; category++) {
    if (groupOf[category] !== -1) continue;
    groupOf[category] = category > 0 ? (groupOf[category - 1] as number) : 0;
  }
  return groupOf;
}

function gather(counts: Float64Array, group: readonly number[], classes: number): Float64Array {
  const sums = new Float64Array(classes);
  for (const category of group) {
    for (let k = 0; k < classes; k++)
      sums[k] = (sums[k] as number) + (counts[category * classes + k] as number);
  }
  return sums;
}

/** Place of a group among the groups by its first real category. */
function orderOf(
  groups: readonly (readonly number[])[],
  place: number,
  predictor: TreePredictor,
): number {
  const missing = predictor.type === "ordinal-floating" ? predictor.size - 1 : -1;
  const firsts = groups
    .map((group, own) => ({ own, first: group.find((category) => category !== missing) ?? -1 }))
    .filter((each) => each.first >= 0)
    .sort((a, b) => a.first - b.first);
  return firsts.findIndex((each) => each.own === place);
}

/** A child's categories in words: "under 6", "6 to 12", "13 and over" for numbers. */
export function groupLabel(
  predictor: TreePredictor,
  group: readonly number[],
  place: number,
  groups: number,
): string {
  const missing = predictor.values.at(-1) === null ? predictor.size - 1 : -1;
  const known = group.filter((category) => category !== missing);
  const withMissing = known.length < group.length ? " or not known" : "";
  if (predictor.ranges !== null && known.length > 0) {
    const low = predictor.ranges[known[0] as number]?.[0] as number;
    const high = predictor.ranges[known.at(-1) as number]?.[1] as number;
    const words =
      place === 0
        ? `${high} and under`
        : place === groups - 1 || high === Number.NEGATIVE_INFINITY
          ? `${low} and over`
          : low === high
            ? String(low)
            : `${low} to ${high}`;
    return `${words}${withMissing}`;
  }
  if (predictor.type !== "nominal" && known.length > 2) {
    return `${predictor.labels[known[0] as number]} to ${predictor.labels[known.at(-1) as number]}${withMissing}`;
  }
  return `${known.map((category) => predictor.labels[category]).join(", ")}${known.length === 0 ? "not known" : withMissing}`;
}

function pWords(logP: number): string {
  const p = Math.exp(Math.min(0, logP));
  return p < 0.001 ? "below .001" : p.toFixed(3).replace(/^0/, "");
}
