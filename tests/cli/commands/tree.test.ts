import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../../../analysis/random/random.ts";
import { runCli } from "../../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-tree-"));
const write = (name: string, lines: readonly string[]): void =>
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
/** Runs the command; how a file was read is another test's. */
async function tree(...args: string[]) {
  const result = await runCli(["tree", ...args], folder);
  return { ...result, err: result.err.replaceAll(/^read .*\n/gm, "") };
}

/** 240 rows: colour and age matter; one constant column, one empty, and families of one to three. */
function trainingRows(): string[] {
  const random = seededRandom(11, "tree-cli");
  return Array.from({ length: 240 }, (_, row) => {
    const colour = ["red", "blue", "green"][random.below(3)] as string;
    const age = random.below(18);
    const size = ["small", "medium", "large", "-9"][random.below(4)] as string;
    const chance = 0.1 + (colour === "red" ? 0.5 : 0) + (age > 12 ? 0.4 : 0);
    const outcome = random.next() < chance ? "yes" : random.next() < 0.5 ? "no" : "maybe";
    const income = (random.below(2000) / 10 + (outcome === "yes" ? 60 : 0)).toFixed(1);
    return `${outcome},${colour},${age},${size},${income},one,k,,F${Math.floor(row / 2.3)},${random.below(3)}`;
  });
}
const header = "outcome,colour,age,size,income,single,constant,empty,family_id,times";

beforeAll(() => {
  const rows = trainingRows();
  write("data.csv", [header, ...rows]);
  write("one-row.csv", [header, rows[0] as string]);
  write("no-rows.csv", [header]);
  write("many.csv", ["y,x", ...Array.from({ length: 2500 }, (_, k) => `${k % 2},c${k}`)]);
  write("classes.csv", ["y,x", ...Array.from({ length: 240 }, (_, k) => `c${k % 120},${k % 2}`)]);
  write("new.csv", ["colour,age", "red,15", "purple,3", ",3", "blue,99", "blue,", "green,-4"]);
  write("half.csv", ["age", "3"]);
  write("words.csv", ["colour,age", "red,old"]);
  write("nobody.csv", ["colour,age"]);
  const { below } = seededRandom(12, "tree-cli-wide");
  write("wide.csv", [
    "y,authority,sixty,ages,constant,empty,family",
    ...Array.from({ length: 3000 }, (_, k) => {
      const authority = below(300);
      const yes = below(10) < 2 + 6 * Number(authority % 3 === 0);
      return `${yes ? "yes" : "no"},A${authority},c${below(60)},${((k * 617) % 3001) / 7},k,,F${k >> 1}`;
    }),
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const base = ["outcome", "--with", "colour,age", "--data", "data.csv"];
const quick = ["--resamples", "0", "--folds", "0"];

describe("throughline tree, wrong input", () => {
  it.each([
    ["a probability above 1", [...base, "--alpha-split", "2"]],
    ["an alpha of 0", [...base, "--alpha-split", "0"]],
    ["re-splitting at the alpha of merging", [...base, "--resplit", ".05"]],
    ["no predictors", ["outcome", "--data", "data.csv"]],
    ["an empty list of predictors", ["outcome", "--with", ",", "--data", "data.csv"]],
    ["the outcome as a predictor", ["outcome", "--with", "outcome", "--data", "data.csv"]],
    ["an unknown predictor", ["outcome", "--with", "color", "--data", "data.csv"]],
    ["an unknown outcome", ["outcomes", "--with", "age", "--data", "data.csv"]],
    ["a text as a predictor", ["y", "--with", "x", "--data", "many.csv", "--categorical", "x"]],
    ["too many classes", ["y", "--with", "x", "--data", "classes.csv", "--categorical", "y"]],
    ["a child of no rows", [...base, "--min-child", "0"]],
    ["too few arrangements", [...base, "--permutations", "10"]],
    ["families where there are none", [...base, "--min-families", "3"]],
    ["Rao–Scott without families", [...base, "--split-test", "rao-scott"]],
    ["gains of an unknown class", [...base, "--gains", "perhaps"]],
    ["costs of an unknown class", [...base, "--costs", "perhaps:no=2"]],
    ["costs without a number", [...base, "--costs", "yes:no"]],
    ["a prior for one class of three", [...base, "--priors", "yes=.5"]],
    ["a cut that is no number", [...base, "--cuts", "age=six"]],
    ["cuts for nobody in particular", [...base, "--cuts", "6"]],
    ["cuts of a predictor that is not there", [...base, "--cuts", "size=6"]],
    ["cuts of categories", [...base, "--cuts", "colour=6"]],
    ["one band", [...base, "--bands", "age=1"]],
    [
      "a number as classes",
      ["income", "--with", "age", "--data", "data.csv", "--outcome-type", "nominal"],
    ],
    ["classes as a number", [...base, "--outcome-type", "continuous"]],
    ["a file without rows", ["outcome", "--with", "age", "--data", "no-rows.csv"]],
    ["no row left", ["outcome", "--with", "empty", "--data", "data.csv", "--like", "r"]],
    [
      "a rule file of a number",
      ["income", "--with", "age", "--data", "data.csv", "--rules", "condition"],
    ],
    ["a number for R", ["income", "--with", "age", "--data", "data.csv", "--reproduce", "r"]],
    ["exhaustive CHAID for R", [...base, "--method", "exhaustive-chaid", "--reproduce", "r"]],
    ["new cases without a column", [...base, "--apply", "half.csv"]],
    ["new cases with a word for a number", [...base, "--apply", "words.csv"]],
    ["a file that is not there", [...base, "--apply", "none.csv"]],
  ])("refuses %s", async (_name, args) => {
    const { code, out, err } = await tree(...args);
    expect(out).toBe("");
    expect(code === 2 || code === 3).toBe(true);
    expect(`exit ${code}\n${err.replaceAll(folder, "FOLDER")}`).toMatchSnapshot();
  });
});

describe("throughline tree, data that do not split", () => {
  it.each([
    ["one class", ["single", "--with", "age", "--data", "data.csv"]],
    ["a constant predictor", ["outcome", "--with", "constant", "--data", "data.csv"]],
    ["a predictor that is always missing", ["outcome", "--with", "empty", "--data", "data.csv"]],
    ["one row", ["outcome", "--with", "age", "--data", "one-row.csv"]],
    ["children that would be too small", [...base, "--min-child", "400"]],
    ["no depth", [...base, "--depth", "0"]],
    ["noise", ["outcome", "--with", "size", "--data", "data.csv"]],
  ])("says why: %s", async (_name, args) => {
    const { code, out } = await tree(...args, ...quick);
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
  });
});

describe("throughline tree", () => {
  it("prints the tree, published cuts, gains and whether it is real, within 80 columns", async () => {
    const { code, out, err } = await tree(
      ...["outcome", "--with", "age,colour,size", "--data", "data.csv", "--family", "family_id"],
      ...["--cuts", "age=6,13,40", "--gains", "yes", "--resamples", "100"],
      ...["--costs", "yes:no=2", "--priors", "equal"],
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchSnapshot();
    expect(Math.max(...out.split("\n").map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });

  it("prints a numeric outcome, and frequencies", async () => {
    const number = await tree(
      "income",
      "--with",
      "age,colour",
      "--data",
      "data.csv",
      "--folds",
      "5",
      "--resamples",
      "50",
    );
    expect(number.out).toMatchSnapshot();
    const weighted = await tree(...base, "--weights", "times", ...quick);
    expect(weighted.out).toMatchSnapshot();
  });

  it("keeps to 80 columns with long names, and to 60 where the terminal has 60", async () => {
    const long = "A very long name of a category that goes on and on, and then goes on";
    write("long.csv", [
      `${"outcome".repeat(4)},${"predictor".repeat(4)},other`,
      ...Array.from({ length: 300 }, (_, k) => {
        const own = k % 3;
        return `"${long} ${(k * 7) % 5 < own + 1 ? "yes" : "no"}","${long} ${own}","${long} ${((k * 11) % 7) % 2}"`;
      }),
    ]);
    for (const width of [80, 60]) {
      const { code, out } = await runCli(
        [
          "tree",
          "outcome".repeat(4),
          "--with",
          `${"predictor".repeat(4)},other`,
          "--data",
          "long.csv",
          "--resamples",
          "50",
          "--alpha-split",
          ".9",
        ],
        folder,
        { width },
      );
      expect(code).toBe(0);
      const lines = out.split("\n");
      expect(lines.filter((line) => [...line].length > width)).toEqual([]);
    }
  });

  it.each([["chaid"], ["exhaustive-chaid"]])(
    "grows from 300 authorities, 60 categories, a constant and an empty column: %s",
    async (method) => {
      const args = ["y", "--with", "authority,sixty,ages,constant,empty", "--data", "wide.csv"];
      const { code, out } = await tree(...args, "--method", method, "--json", "--family", "family");
      expect(code).toBe(0);
      const grown = JSON.parse(out) as {
        nodes: { split: { variable: string; adjustedPValue: number } | null }[];
        predictors: { name: string; banding: string | null; edges: number[] | null }[];
        stability: { resamples: number };
      };
      // So many ways to merge 300 authorities that standard CHAID believes no split; the exhaustive method does.
      expect(grown.nodes[0]?.split?.variable).toBe(method === "chaid" ? undefined : "authority");
      expect(grown.stability.resamples).toBeGreaterThanOrEqual(20);
      // A number of many values is banded, and the document says where.
      const ages = grown.predictors.find(({ name }) => name === "ages");
      expect(ages?.banding).toBe("bands");
      expect(ages?.edges).toHaveLength(9);
    },
  );

  it("refuses to take each of thousands of values alone, at once", async () => {
    const { code, err } = await tree(
      ...["y", "--with", "ages", "--data", "wide.csv", "--bands", "ages=every"],
    );
    expect(code).toBe(3);
    expect(err).toMatchSnapshot();
  });

  it.each(["words", "sql", "condition"])("prints rules: %s", async (form) => {
    const { code, out } = await tree(...base, "--rules", form);
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
  });

  it("assigns new cases, and says what it did with those it had not seen", async () => {
    const csv = await tree(...base, "--apply", "new.csv");
    expect(csv.code).toBe(0);
    expect(`${csv.out}\n${csv.err}`).toMatchSnapshot();
    const json = JSON.parse((await tree(...base, "--apply", "new.csv", "--json")).out) as {
      schema: string;
      cases: {
        line: number;
        reachedEnd: boolean;
        stoppedAt: string | null;
        why: string | null;
        outside: string[];
      }[];
    };
    expect(json.schema).toBe("throughline/tree-cases/v1");
    expect(json.cases.map(({ line, why, outside }) => [line, why, outside])).toEqual([
      [2, null, []],
      [3, "not seen", []],
      [4, "missing", []],
      [5, null, ["age"]],
      [6, "missing", []],
      [7, null, ["age"]],
    ]);
    const nobody = await tree(...base, "--apply", "nobody.csv");
    expect(nobody.code).toBe(0);
    expect(nobody.err).toBe("note: nobody.csv holds no cases.\n");
  });

  it.each([
    ["r", [...base, "--weights", "times", "--cuts", "age=6,13"]],
    ["spss", [...base, "--weights", "times", "--cuts", "age=6,13", "--costs", "yes:no=2"]],
    ["spss", ["income", "--with", "age,size", "--ordered", "size", "--data", "data.csv"]],
  ])("prints code for %s", async (language, args) => {
    const { code, out } = await tree(...args, "--reproduce", language);
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
  });
});
