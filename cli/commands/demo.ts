import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { demoTables } from "../../analysis/demo/demo-study.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { Io } from "../io.ts";
import { dialectSetting, encodeTable, type TableDialect } from "../support/encode-table.ts";
import { instrumentFiles } from "../support/instrument-files.ts";
import { wholeNumber } from "../support/load-data.ts";
import { replaceFolder } from "../support/write-files.ts";

interface DemoOptions {
  readonly force?: boolean;
  readonly seed?: number;
  readonly dialect: TableDialect;
  readonly dryRun?: boolean;
}

export function configure(command: Command, io: Io): void {
  command
    .argument("<folder>", "where to write the study")
    .option("-f, --force", "replace the folder if it is there")
    .option("--seed <n>", "another study with the same margins", wholeNumber)
    .addOption(
      new Option("--dialect <name>", "how to write the data files")
        .choices(["csv", "semicolon", "utf16", "dmy"])
        .default("csv"),
    )
    .option("-n, --dry-run", "say what would be written, and write nothing")
    .addHelpText(
      "after",
      `
Writes an invented study of 138 children from 104 families in 7 authorities. Its
raw records are made so that the rules find the published margins of Farmer and
Lutman's five-year follow-up. Every child in it is synthetic.

Examples:
  $ throughline demo my-demo && throughline run --study my-demo
  $ throughline demo my-demo --dialect semicolon --force`,
    )
    .action((folder: string, options: DemoOptions) => {
      const target = resolve(io.cwd, folder);
      requireFree(target, folder, options.force === true);
      const files = demoFiles(options.seed, options.dialect);
      if (options.dryRun) {
        io.out(`Would write ${files.size} files to ${folder}:\n`);
        for (const path of files.keys()) io.out(`  ${path}\n`);
        return;
      }
      replaceFolder(target, files);
      io.out(
        `The demonstration study is in ${folder}: 138 children, 104 families, 7 authorities.\nAll of it is SYNTHETIC.\n\nNext:  throughline run --study ${folder}\n`,
      );
    });
}

/** The files of the demonstration study. */
export function demoFiles(
  seed: number | undefined,
  dialect: TableDialect,
): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>(instrumentFiles("neglect-return"));
  for (const path of [...files.keys()]) {
    if (path.startsWith("data/")) files.delete(path);
  }
  const settings = new TextDecoder()
    .decode(files.get("study.yaml") as Uint8Array)
    .replace(
      /^title: .*$/m,
      'title: "Neglected children returned home: a five-year follow-up (SYNTHETIC)"',
    )
    .replace(/^synthetic: .*$/m, `synthetic: true\n${about}`)
    .replace(/^dialect: .*$/m, dialectSetting(dialect));
  files.set("study.yaml", settings);
  files.set("README.md", readme);
  for (const [name, rows] of Object.entries(demoTables(seed))) {
    // Every row says that it is invented, wherever the file may go.
    const marked = (rows as readonly (readonly string[])[]).map((row, place) => [
      ...row,
      place === 0 ? "synthetic" : "SYNTHETIC",
    ]);
    files.set(`data/${name}.csv`, encodeTable(marked, dialect));
  }
  return files;
}

/** What a team would write of its study; of this one, that it is invented. */
const about = `about:
  background: "Many neglected children who go home from care come back into it. Case files show what was done in between."
  aims: "To show every part of a report on a study that can be shown to anybody. No hypothesis is tested."
  design: "A follow-up study from case files: children are followed from a return home for five years. Every record is invented."
  setting: "Seven invented English authorities; returns home in 2001, followed to 2006."
  choosing: "The children are made so that the rules find the published margins of Farmer and Lutman's study."
  matching: "None."
  bias: "A part of the files is coded twice by invented coders who do not see each other's values."
  size: "Set to the 138 children and 104 families of the published study; nobody was sampled."
  linkage: "None: one set of files."
  access: "There are no source files behind the records."
  reading: "What the figures say here was put into them. They are good for learning the report, and for nothing else."
  applies_to: "To nobody: no child in it exists."
  funding: "None."`;

function requireFree(target: string, folder: string, force: boolean): void {
  if (!existsSync(target) || readdirSync(target).length === 0) return;
  if (!force) {
    throw new InputError(
      "folder-in-use",
      `${folder} is there already and not empty.`,
      "Choose another folder, or replace it with --force.",
    );
  }
  if (!existsSync(join(target, "study.yaml"))) {
    throw new InputError(
      "not-a-study",
      `${folder} is not a study folder, so --force will not replace it.`,
      "Choose another folder.",
    );
  }
}

const readme = `# SYNTHETIC demonstration study

Every child, family, date and authority in this folder is invented. The records are made by
\`throughline demo\` so that the rules in \`rules/\` find the published margins of Farmer and Lutman's
five-year follow-up of neglected children returned to their parents (DCSF-RB214, 2010): 138 children,
104 families, 7 authorities. Cell counts that the study did not publish are ours, and nothing here is a
finding about any real child or place.

- \`study.yaml\` says what the study is and what \`throughline run\` does.
- \`codebook.csv\` is its data dictionary, in the REDCap layout.
- \`rules/\` codes the outcomes and patterns; change a threshold and run again.
- \`data/\` holds the raw records, one table a file. No outcome is stored in them.
- \`output/\` is written by Throughline and safe to delete.
`;
