import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "misuse-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "cases.csv"),
  `outcome,sex,age\n${Array.from({ length: 30 }, (_, i) => `${"xy"[i % 2]},${"mf"[i % 3 === 0 ? 0 : 1]},${i % 15}`).join("\n")}\n`,
);
const data = ["--data", "cases.csv"];

describe("what makes no sense is refused in words", () => {
  test.each([
    ["associate with itself", 3, ["associate", "outcome", "--with", "sex,outcome"]],
    ["associate by itself", 3, ["associate", "outcome", "--with", "sex", "--by", "outcome"]],
    ["tree of itself", 3, ["tree", "outcome", "--with", "outcome"]],
    ["model of itself", 3, ["model", "outcome", "--with", "outcome"]],
    ["compare by itself", 3, ["compare", "--by", "outcome", "--outcome", "outcome"]],
    [
      "compare adjusted for itself",
      3,
      ["compare", "--by", "sex", "--outcome", "outcome", "--adjust", "age,outcome"],
    ],
    ["a cut that is no number", 2, ["tree", "outcome", "--with", "age", "--cuts", "6,x"]],
    ["two forms at once", 2, ["associate", "outcome", "--with", "sex", "--json", "--csv"]],
  ])("%s", async (_, code, args) => {
    const result = await runCli([...args, ...data], folder);
    expect(result.code).toBe(code);
    expect(result.out).toBe("");
    expect(result.err).toMatchSnapshot();
  });

  test("a variable named twice is tested once", async () => {
    const twice = await runCli(["associate", "outcome", "--with", "sex,sex", ...data], folder);
    const once = await runCli(["associate", "outcome", "--with", "sex", ...data], folder);
    expect(twice).toEqual(once);
  });

  test("variables to describe may have commas or spaces between", async () => {
    const commas = await runCli(["describe", "outcome,sex", ...data], folder);
    const spaces = await runCli(["describe", "outcome", "sex", ...data], folder);
    expect(commas.code).toBe(0);
    expect(commas).toEqual(spaces);
  });
});

test("--simultaneous says that a number has no shares", async () => {
  const { code, err } = await runCli(["describe", "age,sex", "--simultaneous", ...data], folder);
  expect(code).toBe(0);
  expect(err).toContain("note: age is a number, so it has no shares for --simultaneous.\n");
});
