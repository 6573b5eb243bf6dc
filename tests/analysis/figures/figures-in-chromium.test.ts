import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Figure, FigureOptions } from "../../../analysis/figures/figure.ts";
import { figureDocument } from "../../../cli/support/draw.ts";
import { awkwardFigures } from "../../support/awkward-figures.ts";
import { axeViolations, launchBrowser, openOffline } from "../../support/chromium.ts";
import { demoFigures } from "../../support/demo-figures.ts";

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "throughline-figures-"));
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const sets: readonly (readonly [string, (options: FigureOptions) => Figure[]])[] = [
  ["the demonstration study", demoFigures],
  ["awkward results", awkwardFigures],
];

describe.each(sets)("figures of %s in a browser", (set, draw) => {
  it.each([320, 720, 1280])("fit and keep their words apart at %i pixels", async (width) => {
    const figures = draw({ document: figureDocument(), width });
    const opened = await openOffline(browser, pageOf(`${set}-${width}`, figures));
    expect(await opened.page.evaluate(wordsAstray)).toEqual([]);
    expect(opened.trouble).toEqual([]);
    await opened.close();
  });

  it("have no fault that axe finds, and keep words and marks visible in forced colours", async () => {
    const figures = draw({ document: figureDocument(), width: 720 });
    const opened = await openOffline(browser, pageOf(`${set}-axe`, figures), { bypassCSP: true });
    expect(await axeViolations(opened.page)).toEqual([]);
    await opened.page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
    expect(await opened.page.evaluate(unseen)).toEqual([]);
    await opened.close();
  });
});

function pageOf(name: string, figures: readonly Figure[]): string {
  const file = join(folder, `${name.replaceAll(" ", "-")}.html`);
  const pictures = figures.map((figure) => {
    figure.element.setAttribute("data-name", figure.name);
    return `<figure><figcaption>${figure.name}</figcaption>${figure.element.outerHTML}</figure>`;
  });
  writeFileSync(
    file,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Figures</title></head><body><main><h1>Figures</h1>${pictures.join("\n")}</main></body></html>`,
  );
  return file;
}

/** Runs in the page: words outside their picture, and words that lie on one another. */
function wordsAstray(): string[] {
  const faults: string[] = [];
  for (const svg of document.querySelectorAll("svg.throughline-figure")) {
    const name = svg.getAttribute("data-name");
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent !== "")
      .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
    for (const { words, box } of boxes) {
      if (
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - 2 ||
        box.bottom > frame.bottom + 2
      ) {
        faults.push(`${name}: "${words}" is outside the picture`);
      }
    }
    boxes.forEach(({ words, box }, at) => {
      for (const other of boxes.slice(at + 1)) {
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const tall = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        // Lines of text may share the room of ascenders and descenders.
        if (wide > 1 && tall > 0.3 * Math.min(box.height, other.box.height)) {
          faults.push(`${name}: "${words}" lies on "${other.words}"`);
        }
      }
    });
  }
  return faults;
}

/** Runs in the page with forced colours: words on paper that have not the colour of the page's text. */
function unseen(): string[] {
  const probe = document.createElement("p");
  probe.style.color = "CanvasText";
  probe.style.backgroundColor = "Canvas";
  document.body.append(probe);
  const { color, backgroundColor } = getComputedStyle(probe);
  const faults: string[] = [];
  for (const svg of document.querySelectorAll("svg.throughline-figure")) {
    const name = svg.getAttribute("data-name");
    for (const text of svg.querySelectorAll("text.ink, text.tick")) {
      if (getComputedStyle(text).fill !== color) faults.push(`${name}: "${text.textContent}"`);
    }
    for (const paper of svg.querySelectorAll(".paper")) {
      if (getComputedStyle(paper).fill !== backgroundColor) faults.push(`${name}: paper`);
    }
    for (const mark of svg.querySelectorAll("rect.mark, circle.mark, line.rule, path.rule")) {
      if (getComputedStyle(mark).stroke !== color) faults.push(`${name}: ${mark.outerHTML}`);
    }
  }
  return [...new Set(faults)];
}
