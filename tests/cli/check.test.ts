import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { Io } from "../../cli/io.ts";
import { run } from "../../cli/run.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function check(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const io: Io = {
    cwd: folder,
    env: {},
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    width: 80,
    now: () => 0,
    today: () => "2026-01-01",
    exit: { code: 0 },
  };
  const code = await run(["check", ...args], io);
  return { code, out, err };
}

it("shows where rows are refused, and that none is lost", async () => {
  writeFileSync(join(folder, "x.csv"), "a,b\n1,2\n3\n,\n4,5\n");
  const result = await check("x.csv");
  expect(result.code).toBe(1);
  expect(result.out).toMatchInlineSnapshot(`
    "error ragged-row  1 time
      the row has 1 cell, but the header has 2
        x.csv, row 3 (1)
      Look for a missing or an extra delimiter, or a cell with one that needs quotes
      round it.

    x.csv: 4 rows in = 2 used + 1 refused + 1 blank
    1 error.
    "
  `);
  const json = JSON.parse((await check("x.csv", "--json")).out);
  expect(json).toMatchObject({ schema: "throughline/check/v1", errors: 1 });
});

it("ends with 3 when a file cannot be used, and says nothing of its cells", async () => {
  writeFileSync(join(folder, "y.csv"), 'a,b\n"Secret,2\n');
  const result = await check("y.csv");
  expect(result.code).toBe(3);
  expect(result.out).toBe("");
  expect(result.err).toMatchInlineSnapshot(`
    "error[unclosed-quote]: y.csv has a quotation mark that is opened and never closed; the row ends at line 2.
      Close it, or write a quotation mark inside a cell twice.
    "
  `);
  expect((await check("none.csv")).code).toBe(3);
});

it("checks printed percentages", async () => {
  const result = await check("--percentages", "106/131=86,28/32=87,/75=42,82/138=59");
  expect(result.code).toBe(1);
  expect(result.out).toMatchInlineSnapshot(`
    "106/131 printed as 86%: mismatch; it is 80.92%
      the printed figure needs 113/131, or a base of 123
    28/32 printed as 87%: ok only if truncated; it is 87.50%
      no count of 32 gives the printed figure
    /75 printed as 42%: impossible
      no count of 75 gives the printed figure
    82/138 printed as 59%: ok
    "
  `);
  expect((await check("--percentages", "82/138=59")).code).toBe(0);
  expect((await check("--percentages", "nonsense")).code).toBe(3);
});

it("checks five years of returns with every row accounted for", async () => {
  writeFileSync(
    join(folder, "study.yaml"),
    "throughline: 1\ntitle: Returns\nsource: ssda903\nssda903: { folder: returns, yearLabel: start }\n",
  );
  const { cpSync } = await import("node:fs");
  cpSync("tests/fixtures/ssda903-five-years", join(folder, "returns"), { recursive: true });
  const result = await check("--json");
  expect(result.code).toBe(1);
  const json = JSON.parse(result.out);
  expect(json.reconciliation).toHaveLength(40);
  for (const each of json.reconciliation) {
    expect(each.rowsIn).toBe(each.rowsUsed + each.rowsRefused + each.rowsBlank);
  }
  const text = await check();
  expect(Math.max(...text.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});
