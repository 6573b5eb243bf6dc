import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

let folder = "";
const old = () => join(folder, "old");

/** Every file of output/ with its contents, hidden ones too. */
function outputOf(study: string): Record<string, string> {
  const output = join(study, "output");
  const files = readdirSync(output, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  return Object.fromEntries(
    files
      .map((each) => join(each.parentPath, each.name))
      .sort()
      .map((path) => [path.slice(output.length + 1), readFileSync(path, "utf8")]),
  );
}

/** Another title and another threshold: every part of the output comes out differently. */
function change(study: string): void {
  const path = join(study, "study.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^title: .*/m, 'title: "Another title"'));
  const rule = join(study, "rules/needs.yaml");
  writeFileSync(rule, readFileSync(rule, "utf8").replace("serious_from: 4", "serious_from: 3"));
}

/** Runs the program in a process of its own; gives the signal that ended it. */
const runAndKill = (study: string, killAt: string): Promise<string | null> =>
  new Promise((done, failed) => {
    const child = spawn(
      process.execPath,
      [
        "--import",
        "tsx",
        "--import",
        pathToFileURL("tests/support/kill-at.mjs").href,
        "cli/main.ts",
        "run",
        "--study",
        study,
      ],
      { env: { ...process.env, KILL_AT: killAt }, stdio: "ignore" },
    );
    child.on("error", failed);
    child.on("exit", (_code, signal) => done(signal));
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-killed-"));
  await runCli(["init", old(), "--instrument", "service-evaluation", "--with-data"], folder);
  expect((await runCli(["run", "--study", old()], folder)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a run that is killed", () => {
  const points = ["writeSync:4", "renameSync:1", "renameSync:2", "renameSync:5"];

  it(`leaves the old output whole or the new one whole, at ${points.join(", ")}`, async () => {
    const before = outputOf(old());
    const finished = join(folder, "finished");
    cpSync(old(), finished, { recursive: true });
    change(finished);
    expect((await runCli(["run", "--study", finished], folder)).code).toBe(0);
    const after = outputOf(finished);
    for (const path of Object.keys(after).filter((each) => /summary|report|study\.json/.test(each)))
      expect(after[path]).not.toBe(before[path]);
    const found = await Promise.all(
      points.map(async (point, at) => {
        const study = join(folder, `killed-${at}`);
        cpSync(old(), study, { recursive: true });
        change(study);
        expect(await runAndKill(study, point)).toBe("SIGKILL");
        // Any command that reads the study puts things right.
        await runCli(["status", "--study", study], folder);
        const output = outputOf(study);
        return JSON.stringify(output) === JSON.stringify(before)
          ? "old"
          : JSON.stringify(output) === JSON.stringify(after)
            ? "new"
            : Object.keys(output);
      }),
    );
    expect(found).toEqual(["old", "old", "new", "new"]);
  }, 120_000);
});
