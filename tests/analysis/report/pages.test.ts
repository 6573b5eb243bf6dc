import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Audience, pagesFor, type ReportPage } from "../../../cli/support/write-report.ts";
import { axeViolations, launchBrowser, openOffline } from "../../support/chromium.ts";
import { runCli } from "../../support/run-cli.ts";
import { writtenResults } from "../../support/written-results.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-report-"));
const review = join(folder, "study/output/review");
const pages = ["report.html", "practice.html", "authority-d.html", "service.html"];
const html = (file: string): string => readFileSync(join(review, file), "utf8");
let browser: Browser;

/** Pages made again from the results as they lie in the folder: the plan is done once only. */
const remade = (audience: Audience, study = "study"): string =>
  (pagesFor(writtenResults(join(folder, study)), audience)[0] as ReportPage).html;

beforeAll(async () => {
  browser = await launchBrowser();
  await runCli(["demo", "study"], folder);
  const { code } = await runCli(["report", "--study", "study", "-q"], folder);
  expect(code).toBe(0);
  await runCli(["init", "service", "--instrument", "service-evaluation", "--with-data"], folder);
  expect((await runCli(["report", "--study", "service", "-q"], folder)).code).toBe(0);
  writeFileSync(join(review, "practice.html"), remade({ kind: "practice" }));
  const authority = { kind: "authority", name: "Authority D" } as const;
  writeFileSync(join(review, "authority-d.html"), remade(authority));
  writeFileSync(
    join(review, "service.html"),
    readFileSync(join(folder, "service/output/review/report.html")),
  );
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(pages)("%s", (file) => {
  it("has no fault for axe on a telephone, at a desk and in forced colours, asks for nothing and fits", async () => {
    const opened = await openOffline(browser, join(review, file), {
      viewport: { width: 320, height: 900 },
      bypassCSP: true,
    });
    for (const [width, forcedColors, rules] of [
      [320, "none", "all"],
      [1280, "none", "all"],
      [1280, "active", "colours"],
    ] as const) {
      await opened.page.setViewportSize({ width, height: 900 });
      await opened.page.emulateMedia({ forcedColors });
      expect([width, forcedColors, await axeViolations(opened.page, rules)]).toEqual([
        width,
        forcedColors,
        [],
      ]);
      const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
    }
    expect(opened.trouble).toEqual([]);
    await opened.close();
  });

  it("opens under its own policy without a script, a request or an error", async () => {
    const opened = await openOffline(browser, join(review, file), { javaScriptEnabled: false });
    expect(opened.trouble).toEqual([]);
    await opened.close();
    expect(html(file)).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\/|<link|<img|<iframe/i);
    expect(html(file)).toContain("default-src 'none'");
  });

  it("prints on A4 with nothing folded away, and no picture or table wider than the sheet", async () => {
    const opened = await openOffline(browser, join(review, file), {
      viewport: { width: 658, height: 950 },
    });
    await opened.page.emulateMedia({ media: "print" });
    const hidden = await opened.page.evaluate(
      () =>
        [...document.querySelectorAll("details table")].filter(
          (table) => table.getBoundingClientRect().height === 0,
        ).length,
    );
    expect(hidden).toBe(0);
    const wide = await opened.page.evaluate(() =>
      [...document.querySelectorAll("svg, table")]
        .filter((each) => each.getBoundingClientRect().right > 660)
        .map((each) => each.textContent?.slice(0, 100)),
    );
    expect(wide).toEqual([]);
    const pdf = await opened.page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await opened.close();
  });

  it("says its status, in the title too", () => {
    const { document } = parseHTML(html(file));
    expect(document.title).toContain("not for release");
    expect(document.querySelector(".banner")?.textContent).toContain("SYNTHETIC");
    expect(html(file)).toContain('@bottom-left { content: "Real counts, for review');
  });

  it("binds every number of its prose to a result that gives it", () => {
    const { document } = parseHTML(html(file));
    const results = writtenResults(join(folder, file === "service.html" ? "service" : "study"));
    const bound = [...document.querySelectorAll("[data-from]")];
    expect(bound.length).toBeGreaterThan(15);
    const lost = bound.filter((each) => {
      const paths = (each.getAttribute("data-from") ?? "")
        .split(" ")
        .filter((own) => own.includes("#"));
      return paths.length === 0 || paths.some((path) => results.find(path) === undefined);
    });
    expect(lost.map((each) => each.textContent)).toEqual([]);
    // A count is printed as it is stored.
    const wrong = [...document.querySelectorAll("span.num")].filter((each) => {
      const value = results.find(each.getAttribute("data-from") ?? "");
      return (
        typeof value === "number" &&
        Number.isInteger(value) &&
        value > 1 &&
        each.textContent !== value.toLocaleString("en-GB")
      );
    });
    expect(wrong.map((each) => each.textContent)).toEqual([]);
    for (const each of bound) each.remove();
    const prose = [...document.querySelectorAll("main p, main li, main dd, .masthead .who")].filter(
      (each) => each.closest("figure, table, nav") === null,
    );
    const typed = prose.map((each) => each.textContent ?? "").filter((text) => /\d/.test(text));
    expect(typed).toEqual([]);
  });

  it("has one name for each place, and no link that leads nowhere", () => {
    const { document } = parseHTML(html(file));
    const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
    expect(ids.length).toBe(new Set(ids).size);
    const lost = [...document.querySelectorAll("a")]
      .map((link) => link.getAttribute("href") ?? "")
      .filter((href) => !ids.includes(href.slice(1)));
    expect(lost).toEqual([]);
  });

  it("goes down its headings step by step", () => {
    const { document } = parseHTML(html(file));
    const levels = [...document.querySelectorAll("h1,h2,h3,h4")].map((each) =>
      Number(each.tagName[1]),
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1).length).toBe(1);
    expect(
      levels.every((level, place) => place === 0 || level <= (levels[place - 1] as number) + 1),
    ).toBe(true);
  });

  it("gives every picture words and a table", () => {
    const { document } = parseHTML(html(file));
    for (const figure of document.querySelectorAll("figure")) {
      expect(figure.querySelectorAll("svg[role=img][aria-label]").length).toBe(2);
      expect(figure.querySelectorAll("table caption").length).toBe(1);
    }
  });
});

describe("the report", () => {
  it("weighs less than two megabytes and is the same again from its results, byte for byte", () => {
    expect(statSync(join(review, "report.html")).size).toBeLessThan(2_000_000);
    expect(remade({ kind: "research" })).toBe(html("report.html"));
  });

  it("lets a keyboard skip to the findings, and see where it is", async () => {
    const opened = await openOffline(browser, join(review, "report.html"), {
      viewport: { width: 1280, height: 900 },
    });
    await opened.page.keyboard.press("Tab");
    const link = opened.page.locator(".skip");
    expect(await link.evaluate((own) => own === document.activeElement)).toBe(true);
    expect((await link.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await opened.page.keyboard.press("Enter");
    expect(await opened.page.evaluate(() => document.activeElement?.id)).toBe("main");
    const small = await opened.page.evaluate(
      () =>
        [...document.querySelectorAll("nav a, summary")].filter(
          (target) => target.getBoundingClientRect().height < 24,
        ).length,
    );
    expect(small).toBe(0);
    await opened.close();
  });

  it("shows labels as they are, whatever they hold", async () => {
    const hostile = `<script>alert("x")</script> & 'quoted' <img src=x onerror=alert(1)>`;
    await runCli(["demo", "hostile"], folder);
    const codebook = join(folder, "hostile/codebook.csv");
    writeFileSync(
      codebook,
      readFileSync(codebook, "utf8").replace(
        /,Domestic violence,/g,
        `,"${hostile.replaceAll('"', '""')}",`,
      ),
    );
    const settings = join(folder, "hostile/study.yaml");
    writeFileSync(
      settings,
      readFileSync(settings, "utf8")
        .replace(/^title: .*$/m, `title: ${JSON.stringify(hostile)}`)
        // The last items take the longest, and hold no label of their own.
        .replace(/^ {2}- title: "Stability by age"[\s\S]*?(?=^published:)/m, ""),
    );
    const { code } = await runCli(["report", "--study", "hostile", "-q"], folder);
    expect(code).toBe(0);
    const file = join(folder, "hostile/output/review/report.html");
    const opened = await openOffline(browser, file, { bypassCSP: true });
    expect(await opened.page.locator("h1").textContent()).toBe(hostile);
    expect(await opened.page.locator("script, img").count()).toBe(0);
    expect(await opened.page.locator("body").textContent()).toContain(hostile);
    expect(opened.trouble).toEqual([]);
    await opened.close();
  });
});

describe("a page for one authority", () => {
  it("names no other authority", () => {
    expect(html("authority-d.html")).not.toMatch(/Authority [ABCEFG]\b/);
  });
});
