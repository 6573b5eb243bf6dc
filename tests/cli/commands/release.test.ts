import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DisclosureRefusal } from "../../../cli/exit-codes.ts";
import { run } from "../../../cli/run.ts";
import { openStudy } from "../../../cli/support/load-study.ts";
import { makeRelease } from "../../../cli/support/make-release.ts";

let folder = "";
let out = "";
let err = "";
const io = () => ({
  cwd: folder,
  env: {},
  out: (text: string) => {
    out += text;
  },
  err: (text: string) => {
    err += text;
  },
  outIsTerminal: false,
  errIsTerminal: false,
  width: 80,
  now: () => 0,
  today: () => "2026-11-24",
  exit: { code: 0 },
});
const throughline = async (...args: string[]): Promise<number> => {
  out = "";
  err = "";
  const own = io();
  return run(args, own);
};
const pack = (): Map<string, string> =>
  new Map(
    readdirSync(join(folder, "s/output/release"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "utf8")]),
  );

// A name, postcode, identifier and sentence in every text of the data.
const canary = "Zebedee Quillfeather SW1A 1AA";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-release-"));
  expect(await throughline("demo", "s")).toBe(0);
  for (const table of ["events", "ratings", "placements"]) {
    const path = join(folder, "s/data", `${table}.csv`);
    const [head = "", ...rows] = readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
    const at = head.split(",").findIndex((name) => ["note", "evidence", "carer_id"].includes(name));
    const planted = rows.map((row) => {
      const cells = row.split(",");
      cells[at] = canary;
      return cells.join(",");
    });
    writeFileSync(path, `${[head, ...planted].join("\n")}\n`);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("writes nothing, exits 4 and names a cure when hidden counts could be worked out", async () => {
  const study = await openStudy({ study: join(folder, "s") }, io());
  const attempt = makeRelease(study, { today: "2026-11-24", skip: "secondary" });
  await expect(attempt).rejects.toThrow(DisclosureRefusal);
  await expect(attempt).rejects.toMatchObject({ hint: expect.stringContaining("merge") });
  expect(existsSync(join(folder, "s/output"))).toBe(false);
});

test("writes the pack, the checker's counts and the ledger", async () => {
  expect([await throughline("release", "--study", "s"), err]).toEqual([0, ""]);
  const manifest = JSON.parse(pack().get("manifest.json") as string);
  expect(manifest.profile).toMatchObject({ name: "children-strict", version: 1, threshold: 10 });
  expect(manifest.outputs.map((each: { status: string }) => each.status)).toContain("review");
  expect(existsSync(join(folder, "s/output/review/release/counts.csv"))).toBe(true);
  expect(pack().get("index.html")).not.toContain("<script");
});

test("lets no name, postcode, identifier, date or text of the data into any byte", () => {
  for (const [name, text] of pack()) {
    for (const secret of ["Zebedee", "Quillfeather", "SW1A"]) {
      expect([name, (name + text).includes(secret)]).toEqual([name, false]);
    }
    expect([name, /\b[CF]\d{3}\b|\b\d{4}-\d{2}-\d{2}\b/.test(text)]).toEqual([name, false]);
  }
  expect(out + err).not.toContain("Zebedee");
});

test("prints no count below the threshold", () => {
  for (const [name, text] of pack()) {
    if (!name.startsWith("table-")) continue;
    const counts = text
      .trimEnd()
      .split("\r\n")
      .slice(1)
      .map((row) => row.split(",").at(-2));
    expect([
      name,
      counts.filter((count) => count !== "c" && count !== "0" && Number(count) < 10),
    ]).toEqual([name, []]);
  }
});

test("makes the same pack again from the same data", async () => {
  const before = pack();
  expect(await throughline("release", "--study", "s")).toBe(0);
  for (const [name, text] of pack()) {
    if (name.startsWith("table-")) expect(text).toBe(before.get(name));
  }
});

test("records a second person's approval, not the first's; and sees a changed pack", async () => {
  expect(await throughline("release", "--study", "s", "--approve", "B. Checker")).toBe(0);
  const path = join(folder, "s/output/private/ledger/ledger.json");
  const ledger = JSON.parse(readFileSync(path, "utf8"));
  expect(ledger.releases.at(-1).approvals).toEqual([{ name: "B. Checker", date: "2026-11-24" }]);
  expect(
    await throughline("release", "--study", "s", "--approve", ledger.releases[1].preparedBy),
  ).toBe(3);
  writeFileSync(join(folder, "s/output/release/index.html"), "changed");
  expect(await throughline("release", "--study", "s", "--approve", "B. Checker")).toBe(5);
});

test.each([
  ["one child", (row: string) => !row.startsWith("C001,")],
  ["one family", (row: string) => !row.includes(",F001,")],
])("refuses a second release without %s", async (_, keep) => {
  const path = join(folder, "s/data/children.csv");
  const whole = readFileSync(path, "utf8");
  const families = readFileSync(join(folder, "s/data/families.csv"), "utf8");
  const kept = whole.split(/\r?\n/).filter(keep);
  writeFileSync(path, kept.join("\n"));
  const before = pack();
  expect([await throughline("release", "--study", "s"), err.slice(0, 8)]).toEqual([4, "refused:"]);
  expect(pack()).toEqual(before);
  expect(err).not.toMatch(/C001|F001/);
  writeFileSync(path, whole);
  writeFileSync(join(folder, "s/data/families.csv"), families);
});

test("shows what each profile would hide, and a merge", async () => {
  expect(await throughline("release", "--study", "s", "--plan")).toBe(0);
  expect(out).toMatch(/children-strict \*/);
  expect(out).toContain("merge");
});
