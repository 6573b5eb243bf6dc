import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceFiles } from "./support/source-files.ts";

/**
 * The package as npm packs it, unpacked in an empty folder elsewhere. Its dependencies, those of production
 * and no others, are lent by this repository's node_modules, so that no registry is needed.
 */
let elsewhere = "";
let paths: readonly string[] = [];

beforeAll(() => {
  buildIfStale();
  elsewhere = mkdtempSync(join(tmpdir(), "throughline-package-"));
  const windows = process.platform === "win32";
  const packed = execFileSync(
    windows ? "npm.cmd" : "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", elsewhere],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], shell: windows },
  );
  const [pack] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  paths = pack.files.map((file) => file.path);
  const home = join(elsewhere, "node_modules", "throughline");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", join(elsewhere, pack.filename), "--strip-components=1", "-C", home]);
  for (const name of productionPackages()) {
    const link = join(elsewhere, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve("node_modules", name), link, "junction");
  }
});
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

/** Builds dist/ when a source is newer: npm test has built it already. */
function buildIfStale(): void {
  const built = existsSync("dist/cli/main.js") ? statSync("dist/cli/main.js").mtimeMs : 0;
  const newest = Math.max(
    ...sourceFiles(["cli", "analysis", "data-dictionary", "notebooks"]).map(
      (file) => statSync(file).mtimeMs,
    ),
  );
  if (newest > built) execFileSync(process.execPath, ["tools/build.mjs"], { stdio: "ignore" });
}

/** The packages at the top of node_modules that an installation without development brings along. */
function productionPackages(): string[] {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  return Object.entries(lock.packages).flatMap(([path, { dev }]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    return name === undefined || dev === true || !existsSync(path) ? [] : [name];
  });
}

/** Runs the installed program in the empty folder. */
const throughline = (...args: string[]): string =>
  execFileSync(
    process.execPath,
    [join(elsewhere, "node_modules/throughline/dist/cli/main.js"), ...args],
    { cwd: elsewhere, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );

describe("the package, installed in an empty folder elsewhere", () => {
  it("holds the program, its instruments and pages, and nothing of the workshop", () => {
    for (const path of [
      "dist/cli/main.js",
      "data-dictionary/instruments/ssda903/study.yaml",
      "data-dictionary/instruments/neglect-return/guidance/neglect_severity.md",
      "data-dictionary/study/study.schema.json",
      "data-dictionary/disclosure/profiles.yaml",
      "docs/commands/run.md",
      "README.md",
      "LICENSE",
    ])
      expect(paths).toContain(path);
    expect(
      paths.filter((path) => /^(tests|tools|bench|\.ci)\/|\.test\.|\.map$/.test(path)),
    ).toEqual([]);
  });

  it("names a program that starts as one", () => {
    const home = join(elsewhere, "node_modules/throughline");
    const { bin } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    const file = join(home, bin.throughline);
    expect(readFileSync(file, "utf8").split("\n")[0]).toBe("#!/usr/bin/env node");
    if (process.platform !== "win32") expect(statSync(file).mode & 0o111).not.toBe(0);
  });

  it("shows its help", () => {
    expect(throughline("--help")).toContain("throughline demo my-demo");
  });

  it("writes the demonstration study and runs it to its report", () => {
    expect(throughline("demo", "my-demo")).toContain("my-demo");
    const out = throughline("run", "--quiet", "--study", "my-demo");
    for (const line of [
      /Stably at home +59 +43%/,
      /Stably away from home +40 +29%/,
      /Unstable +39 +28%/,
      /Passive, later proactive +27 +26%/,
      /Supervision order, child at home +34 +21 +62%/,
    ])
      expect(out).toMatch(line);
    expect(readdirSync(join(elsewhere, "my-demo/output/review"))).toContain("report.html");
  });

  it("finds what else comes with it: a profile of release, a notebook to start from, its own state", () => {
    expect(throughline("release", "--plan", "--study", "my-demo")).toContain("children-strict");
    expect(throughline("notebook", "new", "mine", "--study", "my-demo")).toContain("mine.html");
    expect(throughline("doctor")).toContain("Everything is in order.");
  });
});
