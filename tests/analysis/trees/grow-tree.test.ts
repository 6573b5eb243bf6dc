import { describe, expect, it } from "vitest";
import { pearson } from "../../../analysis/association/chi-squared.ts";
import { contingency } from "../../../analysis/association/contingency.ts";
import { isRefused } from "../../../analysis/association/test-result.ts";
import { chiSquaredGroups } from "../../../analysis/trees/chi-squared-groups.ts";
import { growTree, type Tree } from "../../../analysis/trees/grow-tree.ts";
import { mergeCategories } from "../../../analysis/trees/merge-categories.ts";
import { treeSettings } from "../../../analysis/trees/settings.ts";
import { treeData } from "../../../analysis/trees/tree-data.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset } from "../../../data-dictionary/table/dataset.ts";

const small = { ...treeSettings("throughline"), minParent: 4, minChild: 1, maxDepth: 2 };

function made(rows: readonly (readonly [y: number, a: number, b: number])[]): Dataset {
  const text = (place: 0 | 1 | 2): string[] => rows.map((row) => String(row[place]));
  const levels = (count: number): { value: string; label: string }[] =>
    Array.from({ length: count }, (_, value) => ({ value: String(value), label: `L${value}` }));
  return dataset([
    categoricalColumn("y", text(0), { levels: levels(3) }),
    categoricalColumn("a", text(1), { levels: levels(5) }),
    categoricalColumn("b", text(2), { levels: levels(4), ordered: true }),
  ]);
}
const grow = (rows: readonly (readonly [number, number, number])[]): Tree =>
  growTree(treeData(made(rows), "y", ["a", "b"]), small);
describe("growTree", () => {
  it("tests the groups it made as Pearson's test would", () => {
    const rows: [number, number, number][] = [];
    [
      [20, 2, 3],
      [18, 4, 2],
      [3, 15, 9],
      [1, 3, 30],
      [2, 2, 25],
    ].forEach((counts, a) => {
      counts.forEach((count, y) => {
        for (let k = 0; k < count; k++) rows.push([y, a, 0]);
      });
    });
    const split = grow(rows).nodes[0]?.split;
    expect(split?.groups).toEqual([["0", "1"], ["2"], ["3", "4"]]);
    const test = pearson(
      contingency([
        [38, 6, 5],
        [3, 15, 9],
        [3, 5, 55],
      ]),
    );
    if (isRefused(test)) throw new Error(test.reason);
    expect(split?.statistic).toBeCloseTo(test.statistic as number, 10);
    // Five nominal categories in three groups: S(5, 3) = 25 ways.
    expect(split?.multiplier).toBeCloseTo(25, 9);
    expect(split?.logAdjustedPValue).toBeCloseTo((test.logPValue as number) + Math.log(25), 9);
  });

  it("takes the first predictor given where two do equally well, and says so", () => {
    const rows = Array.from({ length: 60 }, (_, k) => ({ y: String(k % 2), x: String(k % 2) }));
    const data = dataset([
      categoricalColumn(
        "y",
        rows.map(({ y }) => y),
      ),
      categoricalColumn(
        "b",
        rows.map(({ x }) => x),
      ),
      categoricalColumn(
        "a",
        rows.map(({ x }) => `other ${x}`),
      ),
    ]);
    for (const [first, second] of [
      ["a", "b"],
      ["b", "a"],
    ] as const) {
      const split = growTree(treeData(data, "y", [first, second]), small).nodes[0]?.split;
      expect(split?.variable).toBe(first);
      expect(split?.notes).toContain(
        "Two predictors did equally well; the first one given was taken.",
      );
    }
  });

  it("merges the first of equally alike pairs, and says so", () => {
    // Shares 1/4, 2/4, 3/4 and 4/4 of 80: the first two are as alike as the middle two.
    const y: string[] = [];
    const a: string[] = [];
    [20, 40, 60, 80].forEach((yes, category) => {
      for (let k = 0; k < 80; k++) {
        y.push(k < yes ? "yes" : "no");
        a.push(String(category));
      }
    });
    const flipped = y.map((own) => (own === "yes" ? "no" : "yes"));
    const turned = a.map((own) => String(3 - Number(own)));
    const settings = { ...small, alphaMerge: 1e-12, maxDepth: 1 };
    for (const [own, predictor] of [
      [y, a],
      [flipped, turned],
    ] as const) {
      const data = dataset([categoricalColumn("y", own), categoricalColumn("a", predictor)]);
      const split = growTree(treeData(data, "y", ["a"]), settings).nodes[0]?.split;
      expect(split?.groups[0]).toHaveLength(2);
      expect(split?.notes).toEqual([
        "Equal p-values among pairs of categories were settled by their order.",
      ]);
    }
  });

  it("keeps the earliest of equally good groupings in exhaustive CHAID", () => {
    // No spread within any category: p is 0 with three groups and with two.
    const data = dataset([
      numericColumn("y", [...Array(10).fill(1), ...Array(10).fill(1), ...Array(10).fill(2)]),
      categoricalColumn("a", [..."aaaaaaaaaabbbbbbbbbbcccccccccc"]),
    ]);
    const split = growTree(treeData(data, "y", ["a"]), { ...small, method: "exhaustive-chaid" })
      .nodes[0]?.split;
    expect(split?.groups).toEqual([["a"], ["b"], ["c"]]);
    expect(split).toMatchObject({ statistic: null, pValue: 0, adjustedPValue: 0 });
  });

  it.each([
    ["ordinal", [9, 13, 15, 7, 9, 12, 3, 11, 13, 5], [[0, 1, 2, 3], [4]], [[0, 1, 2], [3], [4]]],
    ["nominal", [1, 12, 9, 2, 2, 8, 8, 9, 3, 6], [[0, 2, 3, 4], [1]], [[0, 2], [1], [3, 4]]],
  ] as const)(
    "splits a merged group of an %s predictor again where its parts differ",
    (...given) => {
      const [type, counts, once, again] = given;
      const merged = (alphaResplit: number) =>
        mergeCategories(Float64Array.from(counts), 5, type, chiSquaredGroups(2, "pearson"), {
          ...small,
          alphaResplit,
        })?.groups;
      expect(merged(0)).toEqual(once);
      expect(merged(0.049)).toEqual(again);
    },
  );

  it.each([
    ["one row", dataset([categoricalColumn("y", ["1"]), categoricalColumn("a", ["1"])])],
    [
      "one class",
      dataset([
        categoricalColumn("y", Array(50).fill("1")),
        categoricalColumn(
          "a",
          Array.from({ length: 50 }, (_, k) => String(k % 3)),
        ),
      ]),
    ],
    [
      "a constant predictor",
      dataset([
        categoricalColumn(
          "y",
          Array.from({ length: 50 }, (_, k) => String(k % 2)),
        ),
        categoricalColumn("a", Array(50).fill("1")),
      ]),
    ],
    [
      "a predictor all missing",
      dataset([
        categoricalColumn(
          "y",
          Array.from({ length: 50 }, (_, k) => String(k % 2)),
        ),
        numericColumn("a", Array(50).fill(null)),
      ]),
    ],
  ])("does not split %s, and says why", (_name, data) => {
    const tree = growTree(treeData(data, "y", ["a"]), treeSettings("throughline"));
    expect(tree.nodes).toHaveLength(1);
    expect(tree.nodes[0]?.stopped).toMatchSnapshot();
  });

  it("grows from three hundred authorities and sixty categories without hanging", () => {
    const n = 6000;
    const data = dataset([
      categoricalColumn(
        "y",
        Array.from({ length: n }, (_, k) => String((k * 7919) % 3)),
      ),
      categoricalColumn(
        "authority",
        Array.from({ length: n }, (_, k) => String((k * 104729) % 300)),
      ),
      categoricalColumn(
        "sixty",
        Array.from({ length: n }, (_, k) => String(k % 60)),
      ),
    ]);
    const tree = growTree(treeData(data, "y", ["authority", "sixty"]), treeSettings("throughline"));
    expect(tree.nodes.length).toBeGreaterThan(0);
  }, 30_000);
});
