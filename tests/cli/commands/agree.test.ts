import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../support/run-cli.ts";
import { shortenPlan } from "../../support/short-plan.ts";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-agree-"));
  expect((await runCli(["demo", "demo"], folder)).code).toBe(0);
  const rows = [
    ["severity", "1", "low", "low", "medium"],
    ["severity", "2", "high", "high", "high"],
    ["severity", "3", "medium", "high", ""],
    ["severity", "4", "low", "low", "low"],
    ["severity", "5", "medium", "medium", "high"],
    ["severity", "5", "low", "low", "low"],
    ["severity", "6", "high", "high", "high"],
    ...["1", "2", "3", "4"].map((family) => ["care", family, "low", "low", "low"]),
  ];
  writeFileSync(
    join(folder, "three.csv"),
    `item,family,anna,ben,cara\n${rows.map((row) => row.join(",")).join("\n")}\n`,
  );
  writeFileSync(join(folder, "table.csv"), "a,b,n\nyes,yes,20\nyes,no,5\nno,yes,10\nno,no,15\n");
  writeFileSync(
    join(folder, "scores.csv"),
    "a,b,c,d\n9,2,5,8\n6,1,3,2\n8,4,6,8\n7,1,2,6\n10,5,6,9\n6,2,4,7\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const demo = (...args: string[]) => runCli(["agree", "--study", "demo", ...args], folder);
const file = (...args: string[]) => runCli(["agree", "--data", ...args], folder);
interface Document {
  readonly schema: string;
  readonly results: {
    item: string;
    headline: string;
    n: number;
    families: number | null;
    measures: { method: string; estimate?: number; ciLow?: number; naive?: object }[];
    pairs: { coders: string[]; table: number[][] }[];
  }[];
  readonly failed?: string[];
}

describe("throughline agree", () => {
  it("shows the demonstration study's items, lowest first, within 80 columns", async () => {
    const { code, out, err } = await demo();
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).toContain("SYNTHETIC");
    expect(out).toMatchSnapshot();
  });

  it("gives one JSON document that a figure can be drawn from", async () => {
    const { out } = await demo("--json");
    const document = JSON.parse(out) as Document;
    expect(document.schema).toBe("throughline/agree/v1");
    const headlines = document.results.map(
      (result) => result.measures.find((each) => each.method === result.headline)?.estimate ?? 2,
    );
    expect([...headlines].sort((a, b) => a - b)).toEqual(headlines);
    const wellbeing = document.results.find((result) => result.item === "wellbeing");
    expect(wellbeing).toMatchObject({ headline: "weighted-kappa", families: 30, scale: "ordinal" });
    expect(wellbeing?.measures[0]).toHaveProperty("naive.interval", "wilson");
    expect(JSON.stringify(document)).not.toMatch(/"C\d{3}"|"F\d{3}"/);
    expect(await demo("--json")).toMatchObject({ out });
  });

  it("lists disagreements on the screen and nowhere else", async () => {
    const { out } = await demo("--disagreements", "neglect_severity");
    expect(out).toContain("Case level");
    expect(out).toMatch(/C\d{3} /);
    for (const form of ["--json", "--csv"]) {
      const refused = await demo("--disagreements", "neglect_severity", form);
      expect(refused.code).toBe(2);
      expect(refused.out).toBe("");
    }
  });

  it("ends with 1 when an item is below --fail-under", async () => {
    const low = await demo("--fail-under", "0.6");
    expect(low.code).toBe(1);
    expect(low.out).toContain("Below 0.6: safeguarding_prioritised.");
    expect((await demo("--fail-under", "0.3")).code).toBe(0);
    const percent = await demo("--fail-under", "0.99", "--measure", "percent", "--json");
    expect(percent.code).toBe(1);
    expect((JSON.parse(percent.out) as Document).failed?.length).toBeGreaterThan(10);
    // All alike cannot be measured and does not fail; coders who differ and cannot be measured do.
    const care = ["three.csv", "--coders", "anna,ben", "--item", "item", "--fail-under", "0.9"];
    expect((await file(...care)).out).toContain("Below 0.9: severity.");
  });

  it("measures a file with one column a coder, in families and with gaps", async () => {
    const { code, out } = await file(
      ...["three.csv", "--coders", "anna,ben,cara", "--item", "item"],
      ...["--levels", "low,medium,high", "--family", "family"],
    );
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
  });

  it("counts a table of frequencies", async () => {
    const { out } = await file("table.csv", "--coders", "a,b", "--weights", "n", "--json");
    const [result] = (JSON.parse(out) as Document).results;
    expect(result).toMatchObject({ item: "table", n: 50, headline: "cohen-kappa" });
    expect(result?.measures.find((each) => each.method === "cohen-kappa")?.estimate).toBeCloseTo(
      0.4,
      12,
    );
    expect(result?.pairs[0]?.table).toEqual([
      [15, 10],
      [5, 20],
    ]);
  });

  it("takes numbers on an interval scale", async () => {
    const { out } = await file("scores.csv", "--coders", "a,b,c,d", "--scale", "interval", "--all");
    expect(out).toContain("ICC(2,1)");
    expect(out).toMatch(/ICC\(2,1\)\s+\.29\s+\.02 to \.76/);
  });

  it("prints APA sentences, a tidy table, R and SPSS", async () => {
    const { out: apa } = await demo("wellbeing", "neglect_supervisory", "--apa");
    expect(apa).toMatchSnapshot();
    const { out: csv } = await demo("wellbeing", "--csv");
    expect(csv.split("\r\n")[0]).toContain("item,coders,unit,scale,measure,weights,headline");
    expect(csv).toContain("wellbeing,coder_1+coder_2,child,ordinal,weighted-kappa,linear,1,");
    for (const language of ["r", "spss"]) {
      const { out } = await demo("wellbeing", "--reproduce", language);
      expect(out).toMatchSnapshot();
    }
  });

  it.each([
    ["an unknown item", ["--study", "demo", "wellbeng"], 3],
    ["an item rated once", ["--study", "demo", "court"], 3],
    ["no coders", ["--data", "three.csv"], 2],
    ["an unknown coder", ["--data", "three.csv", "--coders", "anna,bn"], 3],
    ["one coder", ["--data", "three.csv", "--coders", "anna"], 3],
    ["coders of a study", ["--study", "demo", "--coders", "a,b"], 2],
    ["words without an order", ["--data", "three.csv", "--coders", "anna,ben", "--ordered"], 3],
    [
      "a value that is not a level",
      ["--data", "three.csv", "--coders", "anna,ben", "--levels", "low,high"],
      3,
    ],
    ["words as numbers", ["--data", "three.csv", "--coders", "anna,ben", "--scale", "interval"], 3],
    ["a bad scale", ["--study", "demo", "--scale", "ratio"], 2],
    ["a bad limit", ["--study", "demo", "--fail-under", "six"], 2],
  ])("refuses %s", async (_name, args, code) => {
    const result = await runCli(["agree", ...args], folder);
    expect(result.code).toBe(code);
    expect(result.out).toBe("");
    expect(result.err).toMatchSnapshot();
  });

  it("does the plan's item of agreement and of a model", async () => {
    shortenPlan(join(folder, "demo"));
    const { out } = await runCli(["run", "--study", "demo", "--json"], folder);
    const { results } = JSON.parse(out) as {
      results: { kind: string; refused: string | null; document: { schema: string } }[];
    };
    for (const kind of ["agree", "model"]) {
      const item = results.find((each) => each.kind === kind);
      expect(item?.refused).toBeNull();
      expect(item?.document.schema).toBe(`throughline/${kind}/v1`);
    }
  });
});
