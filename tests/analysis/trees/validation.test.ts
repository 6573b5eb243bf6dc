import { describe, expect, it } from "vitest";
import { crossValidateTree } from "../../../analysis/trees/cross-validate-tree.ts";
import { gainTable } from "../../../analysis/trees/gain-table.ts";
import { growTree } from "../../../analysis/trees/grow-tree.ts";
import { treeSettings } from "../../../analysis/trees/settings.ts";
import { treeData } from "../../../analysis/trees/tree-data.ts";
import { treeStability } from "../../../analysis/trees/tree-stability.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";

const settings = { ...treeSettings("throughline"), minParent: 4, minChild: 2 };

/** 40 of group a (30 yes), 60 of group b (15 yes). */
const two = treeData(
  dataset([
    categoricalColumn(
      "y",
      Array.from({ length: 100 }, (_, k) => ((k < 40 ? k < 30 : k < 55) ? "yes" : "no")),
    ),
    categoricalColumn(
      "x",
      Array.from({ length: 100 }, (_, k) => (k < 40 ? "a" : "b")),
    ),
  ]),
  "y",
  ["x"],
);

describe("crossValidateTree", () => {
  it("counts mistakes as a binomial does where each row stands alone", () => {
    const result = crossValidateTree(two, settings, 10, 1);
    // The split is so clear that every fold finds it: 10 + 15 of 100 are predicted wrongly.
    expect(result).toMatchObject({ n: 100, folds: 10, leftOut: "rows", accuracy: 0.75 });
    expect(result?.risk).toBeCloseTo(0.25, 12);
    expect(result?.riskStandardError).toBeCloseTo(Math.sqrt((0.25 * 0.75) / 99), 12);
    expect(result?.resubstitutionRisk).toBeCloseTo(0.25, 12);
    // Classes in order of their first row: yes, no.
    expect(result?.confusion).toEqual([
      [30, 15],
      [10, 45],
    ]);
    expect(result?.baseline).toBeCloseTo(0.55, 12);
    expect(result?.gain).toBeCloseTo(0.2, 12);
  });

  it("weighs the classes by the priors", () => {
    const result = crossValidateTree(two, settings, 10, 1, { priors: { yes: 0.1, no: 0.9 } });
    // Everybody is taken for a no: the risk is the prior of yes, and nothing varies within the classes.
    expect(result?.risk).toBeCloseTo(0.1, 12);
    expect(result?.riskStandardError).toBeCloseTo(0, 12);
    expect(result?.baselineRisk).toBeCloseTo(0.1, 12);
    expect(result?.accuracy).toBeCloseTo(0.55, 12);
  });

  it("weighs mistakes by their costs", () => {
    const costs = [{ observed: "yes", predicted: "no", cost: 4 }];
    const result = crossValidateTree(two, settings, 10, 1, { costs });
    // Group b, a quarter yes, costs 15 × 4 as no and 45 as yes: all are taken for yes.
    expect(result?.risk).toBeCloseTo(0.55, 12);
    expect(result?.accuracy).toBeCloseTo(0.45, 12);
  });

  it("leaves whole families out: brothers and sisters do not give each other away", () => {
    // The predictor names the family, and brothers and sisters share the outcome: it says nothing of others.
    const families = Array.from({ length: 120 }, (_, k) => `F${Math.floor(k / 6)}`);
    const outcome = families.map((_, k) => (Math.floor(k / 6) * 7) % 5 < 2);
    const made = (known: boolean) =>
      treeData(
        dataset(
          [
            categoricalColumn(
              "y",
              outcome.map((own) => (own ? "yes" : "no")),
            ),
            categoricalColumn("x", families),
          ],
          { families: known ? familyIndex(families) : null },
        ),
        "y",
        ["x"],
      );
    const loose = { ...settings, bonferroni: false };
    const strangers = crossValidateTree(made(false), loose, 10, 1);
    const whole = crossValidateTree(made(true), loose, 10, 1);
    expect(strangers?.leftOut).toBe("rows");
    expect(strangers?.accuracy).toBeGreaterThan(0.9);
    expect(whole?.leftOut).toBe("families");
    expect(whole?.accuracy).toBeLessThanOrEqual(0.6 + 1e-9);
    expect(whole?.gain).toBeCloseTo(0, 12);
    // Six children who stand or fall together count for one.
    expect(whole?.riskStandardError).toBeGreaterThan(2 * Math.sqrt((0.4 * 0.6) / 120));
  });

  it("gives the mean squared error of a number", () => {
    const data = treeData(
      dataset([
        numericColumn(
          "y",
          Array.from({ length: 80 }, (_, k) => (k % 2 === 0 ? 10 : 20) + (k % 3)),
        ),
        categoricalColumn(
          "x",
          Array.from({ length: 80 }, (_, k) => (k % 2 === 0 ? "a" : "b")),
        ),
      ]),
      "y",
      ["x"],
    );
    const result = crossValidateTree(data, settings, 8, 1);
    expect(result?.accuracy).toBeNull();
    expect(result?.risk).toBeLessThan(1);
    expect(result?.baselineRisk).toBeGreaterThan(25);
    expect(result?.confusion).toEqual([]);
  });
});

describe("gainTable", () => {
  it("gathers the class from where it is commonest", () => {
    const tree = growTree(two, settings);
    expect(gainTable(tree, "yes")).toMatchObject([
      { n: 40, hits: 30, share: 0.4, hitShare: 30 / 45, response: 0.75, cumulativeShare: 0.4 },
      { n: 60, hits: 15, response: 0.25, cumulativeShare: 1, cumulativeHitShare: 1 },
    ]);
    expect(gainTable(tree, "yes").map(({ index }) => index)).toEqual([0.75 / 0.45, 0.25 / 0.45]);
    expect(gainTable(tree, "never")).toEqual([]);
  });
});

describe("treeStability", () => {
  it("gives the same numbers for the same seed, and shares that add up", () => {
    const first = treeStability(two, settings, 200, 7);
    expect(treeStability(two, settings, 200, 7)).toEqual(first);
    expect(treeStability(two, settings, 200, 8)?.leaves).toBeDefined();
    expect(first?.root.reduce((sum, own) => sum + own.count, 0)).toBe(200);
    expect(first).toMatchObject({ resamples: 200, resampled: "rows", splitTest: "plain" });
    expect(first?.consensus).toMatchObject({ variable: "x", groups: [["a"], ["b"]] });
    expect(first?.sameRootSplit).toBeGreaterThan(0.9);
  });

  it("finds a cut where there is one", () => {
    const rows = [...Array(200).keys()];
    const data = treeData(
      dataset([
        categoricalColumn(
          "y",
          rows.map((k) => (k % 18 < 6 !== (k % 7 === 0) ? "1" : "0")),
        ),
        numericColumn(
          "age",
          rows.map((k) => k % 18),
        ),
      ]),
      "y",
      ["age"],
    );
    const real = treeStability(data, settings, 200, 1);
    const six = real?.cuts.find((cut) => cut.below === "6");
    expect(six?.share).toBeGreaterThan(0.9);
    expect(real?.consensus.cuts).toContain("6");
    expect(real?.root[0]?.variable).toBe("age");
  });
});
