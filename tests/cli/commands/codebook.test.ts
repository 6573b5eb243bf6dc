import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../../cli/run.ts";
import { completionScripts } from "../../../cli/support/completion-scripts.ts";
import { instrumentNames } from "../../../cli/support/instrument-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-codebook-"));
  const head =
    "field_name,form_name,section_header,field_type,field_label,select_choices_or_calculations\n";
  const codes =
    "-9, Not recorded on file | -8, Could not judge | -7, Not applicable | -6, Document unavailable";
  writeFileSync(
    join(folder, "old.csv"),
    `${head}child_id,children,,text,Child,\nsex,children,,radio,Sex,"1, Girl | 2, Boy | ${codes}"\n`,
  );
  writeFileSync(
    join(folder, "new.csv"),
    `${head}child_id,children,,text,Child,\nsex,children,,radio,Sex,"1, Boy | 2, Girl"\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function throughline(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await run(args, {
    cwd: folder,
    env: {},
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    width: 80,
    now: () => 0,
    today: () => "2026-01-01",
    exit: { code: 0 },
  });
  return { code, out, err };
}

test.each([
  ["show", ["codebook", "show", "--file", "old.csv"], 0],
  ["show a file", ["codebook", "show", "old.csv"], 0],
  ["show one of a file", ["codebook", "show", "old.csv", "sex"], 0],
  ["lint a file", ["codebook", "lint", "old.csv"], 0],
  ["lint a file that is not there", ["codebook", "lint", "none.csv"], 3],
  ["show a file that is not there", ["codebook", "show", "none.csv"], 3],
  ["a file given twice", ["codebook", "lint", "old.csv", "--file", "new.csv"], 2],
  ["diff with a study that is not there", ["codebook", "diff", "old.csv"], 3],
  ["show one", ["codebook", "show", "sex", "--file", "old.csv"], 0],
  ["a good codebook", ["codebook", "lint", "--file", "old.csv"], 0],
  ["lint", ["codebook", "lint", "--file", "new.csv"], 1],
  ["diff", ["codebook", "diff", "old.csv", "new.csv"], 1],
  ["no change", ["codebook", "diff", "old.csv", "old.csv"], 0],
  ["a name misspelt", ["codebook", "show", "sxe", "--file", "old.csv"], 3],
])("%s", async (_, args, code) => {
  const result = await throughline(...args);
  expect((result.err + result.out).replaceAll(folder, "FOLDER")).toMatchSnapshot();
  expect(result.code).toBe(code);
});

test.each([
  ["codebook", "lint", "--file", "new.csv"],
  ["codebook", "diff", "old.csv", "new.csv"],
  ["codebook", "show", "--file", "old.csv"],
  ["doctor"],
])("%s --json is one document with a schema", async (...args) => {
  const result = await throughline(...args, "--json");
  expect(JSON.parse(result.out).schema).toMatch(/^throughline\/[a-z-]+\/v1$/);
});

test("doctor finds this installation in order", async () => {
  const result = await throughline("doctor");
  expect(result.code).toBe(0);
  expect(result.out).toContain("Everything is in order.");
});

test.each(["bash", "zsh", "fish", "powershell"] as const)("completion for %s", (shell) => {
  const tree = [
    {
      name: "codebook",
      summary: "Show a study's codebook",
      words: ["show"],
      options: [{ name: "--json", summary: "print JSON" }],
    },
  ];
  expect(completionScripts[shell](tree)).toMatchSnapshot();
});

test.each(instrumentNames())("the codebook of %s has nothing to improve", async (name) => {
  const file = join(process.cwd(), "data-dictionary/instruments", name, "codebook.csv");
  const { code, out } = await throughline("codebook", "lint", file);
  expect(out).toMatch(/^\d+ variables, nothing to improve\.\n$/);
  expect(code).toBe(0);
});

test("a study's own codebook is the new one of a comparison when none is named", async () => {
  expect((await throughline("demo", "study")).code).toBe(0);
  const old = join(process.cwd(), "data-dictionary/instruments/neglect-return/codebook.csv");
  expect(await throughline("codebook", "diff", old, "--study", "study")).toMatchObject({
    code: 0,
    out: "The two codebooks mean the same.\n",
  });
});
