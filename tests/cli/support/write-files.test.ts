import type * as realFs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** The calls that change a disk; each can be made to fail, or to be the last before the process dies. */
const changing = [
  "openSync",
  "writeSync",
  "fsyncSync",
  "closeSync",
  "mkdirSync",
  "renameSync",
  "rmSync",
] as const;

const disk = vi.hoisted(() => ({
  calls: 0,
  failAt: Number.POSITIVE_INFINITY,
  code: "ENOSPC",
  /** After the failure, nothing works any more: what the disk holds then is what a kill leaves behind. */
  dead: false,
  failed: false,
  log: [] as string[],
}));

vi.mock("node:fs", async (original) => {
  const fs = await original<typeof realFs>();
  const wrapped = Object.fromEntries(
    changing.map((name) => [
      name,
      (...args: unknown[]) => {
        disk.calls++;
        disk.log.push(name);
        // An open file is closed even by a dying process.
        if (name !== "closeSync" && disk.calls >= disk.failAt && (disk.dead || !disk.failed)) {
          disk.failed = true;
          throw Object.assign(new Error("no"), { code: disk.code, path: String(args[0]) });
        }
        if (name === "fsyncSync") return undefined; // slow, and nothing here pulls the plug
        return (fs[name] as (...all: unknown[]) => unknown)(...args);
      },
    ]),
  );
  return { ...fs, ...wrapped, default: { ...fs, ...wrapped } };
});

const { finishInterrupted, replaceFolder, replaceTogether, writeFileAtomic } = await import(
  "../../../cli/support/write-files.ts"
);
const fs = await vi.importActual<typeof realFs>("node:fs");

let root = "";
beforeEach(() => {
  Object.assign(disk, {
    calls: 0,
    failAt: Number.POSITIVE_INFINITY,
    code: "ENOSPC",
    dead: false,
    failed: false,
  });
  root = fs.mkdtempSync(join(tmpdir(), "throughline-write-"));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const partsOf = (version: string) =>
  new Map<string, string | Map<string, string>>([
    [
      "private/derived",
      new Map([
        ["children.csv", `children ${version}\n`],
        [`only-${version}.csv`, version],
      ]),
    ],
    ["review/results", new Map([["deep/er/01.json", `{"v":"${version}"}`]])],
    ["review/report.html", `<p>${version}</p>`],
  ]);

/** Every file under a folder with its contents; those of a hidden folder apart. */
function contentsOf(folder: string): { files: Record<string, string>; hidden: string[] } {
  const files: Record<string, string> = {};
  const hidden: string[] = [];
  for (const path of fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (path.startsWith(".")) hidden.push(path);
    else if (fs.statSync(join(folder, path)).isFile())
      files[path] = fs.readFileSync(join(folder, path), "utf8");
  }
  return { files, hidden };
}

const expected = (version: string) => ({
  "keep.txt": "not ours",
  "private/derived/children.csv": `children ${version}\n`,
  [`private/derived/only-${version}.csv`]: version,
  "review/report.html": `<p>${version}</p>`,
  "review/results/deep/er/01.json": `{"v":"${version}"}`,
});

function withOld(): void {
  replaceTogether(root, partsOf("old"));
  fs.writeFileSync(join(root, "keep.txt"), "not ours");
  Object.assign(disk, { calls: 0, failed: false });
  disk.log.length = 0;
}

describe("replaceTogether", () => {
  it("puts the new in the place of the old, and leaves nothing behind", () => {
    withOld();
    replaceTogether(root, partsOf("new"));
    expect(contentsOf(root)).toEqual({ files: expected("new"), hidden: [] });
  });

  it("leaves the old whole and nothing behind when any one call fails, whatever it is", () => {
    withOld();
    replaceTogether(root, partsOf("new"));
    const steps = disk.calls;
    expect(steps).toBeGreaterThan(40);
    for (let step = 1; step <= steps; step++) {
      const code = ["ENOSPC", "EACCES", "EIO"][step % 3] as string;
      fs.rmSync(root, { recursive: true });
      disk.failAt = Number.POSITIVE_INFINITY;
      withOld();
      Object.assign(disk, { failAt: step, code });
      let failed = true;
      try {
        replaceTogether(root, partsOf("new"));
        failed = false;
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe(code);
      }
      expect(contentsOf(root).files).toEqual(expected(failed ? "old" : "new"));
      // Only a failure to clear away leaves anything, and the next writer clears it.
      disk.failAt = Number.POSITIVE_INFINITY;
      finishInterrupted(root);
      expect(contentsOf(root)).toEqual({ files: expected(failed ? "old" : "new"), hidden: [] });
    }
  });

  it("is whole again at the next opening, wherever the process was killed", () => {
    withOld();
    replaceTogether(root, partsOf("new"));
    const steps = disk.calls;
    const seen = new Set<string>();
    for (let step = 1; step <= steps; step++) {
      fs.rmSync(root, { recursive: true });
      Object.assign(disk, { failAt: Number.POSITIVE_INFINITY, dead: false });
      withOld();
      Object.assign(disk, { failAt: step, dead: true });
      try {
        replaceTogether(root, partsOf("new"));
      } catch {
        // killed
      }
      Object.assign(disk, { failAt: Number.POSITIVE_INFINITY, dead: false });
      finishInterrupted(root);
      const { files, hidden } = contentsOf(root);
      expect(hidden).toEqual([]);
      const version = files["review/report.html"] === "<p>new</p>" ? "new" : "old";
      expect(files).toEqual(expected(version));
      seen.add(version);
    }
    expect([...seen].sort()).toEqual(["new", "old"]);
  });

  it("finishes at the next opening even when killed a second time while finishing", () => {
    for (let second = 1; second < 30; second += 2) {
      fs.rmSync(root, { recursive: true, force: true });
      Object.assign(disk, { failAt: Number.POSITIVE_INFINITY, dead: false });
      withOld();
      replaceTogether(root, partsOf("new"));
      const commitAt = disk.log.indexOf("renameSync") + 1;
      fs.rmSync(root, { recursive: true });
      withOld();
      Object.assign(disk, { failAt: commitAt + 3, dead: true });
      expect(() => replaceTogether(root, partsOf("new"))).toThrow();
      Object.assign(disk, { calls: 0, failAt: second, failed: false });
      try {
        finishInterrupted(root);
      } catch {
        // killed again
      }
      Object.assign(disk, { failAt: Number.POSITIVE_INFINITY, dead: false });
      finishInterrupted(root);
      expect(contentsOf(root)).toEqual({ files: expected("new"), hidden: [] });
    }
  });

  it("leaves alone what a running process is writing, and refuses to write over it", () => {
    withOld();
    const name = `.throughline-${"0".repeat(8)}-${process.ppid}-12345678`;
    fs.mkdirSync(join(root, `${name}.staging`));
    finishInterrupted(root);
    replaceTogether(root, partsOf("new"));
    expect(contentsOf(root).hidden).toEqual([`${name}.staging`]);
    fs.renameSync(join(root, `${name}.staging`), join(root, `${name}.commit`));
    fs.writeFileSync(join(root, `${name}.commit`, "parts.json"), "[]");
    expect(() => replaceTogether(root, partsOf("old"))).toThrowErrorMatchingInlineSnapshot(
      `[InputError: Another run of Throughline is writing to this folder at this moment.]`,
    );
    expect(contentsOf(root).files).toEqual(expected("new"));
  });

  it("refuses a path that leaves its folder", () => {
    for (const path of ["../out.txt", "a/../../out.txt", "/etc/out.txt"])
      expect(() => replaceTogether(root, new Map([[path, "x"]]))).toThrow(/inside its folder/);
    expect(contentsOf(root)).toEqual({ files: {}, hidden: [] });
  });

  it("says which folder is in the way when a file stands in its place", () => {
    fs.writeFileSync(join(root, "file"), "");
    expect(() => replaceFolder(join(root, "file", "output"), new Map([["a", "b"]]))).toThrow(
      /ENOTDIR|EEXIST/,
    );
    expect(contentsOf(root)).toEqual({ files: { file: "" }, hidden: [] });
  });
});

describe("writeFileAtomic", () => {
  it("leaves the old file whole at every failure and clears up after a kill", () => {
    const file = join(root, "draft.html");
    writeFileAtomic(file, "old");
    disk.calls = 0;
    writeFileAtomic(file, "new");
    const steps = disk.calls;
    for (const dead of [false, true]) {
      for (let step = 1; step <= steps; step++) {
        fs.rmSync(root, { recursive: true });
        Object.assign(disk, { failAt: Number.POSITIVE_INFINITY, dead: false });
        writeFileAtomic(file, "old");
        Object.assign(disk, { calls: 0, failAt: step, dead, failed: false });
        try {
          writeFileAtomic(file, "new");
        } catch {
          // failed or killed
        }
        Object.assign(disk, { failAt: Number.POSITIVE_INFINITY, dead: false });
        expect(["old", "new"]).toContain(fs.readFileSync(file, "utf8"));
        finishInterrupted(root);
        expect(fs.readdirSync(root)).toEqual(["draft.html"]);
      }
    }
  });
});

describe("a command whose disk fails", () => {
  it.each([
    ["ENOSPC", "disk-full"],
    ["EROFS", "no-permission"],
    ["EACCES", "no-permission"],
  ])("%s: exits 3, says so, and leaves the old output whole", async (code, word) => {
    const { runCli } = await import("../../support/run-cli.ts");
    const study = join(root, "study");
    await runCli(["init", study, "--instrument", "service-evaluation", "--with-data"], root);
    await runCli(["derive", "--study", study], root);
    const before = contentsOf(study);
    for (const args of [["derive"], ["export", "--to", "csv"], ["run", "--quiet"]]) {
      Object.assign(disk, { calls: 0, failAt: 12, code, failed: false });
      const result = await runCli([...args, "--study", study], root);
      disk.failAt = Number.POSITIVE_INFINITY;
      expect(result.code).toBe(3);
      expect(result.err).toContain(`error[${word}]`);
      expect(result.out).toBe("");
      expect(contentsOf(study)).toEqual(before);
    }
  });
});
