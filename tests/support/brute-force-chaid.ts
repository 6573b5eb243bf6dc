import { logChiSquaredUpper, logFUpper } from "../../analysis/distributions/index.ts";
import type { TreeSettings } from "../../analysis/trees/settings.ts";
import { bruteRowEffects } from "./brute-row-effects.ts";

/** A predictor for the slow twin: the rank of each case's category; null for missing. */
export interface BrutePredictor {
  readonly name: string;
  readonly ordered: boolean;
  readonly ranks: readonly (number | null)[];
}

/** What the slow twin grows from: a class's place, or a number, for each case. */
export interface BruteData {
  readonly kind: "nominal" | "ordinal" | "continuous";
  readonly outcome: readonly number[];
  readonly weights: readonly number[];
  readonly predictors: readonly BrutePredictor[];
}

export interface BruteNode {
  readonly depth: number;
  readonly rows: readonly number[];
  readonly n: number;
  readonly split: {
    readonly variable: string;
    readonly groups: readonly Group[];
    readonly test: BruteTest;
    readonly multiplier: number;
    readonly logAdjusted: number;
    readonly logAdjustedAtChoice: number;
  } | null;
  readonly children: readonly BruteNode[];
}

interface BruteTest {
  readonly statistic: number;
  readonly df: number;
  readonly df2: number;
  readonly logP: number;
}
/** Ranks of the categories together; null stands for missing and comes last. */
type Group = readonly (number | null)[];
type Groups = readonly Group[];

const tied = 1e-9;
const sure: BruteTest = { statistic: 0, df: 0, df2: 0, logP: 0 };

/**
 * CHAID written down as plainly as it can be read, for tests only: every table is counted from the cases anew, every pair
 * is compared anew at every step, and nothing is kept. Plain tests only, no families.
 */
export class BruteForceChaid {
  readonly #data: BruteData;
  readonly #settings: TreeSettings;

  constructor(data: BruteData, settings: TreeSettings) {
    this.#data = data;
    this.#settings = settings;
  }

  grow(rows: readonly number[] = [...this.#data.outcome.keys()], depth = 0): BruteNode {
    const n = this.#weigh(rows);
    const { maxDepth, minParent } = this.#settings;
    const pure = new Set(rows.map((row) => this.#data.outcome[row])).size < 2;
    const end = { depth, rows, n, split: null, children: [] };
    if (pure || (maxDepth !== null && depth >= maxDepth) || n < minParent) return end;
    const split = this.#choose(rows);
    if (split === null) return end;
    const { ranks } = this.#predictor(split.variable);
    const children = split.groups.map((group) =>
      this.grow(
        rows.filter((row) => group.includes(ranks[row] as number | null)),
        depth + 1,
      ),
    );
    return { ...end, split, children };
  }

  #choose(rows: readonly number[]): BruteNode["split"] {
    const { smallGroups, alphaSplit } = this.#settings;
    const offers = this.#data.predictors.flatMap((predictor) => {
      const present = this.#present(rows, predictor);
      if (present.length < 2) return [];
      const merged = this.#merge(rows, predictor, present);
      const groups =
        smallGroups === "after" ? merged : this.#absorb(rows, predictor, merged, smallGroups);
      if (groups === null || groups.length < 2) return [];
      return [{ predictor, present, ...this.#judge(rows, predictor, groups, present) }];
    });
    const least = Math.min(...offers.map((offer) => offer.logAdjusted));
    const best = offers.find((offer) => offer.logAdjusted <= least + tied);
    if (best === undefined || !(best.logAdjusted <= Math.log(alphaSplit))) return null;
    const { predictor, present, logAdjusted } = best;
    if (smallGroups !== "after") {
      return { variable: predictor.name, ...best, logAdjustedAtChoice: logAdjusted };
    }
    const groups = this.#absorb(rows, predictor, best.groups, "before");
    if (groups === null || groups.length < 2) return null;
    return {
      variable: predictor.name,
      ...this.#judge(rows, predictor, groups, present),
      logAdjustedAtChoice: logAdjusted,
    };
  }

  #judge(rows: readonly number[], predictor: BrutePredictor, groups: Groups, present: Group) {
    const test = this.#table(rows, predictor, groups);
    const multiplier = this.#settings.bonferroni
      ? this.#multiplier(predictor, present, groups.length)
      : 1;
    return {
      groups,
      test,
      multiplier,
      logAdjusted: Math.min(0, test.logP + Math.log(multiplier)),
    };
  }

  #merge(rows: readonly number[], predictor: BrutePredictor, present: Group): Groups {
    const floats = predictor.ordered && present.includes(null);
    const solid = floats ? present.filter((rank) => rank !== null) : present;
    const singles = solid.map((rank) => [rank]);
    const merged =
      this.#settings.method === "chaid"
        ? this.#mergeByAlpha(rows, predictor, singles)
        : this.#mergeThrough(rows, predictor, singles);
    if (!floats) return merged;
    const apart = [...merged, [null]];
    if (apart.length <= 2) return apart;
    const similar = merged.map((group) => this.#pair(rows, predictor, group, [null]));
    const most = Math.max(...similar);
    const nearest = similar.findIndex((logP) => logP >= most - tied);
    const joined = merged.map((group, at) => (at === nearest ? [...group, null] : group));
    const [together, alone] = [joined, apart].map(
      (groups) => this.#table(rows, predictor, groups).logP,
    ) as [number, number];
    return together <= alone + tied ? joined : apart;
  }

  #mergeByAlpha(rows: readonly number[], predictor: BrutePredictor, start: Groups): Groups {
    let groups = start;
    const seen = new Set<string>();
    while (groups.length > 2) {
      const { a, b, logP } = this.#mostAlike(rows, predictor, groups);
      if (!(logP > Math.log(this.#settings.alphaMerge))) break;
      const union = together(groups[a] as Group, groups[b] as Group);
      groups = inOrder([...groups.filter((_, at) => at !== a && at !== b), union]);
      const parts = this.#resplit(rows, predictor, union);
      if (parts === null) continue;
      groups = inOrder([...groups.filter((group) => group !== union), ...parts]);
      if (seen.has(JSON.stringify(groups))) break;
      seen.add(JSON.stringify(groups));
    }
    return groups;
  }

  #mergeThrough(rows: readonly number[], predictor: BrutePredictor, start: Groups): Groups {
    const path = [start];
    for (let groups = start; groups.length > 2; path.push(groups)) {
      const { a, b } = this.#mostAlike(rows, predictor, groups);
      const union = together(groups[a] as Group, groups[b] as Group);
      groups = inOrder([...groups.filter((_, at) => at !== a && at !== b), union]);
    }
    const logPs = path.map((groups) => this.#table(rows, predictor, groups).logP);
    const least = Math.min(...logPs);
    return path[logPs.findIndex((logP) => logP <= least + tied)] as Groups;
  }

  #resplit(rows: readonly number[], predictor: BrutePredictor, union: Group): Groups | null {
    const { alphaResplit } = this.#settings;
    if (alphaResplit <= 0 || union.length < 3) return null;
    const [first, ...others] = union as [number | null, ...(number | null)[]];
    const firsts = predictor.ordered
      ? others.map((_, at) => union.slice(0, at + 1))
      : subsets(others)
          .slice(0, -1)
          .map((own) => [first, ...own]);
    const ways = firsts.map((own) => [own, union.filter((rank) => !own.includes(rank))]);
    const logPs = ways.map((way) => this.#table(rows, predictor, way).logP);
    const least = Math.min(...logPs);
    if (!(least <= Math.log(alphaResplit))) return null;
    return ways[logPs.findIndex((logP) => logP <= least + tied)] as Groups;
  }

  #absorb(
    rows: readonly number[],
    predictor: BrutePredictor,
    start: Groups,
    how: "before" | "most-alike",
  ): Groups | null {
    const { minChild, minChildShare } = this.#settings;
    const share = minChildShare >= 1 ? Number.POSITIVE_INFINITY : minChildShare;
    const least = Math.min(minChild, Math.ceil(share * this.#weigh(rows)));
    let groups = start;
    for (;;) {
      const sizes = groups.map((group) => this.#weigh(this.#rowsOf(rows, predictor, group)));
      const smallest = Math.min(...sizes);
      if (smallest >= least) return groups;
      if (how === "most-alike" && groups.length <= 2) return null;
      if (groups.length < 2) return groups;
      const own = how === "most-alike" ? null : sizes.indexOf(smallest);
      const { a, b } = this.#mostAlike(rows, predictor, groups, own);
      const union = together(groups[a] as Group, groups[b] as Group);
      groups = inOrder([...groups.filter((_, at) => at !== a && at !== b), union]);
    }
  }

  /** The allowable pair with the largest p, of all or with one group; the first in order on ties. */
  #mostAlike(
    rows: readonly number[],
    predictor: BrutePredictor,
    groups: Groups,
    own: number | null = null,
  ): { a: number; b: number; logP: number } {
    const onlyMissing = (group: Group): boolean =>
      predictor.ordered && group.every((rank) => rank === null);
    const solid = groups.filter((group) => !onlyMissing(group));
    const pairs = groups.flatMap((left, a) =>
      groups.flatMap((right, b) => {
        if (b <= a || (own !== null && a !== own && b !== own)) return [];
        const near = solid.indexOf(right) - solid.indexOf(left) === 1;
        if (predictor.ordered && !near && !onlyMissing(left) && !onlyMissing(right)) return [];
        return [{ a, b, logP: this.#pair(rows, predictor, left, right) }];
      }),
    );
    const most = Math.max(...pairs.map((pair) => pair.logP));
    return pairs.find((pair) => pair.logP >= most - tied) as (typeof pairs)[number];
  }

  #pair(rows: readonly number[], predictor: BrutePredictor, a: Group, b: Group): number {
    return this.#table(rows, predictor, [a, b]).logP;
  }

  #table(rows: readonly number[], predictor: BrutePredictor, groups: Groups): BruteTest {
    const members = groups.map((group) => this.#rowsOf(rows, predictor, group));
    if (this.#data.kind === "continuous") return this.#anova(members);
    const seen = [...new Set(members.flat().map((row) => this.#data.outcome[row] as number))].sort(
      (a, b) => a - b,
    );
    const table = members.map((own) =>
      seen.map((k) => this.#weigh(own.filter((row) => this.#data.outcome[row] === k))),
    );
    if (seen.length < 2 || table.length < 2) return sure;
    if (this.#data.kind === "ordinal") {
      const statistic = bruteRowEffects(table, seen);
      const df = table.length - 1;
      return { statistic, df, df2: 0, logP: logChiSquaredUpper(statistic, df) };
    }
    const statistic = chiSquared(table, this.#settings.statistic);
    const df = (table.length - 1) * (seen.length - 1);
    return { statistic, df, df2: 0, logP: logChiSquaredUpper(statistic, df) };
  }

  #anova(members: readonly (readonly number[])[]): BruteTest {
    const mean = (rows: readonly number[]): number =>
      rows.reduce((sum, row) => sum + this.#weight(row) * this.#y(row), 0) / this.#weigh(rows);
    const all = members.flat();
    const middle = mean(all);
    let [between, within] = [0, 0];
    for (const own of members) {
      between += this.#weigh(own) * (mean(own) - middle) ** 2;
      for (const row of own) within += this.#weight(row) * (this.#y(row) - mean(own)) ** 2;
    }
    const df = members.length - 1;
    const df2 = this.#weigh(all) - members.length;
    const tiny = 1e-11 * all.reduce((sum, row) => sum + this.#weight(row) * this.#y(row) ** 2, 0);
    if (between <= tiny || df2 <= 0) return { ...sure, df, df2: Math.max(0, df2) };
    if (within <= tiny) return { statistic: Number.NaN, df, df2, logP: -Number.MAX_VALUE };
    const statistic = between / df / (within / df2);
    return { statistic, df, df2, logP: logFUpper(statistic, df, df2) };
  }

  #multiplier(predictor: BrutePredictor, present: Group, r: number): number {
    const I = present.length;
    const { method, exhaustiveMultiplier } = this.#settings;
    if (method === "exhaustive-chaid") {
      const nominal = (I * (I * I - 1)) / (exhaustiveMultiplier === "spss" ? 2 : 6);
      return Math.max(1, predictor.ordered ? (I * (I - 1)) / 2 : nominal);
    }
    if (!predictor.ordered) return stirling(I, r);
    if (!present.includes(null)) return choose(I - 1, r - 1);
    return choose(I - 2, r - 2) + r * choose(I - 2, r - 1);
  }

  #present(rows: readonly number[], { ranks }: BrutePredictor): Group {
    const known = [...new Set(rows.map((row) => ranks[row] as number | null))];
    return together(known, []);
  }

  #rowsOf(rows: readonly number[], { ranks }: BrutePredictor, group: Group): readonly number[] {
    return rows.filter((row) => group.includes(ranks[row] as number | null));
  }

  #predictor(name: string): BrutePredictor {
    return this.#data.predictors.find((each) => each.name === name) as BrutePredictor;
  }

  #y = (row: number): number => this.#data.outcome[row] as number;
  #weight = (row: number): number => this.#data.weights[row] as number;
  #weigh = (rows: readonly number[]): number =>
    rows.reduce((sum, row) => sum + this.#weight(row), 0);
}

const place = (rank: number | null | undefined): number => rank ?? Number.POSITIVE_INFINITY;
const byPlace = (a: number | null, b: number | null): number =>
  place(a) === place(b) ? 0 : place(a) - place(b);

const together = (a: Group, b: Group): Group => [...a, ...b].sort(byPlace);
const inOrder = (groups: Groups): Groups =>
  [...groups].sort((a, b) => byPlace(a[0] as number | null, b[0] as number | null));

function chiSquared(table: readonly (readonly number[])[], kind: TreeSettings["statistic"]) {
  const row = table.map((own) => own.reduce((sum, count) => sum + count, 0));
  const column = (table[0] as readonly number[]).map((_, k) =>
    table.reduce((sum, own) => sum + (own[k] as number), 0),
  );
  const total = row.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  table.forEach((own, i) => {
    own.forEach((observed, k) => {
      const expected = ((row[i] as number) * (column[k] as number)) / total;
      if (kind === "pearson") sum += (observed - expected) ** 2 / expected;
      else if (observed > 0) sum += 2 * observed * Math.log(observed / expected);
    });
  });
  return sum < 1e-13 * total ? 0 : sum;
}

/** Subsets in the order of binary counting, the first element the lowest digit. */
export function subsets<T>(elements: readonly T[]): T[][] {
  if (elements.length === 0) return [[]];
  const rest = subsets(elements.slice(0, -1));
  return [...rest, ...rest.map((own) => [...own, elements.at(-1) as T])];
}

const choose = (n: number, k: number): number =>
  k < 0 || k > n ? 0 : k === 0 ? 1 : choose(n - 1, k - 1) + choose(n - 1, k);

const stirling = (n: number, k: number): number =>
  n === 0 || k === 0
    ? Number(n === k)
    : k > n
      ? 0
      : k * stirling(n - 1, k) + stirling(n - 1, k - 1);
