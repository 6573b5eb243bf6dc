import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../support/run-cli.ts";
import { shortenPlan } from "../../support/short-plan.ts";

let folder = "";
const compare = (...args: string[]) => runCli(["compare", ...args], folder);
const published = resolve("tests/fixtures/dfe-local-authorities");
const event = ["--outcome", "stability_5y", "--event", "stable_at_home,stable_away"];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-compare-"));
  expect((await runCli(["demo", "s"], folder)).code).toBe(0);
  writeFileSync(
    join(folder, "counts.csv"),
    "la,year,age,moved,children,expected\nB,2024,0-5,3,40,2.5\nB,2024,6+,9,60,11\nA,2024,0-5,12,50,8\nA,2024,6+,14,70,13.5\n",
  );
  writeFileSync(
    join(folder, "years.csv"),
    "la,year,moved,children\nA,2023,5,50\nA,2024,20,50\nB,2023,9,40\nB,2024,10,41\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("throughline compare on a study", () => {
  it("shows authorities in name order as dot and interval, and no rank", async () => {
    const { code, out } = await compare(...event, "--adjust", "age_band", "--study", "s");
    expect(code).toBe(0);
    const names = [...out.matchAll(/^Authority (\w) .*●/gm)].map(([, name]) => name);
    expect(names).toEqual([..."ABCDEFG"]);
    expect(out).not.toMatch(/\brank/i);
    expect(out).toContain("Real counts, for your own screen and not for release");
    for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it("says in words what siblings, adjustment and shrinkage leave of the poorest authority", async () => {
    const { out } = await compare(...event, "--adjust", "age_band", "--study", "s");
    const words = out.replace(/\n {2}/g, " ");
    expect(words).toMatch(/Authority D stands out most: \d+ of \d+ \(/);
    expect(words).toMatch(/with brothers and sisters counted for what they add/);
    expect(words).toMatch(/adjusted for age_band/);
    expect(words).toMatch(/drawn towards the others, the more so the fewer there are/);
    expect(words).toMatch(/Taken together the authorities .*families respected\)/);
  });

  it("ranks when asked, with the range of each rank", async () => {
    const args = [...event, "--rank", "--study", "s"];
    const [one, two] = [await compare(...args), await compare(...args)];
    expect(one.out).toBe(two.out);
    expect(one.out).toMatch(/Authority D +7 +\d to 7/);
  });

  it("sets odds ratios against one authority, the percentages beside them", async () => {
    const { out } = await compare(...event, "--reference", "A", "--study", "s");
    expect(out).toMatch(/Odds ratios against Authority A \(\d+%\)/);
    expect(out.replace(/\n {2}/g, " ")).toContain('not "times more likely"');
  });

  it("counts families for a pattern, which is a family's", async () => {
    const { out, err } = await compare("--outcome", "case_management", "--study", "s");
    expect(err).toContain("families are counted");
    expect(out).toMatch(/^104 families/m);
    const children = await compare(
      "--outcome",
      "case_management",
      "--unit",
      "child",
      "--study",
      "s",
    );
    expect(children.out).toMatch(/^138 children in 104 families/m);
  });

  it("gives one JSON document, a tidy CSV, and sentences of statistics", async () => {
    const json = JSON.parse((await compare(...event, "--json", "--study", "s")).out);
    expect(json).toMatchObject({ schema: "throughline/compare/v1", analysis: "shares", n: 138 });
    expect(json.sentences.length).toBeGreaterThan(2);
    expect(json.funnel.curve.length).toBeGreaterThan(10);
    const csv = (await compare(...event, "--csv", "--study", "s")).out.split("\r\n");
    const width = csv[0]?.split(",").length;
    expect(width).toBe(11);
    expect(csv).toContainEqual(
      expect.stringMatching(/^Authority D,share,wilson,\d+,\d+,0,\d+,0\.\d+,/),
    );
    const apa = (await compare(...event, "--apa", "--study", "s")).out;
    expect(apa).toMatch(/^Authorities: χ²\(6, N = 138\) = \d+\.\d\d, p [<=] /);
  });

  it("does the plan's comparison", async () => {
    shortenPlan(join(folder, "s"));
    const { out } = await runCli(["run", "--json", "--study", "s"], folder);
    const results = JSON.parse(out).results as {
      kind: string;
      document: Record<string, unknown>;
    }[];
    expect(results.find(({ kind }) => kind === "compare")?.document).toMatchObject({
      schema: "throughline/compare/v1",
      analysis: "shares",
      caseMix: { adjustedFor: ["age_band"] },
    });
  });

  it("stops with a reason and a remedy", async () => {
    const messages = [
      ["--study", "s"],
      ["--outcome", "stability_5y", "--rank", "--study", "s"],
      [...event, "--reference", "Z", "--study", "s"],
      ["--outcome", "stability_5y", "--event", "stabel_away", "--study", "s"],
      [...event, "--n", "children", "--study", "s"],
      [...event, "--authority", "Bury", "--study", "s"],
    ];
    const said: string[] = [];
    for (const args of messages) {
      const { code, out, err } = await compare(...args);
      expect([code, out]).toEqual([3, ""]);
      said.push(err);
    }
    expect(said).toMatchSnapshot();
  });
});

describe("throughline compare on counts", () => {
  const counts = ["--data", "counts.csv", "--by", "la", "--events", "moved"];
  it("takes shares, with strata standardised", async () => {
    expect((await compare(...counts, "--n", "children", "--strata", "age")).out).toMatchSnapshot();
  });
  it("takes rates and ratios", async () => {
    expect(
      (await compare(...counts, "--n", "children", "--strata", "age", "--per", "1000")).out,
    ).toMatchSnapshot();
    expect(
      (await compare(...counts, "--expected", "expected", "--strata", "age")).out,
    ).toMatchSnapshot();
  });
  it("takes years", async () => {
    const years = ["--data", "years.csv", "--by", "la", "--events", "moved", "--n", "children"];
    expect((await compare(...years, "--time", "year")).out).toMatchSnapshot();
    const csv = (await compare(...years, "--time", "year", "--csv")).out.split("\r\n");
    expect(csv).toHaveLength(8);
  });
  it("refuses symbols, repeated authorities and what needs rows", async () => {
    writeFileSync(join(folder, "c.csv"), "la,moved,children\nA,c,50\nB,4,40\n");
    const said: string[] = [];
    for (const args of [
      ["--data", "c.csv", "--by", "la", "--events", "moved", "--n", "children"],
      [...counts, "--n", "children"],
      [...counts],
      [...counts, "--n", "children", "--strata", "age", "--adjust", "age"],
      [...counts, "--n", "children", "--expected", "expected"],
    ]) {
      const { code, out, err } = await compare(...args);
      expect([code, out]).toEqual([3, ""]);
      said.push(err);
    }
    expect(said).toMatchSnapshot();
  });
});

describe("throughline compare on published tables", () => {
  const stability = [
    "--published",
    join(published, "la_cla_placement_stability.csv"),
    "--measure",
    "3 or more placements during the year",
    "--year",
    "2025",
  ];
  it("draws the funnel of all and one authority closer by", async () => {
    const { code, out } = await compare(
      ...stability,
      "--overdispersion",
      "--authority",
      "Somerset",
      "--neighbours",
      join(published, "sn_model_2025_wide.csv"),
    );
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
    for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  });
  it("prints a row for each authority in CSV, reasons included", async () => {
    const rows = (await compare(...stability, "--csv")).out.trimEnd().split("\r\n");
    expect(rows).toHaveLength(1 + 150 + 5);
    expect(rows.filter((row) => row.includes("confidential"))).toHaveLength(2);
  });
  it("does not take what only rows can give", async () => {
    const { code, err } = await compare(...stability, "--adjust", "age");
    expect(code).toBe(3);
    expect(err).toContain("--adjust does not go with --published");
  });
});

it("names no file of the machine in its help", async () => {
  const { out } = await compare("--help");
  expect(out).toContain("There is no\nleague table");
  expect(readFileSync("docs/commands/compare.md", "utf8")).toContain("$ throughline compare");
});
