import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NotebookServer, serveNotebooks } from "../../notebooks/tool/serve-notebooks.ts";
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
async function open(name: string): Promise<OfflinePage> {
  const opened = await openOffline(browser, join(study, "output/private/notebooks", name), {
    viewport: { width: 1000, height: 800 },
  });
  await settled(opened.page);
  return opened;
}

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
      '<!doctype html>\n<notebook>\n  <title>Wrong</title>\n  <script id="1" type="text/x-typescript">\n    import { counted } from "../analysis/report/number-text.ts";\n    display(counted("one", "child", "children"));\n  </script>\n</notebook>\n',
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
    const { page, trouble, close } = await open(name);
    expect(await page.locator(".observablehq--error").allTextContents()).toEqual([]);
    expect(await page.locator(".refused").allTextContents()).toEqual([]);
    expect(await page.locator("main h1").count()).toBe(1);
    expect(await page.locator(".banner").innerText()).toMatch(
      /PRIVATE.*not for release.*SYNTHETIC/,
    );
    expect(await page.locator("main svg, main table").count()).toBeGreaterThan(1);
    expect(trouble).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      320,
    );
    await close();
  });
});

describe("the controls", () => {
  it("code the children again when a threshold moves", async () => {
    const { page, trouble, close } = await open(names[1] as string);
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
    const { page, trouble, close } = await open(names[3] as string);
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
    const { page, trouble, close } = await open(names[4] as string);
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

describe("the preview", () => {
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
