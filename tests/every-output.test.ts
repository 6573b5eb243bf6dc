import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath } from "./support/chromium.ts";
import { runCli } from "./support/run-cli.ts";
import { shortenPlan } from "./support/short-plan.ts";

// Everything that Throughline writes is opened in a browser whose only way out is a trap: a proxy on this
// computer that writes down who knocks. Requests, look-ups, sockets and beacons all have to pass it.
//
// Chromium asks for its maker of its own accord (accounts.google.com, update.googleapis.com), whatever is open
// although its background services are switched off. So the browser has one proxy, which nobody counts and which leads nowhere, and
// the pages have another, the trap: what knocks there, a page has asked for.

const folder = mkdtempSync(join(tmpdir(), "throughline-outputs-"));
const study = join(folder, "demo");
/** Somebody at the trap: the first line of what it said, if it said anything. */
interface Knock {
  words: string;
}
const knocks: Knock[] = [];
const trap = proxy((knock) => knocks.push(knock));
const nowhere = proxy(() => undefined);
let browser: Browser;
let pages: BrowserContext;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: browserPath(),
    args: [
      `--proxy-server=${await place(nowhere)}`,
      // This computer too is reached by the proxy only.
      "--proxy-bypass-list=<-loopback>",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  pages = await browser.newContext({
    proxy: { server: await place(trap), bypass: "<-loopback>" },
  });
  await runCli(["demo", "demo"], folder);
  shortenPlan(study);
  for (const args of [
    "report",
    "report --for practice",
    "report --for each-authority -o output/review/authorities",
    "notebook build 2 7",
    "release",
    "export --to svg,docx,xlsx,csv,frictionless,r,spss",
  ]) {
    const { code, err } = await runCli([...args.split(" "), "--study", study], study);
    expect([args, code, code === 0 ? "" : err]).toEqual([args, 0, ""]);
  }
}, 300_000);
afterAll(async () => {
  await browser?.close();
  trap.close();
  nowhere.close();
  rmSync(folder, { recursive: true, force: true });
});

const written = (): string[] =>
  (readdirSync(join(study, "output"), { recursive: true, encoding: "utf8" }) as string[])
    .filter((file) => extname(file) !== "")
    .sort();

/** A proxy that lets nobody through, and tells of everybody who tries. */
function proxy(knocked: (knock: Knock) => void): Server {
  return createServer((socket) => {
    const knock = { words: "" };
    knocked(knock);
    socket.on("error", () => undefined);
    socket.once("data", (bytes) => {
      knock.words = bytes.toString("latin1").split("\r\n", 1)[0] as string;
      socket.destroy();
    });
  });
}

async function place(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Opens files beside each other, lets their scripts run, and gives what tried to get out. */
async function opened(files: readonly string[]): Promise<Knock[]> {
  knocks.length = 0;
  await Promise.all(
    files.map(async (file) => {
      const page = await pages.newPage();
      await page.goto(pathToFileURL(file).href);
      // A picture has no script: what it would ask for, it asks for at once.
      if (file.endsWith(".svg")) await page.waitForTimeout(50);
      else await page.waitForLoadState("networkidle");
      await page.mouse.move(200, 200);
      await page.close();
    }),
  );
  return [...knocks];
}

describe("the trap", () => {
  it.each([
    ["a picture", '<img src="http://example.test/a.png">'],
    ["a style", '<style>@import url("https://example.test/a.css");</style>'],
    ["a script", '<script>fetch("http://127.0.0.1:8123/x").catch(() => 0)</script>'],
    ["a socket", '<script>new WebSocket("ws://example.test/x")</script>'],
    ["a farewell", '<script>navigator.sendBeacon("https://example.test/x", "y")</script>'],
  ])("catches %s", async (_, html) => {
    const file = join(folder, "trap.html");
    writeFileSync(file, `<!doctype html><title>t</title>${html}`);
    expect(await opened([file])).not.toEqual([]);
  });
});

describe("everything that is written", () => {
  it("opens in a browser without one attempt to connect", async () => {
    const files = written().filter((file) => [".html", ".svg"].includes(extname(file)));
    expect(files).toEqual(
      expect.arrayContaining([
        "review/report.html",
        "review/practice.html",
        "review/authorities/authority-d.html",
        "review/release/checker.html",
        "release/index.html",
        "private/notebooks/02-what-became-of-the-children.html",
        "private/notebooks/07-one-childs-story.html",
      ]),
    );
    expect(files.filter((file) => file.endsWith(".svg")).length).toBeGreaterThan(20);
    for (let at = 0; at < files.length; at += 6) {
      const some = files.slice(at, at + 6);
      const tried = await opened(some.map((file) => join(study, "output", file)));
      expect({ some, tried }).toEqual({ some, tried: [] });
    }
  }, 180_000);

  it("names no address to go to in documents, workbooks and text files", () => {
    // Names of XML vocabularies and of the standard are addresses that no program opens.
    const names =
      /https?:\/\/(?:schemas\.openxmlformats\.org|schemas\.microsoft\.com|purl\.org|www\.w3\.org|datapackage\.org)\/[^\s"'<>)]*/g;
    const found = written().flatMap((file) => {
      const bytes = readFileSync(join(study, "output", file));
      const texts = [".docx", ".xlsx"].includes(extname(file))
        ? Object.values(unzipSync(bytes)).map((part) => new TextDecoder().decode(part))
        : [".html", ".svg", ".csv", ".json", ".txt", ".sps", ".R"].includes(extname(file))
          ? [bytes.toString("utf8")]
          : [];
      const own = texts.flatMap((text) => [
        ...(text.replace(names, "").match(/(?:https?|wss?|ftp):\/\/[^\s"'<>)]{3,60}/g) ?? []),
        ...(text.match(/TargetMode="External"/g) ?? []),
      ]);
      // A notebook holds the code of its packages, whose comments name their homes.
      return file.startsWith("private/notebooks") || own.length === 0 ? [] : [[file, own[0]]];
    });
    expect(found).toEqual([]);
  });
});
