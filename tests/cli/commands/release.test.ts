import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DisclosureRefusal } from "../../../cli/exit-codes.ts";
import { run } from "../../../cli/run.ts";
import { openStudy } from "../../../cli/support/load-study.ts";
import { makeRelease } from "../../../cli/support/make-release.ts";
import { axeViolations, launchBrowser, openOffline } from "../../support/chromium.ts";

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

describe("the pages", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each([["release/index.html"], ["review/release/checker.html"]])(
    "%s has no fault for axe, asks for nothing and fits, wide and on a telephone",
    async (file) => {
      const { page, trouble, close } = await openOffline(browser, join(folder, "s/output", file), {
        bypassCSP: true,
      });
      for (const width of [1100, 320]) {
        await page.setViewportSize({ width, height: 900 });
        expect([width, await axeViolations(page)]).toEqual([width, []]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
      expect(trouble).toEqual([]);
      await close();
    },
  );

  test("say in words what is hidden, and draw nothing that is", async () => {
    const html = pack().get("index.html") as string;
    expect(html).toMatch(
      /stands for a count that is hidden: one of fewer than 10, or of children from/,
    );
    expect(html).toContain("hidden (c)");
    const { page, close } = await openOffline(browser, join(folder, "s/output/release/index.html"));
    // Every number in a picture is one that the tables print.
    const [drawn, printed] = await page.evaluate(() => {
      const words = (selector: string): string[] =>
        [...document.querySelectorAll(selector)].map((node) => node.textContent ?? "");
      return [words(".picture svg text"), words("td")] as const;
    });
    const numbers = new Set(printed.flatMap((text) => text.match(/\d+/g) ?? []));
    const figures = drawn.filter((text) => /^\d+%$/.test(text.trim()));
    expect(figures.length).toBeGreaterThan(20);
    for (const text of figures) expect(numbers).toContain(text.trim().slice(0, -1));
    await close();
  });

  test("give a curve in steps with at least the threshold in each", () => {
    const steps = (pack().get("curve.csv") as string).trimEnd().split("\r\n").slice(1);
    expect(steps.length).toBeGreaterThan(1);
    for (const step of steps) {
      const [, atRisk, brokeDown] = step.split(",").map(Number);
      expect(Number(atRisk)).toBeGreaterThanOrEqual(10);
      expect(Number(brokeDown)).toBeGreaterThanOrEqual(10);
    }
  });
});

test("puts authorities in the order of their letters, not of their names", () => {
  const table = [...pack().values()].find((text) => /,population,authority,/.test(text)) as string;
  const letters = [...table.matchAll(/Authority ([A-Z])/g)].map(([, letter]) => letter as string);
  expect([...new Set(letters)]).toEqual([...new Set(letters)].sort());
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
  expect(ledger.releases.at(-1).approvals).toEqual([
    { name: "B. Checker", date: "2026-11-24", account: userInfo().username },
  ]);
  // The tests run as one account: the ledger and the screen say so.
  expect(out).toContain("from the account that made the release");
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
  // Merges come before anything is hidden, and nothing is wider than a terminal.
  expect(out).toMatch(/^Merge first/);
  expect(out).toContain("Left out:");
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});
