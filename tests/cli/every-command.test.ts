import dns from "node:dns";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { commands } from "../../cli/commands/index.ts";
import { runCli } from "../support/run-cli.ts";
import { shortenPlan } from "../support/short-plan.ts";

/** One call of every command on the demonstration study, and the exit code it should end with. */
const calls: Readonly<Record<string, readonly [args: string, code: number]>> = {
  init: ["init ../new --instrument neglect-return", 0],
  demo: ["demo ../second", 0],
  check: ["check", 0],
  derive: ["derive", 0],
  explain: ["explain C017 stability_5y", 0],
  test: ["test", 0],
  sensitivity: ["sensitivity stability_5y", 0],
  drift: ["drift", 0],
  describe: ["describe stability_5y age_at_index", 0],
  associate: ["associate stability_5y --with age_band --permutations 99", 0],
  model: ["model stable_5y --with age_band", 0],
  tree: ["tree stability_5y --with age_at_index --resamples 20", 0],
  compare: ["compare --by authority --outcome stable_5y", 0],
  agree: ["agree", 0],
  run: ["run", 0],
  report: ["report --for practice", 0],
  notebook: ["notebook new mine", 0],
  release: ["release --plan", 0],
  export: ["export --to csv", 0],
  "check-text": ["check-text draft.md", 1],
  codebook: ["codebook lint", 0],
  status: ["status", 0],
  doctor: ["doctor", 0],
  completion: ["completion bash", 0],
};

let folder = "";
let study = "";
const attempts: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-every-"));
  await runCli(["demo", "study"], folder);
  study = join(folder, "study");
  // One analysis of each kind tries every road to a connection; the journeys run the whole plan.
  shortenPlan(study);
  writeFileSync(join(study, "draft.md"), "Of the children 106 of 131 (86%) lacked supervision.\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  attempts.length = 0;
  const refuse = (what: string) => () => {
    attempts.push(what);
    throw new Error("no network here");
  };
  vi.spyOn(net.Socket.prototype, "connect").mockImplementation(refuse("connect") as never);
  vi.spyOn(net.Server.prototype, "listen").mockImplementation(refuse("listen") as never);
  vi.spyOn(dns, "lookup").mockImplementation(refuse("lookup") as never);
  vi.stubGlobal("fetch", refuse("fetch"));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("every command, with connections made impossible", () => {
  it("is called here", () => {
    expect(Object.keys(calls).sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  it.each(Object.entries(calls))("%s runs and tries no connection", async (_name, [args, code]) => {
    const result = await runCli(args.split(" "), study);
    expect(result.err).not.toContain("unexpected");
    expect(attempts).toEqual([]);
    expect(result.code).toBe(code);
    expect(result.out).not.toMatch(/\bNaN\b|\bundefined\b|Infinity|\[object /);
  });

  it.each(commands.map(({ name }) => [name]))(
    "%s refuses an option it does not have",
    async (name) => {
      const { code, out, err } = await runCli([name, "--no-such-option"], study);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toMatch(/^error: /);
    },
  );
});
