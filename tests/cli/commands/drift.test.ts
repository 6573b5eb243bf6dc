import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "../../support/run-cli.ts";

let folder = "";
const drift = (...args: string[]) =>
  runCli(["drift", ...args, "--study", join(folder, "demo")], folder);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-"));
  await runCli(["demo", "demo"], folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("counts families by indicator", async () => {
  const { code, out } = await drift();
  expect(code).toBe(0);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(out).toMatchSnapshot();
});

it("prints one family's list for supervision", async () => {
  const { code, out } = await drift("F002");
  expect(code).toBe(0);
  expect(out).toMatchSnapshot();
});

it("keeps identifiers out of the summary's JSON and CSV", async () => {
  for (const form of ["--json", "--csv"]) {
    const { out } = await drift(form);
    expect(out).not.toMatch(/\b[CF]\d{3}\b/);
  }
  expect(JSON.parse((await drift("--json")).out)).toMatchObject({
    schema: "throughline/drift/v1",
    unit: "family",
    n: 104,
  });
});

it("lists every finding with its records as CSV", async () => {
  const { out } = await drift("--list", "--csv");
  const [head, first] = out.split("\r\n");
  expect(head).toBe("family,child,indicator,date,earliest,latest,certainty,finding,records");
  expect(first).toMatch(/^F001,.*data\/(events|placements)\.csv:\d+/);
});

it("says what to do with an identifier it does not know, and never repeats it", async () => {
  for (const identifier of ["Smith", "C001"]) {
    const { code, out, err } = await drift(identifier);
    expect(code).toBe(3);
    expect(out).toBe("");
    expect(err).not.toContain(identifier);
    expect(err).toMatchSnapshot();
  }
});
