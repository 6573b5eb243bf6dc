import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NotebookServer, serveNotebooks } from "../../notebooks/tool/serve-notebooks.ts";
import { axeViolations, launchBrowser } from "../support/chromium.ts";
import { runCli } from "../support/run-cli.ts";

describe("the server of the preview", () => {
  let server: NotebookServer;
  let origin = "";
  let cookie = "";

  beforeAll(async () => {
    server = await serveNotebooks(
      {
        index: () => "<!doctype html><p>index</p>",
        page: async (file) => (file === "a b.html" ? "<!doctype html><p>page</p>" : null),
      },
      { port: 0, folder: "notebooks" },
    );
    origin = new URL(server.address).origin;
  });
  afterAll(() => server.close());

  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    new Promise<{ status: number; text: string; headers: IncomingHttpHeaders }>((done, fail) => {
      const asked = request(origin + path, { headers, method, agent: false }, (response) => {
        let text = "";
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () =>
          done({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
      });
      asked.on("error", fail);
      asked.end();
    });

  it("listens on 127.0.0.1 only, and shows nothing without its token", async () => {
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    for (const path of ["/", "/a%20b.html", "/?token=", "/?token=wrong"]) {
      expect((await ask(path)).status).toBe(403);
    }
  });

  it("opens once, for the browser that holds the cookie", async () => {
    const launch = server.address.slice(origin.length);
    const first = await ask(launch);
    expect(first.status).toBe(303);
    const [set] = first.headers["set-cookie"] ?? [];
    expect(set).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    cookie = (set as string).split(";")[0] as string;
    expect((await ask(launch)).status).toBe(403);
    const index = await ask("/", { cookie });
    expect([index.status, index.text]).toEqual([200, "<!doctype html><p>index</p>"]);
    expect(index.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(index.headers["access-control-allow-origin"]).toBeUndefined();
    expect((await ask("/a%20b.html", { cookie })).text).toContain("page");
    expect((await ask("/nothing.html", { cookie })).status).toBe(404);
    expect((await ask("/%E0%A4%A", { cookie })).status).toBe(404);
    expect((await ask("/01-what-is-in-the-study.html", { cookie })).status).toBe(404);
  });

  it.each([
    ["another host", { host: "evil.test" }, "GET"],
    ["another host's port", { host: "127.0.0.1:1" }, "GET"],
    ["another site's script", { origin: "https://evil.test" }, "GET"],
    ["a page of another site", { "sec-fetch-site": "cross-site" }, "GET"],
    ["a neighbour", { "sec-fetch-site": "same-site" }, "GET"],
    ["writing", {}, "POST"],
  ])("refuses %s, cookie or not", async (_name, headers, method) => {
    const { status, text } = await ask(
      "/",
      { cookie, ...(headers as Record<string, string>) },
      method,
    );
    expect([403, 405]).toContain(status);
    expect(text).not.toContain("index");
  });
});

describe("throughline notebook open", () => {
  let folder = "";
  let running: ChildProcess;
  let browser: Browser;
  let address = "";
  const trouble: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "throughline-"));
    await runCli(["demo", "demo"], folder);
    await runCli(
      ["notebook", "new", "moves", "--title", "Who moved?", "--study", join(folder, "demo")],
      folder,
    );
    running = spawn(
      process.execPath,
      ["--import", "tsx", resolve("cli/main.ts"), "notebook", "open", "--port", "0"].concat(
        "--study",
        join(folder, "demo"),
      ),
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const [text] = await once(running.stdout as NodeJS.ReadableStream, "data");
    address = String(text).trim();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    running?.kill("SIGKILL");
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page that writes down requests to anywhere else, and every error. */
  async function watched(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.route("**/*", (route) => {
      if (route.request().url().startsWith(new URL(address).origin)) return route.continue();
      trouble.push(`request: ${route.request().url()}`);
      return route.abort();
    });
    page.on("console", (message) => {
      if (message.type() === "error") trouble.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
    return page;
  }

  it("opens in a browser, leads to a notebook whose controls work, and shows a change on reload", async () => {
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+$/);
    const page = await watched();
    await page.goto(address);
    // The token is used up and gone from the address.
    expect(page.url()).toBe(`${new URL(address).origin}/`);
    expect(await page.locator("ol li a").count()).toBe(8);
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      320,
    );
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByRole("link", { name: "2. What became of the children?" }).click();
    await page.locator("figure.drawn svg").first().waitFor();
    const months = page.getByLabel("Settled home, months", { exact: true });
    await months.fill("24");
    await months.press("Enter");
    await page.locator(".answer", { hasText: /of 138 would be coded otherwise/ }).waitFor();

    await page.goto(`${new URL(address).origin}/moves.html`);
    expect(await page.title()).toBe("Who moved?");
    await page.locator("figure.drawn svg").first().waitFor();
    expect(trouble).toEqual([]);

    // A cell with a mistake says so on reload, and the page comes back, changed, when it is mended.
    const own = join(folder, "demo/notebooks/moves.html");
    const right = readFileSync(own, "utf8");
    writeFileSync(own, right.replace("const cohort", "const = 1; const cohort"));
    const refused = await page.reload();
    expect(refused?.status()).toBe(500);
    expect(await page.locator("body").innerText()).toContain("moves.html cannot be built");
    writeFileSync(own, right.replace("Who moved?", "Who moved, and when?"));
    // The browser has said that the answer was 500.
    trouble.length = 0;
    await page.reload();
    expect(await page.title()).toBe("Who moved, and when?");
    await page.locator("figure.drawn svg").first().waitFor();
    expect(trouble).toEqual([]);
    await page.context().close();
  });

  it("opens once: another browser is turned away", async () => {
    const page = await watched();
    const refused = await page.goto(address);
    expect(refused?.status()).toBe(403);
    expect(await page.locator("body").innerText()).toContain("it works once");
    await page.context().close();
  });

  it("refuses a port that is in use with exit code 3", async () => {
    const { port } = new URL(address);
    const { code, err } = await runCli(
      ["notebook", "open", "--port", port, "--study", join(folder, "demo")],
      folder,
    );
    expect(code).toBe(3);
    expect(err).toContain("That port is in use. Choose another with --port.");
  });

  it("ends when it is interrupted, and the port is free again", async () => {
    running.kill("SIGINT");
    const [code, signal] = await once(running, "exit");
    expect(signal === "SIGINT" || code === 130).toBe(true);
    const other = createServer().listen(Number(new URL(address).port), "127.0.0.1");
    await once(other, "listening");
    other.close();
  });
});
