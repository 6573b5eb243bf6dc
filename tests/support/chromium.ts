import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const programs = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];

/** The browser that is installed: the one CHROMIUM_PATH names, or the first of the usual names on PATH. */
export function browserPath(): string {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  const places = (process.env.PATH ?? "").split(delimiter);
  const found = places
    .flatMap((folder) => programs.map((program) => join(folder, program)))
    .find(canRun);
  if (found === undefined) throw new Error("The page tests need Chromium: see CONTRIBUTING.md.");
  return found;
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts the installed browser; it sends nothing of its own accord. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    args: [
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      // Chromium will not sandbox for root, as in most containers.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

/** A page opened from disk, and everything that should not have happened while it was open. */
export interface OfflinePage {
  readonly page: Page;
  /** Requests to anywhere but the file itself, console errors and thrown errors, in order. */
  readonly trouble: string[];
  readonly close: () => Promise<void>;
}

/**
 * Opens a file of ours in the browser with the network cut. Any request but the one for the file itself
 * is stopped and written down, as are console errors: a test expects `trouble` to be empty at its end.
 */
export async function openOffline(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OfflinePage> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  const address = pathToFileURL(file).href;
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url.split("#")[0] === address) return route.continue();
    trouble.push(`request: ${url.slice(0, 120)}`);
    return route.abort();
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      trouble.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
  await page.goto(address);
  return { page, trouble, close: () => context.close() };
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

/**
 * What axe finds wrong on a page by WCAG 2.2 A and AA and its best practices, one line a fault.
 * Where nothing but colours has changed since, its rules of colour are enough: they take half the time or less.
 *
 * A page whose policy forbids scripts must be opened with `bypassCSP: true` for this.
 */
export async function axeViolations(
  page: Page,
  rules: "all" | "colours" = "all",
): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  return page.evaluate(async (wanted) => {
    // biome-ignore lint/suspicious/noExplicitAny: axe comes into the page as a global
    const found = await (globalThis as any).axe.run(document, {
      runOnly:
        wanted === "colours"
          ? ["cat.color"]
          : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      // The rule of AAA is not among ours.
      rules: { "color-contrast-enhanced": { enabled: false } },
    });
    return found.violations.flatMap(
      (violation: { id: string; nodes: { target: string[]; failureSummary: string }[] }) =>
        violation.nodes.map(
          (node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`,
        ),
    );
  }, rules);
}
