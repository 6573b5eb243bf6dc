import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-tree-json-"));
const study = join(folder, "study");

interface SplitDocument {
  variable: string;
  groups: (string | null)[][];
  method: string;
  statistic: number | null;
  df: number | null;
  pValue: number;
  logPValue: number;
  multiplier: number;
  adjustedPValue: number;
}
interface NodeDocument {
  id: number;
  parent: number | null;
  depth: number;
  n: number;
  families: number | null;
  counts: Record<string, number>;
  split: SplitDocument | null;
}
interface TreeDocument {
  schema: string;
  settings: { alphaSplit: number };
  classes: { value: string }[];
  predictors: { name: string; values: string[] | null; numeric: boolean }[];
  nodes: NodeDocument[];
  stability: { root: { share: number }[] } | null;
}

beforeAll(async () => {
  expect((await runCli(["demo", study])).code).toBe(0);
  const sizes = ["small", "medium", "large", ""];
  writeFileSync(
    join(folder, "data.csv"),
    `${[
      "outcome,size,colour,age",
      ...Array.from({ length: 400 }, (_, k) => {
        const [size, colour, age] = [k % 4, (k * 7) % 3, (k * 5) % 18];
        const yes = (k * 31) % 10 < 2 + 3 * Number(size > 1) + 3 * Number(age < 6);
        return `${yes ? "yes" : "no"},${sizes[size]},${["red", "blue", ""][colour]},${k % 19 === 0 ? "" : age}`;
      }),
    ].join("\n")}\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function document(args: readonly string[]): Promise<TreeDocument> {
  const { code, out } = await runCli(["tree", ...args, "--json"], folder);
  expect(code).toBe(0);
  expect(out).not.toMatch(/NaN|Infinity/);
  return JSON.parse(out) as TreeDocument;
}

function holds(tree: TreeDocument, families: boolean): void {
  expect(tree.schema).toBe("throughline/tree/v1");
  expect(Object.keys(tree)).toEqual(
    expect.arrayContaining(["schema", "settings", "nodes", "stability"]),
  );
  expect(tree.nodes.length).toBeGreaterThan(1);
  tree.nodes.forEach((node, place) => {
    expect(node.id).toBe(place);
    const parent = node.parent === null ? undefined : tree.nodes[node.parent];
    expect(node.depth).toBe(parent === undefined ? 0 : parent.depth + 1);
    expect(Object.keys(node.counts)).toEqual(tree.classes.map(({ value }) => value));
    expect(Object.values(node.counts).reduce((sum, count) => sum + count, 0)).toBe(node.n);
    if (families) expect(node.families).toBeGreaterThan(0);
    else expect(node.families).toBeNull();
    const children = tree.nodes.filter((each) => each.parent === node.id);
    expect(children.length).toBe(node.split?.groups.length ?? 0);
    if (node.split !== null) split(tree, node.split);
  });
}

function split(tree: TreeDocument, own: SplitDocument): void {
  expect(own.adjustedPValue).toBeLessThanOrEqual(tree.settings.alphaSplit);
  expect(own.adjustedPValue).toBeCloseTo(Math.min(1, own.pValue * own.multiplier), 10);
  expect(Math.exp(own.logPValue)).toBeCloseTo(own.pValue, 12);
  expect(own.multiplier).toBeGreaterThanOrEqual(1);
  expect(typeof own.method).toBe("string");
  for (const number of [own.statistic, own.df]) {
    expect(number === null || Number.isFinite(number)).toBe(true);
  }
  const predictor = tree.predictors.find(({ name }) => name === own.variable);
  expect(predictor).toBeDefined();
  const all = own.groups.flat();
  expect(new Set(all).size).toBe(all.length);
  for (const group of own.groups) {
    expect(group.length).toBeGreaterThan(0);
    // Missing is null and stands last; the others are in the order the codebook declares.
    expect(group.slice(0, -1)).not.toContain(null);
    if (predictor?.numeric === true || predictor?.values == null) continue;
    const places = group
      .filter((value) => value !== null)
      .map((value) => predictor.values?.indexOf(value));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => (a as number) - (b as number))).toEqual(places);
  }
}

describe("throughline tree --json", () => {
  it("has the promised shape on a study", async () => {
    const tree = await document([
      ...["stability_5y", "--with", "age_at_index,authority,case_management"],
      ...["--study", study, "--resamples", "50"],
    ]);
    holds(tree, true);
    expect(tree.nodes[0]).toMatchObject({ id: 0, parent: null, depth: 0, n: 138, families: 104 });
    expect(tree.nodes[0]?.split).toMatchObject({
      variable: "age_at_index",
      groupLabels: ["5 and under", "6 to 12", "13 and over"],
      multiplier: 91,
    });
    expect(tree.stability?.root.reduce((sum, own) => sum + own.share, 0)).toBeCloseTo(1, 9);
  });

  it("has the promised shape on a file, with missing as null", async () => {
    const tree = await document([
      ...["outcome", "--with", "size,colour,age", "--data", "data.csv"],
      ...["--ordered", "size", "--resamples", "0"],
    ]);
    holds(tree, false);
    expect(tree.stability).toBeNull();
    const groups = tree.nodes.flatMap((node) => node.split?.groups.flat() ?? []);
    expect(groups).toContain(null);
  });

  it("has the promised shape with families in a file and an exact p", async () => {
    const tree = await document([
      ...["stability_5y", "--with", "behaviour_problems,special_needs_school,neglect_severity"],
      ...["--study", study, "--min-child", "4", "--min-families", "3", "--alpha-split", ".2"],
      ...["--resamples", "0", "--split-test", "permutation", "--permutations", "199"],
    ]);
    holds(tree, true);
  });

  it("answers the study's two questions in one call each, and the plan asks them", async () => {
    const age = await document([
      ...["stability_5y", "--with", "age_at_index", "--study", study, "--resamples", "0"],
    ]);
    expect(age.nodes[0]?.split).toMatchObject({
      groupLabels: ["5 and under", "6 to 12", "13 and over"],
    });
    const authority = await runCli(
      ["tree", "stability_5y", "--with", "authority", "--study", study, "--resamples", "100"],
      folder,
    );
    expect(authority.code).toBe(0);
    expect(authority.out).toMatchSnapshot();
    const plan = readFileSync(join(study, "study.yaml"), "utf8");
    expect(plan).toMatch(
      /tree: stability_5y\n\s+with: \[age_at_index, authority, case_management\]/,
    );
    expect(plan).toMatch(/tree: stability_5y\n\s+with: \[authority\]/);
  });

  it("tests published cuts, and says what resamples make of them", async () => {
    const { code, out } = await runCli(
      ["tree", "stability_5y", "--with", "age_at_index", "--cuts", "6,12", "--study", study],
      folder,
    );
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
  });
});
