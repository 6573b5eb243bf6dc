import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { counted } from "../../analysis/words/number-text.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { Io } from "../io.ts";
import { packageFile } from "../package-file.ts";
import { findStudy } from "../support/find-study.ts";
import { printOutput } from "../support/output.ts";
import { replaceTogether, writeFileAtomic } from "../support/write-files.ts";

interface NotebookOptions {
  readonly study?: string;
  readonly output?: string;
  readonly title?: string;
  readonly from: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly port: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function configure(command: Command, io: Io): void {
  command.addHelpText(
    "after",
    `
Eight notebooks come with Throughline, each a question, with controls that run the
analyses again in the browser. Your own lie in the study's folder notebooks/.

Examples:
  $ throughline notebook build
  $ throughline notebook open
  $ throughline notebook new moves --title "Who moved most?"`,
  );
  withStudy(command.command("new").description("Start a notebook of your own in the study"))
    .argument("<name>", "name of the file, such as moves", fileStem)
    .option("--title <text>", "its title; the name without it")
    .option("--from <notebook>", "copy another notebook", "08-your-own-question")
    .option("-f, --force", "replace it if it is there")
    .option("-n, --dry-run", "say what would be written, and write nothing")
    .addHelpText(
      "after",
      `
Examples:
  $ throughline notebook new moves --title "Who moved most?"
  $ throughline notebook new our-tree --from 04-what-goes-with-stability`,
    )
    .action((name: string, options: NotebookOptions) => startNotebook(name, options, io));
  withStudy(command.command("build").description("Write each notebook as one HTML file"))
    .argument("[notebooks...]", "names or numbers; all of them without")
    .option("-o, --output <dir>", "where to write (default: output/private/notebooks)")
    .option("-n, --dry-run", "say what would be written, and write nothing")
    .option("-q, --quiet", "no progress on standard error")
    .option("--json", "print one JSON document and nothing else")
    .addHelpText(
      "after",
      `
Each file holds the study's data and everything else it needs: it opens from disk with
the network off, asks for nothing, and is private.

Examples:
  $ throughline notebook build
  $ throughline notebook build 4 moves --study my-study
  $ throughline notebook build -o for-the-team`,
    )
    .action((names: string[], options: NotebookOptions) => buildAll(names, options, io));
  withStudy(command.command("open").description("Show the notebooks in your browser"))
    .option("--port <n>", "the port on this computer", port, 5199)
    .addHelpText(
      "after",
      `
Listens on 127.0.0.1 only, for the browser that opens the printed address. A page is
built when it is asked for and again when its notebook or the data have changed:
reload it to see. Stop with Ctrl-C.

Examples:
  $ throughline notebook open
  $ throughline notebook open --study my-study --port 6000`,
    )
    .action((options: NotebookOptions) => openNotebooks(options, io));
}

function withStudy(command: Command): Command {
  return command.option(
    "--study <dir>",
    "the study folder (default: the nearest study.yaml above)",
  );
}

function fileStem(value: string): string {
  const stem = basename(value, ".html");
  if (stem !== value.replace(/\.html$/, "") || !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(stem)) {
    throw new InvalidArgumentError("Use letters, digits, - and _, such as moves.");
  }
  return stem;
}

function port(value: string): number {
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number > 65_535) {
    throw new InvalidArgumentError("Give a port from 0 to 65535; 0 takes any that is free.");
  }
  return number;
}

async function startNotebook(name: string, options: NotebookOptions, io: Io): Promise<void> {
  const { chosenNotebooks } = await import("../support/study-notebooks.ts");
  const folder = findStudy(options.study, io);
  const [source] = chosenNotebooks(folder, [options.from]);
  const path = join(folder, "notebooks", `${name}.html`);
  const shown = relative(io.cwd, path) || path;
  if (existsSync(path) && !options.force) {
    throw new InputError(
      "notebook-there",
      `${shown} is there already.`,
      "Choose another name, or replace it with --force.",
    );
  }
  const title = (options.title ?? name).replace(/[<>&]/g, " ").trim();
  const text = readFileSync(source?.path ?? packageFile("notebooks"), "utf8").replace(
    /<title>[^<]*<\/title>/i,
    () => `<title>${title}</title>`,
  );
  if (!options.dryRun) {
    mkdirSync(join(folder, "notebooks"), { recursive: true });
    writeFileAtomic(path, text);
  }
  io.out(
    `${options.dryRun ? "Would write" : "Wrote"} ${shown}\nEdit it in any editor, then:  throughline notebook build ${name}\n`,
  );
}

async function buildAll(names: readonly string[], options: NotebookOptions, io: Io): Promise<void> {
  const { chosenNotebooks, notebookPage, notebooksOf } = await import(
    "../support/study-notebooks.ts"
  );
  const { refuseRelease } = await import("../support/refuse-release.ts");
  const root = refuseRelease(options.output, io, "A built notebook holds real cases");
  const folder = findStudy(options.study, io);
  const chosen = chosenNotebooks(folder, names);
  const target = root ?? join(folder, "output", "private", "notebooks");
  const pages = new Map<string, string>();
  if (!options.dryRun) {
    for (const [at, notebook] of chosen.entries()) {
      if (!options.quiet && !options.json) {
        io.err(`[${at + 1}/${chosen.length}] ${notebook.title}\n`);
      }
      pages.set(notebook.file, await notebookPage(notebook, folder, notebooksOf(folder)));
    }
    // All of them are built before the first is written.
    replaceTogether(target, pages);
  }
  const shown = relative(io.cwd, target) || ".";
  printOutput(
    {
      json: () => ({
        schema: "throughline/notebook-build/v1",
        written: !options.dryRun,
        files: chosen.map(({ file, title }) => ({ file, title })),
      }),
      text: () =>
        `${chosen.map(({ file }) => `${shown}/${file}\n`).join("")}\n${counted(chosen.length, "notebook", "notebooks")} ${options.dryRun ? "would be written" : "written"}. Each holds real cases: private, not for release.\nOpen one in your browser; nothing is sent anywhere.\n`,
    },
    { json: options.json },
    io,
  );
}

async function openNotebooks(options: NotebookOptions, io: Io): Promise<void> {
  const { notebookPage, notebooksOf, stateOf } = await import("../support/study-notebooks.ts");
  const { serveNotebooks } = await import("../../notebooks/tool/serve-notebooks.ts");
  const { notebookIndex } = await import("../../notebooks/tool/notebook-index.ts");
  const { loadStudy } = await import("../../data-dictionary/study/load-study.ts");
  const { studyFiles } = await import("../support/load-study.ts");
  const folder = findStudy(options.study, io);
  const { config } = loadStudy(studyFiles(folder));
  const built = new Map<string, { state: string; page: string }>();
  const server = await serveNotebooks(
    {
      index: () => notebookIndex(config.title, notebooksOf(folder)),
      page: async (file) => {
        const notebook = notebooksOf(folder).find((each) => each.file === file);
        if (notebook === undefined) return null;
        const state = stateOf(folder, notebook);
        const known = built.get(file);
        if (known?.state === state) return known.page;
        const page = await notebookPage(notebook, folder, notebooksOf(folder));
        built.set(file, { state, page });
        return page;
      },
    },
    { port: options.port, folder: packageFile("notebooks") },
  );
  io.out(`${server.address}\n`);
  io.err("Open that address in your browser; it works once. Ctrl-C stops.\n");
  // The process lives as long as the server listens; Ctrl-C ends both.
}
