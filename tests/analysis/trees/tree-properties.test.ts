import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../analysis/random/random.ts";
import { growTree, type Tree } from "../../../analysis/trees/grow-tree.ts";
import { treeSettings } from "../../../analysis/trees/settings.ts";
import { treeData } from "../../../analysis/trees/tree-data.ts";
import { categoricalColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, type FamilyIndex } from "../../../data-dictionary/table/dataset.ts";
import {
  asDataset,
  columnOptions,
  type RandomTreeCase,
  randomTreeCase,
} from "../../support/random-tree-case.ts";

const seeds = Array.from({ length: Number(process.env.TREE_RUNS ?? 250) }, (_, at) => at + 5001);

interface Grown {
  readonly tree: Tree;
  /** Rows of the case in each node, ascending. */
  readonly rows: readonly (readonly number[])[];
}

/** Grows the tree of a case; `order` says which row of the case each row of the data is. */
function grown(drawn: RandomTreeCase, data: Dataset, order?: readonly number[]): Grown {
  const columns = treeData(
    data,
    "y",
    drawn.predictors.map(({ name }) => name),
    columnOptions(drawn),
  );
  const tree = growTree(columns, drawn.settings);
  const rows = tree.nodes.map(() => [] as number[]);
  tree.leafOf.forEach((leaf, at) => {
    const source = columns.sourceRows[at] as number;
    for (let id: number | null = leaf; id !== null; id = tree.nodes[id]?.parent ?? null) {
      rows[id]?.push(order?.[source] ?? source);
    }
  });
  return { tree, rows: rows.map((own) => own.sort((a, b) => a - b)) };
}

/** What must not change: who is in each node, how it was split and with what p. Sums may be added in another order. */
function shape({ tree, rows }: Grown, withValues = true): unknown {
  const rounded = (value: number | null | undefined): string =>
    value == null ? "–" : (value + 0).toPrecision(9);
  return tree.nodes
    .map((node, id) => ({
      rows: rows[id],
      n: rounded(node.n),
      families: node.families,
      variable: node.split?.variable,
      groups: withValues ? node.split?.groups : node.split?.groups.length,
      statistic: rounded(node.split?.statistic),
      multiplier: rounded(node.split?.multiplier),
      p: rounded(node.split?.logAdjustedPValue),
      depth: node.depth,
    }))
    .sort((a, b) => (JSON.stringify(a.rows) < JSON.stringify(b.rows) ? -1 : 1));
}

function shuffled(count: number, seed: number): number[] {
  const random = seededRandom(seed, "shuffle");
  const order = [...Array(count).keys()];
  for (let at = count - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  return order;
}

function reordered(drawn: RandomTreeCase, order: readonly number[]): RandomTreeCase {
  const take = <T>(values: readonly T[]): T[] => order.map((row) => values[row] as T);
  return {
    ...drawn,
    y: take(drawn.y),
    weights: take(drawn.weights),
    predictors: drawn.predictors.map((each) => ({ ...each, values: take(each.values) })),
  };
}

/** Families of one to four rows in a row, numbered as they come. */
function someFamilies(count: number, seed: number): number[] {
  const random = seededRandom(seed, "families");
  const of: number[] = [];
  for (let family = 0; of.length < count; family++) {
    for (let child = random.below(4); child >= 0 && of.length < count; child--) of.push(family);
  }
  return of;
}

function indexed(families: readonly number[]): FamilyIndex {
  const place = new Map<number, number>();
  const of = Int32Array.from(families, (family) => {
    if (!place.has(family)) place.set(family, place.size);
    return place.get(family) as number;
  });
  return { of, count: place.size };
}

const unweighted = (data: Dataset): Dataset => ({ ...data, weights: null });

/** The case with families respected, and exact p-values where counts are small. */
function withFamilies(drawn: RandomTreeCase): RandomTreeCase {
  const own = treeSettings("throughline", true);
  const { alphaSplit, minChild, minParent, smallGroups, method } = drawn.settings;
  return {
    ...drawn,
    weights: drawn.y.map(() => 1),
    settings: {
      ...own,
      ...{ alphaSplit, minChild, minParent, smallGroups, method },
      minFamilies: 2,
      permutations: 99,
    },
  };
}

describe("a tree", () => {
  it("does not change with the order of the rows", () => {
    for (const seed of seeds) {
      const drawn = randomTreeCase(seed);
      const order = shuffled(drawn.y.length, seed);
      expect(
        shape(grown(drawn, asDataset(reordered(drawn, order)), order)),
        `seed ${seed}`,
      ).toEqual(shape(grown(drawn, asDataset(drawn))));
    }
  });

  it("does not change with the order of the rows where families are kept whole and p is permuted", () => {
    let permuted = 0;
    for (const seed of seeds.slice(0, 60)) {
      const drawn = withFamilies(randomTreeCase(seed));
      const order = shuffled(drawn.y.length, seed);
      const families = someFamilies(drawn.y.length, seed);
      const here = grown(drawn, {
        ...unweighted(asDataset(drawn)),
        families: indexed(families),
      });
      const there = grown(
        drawn,
        {
          ...unweighted(asDataset(reordered(drawn, order))),
          families: indexed(order.map((row) => families[row] as number)),
        },
        order,
      );
      expect(shape(there), `seed ${seed}`).toEqual(shape(here));
      permuted += here.tree.nodes.filter((node) => node.split?.replications !== undefined).length;
    }
    expect(permuted).toBeGreaterThan(10);
  });

  it("takes a row with frequency k as k rows", () => {
    let weighted = 0;
    for (const seed of seeds) {
      const drawn = randomTreeCase(seed);
      if (drawn.weights.every((own) => own === 1)) continue;
      weighted++;
      const order = drawn.weights.flatMap((own, row) => Array<number>(own).fill(row));
      const twice = reordered(drawn, order);
      const apart = grown(drawn, unweighted(asDataset(twice)), order);
      const together = grown(drawn, asDataset(drawn));
      const once = { ...apart, rows: apart.rows.map((own) => [...new Set(own)]) };
      expect(shape(once), `seed ${seed}`).toEqual(shape(together));
    }
    expect(weighted).toBeGreaterThan(30);
  });

  it("takes the smallest adjusted p, exact where counts are small", () => {
    let exact = 0;
    for (const seed of seeds) {
      const drawn = randomTreeCase(seed);
      if (drawn.kind !== "nominal" || drawn.predictors.length < 2) continue;
      const settings = {
        ...treeSettings("throughline"),
        ...{ alphaSplit: 0.4, maxDepth: 1, minParent: 4, minChild: 2 },
      };
      const data = unweighted(asDataset(drawn));
      const root = (smallCounts: "exact" | "ignore", names: readonly string[]): number => {
        const cuts = columnOptions({
          ...drawn,
          predictors: drawn.predictors.filter(({ name }) => names.includes(name)),
        });
        const columns = treeData(data, "y", names, { ...cuts, missing: "category" });
        const split = growTree(columns, { ...settings, smallCounts }).nodes[0]?.split;
        if (split?.method.startsWith("fisher") === true || split?.statistic === null) exact++;
        return split?.adjustedPValue ?? 1;
      };
      const names = drawn.predictors.map(({ name }) => name);
      const together = root("exact", names);
      for (const name of names) {
        // A predictor is asked for its exact p once its screening p is the smallest left.
        const alone = Math.max(root("exact", [name]), root("ignore", [name]));
        expect(together, `seed ${seed}, ${name}`).toBeLessThanOrEqual(alone + 1e-12);
      }
    }
    expect(exact).toBeGreaterThan(20);
  });

  it("does not change with the names of categories, nor with their order where no tie was broken", () => {
    let nominal = 0;
    for (const seed of seeds) {
      const drawn = randomTreeCase(seed);
      if (drawn.kind !== "nominal") continue;
      nominal++;
      // Uneven frequencies, so that no two pairs are equally alike by chance.
      const random = seededRandom(seed, "uneven");
      const weights = drawn.weights.map((own) => (own === 0 ? 0 : 0.8 + random.next() / 2));
      const before = grown({ ...drawn, weights }, asDataset({ ...drawn, weights }));
      const renamed = grown({ ...drawn, weights }, relabelled({ ...drawn, weights }, null));
      expect(shape(renamed, false), `seed ${seed}, renamed`).toEqual(shape(before, false));
      const moved = grown({ ...drawn, weights }, relabelled({ ...drawn, weights }, seed));
      expect(shape(moved, false), `seed ${seed}, in another order`).toEqual(shape(before, false));
    }
    expect(nominal).toBeGreaterThan(60);
  });

  it("parts each node's rows among its children, once each, and its families with them", () => {
    for (const seed of seeds.slice(0, 120)) {
      const drawn = withFamilies(randomTreeCase(seed));
      const families = someFamilies(drawn.y.length, seed);
      const { tree, rows } = grown(drawn, {
        ...unweighted(asDataset(drawn)),
        families: indexed(families),
      });
      const familiesOf = (own: readonly number[]): Set<number> =>
        new Set(own.map((row) => families[row] as number));
      for (const node of tree.nodes) {
        const own = rows[node.id] as readonly number[];
        expect(node.n).toBe(own.length);
        expect(node.families).toBe(familiesOf(own).size);
        expect(Object.values(node.counts).reduce((sum, count) => sum + count, 0)).toBe(
          drawn.kind === "continuous" ? 0 : node.n,
        );
        if (node.split === null) continue;
        const children = tree.nodes.filter((each) => each.parent === node.id);
        expect(children.map((child) => child.group)).toEqual([...node.split.groups.keys()]);
        const theirs = children.flatMap((child) => rows[child.id] as readonly number[]);
        expect([...theirs].sort((a, b) => a - b)).toEqual(own);
        expect(familiesOf(theirs)).toEqual(familiesOf(own));
        for (const child of children) {
          expect(child.n).toBeGreaterThanOrEqual(drawn.settings.minChild);
          expect(child.families).toBeGreaterThanOrEqual(2);
        }
      }
    }
  });

  it("keeps the groups of an ordered predictor together; only missing may stand anywhere", () => {
    let ordered = 0;
    let joined = 0;
    for (const seed of seeds) {
      const drawn = randomTreeCase(seed);
      const { tree, rows } = grown(drawn, asDataset(drawn));
      for (const node of tree.nodes) {
        const predictor = drawn.predictors.find((each) => each.name === node.split?.variable);
        if (predictor === undefined || predictor.kind === "nominal") continue;
        const groupOf = new Map<number | null, number>();
        for (const child of tree.nodes.filter((each) => each.parent === node.id)) {
          for (const row of rows[child.id] as readonly number[]) {
            const value = predictor.values[row] as number | null;
            // A value is never in two groups.
            expect(groupOf.get(value) ?? child.group).toBe(child.group);
            groupOf.set(value, child.group as number);
          }
        }
        const known = [...groupOf.keys()].filter((value) => value !== null).sort((a, b) => a - b);
        // Walking up the values, a group once left is never entered again.
        const walked = known.map((value) => groupOf.get(value) as number);
        const entered = walked.filter((group, at) => group !== walked[at - 1]);
        expect(new Set(entered).size, `seed ${seed}: ${walked.join()}`).toBe(entered.length);
        ordered++;
        if (groupOf.has(null) && entered.includes(groupOf.get(null) as number)) joined++;
      }
    }
    expect(ordered).toBeGreaterThan(100);
    expect(joined).toBeGreaterThan(5);
  });

  it("splits only where the adjusted p was at most alpha when the predictor was chosen", () => {
    let splits = 0;
    for (const seed of seeds) {
      const drawn = randomTreeCase(seed);
      const { tree } = grown(drawn, asDataset(drawn));
      for (const { split } of tree.nodes) {
        if (split === null) continue;
        splits++;
        const chosen = split.atChoice?.adjustedPValue ?? split.adjustedPValue;
        expect(chosen).toBeLessThanOrEqual(drawn.settings.alphaSplit);
        if (drawn.settings.smallGroups !== "after") expect(split.atChoice).toBeNull();
        // Small children absorbed afterwards can lift it; then the tree says so.
        if (split.adjustedPValue > drawn.settings.alphaSplit) {
          expect(split.notes.join()).toContain("above the limit");
        }
      }
    }
    expect(splits).toBeGreaterThan(200);
  });
});

/** The same rows with other names, and with a seed in another order, for nominal predictors and the outcome. */
function relabelled(drawn: RandomTreeCase, seed: number | null): Dataset {
  const data = asDataset(drawn);
  const columns = [...data.columns.values()].map((column, at) => {
    if (column.kind !== "categorical") return column;
    const order =
      seed === null || column.ordered
        ? [...column.levels.keys()]
        : shuffled(column.levels.length, seed + at);
    const name = (code: number): string => `${"zyxwvu"[code % 6]}’ŵ ${code}`;
    return categoricalColumn(
      column.name,
      [...column.codes].map((code) => (code < 0 ? null : name(code))),
      {
        levels: order.map((code) => ({ value: name(code), label: `"${code}", it's` })),
        ordered: column.ordered,
      },
    );
  });
  return dataset(columns, { weights: data.weights });
}
