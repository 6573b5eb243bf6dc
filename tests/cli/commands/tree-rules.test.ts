import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { growTree } from "../../../analysis/trees/grow-tree.ts";
import { applyTree } from "../../../analysis/trees/route-rows.ts";
import { rulesAsRuleFile } from "../../../analysis/trees/rules-as-rule-file.ts";
import { rulesInSql } from "../../../analysis/trees/rules-in-sql.ts";
import { rulesInWords } from "../../../analysis/trees/rules-in-words.ts";
import { type TreeSettings, treeSettings } from "../../../analysis/trees/settings.ts";
import { type TreeDataOptions, treeData } from "../../../analysis/trees/tree-data.ts";
import { loadData } from "../../../cli/support/load-data.ts";
import { runTree, type TreeRun } from "../../../cli/support/tree-run.ts";
import { categoricalColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset } from "../../../data-dictionary/table/dataset.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { runCli } from "../../support/run-cli.ts";
import { sqlCase } from "../../support/sql-case.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-tree-rules-"));
const study = join(folder, "study");
const rules = join(study, "rules", "by_tree.yaml");
const reading = { study, seed: 1 };
let data: Dataset;

beforeAll(async () => {
  expect((await runCli(["demo", study])).code).toBe(0);
  // Names with quotation marks, commas and Welsh letters, as codebooks have them.
  const codebook = join(study, "codebook.csv");
  writeFileSync(
    codebook,
    readFileSync(codebook, "utf8").replace(
      "mother, Mother |",
      `mother, Mam ""wrth y môr"" (it's ŵyl) |`,
    ),
  );
  const settings = join(study, "study.yaml");
  writeFileSync(
    settings,
    readFileSync(settings, "utf8").replace(
      "  - rules/case-management.yaml\n",
      "  - rules/case-management.yaml\n  - rules/by_tree.yaml\n",
    ),
  );
  writeFileSync(rules, emptyRule);
  data = (await loadData(reading, fakeIo({ cwd: folder }))).dataset;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const emptyRule = `outcome: nothing_by_tree
label: "Nothing yet"
level: child
version: 1
values:
  nothing: "Nothing"
first_match:
  - else: nothing
    because: "Nothing yet"
unknown: nothing
`;

/** Deep trees of few children each: plain tests, no multiplier, every p accepted. */
const loose: TreeSettings = {
  ...treeSettings("throughline", true),
  splitTest: "plain",
  smallCounts: "ignore",
  bonferroni: false,
  alphaSplit: 0.9,
  alphaMerge: 0.3,
  maxDepth: 5,
  minParent: 6,
  minChild: 2,
  minFamilies: 1,
};

function grown(
  outcome: string,
  predictors: readonly string[],
  settings: TreeSettings,
  columns: TreeDataOptions = {},
): TreeRun {
  return runTree(data, outcome, predictors, settings, {
    columns: { missing: "category", ...columns },
    resamples: 0,
    folds: 0,
    study: null,
  });
}

/** What a derived column says of each child. */
async function derived(column: string): Promise<(string | null)[]> {
  const after = (await loadData(reading, fakeIo({ cwd: folder }))).dataset.columns.get(column);
  if (after?.kind !== "categorical") throw new Error(`${column} was not derived`);
  return [...after.codes].map((code) => after.levels[code]?.value ?? null);
}

interface Case {
  readonly name: string;
  readonly tree: () => TreeRun["tree"];
  readonly predictors: readonly string[];
}

const made = (
  name: string,
  outcome: string,
  predictors: readonly string[],
  settings: Partial<TreeSettings> = {},
  columns: TreeDataOptions = {},
): Case => ({
  name,
  predictors,
  tree: () => grown(outcome, predictors, { ...loose, ...settings }, columns).tree,
});

const cases: readonly Case[] = [
  made(
    "the study's own question",
    "stability_5y",
    ["age_at_index", "authority", "case_management"],
    {},
  ),
  made(
    "categories with missing codes",
    "stability_5y",
    ["neglect_educational", "special_needs_school", "behaviour_problems", "parent_returned_to"],
    {},
  ),
  made(
    "ordered categories with a floating missing one",
    "wellbeing_5y",
    ["neglect_severity", "engage_father", "neglect_medical", "sex"],
    { method: "exhaustive-chaid" },
  ),
  made(
    "derived outcomes, bands, roll-ups and facts",
    "wellbeing_5y",
    ["stability_5y", "age_band", "failed_returns", "any_abuse", "returns"],
    {},
  ),
  made(
    "a number cut between whole numbers and a number at every value",
    "stability_5y",
    ["age_at_index", "returns"],
    { alphaMerge: 0.9 },
    { cuts: { age_at_index: [2.5, 6.25, 9, 12.75] }, bandsOf: { returns: "every" } },
  ),
  made(
    "frequent missing values that are not applicable",
    "breakdown_5y",
    ["offending", "engage_father", "parent_in_care", "isolation"],
    {},
  ),
];
const named = cases.map((each) => [each.name, each] as const);

describe("throughline tree --rules condition", () => {
  it.each(named)("codes every child as the tree does: %s", async (_name, own) => {
    const tree = own.tree();
    expect(tree.nodes.length).toBeGreaterThan(6);
    writeFileSync(rules, rulesAsRuleFile(tree));
    const values = await derived(`${tree.outcome}_by_tree`);
    const ends = applyTree(tree, data);
    expect(values).toHaveLength(ends.length);
    values.forEach((value, row) => {
      const node = tree.nodes[ends[row] as number];
      const expected = node?.split === null ? node.prediction : "not_determinable";
      expect(value, `row ${row}`).toBe(expected);
    });
    expect(values.filter((value) => value !== "not_determinable").length).toBeGreaterThan(100);
  });

  it("meets missing values and awkward names on the way", () => {
    const trees = cases.map((own) => rulesAsRuleFile(own.tree()));
    expect(trees.join("")).toContain("[neglect_educational] = ''");
    expect(trees.join("")).toContain('Mam \\"wrth y môr\\" (it\'s ŵyl)');
    expect(trees.join("")).toContain("[age_at_index] < 6.25");
  });

  it("prints the same file at the command line, and throughline derive takes it", async () => {
    const args = ["tree", "stability_5y", "--with", "age_at_index,authority,case_management"];
    const printed = await runCli([...args, "--rules", "condition", "--study", study]);
    expect(printed).toMatchObject({ code: 0, err: "" });
    writeFileSync(rules, printed.out);
    expect((await runCli(["check", "--study", study])).code).toBeLessThan(2);
    const coded = await runCli(["derive", "--study", study, "--dry-run"]);
    expect(coded.code).toBe(0);
    expect(coded.out).toContain("Stability at five years, by the tree (138 children");
    expect(printed.out).toMatchSnapshot();
  });

  it("codes families by a tree of families", async () => {
    const args = [
      "tree",
      "case_management",
      "--with",
      "authority,parents_resisted",
      "--unit",
      "family",
    ];
    const loosely = ["--alpha-split", ".9", "--no-bonferroni", "--min-child", "3", "--depth", "2"];
    const printed = await runCli([...args, ...loosely, "--rules", "condition", "--study", study]);
    expect(printed.code).toBe(0);
    expect(printed.out).toContain("level: family");
    writeFileSync(rules, printed.out);
    const coded = await runCli(["derive", "--study", study, "--dry-run"]);
    expect(coded.code).toBe(0);
    expect(coded.out).toMatch(/Case management, by the tree \(104 families/);
  });

  it("leaves a child undetermined whose value the tree has not seen", async () => {
    const authority = data.columns.get("authority");
    if (authority?.kind !== "categorical") throw new Error("authority must be in categories");
    const unseen = authority.codes[0] as number;
    const known = Float64Array.from(authority.codes, (code) => (code === unseen ? 0 : 1));
    const { tree } = runTree(
      { ...data, weights: known, families: null },
      "stability_5y",
      ["authority"],
      loose,
      { columns: { missing: "category" }, resamples: 0, folds: 0, study: null },
    );
    writeFileSync(rules, rulesAsRuleFile(tree));
    const values = await derived("stability_5y_by_tree");
    expect(tree.nodes.length).toBeGreaterThan(2);
    values.forEach((value, row) => {
      expect(value === "not_determinable", `row ${row}`).toBe(authority.codes[row] === unseen);
    });
  });

  it("says what a condition cannot hold", () => {
    const value = (code: string): string =>
      rulesAsRuleFile(
        growTree(
          treeData(
            dataset([
              categoricalColumn(
                "y",
                Array.from({ length: 60 }, (_, k) => (k % 2 === 0 ? "0" : "1")),
              ),
              categoricalColumn(
                "x",
                Array.from({ length: 60 }, (_, k) => (k % 2 === 0 ? "plain" : code)),
              ),
            ]),
            "y",
            ["x"],
          ),
          loose,
        ),
      );
    expect(value("it's")).toContain(`[x] = \\"it's\\"`);
    expect(value('the "old" one')).toContain(`[x] = 'the \\"old\\" one'`);
    expect(value("Ynys Môn, ŵyl")).toContain("[x] = 'Ynys Môn, ŵyl'");
    expect(() => value(`it's "old"`)).toThrowError(/both kinds of quotation mark/);
    const { tree } = grown("stability_5y", ["age_at_index"], loose);
    expect(() => rulesAsRuleFile({ ...tree, outcomeType: "continuous" })).toThrowError(
      /is a number, and a rule file gives categories/,
    );
  });
});

describe("throughline tree --rules sql", () => {
  it.each(named)("gives every child the tree's prediction: %s", (_name, own) => {
    const tree = own.tree();
    const evaluate = sqlCase(rulesInSql(tree));
    const ends = applyTree(tree, data);
    ends.forEach((end, row) => {
      const node = tree.nodes[end];
      const values = Object.fromEntries(own.predictors.map((name) => [name, valueAt(name, row)]));
      expect(evaluate(values), `row ${row}`).toBe(node?.split === null ? node.prediction : null);
    });
  });

  it("quotes names and values as SQL does", () => {
    const rows = [..."aaaaaaaaaabbbbbbbbbbcccccccccc"];
    const names: Record<string, string> = { a: "it's", b: 'the "old" one', c: "Ynys Môn" };
    const tree = growTree(
      treeData(
        dataset([
          categoricalColumn(
            "y",
            rows.map((own) => `${own}'s "class"`),
          ),
          categoricalColumn(
            'odd "name"',
            rows.map((own) => names[own] as string),
          ),
        ]),
        "y",
        ['odd "name"'],
      ),
      loose,
    );
    const sql = rulesInSql(tree);
    expect(sql).toMatchSnapshot();
    const evaluate = sqlCase(sql);
    for (const own of "abc") {
      expect(evaluate({ 'odd "name"': names[own] as string })).toBe(`${own}'s "class"`);
    }
    expect(evaluate({ 'odd "name"': null })).toBeNull();
    expect(evaluate({ 'odd "name"': "never seen" })).toBeNull();
  });
});

describe("throughline tree --rules words", () => {
  it("reads as sentences", () => {
    const low = { ...loose, maxDepth: 2 };
    const missing = grown("stability_5y", ["special_needs_school", "behaviour_problems"], low);
    expect(rulesInWords(missing.tree)).toMatchSnapshot();
    const numbers = grown("stability_5y", ["age_at_index", "returns"], low, {
      cuts: { age_at_index: [2.5, 6.25, 9, 12.75] },
    });
    expect(rulesInWords(numbers.tree)).toMatchSnapshot();
  });
});

function valueAt(name: string, row: number): string | number | null {
  const column = data.columns.get(name);
  if (column?.kind === "numeric") {
    const value = column.values[row] as number;
    return Number.isNaN(value) ? null : value;
  }
  return column?.kind === "categorical"
    ? (column.levels[column.codes[row] as number]?.value ?? null)
    : null;
}
