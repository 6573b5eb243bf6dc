import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

const fixtures = "tests/fixtures/ssda903-five-years";
let folder = "";
let study = "";
const tl = (...args: string[]) => runCli([...args, "--study", study], folder);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-"));
  study = join(folder, "returns");
  expect((await runCli(["init", "returns", "--instrument", "ssda903"], folder)).code).toBe(0);
  for (const file of readdirSync(fixtures).filter((name) => name.endsWith(".csv")))
    cpSync(join(fixtures, file), join(study, "data", file));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("five years of returns, in a study started from the instrument", () => {
  it("accounts for every row and reports the faults the files are known to have", async () => {
    const { code, out } = await tl("check", "--json");
    expect(code).toBe(1);
    const found = JSON.parse(out) as {
      reconciliation: {
        rowsIn: number;
        rowsUsed: number;
        rowsRefused: number;
        rowsBlank: number;
        table: string;
      }[];
      faults: { code: string; message: string }[];
      steps: { step: string; rows: number; applied: boolean }[];
    };
    expect(found.reconciliation).toHaveLength(40);
    const rows = (table: string): number =>
      found.reconciliation
        .filter((each) => each.table === table)
        .reduce((sum, each) => sum + each.rowsUsed, 0);
    expect(rows("episodes")).toBe(3737);
    for (const each of found.reconciliation)
      expect(each.rowsIn).toBe(each.rowsUsed + each.rowsRefused + each.rowsBlank);
    // "and 46 more of the same kind" stands for as many.
    const times = (fault: string): number =>
      found.faults
        .filter((each) => each.code === fault)
        .reduce((sum, each) => sum + Number(/^and (\d+) more/.exec(each.message)?.[1] ?? 1), 0);
    expect({
      "year label is the start": times("year-label"),
      "open with a reason": times("open-with-reason"),
      stale: times("stale-open-episode"),
      overlaps: times("spell-overlap"),
      gaps: times("spell-gap") + times("between-periods"),
      "begin mid-care": times("begins-mid-care"),
    }).toEqual({
      "year label is the start": 1,
      "open with a reason": 996,
      stale: 24,
      overlaps: 40,
      gaps: 30,
      "begin mid-care": 496,
    });
    expect(found.faults.some((each) => each.message.includes("review is dated after"))).toBe(true);
    expect(found.faults.some((each) => each.message.includes("ends after the last day"))).toBe(
      true,
    );
    expect(
      Object.fromEntries(found.steps.map(({ step, rows: count }) => [step, count])),
    ).toMatchObject({
      "latest-row-per-start": 910,
      "close-stale-at-year-end": 24,
    });
  });

  it("derives the counts of placements, and returns home and re-entries", async () => {
    const { code, out } = await tl("derive", "--json");
    expect(code).toBe(0);
    const { measures, outcomes } = JSON.parse(out) as {
      measures: { name: string; label: string; period: string; count: number; n: number }[];
      outcomes: Record<string, { counts: Record<string, number> }>;
    };
    const three = measures.filter((each) => each.label === "3 or more placements in the year");
    expect(three.map(({ count, n }) => `${count}/${n}`)).toEqual([
      "90/463",
      "57/288",
      "27/181",
      "18/122",
      "9/75",
    ]);
    const counted = (name: string): number | undefined =>
      measures.find((each) => each.name === name)?.count;
    expect([
      counted("returns_home_planned"),
      counted("returns_home_unplanned"),
      counted("re_entries"),
    ]).toEqual([36, 28, 3]);
    expect(outcomes.after_return?.counts).toEqual({
      no_return: 756,
      came_back: 4,
      stayed: 51,
      not_determinable: 9,
    });
  });

  it("never counts what the returns cannot know", async () => {
    const { out } = await tl("describe", "--missing", "--json");
    for (const name of [
      "protection_plan",
      "reabuse_ever",
      "referrals",
      "court_plan",
      "first_referral",
    ])
      expect(out).not.toContain(`"${name}"`);
    const drift = JSON.parse((await tl("drift", "--json")).out) as {
      unit: string;
      indicators: { name: string; families: number | null }[];
    };
    expect(drift.unit).toBe("child");
    expect(
      drift.indicators.filter((each) => each.families !== null).map((each) => each.name),
    ).toEqual(["repeated_return"]);
  });

  it("describes and runs to the end", async () => {
    const describe = await tl("describe", "after_return", "sex", "sdq_band");
    expect(describe.code).toBe(0);
    expect(describe.out).toMatchSnapshot();
    const run = await tl("run");
    expect(run.code).toBe(1);
    expect(run.out).not.toContain("Not done");
    expect(run.out.split(/\nLook next at|\nThen:/)[0]).toMatchSnapshot();
    expect(run.err).toContain("errors in the data: see throughline check");
  });

  it("says so when study.yaml declares the year label against the data", async () => {
    const yaml = join(study, "study.yaml");
    const { writeFileSync } = await import("node:fs");
    const text = readFileSync(yaml, "utf8");
    writeFileSync(yaml, text.replace("yearLabel: auto", "yearLabel: end"));
    const { out } = await tl("check");
    writeFileSync(yaml, text);
    expect(out).toMatch(/error year-label[\s\S]*Set yearLabel to start/);
  });
});
