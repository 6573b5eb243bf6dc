import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { countFaults, type Fault } from "../../data-dictionary/fault.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import type { Column } from "../../data-dictionary/table/column.ts";
import type { Io } from "../io.ts";
import { readStudy } from "../support/load-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { fillInWords } from "../support/refuse-empty-study.ts";
import { styler } from "../support/style.ts";
import { textTable } from "../support/text-table.ts";
import { wrapText } from "../support/wrap-text.ts";

interface StatusOptions extends OutputOptions {
  readonly study?: string;
}

/** Where a study stands. */
interface Status {
  readonly title: string;
  readonly synthetic: boolean;
  readonly source: string;
  readonly children: number;
  readonly families: number | null;
  readonly authorities: number | null;
  readonly variables: number;
  readonly rules: number;
  readonly tables: LoadedStudy["reconciliation"];
  readonly faults: { readonly errors: number; readonly warnings: number; readonly notes: number };
  readonly outputs: readonly { readonly folder: string; readonly files: number }[];
  /** Was an input changed after the outputs were written? Null without outputs. */
  readonly stale: boolean | null;
  readonly next: { readonly command: string; readonly because: string };
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .option("--study <DIR>", "the study folder (default: here or above)")
    .addHelpText(
      "after",
      `
Reads the study and writes nothing.

Examples:
  $ throughline status
  $ throughline status --study my-study --json`,
    )
    .action(async (options: StatusOptions) => {
      const { folder, loaded } = await readStudy(options, io);
      const status = statusOf(folder, loaded);
      printOutput(
        {
          json: () => ({ schema: "throughline/status/v1", ...status }),
          csv: () => [
            ["table", "file", "rows_in", "rows_used", "rows_refused", "rows_blank"],
            ...status.tables.map((each) => [
              each.table,
              each.file,
              each.rowsIn,
              each.rowsUsed,
              each.rowsRefused,
              each.rowsBlank,
            ]),
          ],
          text: () => statusText(status, io),
        },
        options,
        io,
      );
    });
}

function statusOf(folder: string, loaded: LoadedStudy): Status {
  const { config, tables, reconciliation } = loaded;
  const children = tables.get("children");
  const authority =
    children?.columns.get(config.columns.authority) ??
    tables.get("families")?.columns.get(config.columns.authority);
  const count = (severity: Fault["severity"]): number => countFaults(loaded.faults, severity);
  const faults = { errors: count("error"), warnings: count("warning"), notes: count("note") };
  const outputs = outputFolders(folder);
  const stale = outputs.length === 0 ? null : isStale(folder, loaded);
  return {
    title: config.title,
    synthetic: config.synthetic,
    source: config.source,
    children: children?.rowCount ?? 0,
    families: tables.get("families")?.rowCount ?? children?.families?.count ?? null,
    authorities: authority === undefined ? null : distinct(authority),
    variables: loaded.codebook.variables.length,
    rules: loaded.rules.length,
    tables: reconciliation,
    faults,
    outputs,
    stale,
    next: nextStep(loaded, faults.errors, stale),
  };
}

function nextStep(loaded: LoadedStudy, errors: number, stale: boolean | null): Status["next"] {
  if ((loaded.tables.get("children")?.rowCount ?? 0) === 0) {
    const refused = loaded.reconciliation.some((file) => file.rowsRefused > 0);
    return {
      command: "throughline check",
      because: refused
        ? "none of the rows of children can be used"
        : `there is no data yet. ${fillInWords(loaded)}`,
    };
  }
  if (errors > 0 && stale !== false) {
    return { command: "throughline check", because: "some of the data cannot be used as it is" };
  }
  if (stale === null) {
    return { command: "throughline run", because: "nothing has been analysed yet" };
  }
  if (stale) {
    return { command: "throughline run", because: "the study changed after its outputs were made" };
  }
  return { command: "throughline report", because: "the outputs are up to date" };
}

function statusText(status: Status, io: Io): string {
  const paint = styler(io);
  const { faults } = status;
  const found = [
    [faults.errors, "error"],
    [faults.warnings, "warning"],
    [faults.notes, "note"],
  ] as const;
  const facts: [string, string][] = [
    ["children", `${status.children}`],
    ["families", status.families === null ? "not stated" : `${status.families}`],
    ["authorities", status.authorities === null ? "not stated" : `${status.authorities}`],
    ["codebook", plural(status.variables, "variable")],
    ["rules", plural(status.rules, "file")],
    ["found", found.map(([n, word]) => plural(n, word)).join(", ")],
    ["outputs", outputsText(status)],
  ];
  const table = textTable(
    [
      { header: "Table" },
      { header: "File" },
      { header: "Rows", align: "right" },
      { header: "Used", align: "right" },
      { header: "Refused", align: "right" },
      { header: "Blank", align: "right" },
    ],
    status.tables.map((each) => [
      each.table,
      each.file,
      `${each.rowsIn}`,
      `${each.rowsUsed}`,
      `${each.rowsRefused}`,
      `${each.rowsBlank}`,
    ]),
    io.width,
  );
  return [
    paint("bold", status.title),
    ...(status.synthetic && !/synthetic/i.test(status.title) ? ["SYNTHETIC data."] : []),
    "",
    ...facts.map(([name, value]) => `${name.padEnd(13)}${value}`),
    "",
    table,
    ...nextLines(status.next, io),
    "",
  ].join("\n");
}

function nextLines({ command, because }: Status["next"], io: Io): string[] {
  const first = because.split(". ")[0] as string;
  const rest = because.slice(first.length + 2);
  const line = `Next:  ${styler(io)("bold", command)}  (${first})`;
  return rest === "" ? [line] : [...wrapText(rest, 0, io.width), line];
}

function outputsText({ outputs, stale }: Status): string {
  if (stale === null) return "none yet";
  const parts = outputs.map(({ folder, files }) => `${folder} (${plural(files, "file")})`);
  return `${parts.join(", ")}; ${stale ? "older than the study" : "up to date"}`;
}

/** The zones of `output/` that hold files. */
function outputFolders(folder: string): Status["outputs"] {
  const output = join(folder, "output");
  if (!existsSync(output)) return [];
  return readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => ({ folder: `output/${name}`, files: filesIn(join(output, name)).length }))
    .filter(({ files }) => files > 0)
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function isStale(folder: string, { config, reconciliation, rules }: LoadedStudy): boolean {
  const inputs = [
    "study.yaml",
    config.codebook,
    ...reconciliation.map(({ file }) => file),
    ...rules.map(({ file }) => file),
  ].map((file) => join(folder, file));
  const changed = Math.max(...inputs.filter(existsSync).map((file) => statSync(file).mtimeMs));
  const written = Math.max(
    ...filesIn(join(folder, "output")).map((file) => statSync(file).mtimeMs),
  );
  return changed > written;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name));
}

function distinct(column: Column): number {
  if (column.kind === "categorical") return new Set(column.codes.filter((code) => code >= 0)).size;
  return new Set([...("values" in column ? column.values : column.days)]).size;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
