import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../analysis/random/random.ts";
import { chiSquaredGroups } from "../../../analysis/trees/chi-squared-groups.ts";
import { growTree, type Tree } from "../../../analysis/trees/grow-tree.ts";
import { mergeCategories } from "../../../analysis/trees/merge-categories.ts";
import { type TreeSettings, treeSettings } from "../../../analysis/trees/settings.ts";
import { treeData } from "../../../analysis/trees/tree-data.ts";
import { BruteForceChaid, type BruteNode } from "../../support/brute-force-chaid.ts";
import {
  asDataset,
  columnOptions,
  type RandomTreeCase,
  randomTreeCase,
} from "../../support/random-tree-case.ts";

const runs = Number(process.env.TREE_RUNS ?? 400);
const from = Number(process.env.TREE_SEED ?? 1);

/** Our tree of a case, and the rows of the case behind the rows of its data. */
function ours(drawn: RandomTreeCase): { tree: Tree; sourceRows: Int32Array } {
  const data = treeData(
    asDataset(drawn),
    "y",
    drawn.predictors.map(({ name }) => name),
    columnOptions(drawn),
  );
  return { tree: growTree(data, drawn.settings), sourceRows: data.sourceRows };
}

/** The slow twin's tree. Bands are found the long way: cases written out by weight, and sorted. */
function slow(drawn: RandomTreeCase): BruteNode {
  const { missing } = drawn.settings;
  const used = [...drawn.y.keys()].filter((row) => {
    const gaps = drawn.predictors.filter(({ values }) => values[row] === null).length;
    if (missing === "drop" && gaps > 0) return false;
    if (missing === "drop-if-all" && gaps === drawn.predictors.length) return false;
    return (drawn.weights[row] as number) > 0;
  });
  return new BruteForceChaid(
    {
      kind: drawn.kind,
      outcome: drawn.y,
      weights: drawn.weights,
      predictors: drawn.predictors.map(({ name, kind, values, banding }) => ({
        name,
        ordered: kind !== "nominal",
        ranks: kind === "number" ? bandsOf(values, banding, used, drawn.weights) : values,
      })),
    },
    drawn.settings,
  ).grow(used);
}

function bandsOf(
  values: readonly (number | null)[],
  banding: RandomTreeCase["predictors"][number]["banding"],
  used: readonly number[],
  weights: readonly number[],
): (number | null)[] {
  if (banding === "every" || banding === null) return [...values];
  const sorted = used
    .flatMap((row) => Array<number | null>(weights[row] as number).fill(values[row] as number))
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const edges =
    "cuts" in banding
      ? banding.cuts
      : Array.from(
          { length: banding.bands - 1 },
          (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / banding.bands)] as number,
        );
  return values.map((value) =>
    value === null
      ? null
      : new Set(edges.filter((edge) => edge <= value && edge > (sorted[0] as number))).size,
  );
}

/** Closed forms to 1e-10; the twin's own fit of row effects is good to 1e-8 where a row has but one class. */
function near(
  own: number | null | undefined,
  wanted: number,
  what: string,
  drawn: RandomTreeCase,
): void {
  const far = Math.abs((own ?? Number.NaN) - wanted) / Math.max(1, Math.abs(wanted));
  const limit = drawn.kind === "ordinal" ? 1e-8 : 1e-10;
  expect(far, `${what}: ${own} against ${wanted}`).toBeLessThanOrEqual(limit);
}

/** Holds our tree to the twin's, node by node: rows, tests, multipliers and adjusted p. */
function same(drawn: RandomTreeCase, seed: number): number {
  const { tree, sourceRows } = ours(drawn);
  const rowsUnder = tree.nodes.map(() => [] as number[]);
  tree.leafOf.forEach((leaf, at) => {
    for (let id: number | null = leaf; id !== null; id = tree.nodes[id]?.parent ?? null) {
      rowsUnder[id]?.push(sourceRows[at] as number);
    }
  });
  let next = 0;
  const walk = (wanted: BruteNode): void => {
    const id = next++;
    const where = `seed ${seed}, node ${id}`;
    const node = tree.nodes[id];
    expect(rowsUnder[id], where).toEqual(wanted.rows);
    near(node?.n, wanted.n, where, drawn);
    expect(node?.depth, where).toBe(wanted.depth);
    expect(node?.split?.variable, where).toBe(wanted.split?.variable);
    if (node?.split == null || wanted.split === null) return;
    const { split } = node;
    const { test } = wanted.split;
    if (!Number.isNaN(test.statistic)) near(split.plain.statistic, test.statistic, where, drawn);
    near(split.plain.df, test.df, where, drawn);
    if (drawn.kind === "continuous") near(split.plain.df2, test.df2, where, drawn);
    near(split.plain.logPValue, test.logP, where, drawn);
    near(split.multiplier, wanted.split.multiplier, where, drawn);
    near(split.logAdjustedPValue, wanted.split.logAdjusted, where, drawn);
    const atChoice = split.atChoice?.logAdjustedPValue;
    if (atChoice !== undefined) {
      near(atChoice, wanted.split.logAdjustedAtChoice, where, drawn);
    }
    const missing = split.groups.findIndex((group) => group.includes(null));
    const theirs = wanted.split.groups.findIndex((group) => group.includes(null));
    expect(missing, where).toBe(theirs);
    wanted.children.forEach(walk);
  };
  walk(slow(drawn));
  expect(next, `seed ${seed}`).toBe(tree.nodes.length);
  return tree.nodes.length;
}

describe("trees against a slow twin that counts everything anew", () => {
  it(`grows the same tree of ${runs} random data sets`, () => {
    let nodes = 0;
    let split = 0;
    for (let seed = from; seed < from + runs; seed++) {
      const own = same(randomTreeCase(seed), seed);
      nodes += own;
      if (own > 1) split++;
    }
    if (process.env.TREE_RUNS !== undefined) console.log({ nodes, split });
    // The cases must be worth comparing: most of them split.
    expect(split).toBeGreaterThan(runs / 2);
    expect(nodes).toBeGreaterThan(3 * runs);
  });

  it("splits merged groups again as the twin does, where that changes the groups", () => {
    const random = seededRandom(5, "tree-resplit");
    const settings: TreeSettings = {
      ...treeSettings("throughline"),
      smallCounts: "ignore",
      ...{ alphaSplit: 1, minParent: 2, minChild: 1, maxDepth: 1 },
      alphaResplit: 0.049,
    };
    let changed = 0;
    for (let draw = 0; changed < 30; draw++) {
      const type = draw % 2 === 0 ? "ordinal" : "nominal";
      const counts = Float64Array.from({ length: 10 }, () => 1 + random.below(15));
      const test = chiSquaredGroups(2, "pearson");
      // Drawn by a looser rule than the one compared, so that the choice of cases hides nothing.
      const [once, again] = [0, 0.08].map((alphaResplit) =>
        JSON.stringify(
          mergeCategories(counts, 5, type, test, { ...settings, alphaResplit })?.groups,
        ),
      );
      if (once === again) continue;
      const cells = [...counts.keys()];
      const drawn: RandomTreeCase = {
        kind: "nominal",
        settings,
        y: cells.map((cell) => cell % 2),
        weights: [...counts],
        predictors: [
          { name: "a", kind: type, values: cells.map((cell) => cell >> 1), banding: null },
        ],
      };
      same(drawn, draw);
      const groupsOf = (alphaResplit: number): string =>
        JSON.stringify(slow({ ...drawn, settings: { ...settings, alphaResplit } }).split?.groups);
      if (groupsOf(settings.alphaResplit) !== groupsOf(0)) changed++;
    }
  });
});
