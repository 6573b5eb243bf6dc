import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeViolations, launchBrowser, openOffline } from "./support/chromium.ts";

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "throughline-pages-"));
const pageFile = (html: string): string => {
  const file = join(folder, "page.html");
  writeFileSync(file, html);
  return file;
};

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the guard around pages", () => {
  it("catches a request, a console error and a missing alternative text", async () => {
    const file = pageFile(
      '<!doctype html><title>t</title><img src="https://example.org/a.png"><script>console.error("oops")</script>',
    );
    const opened = await openOffline(browser, file, { bypassCSP: true });
    expect(opened.trouble.some((line) => line.startsWith("request: https://example.org/"))).toBe(
      true,
    );
    expect(opened.trouble).toContain("console: oops");
    expect((await axeViolations(opened.page)).some((line) => line.startsWith("image-alt"))).toBe(
      true,
    );
    await opened.close();
  });

  it("is content with a plain page", async () => {
    const file = pageFile(
      '<!doctype html><html lang="en-GB"><title>Plain</title><main><h1>Plain</h1></main></html>',
    );
    const opened = await openOffline(browser, file, { bypassCSP: true });
    expect(await axeViolations(opened.page)).toEqual([]);
    expect(opened.trouble).toEqual([]);
    await opened.close();
  });
});
