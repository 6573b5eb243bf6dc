import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../cli/commands/index.ts";
import { runCli } from "../support/run-cli.ts";
import { shortenPlan } from "../support/short-plan.ts";

let folder = "";
let study = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-"));
  study = join(folder, "demo");
  expect((await runCli(["demo", "demo"], folder)).code).toBe(0);
  // What is proved here is how data are read: the quick start, as it is printed, runs the whole plan.
  shortenPlan(study);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the program", () => {
  it("shows every command in its help", async () => {
    const { code, out } = await runCli(["--help"]);
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toContain(`  ${name}`);
  });

  it.each(commands.map(({ name }) => name))("%s has help with an example", async (name) => {
    const { code, out } = await runCli([name, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`$ throughline ${name}`);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it.each([
    ["an unknown command", ["descrbe"], 2],
    ["an unknown option", ["describe", "--colour"], 2],
    ["no study", ["derive", "--study", "/nowhere"], 3],
    ["an unknown variable", ["describe", "stabilty_5y", "--study", "DEMO"], 3],
    ["an unknown child", ["explain", "Jane", "--study", "DEMO"], 3],
    ["a missing file", ["describe", "x", "--data", "none.csv"], 3],
  ])("ends %s with its exit code and a message that says what to do", async (_name, args, code) => {
    const result = await runCli(
      args.map((arg) => (arg === "DEMO" ? study : arg)),
      folder,
    );
    expect(result.code).toBe(code);
    expect(result.out).toBe("");
    expect(result.err).not.toContain("Jane");
    expect(result.err.replaceAll(folder, "FOLDER")).toMatchSnapshot();
  });
});

describe("the demonstration study", () => {
  it("derives the published margins", async () => {
    const { code, out } = await runCli(["derive", "--study", study, "--json"]);
    expect(code).toBe(0);
    const document = JSON.parse(out) as {
      schema: string;
      outcomes: Record<string, { n: number; counts: Record<string, number> }>;
      patterns: Record<string, { unit: string; counts: Record<string, number> }>;
    };
    expect(document.schema).toBe("throughline/derive/v1");
    expect(document.outcomes.stability_5y?.counts).toEqual({
      stable_at_home: 59,
      stable_away: 40,
      unstable: 39,
      not_determinable: 0,
    });
    expect(document.patterns.case_management?.counts).toEqual({
      proactive_throughout: 26,
      proactive_then_passive: 26,
      passive_then_proactive: 27,
      passive_throughout: 25,
      mixed: 0,
    });
  });

  it("passes its own rule tests", async () => {
    const { code, out } = await runCli(["test", "--study", study]);
    expect(code).toBe(0);
    expect(out).toContain("0 failed");
  });

  it("has no faults", async () => {
    expect((await runCli(["check", "--study", study])).code).toBe(0);
  });

  it.each([["stable_at_home"], ["stable_away"], ["unstable"]])(
    "explains a child that is %s",
    async (value) => {
      const child = firstChild(value);
      const { code, out } = await runCli(["explain", child, "stability_5y", "--study", study]);
      expect(code).toBe(0);
      expect(out).toMatchSnapshot();
    },
  );

  it("splits by age at under 6, 6 to 12 and over 12, with authority and pattern offered too", async () => {
    const { out } = await runCli([
      "tree",
      "stability_5y",
      "--with",
      "age_at_index,authority,case_management",
      "--study",
      study,
      "--json",
      "--resamples",
      "20",
    ]);
    const [root] = (
      JSON.parse(out) as {
        nodes: { split: { variable: string; groupLabels: string[]; adjustedPValue: number } }[];
      }
    ).nodes;
    expect(root?.split.variable).toBe("age_at_index");
    expect(root?.split.groupLabels).toEqual(["5 and under", "6 to 12", "13 and over"]);
    expect(root?.split.adjustedPValue).toBeLessThan(0.05);
  });

  it("gives the same results from semicolons, UTF-16 and day-first dates", async () => {
    const derived = async (dialect: string): Promise<string> => {
      await runCli(["demo", dialect, "--dialect", dialect], folder);
      await runCli(["derive", "--study", join(folder, dialect)]);
      return ["children.csv", "families.csv", "summary.json"]
        .map((file) => readFileSync(join(folder, dialect, "output/private/derived", file), "utf8"))
        .join("\n");
    };
    const plain = await derived("csv");
    for (const dialect of ["semicolon", "utf16", "dmy"]) expect(await derived(dialect)).toBe(plain);
  });

  it("runs its plan", async () => {
    const { out, err } = await runCli(["run", "--study", study]);
    expect(out).toContain("Supervision order, child at home       34                21  62%");
    expect(out).toContain("Care order, permanence away from home  21                 5  24%");
    expect(err).toContain("138 rows = 138 used + 0 refused + 0 blank");
  });

  it("writes the same output, byte for byte, from UTF-16 with semicolons and day-first dates", async () => {
    const mixed = join(folder, "mixed");
    cpSync(study, mixed, { recursive: true });
    rmSync(join(mixed, "output"), { recursive: true });
    const settings = join(mixed, "study.yaml");
    writeFileSync(
      settings,
      readFileSync(settings, "utf8").replace(
        /^dialect: .*$/m,
        'dialect: { encoding: utf-16le, delimiter: ";", dates: dmy }',
      ),
    );
    for (const file of readdirSync(join(mixed, "data"))) {
      const path = join(mixed, "data", file);
      const text = readFileSync(path, "utf8");
      expect(text).not.toContain('"');
      const rewritten = text
        .replaceAll(/\b(\d{4})-(\d\d)-(\d\d)\b/g, "$3/$2/$1")
        .replaceAll(/[^,\r\n]*;[^,\r\n]*/g, (cell) => `"${cell}"`)
        .replaceAll(",", ";")
        .replaceAll("\r\n", "\n");
      writeFileSync(path, Buffer.from(`\ufeff${rewritten}`, "utf16le"));
    }
    await runCli(["run", "--study", mixed]);
    const filesOf = (place: string): string[] =>
      (readdirSync(join(place, "output"), { recursive: true, encoding: "utf8" }) as string[])
        .filter((path) => statSync(join(place, "output", path)).isFile())
        .sort();
    expect(filesOf(mixed)).toEqual(filesOf(study));
    expect(filesOf(mixed).length).toBeGreaterThan(25);
    for (const path of filesOf(study)) {
      const [plain, other] = [study, mixed].map((place) =>
        readFileSync(join(place, "output", path)),
      ) as [Buffer, Buffer];
      expect(other.equals(plain), path).toBe(true);
    }
  });

  it.each([
    ["describe", ["describe", "stability_5y", "case_management", "age_at_index"]],
    [
      "associate",
      ["associate", "stability_5y", "--with", "age_band,case_management", "--table", "--apa"],
    ],
    ["sensitivity", ["sensitivity", "stability_5y"]],
  ])("%s fits 80 columns and stays as it was", async (_name, args) => {
    const { code, out } = await runCli([...args, "--study", study]);
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
  });

  function firstChild(value: string): string {
    const [head, ...rows] = readFileSync(
      join(study, "output/private/derived/children.csv"),
      "utf8",
    ).split("\r\n");
    const at = (head ?? "").split(",").indexOf("stability_5y");
    return (rows.find((row) => row.split(",")[at] === value) ?? "").split(",")[0] ?? "";
  }
});
