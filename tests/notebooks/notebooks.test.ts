import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pText } from "../../analysis/words/number-text.ts";
import { checkNotebookTypes } from "../support/check-notebook-types.ts";
import {
  axeViolations,
  launchBrowser,
  type OfflinePage,
  openOffline,
} from "../support/chromium.ts";
import { runCli } from "../support/run-cli.ts";

const names = readdirSync("notebooks")
  .filter((name) => name.endsWith(".html"))
  .sort();
let folder = "";
let study = "";
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-"));
  study = join(folder, "demo");
  await runCli(["demo", "demo"], folder);
  const { code, err } = await runCli(["notebook", "build", "--study", study, "-q"], folder);
  expect(err).toBe("");
  expect(code).toBe(0);
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a built notebook from disk with the network cut, and waits until every cell has run. */
async function afresh(name: string): Promise<OfflinePage> {
  const opened = await openOffline(browser, join(study, "output/private/notebooks", name), {
    viewport: { width: 1280, height: 900 },
  });
  await settled(opened.page);
  return opened;
}

/** A notebook as it opens, for tests that read and touch nothing: each is opened once and left open. */
async function open(name: string): Promise<OfflinePage> {
  const opened = untouched.get(name) ?? (await afresh(name));
  untouched.set(name, opened);
  return opened;
}
const untouched = new Map<string, OfflinePage>();

/** Waits until the page has stood still for a moment. */
async function settled(page: Page): Promise<void> {
  let before = "";
  for (let same = 0, turn = 0; same < 3 && turn < 200; turn++) {
    const now = await page.evaluate(() => document.querySelector("main")?.innerHTML ?? "");
    same = now === before && now !== "" ? same + 1 : 0;
    before = now;
    await page.waitForTimeout(60);
  }
}

const answers = (page: Page): Promise<string[]> => page.locator(".answer").allInnerTexts();

describe("the notebooks", () => {
  it("have cells whose types are right", () => {
    expect(
      checkNotebookTypes(
        names.map((name) => join("notebooks", name)),
        process.cwd(),
      ),
    ).toEqual([]);
  });

  it("would be found out if a type were wrong", () => {
    const wrong = join(folder, "wrong.html");
    writeFileSync(
      wrong,
      '<!doctype html>\n<notebook>\n  <title>Wrong</title>\n  <script id="1" type="text/x-typescript">\n    import { counted } from "../analysis/words/number-text.ts";\n    display(counted("one", "child", "children"));\n  </script>\n</notebook>\n',
    );
    expect(checkNotebookTypes([wrong], process.cwd())).toEqual([
      expect.stringMatching(/^notebooks\/wrong\.html\(6,21\): error TS2345/),
    ]);
  });

  it("are numbered as questions", () => {
    expect(names.map((name) => name.slice(0, 2))).toEqual(names.map((_, at) => `0${at + 1}`));
    expect(names).toHaveLength(8);
  });

  it.each(names)("%s runs from disk without the network, an error or a barrier", async (name) => {
    const { page, trouble } = await open(name);
    expect(await page.locator(".observablehq--error").allTextContents()).toEqual([]);
    expect(await page.locator(".refused").allTextContents()).toEqual([]);
    expect(await page.locator("main h1").count()).toBe(1);
    expect(await page.locator(".banner").innerText()).toMatch(
      /PRIVATE.*not for release.*SYNTHETIC/,
    );
    expect(await page.locator("main svg, main table").count()).toBeGreaterThan(1);
    // Light, dark and forced colours at a desk; then a telephone; then paper.
    expect(await axeViolations(page)).toEqual([]);
    for (const look of [{ colorScheme: "dark" }, { forcedColors: "active" }] as const) {
      await page.emulateMedia({ colorScheme: "light", forcedColors: "none", ...look });
      expect(await axeViolations(page, "colours")).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      320,
    );
    await page.setViewportSize({ width: 680, height: 1000 });
    await page.emulateMedia({ media: "print" });
    expect(
      await page.evaluate(
        () =>
          [...document.querySelectorAll("main svg, main pre, main form")].filter(
            (each) => each.getBoundingClientRect().right > window.innerWidth + 1,
          ).length,
      ),
    ).toBe(0);
    expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe("%PDF-");
    expect(trouble).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ media: "screen" });
    await settled(page);
  });
});

describe("the controls", () => {
  it("code the children again when a threshold moves", async () => {
    const { page, trouble, close } = await afresh(names[1] as string);
    const counts = (): Promise<string[]> =>
      page.locator("table", { hasText: "Own rule" }).first().locator("tbody tr").allInnerTexts();
    expect((await counts()).map((row) => row.split("\t").slice(0, 4))).toEqual([
      ["Stably at home", "59", "43%", "59"],
      ["Stably away from home", "40", "29%", "40"],
      ["Unstable", "39", "28%", "39"],
    ]);
    const months = page.getByLabel("Settled home, months", { exact: true });
    await months.fill("24");
    await months.press("Enter");
    await settled(page);
    const moved = await counts();
    expect(moved[0]).not.toMatch(/^Stably at home\t59\t/);
    expect(moved[0]).toMatch(/\t59\t43%$/);
    expect((await answers(page))[0]).toMatch(/\d+ child(ren)? of 138 would be coded otherwise/);
    await page.getByLabel("Authority", { exact: true }).selectOption({ label: "Authority A" });
    await settled(page);
    expect((await answers(page))[0]).toContain("39 children: children in Authority A");
    expect(trouble).toEqual([]);
    await close();
  });

  it("grow the tree again from what is allowed", async () => {
    const { page, trouble, close } = await afresh(names[3] as string);
    const headline = (): Promise<string> =>
      page
        .locator("figure.drawn strong", { hasText: /divides|splits|split/ })
        .first()
        .innerText();
    const before = await headline();
    const tree = page.locator(".controls", { hasText: "The tree may use" });
    const ticked = tree.locator("input[type=checkbox]:checked");
    while ((await ticked.count()) > 0) await ticked.first().uncheck();
    await tree.getByLabel("Authority", { exact: true }).check();
    await settled(page);
    expect(await headline()).not.toBe(before);
    expect(await headline()).toMatch(/authority/i);
    expect(trouble).toEqual([]);
    await close();
  });

  it("compare authorities on another event and age", async () => {
    const { page, trouble, close } = await afresh(names[4] as string);
    expect((await answers(page))[0]).toContain("(99 of 138)");
    await page.getByLabel("Stably away from home", { exact: true }).uncheck();
    await settled(page);
    expect((await answers(page))[0]).toContain("(59 of 138)");
    await page.getByLabel("Age band", { exact: true }).selectOption({ label: "Over 12" });
    await settled(page);
    expect((await answers(page))[0]).toContain("(8 of 32)");
    expect(trouble).toEqual([]);
    await close();
  });
});

describe("the numbers", () => {
  // biome-ignore lint/suspicious/noExplicitAny: documents of several commands
  const json = async (...args: string[]): Promise<any> =>
    JSON.parse((await runCli([...args, "--json", "--study", study], folder)).out);
  /** The cells of the first table with these words in it. */
  const rowsOf = async (page: Page, words: string): Promise<string[][]> => {
    const table = page.locator("table", { hasText: words }).first();
    const rows = await table.locator("tbody tr").all();
    return Promise.all(
      rows.map(async (row) =>
        (await row.locator("th, td").allTextContents()).map((cell) => cell.replaceAll(",", "")),
      ),
    );
  };
  const p = (value: number): string => pText(value).replace("\u00a0", " ");

  it("2: outcomes are those of describe; with other thresholds those of sensitivity", async () => {
    const described = await json("describe", "stability_5y");
    const { points } = await json("sensitivity", "stability_5y");
    const { page, close } = await afresh(names[1] as string);
    const now = async () => (await rowsOf(page, "Own rule")).map((row) => Number(row[1]));
    const counts = described.sections[0].table.rows.map((row: { count: number }) => row.count);
    expect(await now()).toEqual(counts.slice(0, 3));
    for (const [months, away, moves] of [
      [18, 12, 2],
      [18, 6, 3],
    ]) {
      for (const [label, value] of [
        ["Settled home, months", months],
        ["Settled away, months", away],
        ["Most moves", moves],
      ] as const) {
        const control = page.getByLabel(label, { exact: true });
        await control.fill(String(value));
        await control.press("Enter");
      }
      await settled(page);
      const point = points.find(
        (each: { parameters: Record<string, number> }) =>
          each.parameters.settled_home_months === months &&
          each.parameters.settled_away_months === away &&
          each.parameters.most_moves === moves,
      );
      const { stable_at_home, stable_away, unstable } = point.counts;
      expect(await now()).toEqual([stable_at_home, stable_away, unstable]);
      expect((await answers(page))[0]).toContain(`${point.moved} child`);
    }
    await close();
  });

  it("3: signs of drift are those of drift", async () => {
    const { indicators } = await json("drift");
    const { page } = await open(names[2] as string);
    expect((await rowsOf(page, "Findings")).map((row) => row.slice(0, 3))).toEqual(
      indicators.map((each: { label: string; families: number; findings: number }) => [
        each.label,
        String(each.families),
        String(each.findings),
      ]),
    );
  });

  it("4: tests are those of associate, the tree and its trial those of tree", async () => {
    const { page } = await open(names[3] as string);
    const tests = await rowsOf(page, "allowing for the number of tests");
    const variables = await page
      .locator(".controls", { hasText: "Variables" })
      .locator("input[type=checkbox]:checked")
      .count();
    expect(tests).toHaveLength(variables);
    const { results } = await json(
      ...["associate", "stability_5y", "--with"],
      "age_band,case_management,authority,specialist_help_parent,behaviour_problems,neglect_severity,parent_alcohol_misuse,domestic_violence,failed_returns_band,age_at_index",
    );
    for (const each of results) {
      const row = tests.find(([label]) => label === each.label);
      expect(row).toEqual([
        each.label,
        String(each.n),
        p(each.pValue),
        p(each.holmPValue),
        p(each.naivePValue),
      ]);
    }
    const tree = await json(
      ...["tree", "stability_5y", "--with", "age_at_index,authority,case_management"],
    );
    const nodes = await rowsOf(page, "Split by");
    expect(nodes.map((row) => Number(row[1]))).toEqual(
      tree.nodes.map((node: { n: number }) => node.n),
    );
    const first = await rowsOf(page, "First split and splits anywhere");
    expect(first.slice(0, 3).map((row) => row.slice(0, 2))).toEqual(
      tree.stability.root.map((each: { label: string; count: number }) => [
        each.label,
        String(each.count),
      ]),
    );
  });

  it("5: authorities are those of compare, raw and among the oldest", async () => {
    const { page } = await open(names[4] as string);
    const shown = async () =>
      (await rowsOf(page, "Drawn in to the mean")).map((row) => row.slice(0, 3));
    const compare = [
      "compare",
      "--outcome",
      "stability_5y",
      "--event",
      "stable_at_home,stable_away",
    ];
    const { authorities, events, n } = await json(...compare);
    expect(await shown()).toEqual(
      authorities.map((each: { name: string; n: number; events: number }) => [
        each.name,
        String(each.n),
        String(each.events),
      ]),
    );
    expect((await answers(page))[0]).toContain(`(${events} of ${n})`);
  });

  it("6: the grid is that of sensitivity, agreement that of agree", async () => {
    const { points } = await json("sensitivity", "stability_5y");
    const { overall, results } = await json("agree");
    const { page } = await open(names[5] as string);
    const [grid] = await answers(page);
    const most = Math.max(...points.map((each: { moved: number }) => each.moved));
    expect(grid).toContain(`${points.length} settings`);
    expect(grid).toContain(`At most ${most} children`);
    const said = (await answers(page)).find((words) => words.includes("coders agree"));
    expect(said).toContain(`${overall.agreeing} judgements of ${overall.n}`);
    const items = await rowsOf(page, "Made twice");
    expect(items).toHaveLength(results.length);
    for (const item of results) {
      const row = items.find(
        ([label, n, differ]) =>
          label === item.label && Number(n) === item.n && Number(differ) === item.disagreements,
      );
      const measure = item.measures.find(
        ({ method }: { method: string }) => method === item.headline,
      );
      if (row === undefined || measure.estimate === undefined) continue;
      expect(row.slice(4)).toEqual([
        measure.estimate.toFixed(2),
        `${measure.ciLow.toFixed(2)} to ${measure.ciHigh.toFixed(2)}`,
      ]);
    }
  });

  it("7: a child's outcome and reason are those of explain", async () => {
    const { traces } = await json("explain", "C001", "stability_5y");
    const { page } = await open(names[6] as string);
    expect((await answers(page))[0]).toContain(traces[0].because);
    const tried = (await rowsOf(page, "Holds?")).map((row) => row.slice(0, 2));
    expect(tried).toEqual(
      traces[0].tried.map((each: { number: number; holds: boolean }) => [
        String(each.number),
        each.holds ? "yes" : "no",
      ]),
    );
  });

  it("8: the test is that of associate", async () => {
    const { results } = await json("associate", "stability_5y", "--with", "case_management");
    const { page, close } = await afresh(names[7] as string);
    expect((await answers(page))[0]).toContain(`p = ${p(results[0].pValue)}`);
    await page.getByLabel("Against what", { exact: true }).selectOption({ label: "Authority" });
    await settled(page);
    const other = await json("associate", "stability_5y", "--with", "authority");
    expect((await answers(page))[0]).toContain(`p = ${p(other.results[0].pValue)}`);
    await close();
  });
});

describe("throughline notebook", () => {
  it("starts a notebook of one's own, which builds beside ours", async () => {
    const made = await runCli(
      ["notebook", "new", "moves", "--title", "Who moved?", "--from", "8", "--study", study],
      folder,
    );
    expect(made.code).toBe(0);
    expect(readFileSync(join(study, "notebooks/moves.html"), "utf8")).toContain(
      "<title>Who moved?</title>",
    );
    expect((await runCli(["notebook", "new", "moves", "--study", study], folder)).code).toBe(3);
    const { code } = await runCli(
      ["notebook", "build", "moves", "-o", "away", "-q", "--study", study],
      folder,
    );
    expect(code).toBe(0);
    expect(readdirSync(join(folder, "away"))).toEqual(["moves.html"]);
    const { page, trouble, close } = await openOffline(browser, join(folder, "away/moves.html"));
    await settled(page);
    expect(await page.title()).toBe("Who moved?");
    expect(await page.locator("figure.drawn").count()).toBe(2);
    expect(trouble).toEqual([]);
    await close();
  });

  it.each([
    ["a cell that asks for the network", 'import "https://example.test/x.js";', /offline/],
    ["a cell with a mistake", "const = 1;", /cannot be built/],
  ])("refuses %s and says so", async (_name, code, message) => {
    writeFileSync(
      join(study, "notebooks/bad.html"),
      `<!doctype html><notebook><title>Bad</title><script id="1" type="module">\n${code}\n</script></notebook>`,
    );
    const result = await runCli(["notebook", "build", "bad", "-q", "--study", study], folder);
    expect(result.code).toBe(3);
    expect(result.err).toMatch(message);
    rmSync(join(study, "notebooks/bad.html"));
  });

  it.each([
    [["notebook", "build", "nothing"], 3],
    [["notebook", "build", "-o", "demo/output/release"], 4],
    [["notebook", "new", "../escape"], 2],
    [["notebook", "open", "--port", "99999"], 2],
  ])("%j ends with code %i", async (args, code) => {
    const result = await runCli([...args, "--study", study], folder);
    expect(result.code).toBe(code);
    expect(result.err).not.toBe("");
  });
});
