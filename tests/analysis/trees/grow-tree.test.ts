import { describe, expect, it } from "vitest";
import { pearson } from "../../../analysis/association/chi-squared.ts";
import { contingency } from "../../../analysis/association/contingency.ts";
import { isRefused } from "../../../analysis/association/test-result.ts";
import { growTree, type Tree } from "../../../analysis/trees/grow-tree.ts";
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
