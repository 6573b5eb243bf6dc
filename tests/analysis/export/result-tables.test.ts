import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeByArea } from "../../../analysis/describe/change-by-area.ts";
import { shareWaves } from "../../../analysis/describe/share-waves.ts";
import { resultTables } from "../../../analysis/export/result-tables.ts";
import { categoricalColumn } from "../../../data-dictionary/table/column.ts";
import { dataset } from "../../../data-dictionary/table/dataset.ts";
import { runCli } from "../../support/run-cli.ts";

let folder = "";
let results: {
  readonly number: number;
  readonly kind: string;
  readonly title: string;
  readonly document: { readonly schema: string } & Record<string, unknown>;
}[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-"));
  await runCli(["demo", "demo"], folder);
  await runCli(["run", "--study", "demo", "-q"], folder);
  const kept = (name: string) =>
    JSON.parse(readFileSync(join(folder, "demo/output/review/results", name), "utf8"));
  results = kept("plan.json").items.map(
    (item: { number: number; kind: string; title: string; file: string }) => ({
      ...item,
      document: kept(item.file),
    }),
  );
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tablesOf = (kind: string) =>
  results.filter((result) => result.kind === kind).flatMap((result) => resultTables(result));

describe("tables of results", () => {
  it("gives each item of the demo's plan a table, and no note in its place", () => {
    expect(results.length).toBeGreaterThan(20);
    for (const result of results) {
      const tables = resultTables(result);
      expect(tables.length, result.title).toBeGreaterThan(0);
      for (const { title, columns, rows } of tables) {
        expect(rows.length, title).toBeGreaterThan(0);
        expect(columns.length, title).toBeGreaterThan(1);
        for (const row of rows) expect(row.length, title).toBe(columns.length);
        for (const cell of rows.flat()) {
          if (typeof cell === "number") expect(Number.isFinite(cell), title).toBe(true);
        }
      }
    }
  });

  it("shows authorities with their numbers, adjusted and drawn together", () => {
    const [seen, fairer] = tablesOf("compare");
    expect(seen?.rows[0]?.slice(0, 3)).toEqual(["Authority A", 39, 32]);
    expect(seen?.rows[0]?.[4]).toBeCloseTo((100 * 32) / 39, 10);
    const sum = (at: number) =>
      (seen?.rows ?? []).slice(0, -1).reduce((total, row) => total + (row[at] as number), 0);
    expect(seen?.rows.at(-1)?.slice(0, 3)).toEqual(["All", sum(1), sum(2)]);
    const document = results.find(({ kind }) => kind === "compare")?.document as unknown as {
      authorities: {
        adjusted: { estimate: number };
        randomInterceptFamilies: { estimate: number };
      }[];
    };
    document.authorities.forEach((each, at) => {
      expect(fairer?.rows[at]?.[2]).toBe(each.adjusted.estimate * 100);
      expect(fairer?.rows[at]?.[5]).toBe(each.randomInterceptFamilies.estimate * 100);
    });
  });

  it("shows a model's percentages, differences and odds ratios in the study's words", () => {
    const result = results.find(({ kind }) => kind === "model");
    const tables = resultTables(result as (typeof results)[number], { age_band: "Age" });
    expect(tables.map(({ title }) => title.split(": ").at(-1))).toEqual([
      "predicted percentages",
      "differences",
      "coefficients and odds ratios",
    ]);
    expect(tables[0]?.rows[0]?.slice(0, 4)).toEqual(["Age", "Under 6 (reference)", "Unstable", 43]);
    const row = tables[2]?.rows[1] as number[];
    expect(row[0]).toBe("Age: 6 to 12");
    expect(row[3]).toBeCloseTo(Math.exp(row[1] as number), 10);
  });

  it("shows agreement item by item, kappa and AC beside each other", () => {
    const [plain, beyond] = tablesOf("agree");
    expect(plain?.rows.length).toBe(beyond?.rows.length);
    for (const row of plain?.rows ?? []) {
      const [, n, , apart, share] = row as [string, number, number, number, number];
      expect(share).toBeCloseTo((100 * (n - apart)) / n, 8);
    }
    expect(beyond?.rows[0]?.[2]).toBe("Cohen’s kappa");
    expect(beyond?.rows[0]?.[6]).toBe("Gwet’s AC1");
  });

  it("shows change by area and the waves of a survey", () => {
    const levels = ["1", "2"].map((value) => ({ value, label: `Grade ${value}` }));
    const data = dataset([
      categoricalColumn("a", ["2", "2", "1", "1"], { levels }),
      categoricalColumn("b", ["1", "2", "1", "2"], { levels }),
      categoricalColumn("year", ["1", "1", "2", "2"]),
      categoricalColumn("saw", ["1", "0", "1", "1"]),
    ]);
    const change = resultTables({
      title: "Change",
      document: { schema: "throughline/change/v1", ...changeByArea(data, [["a", "b"]], "lower") },
    });
    expect(change[0]?.rows.map((row) => row.slice(1, 5))).toEqual([
      [4, "better", 1, 25],
      [4, "same", 2, 50],
      [4, "worse", 1, 25],
    ]);
    expect(change[1]?.rows).toEqual([
      ["Grade 1", 1, 1, 2],
      ["Grade 2", 1, 1, 2],
    ]);
    const [waves] = resultTables({
      title: "Waves",
      document: { schema: "throughline/waves/v1", ...shareWaves(data, ["saw"], "year", null) },
    });
    expect(waves?.rows.map((row) => [row[2], row[3], row[6], row[9]])).toEqual([
      ["1", 1, 50, null],
      ["2", 2, 100, 50],
    ]);
  });

  it("names what it has no table for, and why something could not be done", () => {
    const words = (result: Parameters<typeof resultTables>[0]) => resultTables(result)[0]?.rows;
    expect(words({ title: "Odd", document: { schema: "throughline/odd/v1" } })).toEqual([
      ["No table is made of throughline/odd/v1. The report of the study shows this item."],
    ]);
    expect(
      words({
        title: "Rates",
        document: { schema: "throughline/compare/v1", analysis: "rates" },
      }),
    ).toEqual([
      ["No table is made of a comparison of rates. Print it with throughline compare --csv."],
    ]);
    expect(words({ title: "A tree", document: null, refused: "Nobody is left." })).toEqual([
      ["This could not be done. Nobody is left."],
    ]);
  });
});
