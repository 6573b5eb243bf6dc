import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { csvHeaderFor } from "../../data-dictionary/codebook/csv-header.ts";
import { readCodebook } from "../../data-dictionary/codebook/read-codebook.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { readCsv } from "../../data-dictionary/sources/csv/read-csv.ts";
import { parseStudy } from "../../data-dictionary/study/parse-study.ts";
import type { Io } from "../io.ts";
import { instrumentFiles, instrumentNames } from "../support/instrument-files.ts";
import { fillInWords } from "../support/refuse-empty-study.ts";
import { textTable } from "../support/text-table.ts";
import { wrapText } from "../support/wrap-text.ts";
import { replaceFolder } from "../support/write-files.ts";
import { demoFiles } from "./demo.ts";

interface InitOptions {
  readonly instrument?: string;
  readonly list?: boolean;
  readonly withData?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, io: Io): void {
  command
    .argument("[folder]", "where to start the study")
    .option("--instrument <name>", "the ready-made codebook, rules and plan to start from")
    .option("--list", "show the instruments")
    .option("--with-data", "take the instrument's small synthetic data set along")
    .option("-n, --dry-run", "say what would be written, and write nothing")
    .addHelpText(
      "after",
      `
Without --with-data the data files hold only their headers, ready to be filled.

Examples:
  $ throughline init --list
  $ throughline init my-study --instrument neglect-return
  $ throughline init try-it --instrument service-evaluation --with-data`,
    )
    .action((folder: string | undefined, options: InitOptions) => {
      if (options.list) {
        for (const name of instrumentNames()) {
          io.out(`${name}\n${wrapText(purposeOf(name), 2, io.width).join("\n")}\n`);
        }
        return;
      }
      if (folder === undefined || options.instrument === undefined) {
        throw new InputError(
          "missing-argument",
          "Say where to start the study and from which instrument.",
          `throughline init my-study --instrument NAME, where NAME is one of: ${instrumentNames().join(", ")}.`,
        );
      }
      const target = resolve(io.cwd, folder);
      if (existsSync(target) && readdirSync(target).length > 0) {
        throw new InputError(
          "folder-in-use",
          `${folder} is there already and not empty.`,
          "Choose another folder: nothing is ever written over a study.",
        );
      }
      const files = studyFilesOf(options.instrument, options.withData === true);
      if (options.dryRun) {
        io.out(`Would write ${files.size} files to ${folder}:\n`);
        for (const path of files.keys()) io.out(`  ${path}\n`);
        return;
      }
      replaceFolder(target, files);
      io.out(
        `${wrapText(`The study is in ${folder}, from the instrument ${options.instrument}.`, 0, io.width).join("\n")}\n\n${
          options.withData
            ? `Its data are invented (SYNTHETIC).\n\nNext:  throughline run --study ${folder}`
            : toFillIn(files, folder, options.instrument, io)
        }\n`,
      );
    });
}

/** What a newcomer is to fill in, table by table, and how to see the plan at work before. */
function toFillIn(
  files: ReadonlyMap<string, string | Uint8Array>,
  folder: string,
  instrument: string,
  io: Io,
): string {
  const decode = (path: string): string => new TextDecoder().decode(files.get(path) as Uint8Array);
  const config = parseStudy(decode("study.yaml"), "study.yaml");
  const tables = Object.entries(config.tables).map(([table, { file, unit }]) => [
    file,
    unit ?? rowOf[table] ?? table,
    String(String(files.get(file)).split(",").length),
  ]);
  const headers = [{ header: "File" }, { header: "One row is a" }];
  return [
    ...(tables.length === 0
      ? []
      : [textTable([...headers, { header: "Columns", align: "right" }], tables, io.width)]),
    ...wrapText(fillInWords({ config }, folder), 0, io.width),
    "",
    `Next:  throughline codebook show --study ${folder}`,
    `       throughline check --study ${folder}`,
    "",
    "To see the plan at work on invented data first:",
    `       throughline init try-it --instrument ${instrument} --with-data`,
  ].join("\n");
}

const rowOf: Readonly<Record<string, string>> = {
  families: "family",
  children: "child",
  placements: "stay with one carer",
  events: "dated event",
  ratings: "rating of a period",
};

/** The files of a new study: with invented data, or with data files that hold only their headers. */
export function studyFilesOf(name: string, withData: boolean): Map<string, string | Uint8Array> {
  const instrument = instrumentFiles(name);
  if (withData && name === "neglect-return") return demoFiles(undefined, "csv");
  const files = new Map<string, string | Uint8Array>(instrument);
  const text = new TextDecoder().decode(instrument.get("study.yaml") as Uint8Array);
  if (withData) {
    files.set("study.yaml", asSynthetic(text));
    return files;
  }
  const settings = parseStudy(text, "study.yaml");
  for (const path of [...files.keys()]) if (path.startsWith("data/")) files.delete(path);
  const bytes = files.get(settings.codebook);
  if (bytes === undefined) return files;
  const { codebook } = readCodebook(readCsv(bytes as Uint8Array, { file: settings.codebook }));
  for (const [table, { file, form }] of Object.entries(settings.tables)) {
    const header = csvHeaderFor(codebook, form ?? table, settings.columns);
    files.set(file, `${header.join(",")}\n`);
  }
  if (settings.source === "ssda903") files.set("data/README.md", returnsNote);
  return files;
}

/** The settings of a study of invented records. */
const asSynthetic = (text: string): string =>
  text
    .replace(/^title: "(.*)"$/m, 'title: "$1 (SYNTHETIC)"')
    .replace(/^synthetic: .*$/m, "synthetic: true");

const returnsNote = `# Put the returns here

Copy the yearly SSDA903 CSV files into this folder, in folders of their own if you like.
Each file is known by its columns; a file of one year needs the year in its name or its folder's.
This note may be deleted.
`;

/** What the instrument is for: the first sentence of its page. */
function purposeOf(name: string): string {
  const page = instrumentFiles(name).get("README.md");
  if (page === undefined) return "";
  const text = new TextDecoder().decode(page).replace(/^#.*$/m, "").trim();
  return /^[^.]*\./.exec(text.replaceAll("\n", " "))?.[0] ?? "";
}
