import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareAuthorities } from "../../../analysis/authorities/compare-authorities.ts";
import { funnel } from "../../../analysis/authorities/funnel.ts";
import { shareRows } from "../../../analysis/describe/share-rows.ts";
import { returnSurvival } from "../../../analysis/outcomes/return-survival.ts";
import { sensitivity } from "../../../analysis/outcomes/sensitivity.ts";
import { stateDistribution } from "../../../analysis/sequences/state-distribution.ts";
import { childTimeline } from "../../../analysis/timeline/child-timeline.ts";
import { growTree } from "../../../analysis/trees/grow-tree.ts";
import { treeSettings } from "../../../analysis/trees/settings.ts";
import { treeData } from "../../../analysis/trees/tree-data.ts";
import { figureDocument } from "../../../cli/support/draw.ts";
import * as figures from "../../support/browser-figures.ts";
import { launchBrowser, openOffline } from "../../support/chromium.ts";
import { demoDerived } from "../../support/demo-derived.ts";

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "throughline-bundle-"));
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Results as they are on disk: JSON, nothing else. */
function results(): Record<keyof typeof figures, readonly unknown[]> {
  const { children, time, outcomes } = demoDerived();
  const { name, label, unit, n, counts, labels } = outcomes[0] as (typeof outcomes)[number];
  const compared = compareAuthorities(children, "authority", "stability_5y", ["unstable"]);
  const tree = growTree(
    treeData(children, "stability_5y", ["age_at_index"]),
    treeSettings("throughline", true),
  );
  return JSON.parse(
    JSON.stringify({
      authorityDots: [compared],
      authorityFunnel: [funnel(compared.authorities), { measure: "Unstable", unit: "child" }],
      breakdownCurve: [returnSurvival(children, "age_band")],
      childTimelineFigure: [childTimeline(time, 4)],
      outcomeBars: [{ name, label, unit, n, counts, labels }],
      sensitivityGrid: [sensitivity(demoDerived(), "stability_5y")],
      stackedShares: [shareRows(children, "stability_5y", "age_band")],
      stateDistributionFigure: [stateDistribution(time)],
      treeFigure: [tree],
    }),
  );
}

it("draws in the browser what it draws on the server, from results alone", async () => {
  const bundle = await build({
    logLevel: "silent",
    configFile: false,
    build: {
      write: false,
      minify: false,
      lib: { entry: "tests/support/browser-figures.ts", formats: ["iife"], name: "figures" },
    },
  });
  const [first] = Array.isArray(bundle) ? bundle : [bundle];
  const code = first !== undefined && "output" in first ? first.output[0].code : "";
  const own = results();
  const file = join(folder, "page.html");
  writeFileSync(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title><script>${code.replaceAll("</script", "<\\/script")}</script><script type="application/json" id="results">${JSON.stringify(own).replaceAll("<", "\\u003c")}</script></html>`,
  );
  // On a screen of ordinary sharpness Plot moves lines by half a pixel; on a sharp one, as on the server, it does not.
  const opened = await openOffline(browser, file, { deviceScaleFactor: 2 });
  const there = await opened.page.evaluate(() => {
    // biome-ignore lint/suspicious/noExplicitAny: the bundle comes into the page as a global
    const draw = (globalThis as any).figures;
    const given = JSON.parse(document.getElementById("results")?.textContent ?? "");
    const outline = (node: Element): unknown => [
      node.tagName.toLowerCase(),
      [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
      node.children.length === 0 ? node.textContent : [...node.children].map(outline),
    ];
    return Object.fromEntries(
      Object.entries(given).map(([name, values]) => {
        const { element, ...words } = draw[name](...(values as unknown[]), {
          document,
          width: 720,
        });
        return [name, { words, picture: outline(element) }];
      }),
    );
  });
  expect(opened.trouble).toEqual([]);
  await opened.close();
  for (const [name, values] of Object.entries(own)) {
    const draw = new Map<string, unknown>(Object.entries(figures)).get(name) as (
      ...args: unknown[]
    ) => ReturnType<typeof figures.outcomeBars>;
    const { element, ...words } = draw(...values, { document: figureDocument(), width: 720 });
    expect(there[name]).toEqual({
      words: JSON.parse(JSON.stringify(words)),
      picture: outline(element),
    });
  }
});

function outline(node: Element): unknown {
  return [
    node.tagName.toLowerCase(),
    [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
    node.children.length === 0 ? node.textContent : [...node.children].map(outline),
  ];
}
