import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { AssociationScreen } from "../../../analysis/association/association.ts";
import type { StratifiedAssociation } from "../../../analysis/association/stratify.ts";
import { runCli } from "../../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "associate-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A CSV of counts: one line a cell. */
function countsFile(
  name: string,
  rows: readonly string[],
  columns: readonly string[],
  counts: readonly (readonly number[])[],
): string {
  const lines = rows.flatMap((row, i) =>
    columns.map((column, j) => `${row},${column},${counts[i]?.[j]}`),
  );
  return file(name, `group,outcome,n\n${lines.join("\n")}\n`);
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

async function screen(
  args: readonly string[],
): Promise<AssociationScreen & { stratified?: StratifiedAssociation[] }> {
  const { code, out, err } = await runCli(["associate", ...args, "--json"], folder);
  expect(err).not.toMatch(/error/i);
  expect(code).toBe(0);
  const document = JSON.parse(out);
  expect(document.schema).toBe("throughline/associate/v1");
  return document;
}

const weighted = ["outcome", "--with", "group", "--weights", "n", "--all", "--data"];
const test = (found: AssociationScreen, method: string): Record<string, number> =>
  found.results[0]?.tests.find((each) => each.method === method) as unknown as Record<
    string,
    number
  >;
const effect = (found: AssociationScreen, method: string, group?: string): Record<string, number> =>
  found.results[0]?.effects.find(
    (each) => each.method === method && (group === undefined || each.group === group),
  ) as unknown as Record<string, number>;

describe("printed tables, counted with --weights", () => {
  it("A1: court plans, three by two", async () => {
    const data = countsFile(
      "a1.csv",
      ["so_home", "co_home", "co_away"],
      ["failed", "worked"],
      [
        [21, 13],
        [28, 4],
        [5, 16],
      ],
    );
    const found = await screen([...weighted, data, "--reference", "group=co_away"]);
    expect(found.results[0]?.n).toBe(87);
    expect(test(found, "pearson").statistic).toBeCloseTo(21.8483, 4);
    expect(test(found, "pearson").df).toBe(2);
    expect(test(found, "pearson").pValue).toBeCloseTo(1.802e-5, 8);
    expect(test(found, "likelihood-ratio").statistic).toBeCloseTo(23.0883, 4);
    expect(effect(found, "cramers-v").estimate).toBeCloseTo(0.5011, 4);
    // The logistic model of the same table has these odds ratios.
    const so = effect(found, "odds-ratio", "so_home");
    const co = effect(found, "odds-ratio", "co_home");
    expect([so.estimate, so.ciLow, so.ciHigh].map((x) => x?.toFixed(4))).toEqual([
      "5.1692",
      "1.5271",
      "17.4977",
    ]);
    expect([co.estimate, co.ciLow, co.ciHigh].map((x) => x?.toFixed(4))).toEqual([
      "22.4000",
      "5.2481",
      "95.6071",
    ]);
  });

  it("A2: supervision order against care order at home", async () => {
    const data = countsFile(
      "a2.csv",
      ["so_home", "co_home"],
      ["failed", "worked"],
      [
        [21, 13],
        [28, 4],
      ],
    );
    const found = await screen([...weighted, data, "--reference", "group=co_home"]);
    expect(test(found, "pearson").statistic).toBeCloseTo(5.7093, 4);
    expect(test(found, "pearson").pValue).toBeCloseTo(0.01687, 5);
    expect(test(found, "pearson-yates").statistic).toBeCloseTo(4.4429, 4);
    expect(test(found, "pearson-yates").pValue).toBeCloseTo(0.03505, 5);
    expect(test(found, "fisher").pValue).toBeCloseTo(0.0240614, 7);
    const odds = effect(found, "odds-ratio");
    expect([odds.estimate, odds.ciLow, odds.ciHigh].map((x) => x?.toFixed(4))).toEqual([
      "0.2308",
      "0.0658",
      "0.8098",
    ]);
    expect(effect(found, "risk-ratio").estimate).toBeCloseTo(0.7059, 4);
    expect(effect(found, "phi").estimate).toBeCloseTo(-0.2941, 4);
  });

  it("A3: at home against away", async () => {
    const data = countsFile(
      "a3.csv",
      ["home", "away"],
      ["failed", "worked"],
      [
        [49, 17],
        [5, 16],
      ],
    );
    const found = await screen([...weighted, data, "--reference", "group=away"]);
    expect(test(found, "pearson").statistic).toBeCloseTo(17.2109, 4);
    expect(test(found, "pearson").pValue).toBeCloseTo(3.345e-5, 8);
    expect(test(found, "pearson-yates").statistic).toBeCloseTo(15.1354, 4);
    expect(test(found, "pearson-yates").pValue).toBeCloseTo(0.0001001, 7);
    expect(test(found, "fisher").pValue).toBeCloseTo(6.07785e-5, 9);
    const odds = effect(found, "odds-ratio");
    expect([odds.estimate, odds.ciLow, odds.ciHigh].map((x) => x?.toFixed(4))).toEqual([
      "9.2235",
      "2.9329",
      "29.0062",
    ]);
    expect(effect(found, "risk-ratio").estimate).toBeCloseTo(3.1182, 4);
  });

  it("B: visits by re-entry, and which way the percentages run", async () => {
    const data = countsFile(
      "b.csv",
      ["yes", "no"],
      ["yes", "no"],
      [
        [77, 1749],
        [366, 1318],
      ],
    );
    const found = await screen([...weighted, data]);
    expect(test(found, "pearson").statistic).toBeCloseTo(243.7569, 4);
    expect((test(found, "pearson").pValue as number) / 5.964e-55).toBeCloseTo(1, 3);
    expect(test(found, "pearson-yates").statistic).toBeCloseTo(242.1711, 4);
    expect(test(found, "likelihood-ratio").statistic).toBeCloseTo(259.9215, 4);
    const odds = effect(found, "odds-ratio");
    expect([odds.estimate, odds.ciLow, odds.ciHigh].map((x) => x?.toFixed(4))).toEqual([
      "0.1585",
      "0.1227",
      "0.2048",
    ]);
    expect(effect(found, "phi").estimate).toBeCloseTo(-0.2635, 4);
    expect(effect(found, "risk-ratio").estimate).toBeCloseTo(0.194, 4);
    expect(found.results[0]?.table?.percentagesOf).toBe("row");
    // Turned over: the same odds ratio, chi-squared and phi, another risk ratio.
    const turned = await screen([
      "group",
      "--with",
      "outcome",
      "--weights",
      "n",
      "--all",
      "--data",
      data,
    ]);
    expect(test(turned, "pearson").statistic).toBeCloseTo(243.7569, 4);
    expect(effect(turned, "odds-ratio").estimate).toBeCloseTo(0.1585, 4);
    expect(effect(turned, "risk-ratio").estimate).toBeCloseTo(0.3048, 4);
  });

  it("C: re-entry by exit route", async () => {
    const data = countsFile(
      "c.csv",
      ["guardianship", "other"],
      ["yes", "no"],
      [
        [19, 301],
        [1485, 2183],
      ],
    );
    const found = await screen([...weighted, data]);
    expect(test(found, "pearson").statistic).toBeCloseTo(149.5462, 4);
    expect(test(found, "pearson-yates").statistic).toBeCloseTo(148.0791, 4);
    const odds = effect(found, "odds-ratio");
    expect([odds.estimate, odds.ciLow, odds.ciHigh].map((x) => x?.toFixed(4))).toEqual([
      "0.0928",
      "0.0581",
      "0.1482",
    ]);
    expect(effect(found, "risk-ratio").estimate).toBeCloseTo(0.1467, 4);
    expect(effect(found, "risk-difference").estimate).toBeCloseTo(-0.3455, 4);
  });

  it("D: later return by year, with its trend", async () => {
    const years = ["2010", "2011", "2012", "2013", "2014"];
    const counts = [
      [2960, 1470, 5150],
      [2860, 1500, 5200],
      [2750, 1340, 6050],
      [2680, 1380, 7080],
      [2120, 1070, 7730],
    ];
    const data = countsFile("d.csv", years, ["home", "placed", "neither"], counts);
    const found = await screen([...weighted, data]);
    expect(found.results[0]?.n).toBe(51340);
    expect(test(found, "pearson").statistic).toBeCloseTo(865.3519, 4);
    expect((test(found, "pearson").pValue as number) / 1.677e-181).toBeCloseTo(1, 3);
    expect(effect(found, "cramers-v").estimate).toBeCloseTo(0.0918, 4);
    const first = countsFile(
      "d1.csv",
      years,
      ["home", "not"],
      counts.map(([home = 0, placed = 0, neither = 0]) => [home, placed + neither]),
    );
    const trend = await screen([...weighted, first, "--ordered", "group"]);
    expect(test(trend, "cochran-armitage").statistic).toBeCloseTo(447.303, 4);
    expect(trend.results[0]?.headline).toBe("linear-by-linear");
  });

  it("E: age on leaving care by year", async () => {
    const data = countsFile(
      "e.csv",
      ["16", "17", "18"],
      ["2009", "2010", "2011", "2012", "2013"],
      [
        [1890, 1920, 1940, 1740, 1640],
        [1490, 1530, 1770, 1700, 1510],
        [5310, 5680, 6270, 6570, 6800],
      ],
    );
    const found = await screen([...weighted, data]);
    expect(found.results[0]?.n).toBe(47760);
    expect(test(found, "pearson").statistic).toBeCloseTo(174.3645, 4);
    expect(test(found, "pearson").df).toBe(8);
    expect((test(found, "pearson").pValue as number) / 1.568e-33).toBeCloseTo(1, 3);
    expect(effect(found, "cramers-v").estimate).toBeCloseTo(0.0427, 4);
  });

  it("a table with two empty corners does not fall over", async () => {
    const data = countsFile(
      "edge.csv",
      ["a", "b"],
      ["yes", "no"],
      [
        [5, 0],
        [0, 5],
      ],
    );
    const found = await screen([...weighted, data]);
    expect(test(found, "pearson").statistic).toBeCloseTo(10, 10);
    expect(test(found, "pearson-yates").statistic).toBeCloseTo(6.4, 10);
    expect(test(found, "fisher").pValue).toBeCloseTo(0.00793651, 8);
    expect(effect(found, "odds-ratio")).toHaveProperty("refused", "zero-cell");
  });
});

const children = file(
  "children.csv",
  `child,household,area,sex,grade,before,after,score,again\n${Array.from({ length: 60 }, (_, i) => {
    const house = Math.floor((i * 7) / 10);
    const grade = ["low", "middle", "high"][(house * 2 + (i % 2)) % 3];
    return [
      `C${i}`,
      `H${house}`,
      ["north", "south"][house % 2],
      i % 3 === 0 ? "girl" : "boy",
      grade,
      (i * 5) % 4 < 2 ? "no" : "yes",
      (i * 3 + house) % 5 < 3 ? "yes" : "no",
      i === 11 ? "" : ((i * 37 + house * 11) % 23) + 1,
      (i + house) % 4 === 0 ? "yes" : "no",
    ].join(",");
  }).join("\n")}\n`,
);
const given = ["--data", children, "--family", "household", "--permutations", "500"];

describe("throughline associate", () => {
  it("compares a number between groups, whichever is the outcome", async () => {
    const asOutcome = await screen(["score", "--with", "sex,grade", ...given]);
    expect(asOutcome.results.map((result) => result.headline)).toEqual([
      "family-permutation-ranks",
      "family-permutation-ranks",
    ]);
    expect(asOutcome.results[0]?.nMissing).toBe(1);
    expect(asOutcome.results[0]?.groups?.map((group) => group.label)).toEqual(["boy", "girl"]);
    const asPredictor = await screen(["sex", "--with", "score", ...given]);
    // The plain test is the same either way.
    expect(asPredictor.results[0]?.naivePValue).toBe(asOutcome.results[0]?.naivePValue);
  });

  it("respects an order that is given, and correlates numbers", async () => {
    const found = await screen([
      ...["again", "--with", "grade,score", "--ordered", "grade"],
      ...given,
    ]);
    expect(found.results[0]?.headline).toBe("family-permutation-trend");
    const numbers = await screen(["score", "--with", "again2", "--data", twoNumbers]);
    expect(numbers.results[0]?.headline).toBe("spearman");
  });

  it("compares before and after", async () => {
    const found = await screen(["after", "--with", "before", "--paired", ...given]);
    expect(found.results[0]?.headline).toBe("family-permutation-paired");
    expect(found.results[0]?.naive).toBe("mcnemar-exact");
    expect(found.results[0]?.effects[0]?.method).toBe("paired-risk-difference");
  });

  it("pools over groups and asks whether they agree", async () => {
    const found = await screen(["again", "--with", "sex", "--by", "area", ...given]);
    const [pooled] = found.stratified ?? [];
    expect(pooled?.tests.map((each) => each.method)).toEqual([
      "mantel-haenszel",
      "family-permutation-within-strata",
    ]);
    expect(pooled?.homogeneity.tests.map((each) => each.method)).toContain("breslow-day-tarone");
    expect(pooled?.homogeneity.headline).toBe("rao-scott-three-way");
  });

  it("is the same for the same seed, and for the same file in another order", async () => {
    const once = await screen(["again", "--with", "sex,grade", ...given, "--seed", "5"]);
    const twice = await screen(["again", "--with", "sex,grade", ...given, "--seed", "5"]);
    expect(twice).toEqual(once);
    const [head, ...lines] = readFileSync(join(folder, children), "utf8").trim().split("\n");
    const other = file("other.csv", `${head}\n${lines.reverse().join("\n")}\n`);
    const turned = await screen([
      "again",
      "--with",
      "sex,grade",
      "--data",
      other,
      "--family",
      "household",
    ]);
    expect(turned.results.map((result) => result.naivePValue)).toEqual(
      once.results.map((result) => result.naivePValue),
    );
    turned.results.forEach((result, place) => {
      expect(result.pValue).toBeCloseTo(once.results[place]?.pValue as number, 1);
    });
  });

  it.each([
    ["a variable that is not there", ["again", "--with", "sexx", ...given], 3],
    [
      "a reference level that is not there",
      ["again", "--with", "sex", ...given, "--reference", "sex=woman"],
      3,
    ],
    ["before and after of different kinds", ["score", "--with", "sex", "--paired", ...given], 3],
    ["before and after of different levels", ["again", "--with", "sex", "--paired", ...given], 3],
    [
      "a frequency that is no number",
      ["again", "--with", "sex", "--data", children, "--weights", "grade"],
      3,
    ],
    ["nothing to test with", ["again", ...given], 2],
    [
      "a language that is not spoken",
      ["again", "--with", "sex", ...given, "--reproduce", "python"],
      2,
    ],
  ])("refuses %s by name", async (_name, args, code) => {
    const found = await runCli(["associate", ...args], folder);
    expect(found.code).toBe(code);
    expect(found.out).toBe("");
    expect(found.err).toMatchSnapshot();
  });

  it.each([
    ["a table", ["again", "--with", "sex", "--table", "--all"]],
    ["a trend", ["again", "--with", "grade", "--ordered", "grade", "--table"]],
    ["a number", ["score", "--with", "grade", "--table", "--all"]],
    ["before and after", ["after", "--with", "before", "--paired", "--table"]],
    ["strata", ["again", "--with", "sex,score", "--by", "area"]],
    ["strings", ["again", "--with", "sex,grade,score", "--apa"]],
    ["csv", ["again", "--with", "sex,score", "--csv"]],
  ])("shows %s in 80 columns", async (_name, args) => {
    const { code, out } = await runCli(["associate", ...args, ...given], folder);
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
    if (!args.includes("--csv") && !args.includes("--apa")) {
      for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
    }
  });
});

const twoNumbers = file(
  "numbers.csv",
  `score,again2\n${Array.from({ length: 30 }, (_, i) => `${(i * 17) % 31},${(i * 13) % 29}`).join("\n")}\n`,
);
