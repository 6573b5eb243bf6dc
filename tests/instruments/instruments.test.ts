import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instrumentNames } from "../../cli/support/instrument-files.ts";
import { instrumentData } from "../../tools/instrument-data/instrument-data.ts";
import { runCli } from "../support/run-cli.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("there are six", () => {
  expect(instrumentNames()).toEqual([
    "neglect-return",
    "serious-case-review",
    "service-evaluation",
    "ssda903",
    "survey-waves",
    "thematic-inspection",
  ]);
});

it("lists each with what it is for", async () => {
  const { code, out } = await runCli(["init", "--list"]);
  expect(code).toBe(0);
  expect(out).toMatchSnapshot();
});

it("the synthetic data are those of their generators", () => {
  for (const [file, text] of instrumentData()) {
    expect(
      readFileSync(file, "utf8") === text,
      `${file}: node --import tsx tools/make-instrument-data.ts`,
    ).toBe(true);
  }
});

describe.each(instrumentNames())("%s", (name) => {
  const study = () => join(folder, name);

  it("has a page, a codebook, rules and a plan", () => {
    expect(existsSync(`docs/instruments/${name}.md`)).toBe(true);
    for (const path of ["study.yaml", "codebook.csv", "README.md"])
      expect(existsSync(`data-dictionary/instruments/${name}/${path}`)).toBe(true);
    expect(readdirSync(`data-dictionary/instruments/${name}/rules`).length).toBeGreaterThan(0);
  });

  it("starts a study that checks, passes its rule tests and lints", async () => {
    expect((await runCli(["init", name, "--instrument", name, "--with-data"], folder)).code).toBe(
      0,
    );
    const check = await runCli(["check", "--study", study()]);
    expect(check.out).toContain("No errors.");
    expect(check.code).toBe(0);
    const test = await runCli(["test", "--study", study()]);
    expect(test.code).toBe(0);
    expect(test.out).toContain(" 0 failed");
    const lint = await runCli(["codebook", "lint", "--study", study(), "--json"]);
    expect(JSON.parse(lint.out)).toMatchObject({ errors: 0 });
  });

  it("starts empty with a word on what to fill in, and says so until it is done", async () => {
    const empty = `${name}-empty`;
    const init = await runCli(["init", empty, "--instrument", name], folder);
    expect(init.code).toBe(0);
    expect(init.out).toMatchSnapshot();
    expect(Math.max(...init.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const inStudy = (...args: string[]) => runCli([...args, "--study", empty], folder);
    for (const command of [
      "run",
      "derive",
      "report",
      "drift",
      "export --to csv",
      "release --plan",
    ]) {
      const result = await inStudy(...command.split(" "));
      expect(result.code).toBe(3);
      expect(result.out).toBe("");
      expect(result.err).toContain("There is nothing to analyse yet");
      expect(result.err).toContain(`--instrument ${name} --with-data`);
    }
    expect((await inStudy("run")).err).toMatchSnapshot();
    expect((await inStudy("status")).out).toMatch(
      /Next: {2}throughline check {2}\(there is no data yet\)/,
    );
    expect((await inStudy("test")).code).toBe(0);
    expect((await inStudy("check")).out).toMatchSnapshot();
    expect(existsSync(join(folder, empty, "output"))).toBe(false);
  });

  it("has a test child for every row of its rules", async () => {
    const result = JSON.parse((await runCli(["test", "--study", study(), "--json"])).out);
    expect(result.untested).toEqual([]);
  });

  it("marks every row of its data as invented", () => {
    const files = (readdirSync(join(study(), "data"), { recursive: true }) as string[]).filter(
      (file) => file.endsWith(".csv"),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const rows = readFileSync(join(study(), "data", file), "utf8")
        .trim()
        .split("\r\n")
        .slice(1);
      for (const row of rows) expect(row).toMatch(name === "ssda903" ? /^SYN\d/ : /,SYNTHETIC$/);
    }
    expect(readFileSync(join(study(), "study.yaml"), "utf8")).toMatch(
      /SYNTHETIC[\s\S]*^synthetic: true$/m,
    );
  });

  it("runs its whole plan", async () => {
    const { code, out } = await runCli(["run", "--study", study()]);
    if (name !== "neglect-return") {
      expect(out).not.toContain("Not done");
      expect(code).toBe(0);
      expect(out.split(/\nLook next at|\nThen:/)[0]).toMatchSnapshot();
    }
    const results = readdirSync(join(study(), "output/review/results"));
    const planned = [
      ...readFileSync(join(study(), "study.yaml"), "utf8").matchAll(/^ {2}- title:/gm),
    ].length;
    if (name !== "neglect-return")
      expect(results.filter((file) => /^\d\d-[a-z]/.test(file)).length).toBeGreaterThanOrEqual(
        planned,
      );
  });
});
