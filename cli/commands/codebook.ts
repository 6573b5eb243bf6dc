import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { formatChoices } from "../../data-dictionary/codebook/choices.ts";
import type { Codebook, Variable } from "../../data-dictionary/codebook/codebook.ts";
import { diffCodebooks } from "../../data-dictionary/codebook/diff-codebooks.ts";
import { lintCodebook } from "../../data-dictionary/codebook/lint-codebook.ts";
import { readCodebook } from "../../data-dictionary/codebook/read-codebook.ts";
import type { Fault } from "../../data-dictionary/fault.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import { readCsv } from "../../data-dictionary/sources/csv/read-csv.ts";
import { parseStudy } from "../../data-dictionary/study/parse-study.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { findStudy } from "../support/find-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { styler } from "../support/style.ts";
import { textTable } from "../support/text-table.ts";
import { wrapText } from "../support/wrap-text.ts";

interface CodebookOptions extends OutputOptions {
  readonly study?: string;
  readonly file?: string;
  readonly skip?: string;
}

interface ReadResult {
  readonly codebook: Codebook;
  readonly faults: readonly Fault[];
  /** The folder it stands in, with its guidance pages. */
  readonly folder: string;
}

export function configure(command: Command, io: Io): void {
  command.addHelpText(
    "after",
    `
Examples:
  $ throughline codebook show
  $ throughline codebook show neglect_severity
  $ throughline codebook lint
  $ throughline codebook lint draft.csv --json
  $ throughline codebook diff old-codebook.csv`,
  );
  withSource(command.command("show").description("List the variables, or print one in full"))
    .argument("[file]", "a codebook file; the study's without it")
    .argument("[variable]", "one variable")
    .addHelpText(
      "after",
      "\nExamples:\n  $ throughline codebook show\n  $ throughline codebook show sex --json\n  $ throughline codebook show draft.csv sex",
    )
    .action((first: string | undefined, second: string | undefined, options: CodebookOptions) => {
      // One name alone is a variable, unless there is a file of that name.
      const isFile = second !== undefined || (first !== undefined && namesFile(first, io));
      const file = isFile ? (first as string) : undefined;
      show(isFile ? second : first, withFile(options, file), io);
    });
  withSource(command.command("lint").description("Find what is wrong or could be better"))
    .argument("[file]", "a codebook file; the study's without it")
    .option("--skip <RULES>", "names of rules to leave out, with commas between")
    .addHelpText(
      "after",
      "\nEnds with exit code 1 when there is an error or a warning; notes alone are no problem.\n\nExamples:\n  $ throughline codebook lint\n  $ throughline codebook lint draft.csv --skip missing-codes-absent",
    )
    .action((file: string | undefined, options: CodebookOptions) =>
      lint(withFile(options, file), io),
    );
  withOutputOptions(command.command("diff").description("Compare an old and a new codebook"))
    .argument("<old>", "the codebook before")
    .argument("[new]", "the codebook after; the study's without it")
    .option("--study <DIR>", "the study folder (default: here or above)")
    .addHelpText(
      "after",
      "\nEnds with exit code 1 when a change could lose coded values or alter what they mean.\n\nExamples:\n  $ throughline codebook diff old-codebook.csv codebook.csv\n  $ throughline codebook diff old-codebook.csv --json",
    )
    .action((before: string, after: string | undefined, options: CodebookOptions) =>
      diff(before, after, options, io),
    );
}

function withSource(command: Command): Command {
  return withOutputOptions(command)
    .option("--study <DIR>", "the study folder (default: here or above)")
    .option("--file <FILE>", "a codebook file instead of the study's");
}

const namesFile = (text: string, io: Io): boolean =>
  /\.(csv|tsv|txt)$/i.test(text) || existsSync(resolve(io.cwd, text));

/** The options with a file given as an argument; twice is once too often. */
function withFile(options: CodebookOptions, file: string | undefined): CodebookOptions {
  if (file === undefined) return options;
  if (options.file !== undefined) {
    throw new InvalidArgumentError("Give the codebook file once: as an argument or with --file.");
  }
  return { ...options, file };
}

function show(name: string | undefined, options: CodebookOptions, io: Io): void {
  const { codebook, faults } = open(options, io);
  warn(faults, io);
  if (name === undefined) {
    list(codebook, options, io);
    return;
  }
  const variable = codebook.byName.get(name);
  if (variable === undefined) {
    const near = nearestName(name, [...codebook.byName.keys()]);
    throw new InputError(
      "unknown-variable",
      `The codebook has no variable ${name}.`,
      near === null ? "List them with throughline codebook show." : `Did you mean ${near}?`,
    );
  }
  printOutput(
    {
      json: () => ({ schema: "throughline/codebook/v1", variables: [asJson(variable)] }),
      csv: () => [["field", "value"], ...details(variable)],
      text: () => {
        const paint = styler(io);
        const lines = details(variable).flatMap(([key, value]) =>
          wrapText(`${key.padEnd(15, "\u00a0")}${value}`, 2, io.width, 17).map((line) =>
            line.replaceAll("\u00a0", " "),
          ),
        );
        return `${paint("bold", variable.name)}\n${lines.join("\n")}\n`;
      },
    },
    options,
    io,
  );
}

function list(codebook: Codebook, options: OutputOptions, io: Io): void {
  const rows = codebook.variables.map((variable) => [
    variable.name,
    variable.form,
    kindOf(variable),
    variable.label,
  ]);
  printOutput(
    {
      json: () => ({
        schema: "throughline/codebook/v1",
        variables: codebook.variables.map(asJson),
      }),
      csv: () => [["variable", "form", "type", "label"], ...rows],
      text: () =>
        `${textTable(
          [{ header: "Variable" }, { header: "Form" }, { header: "Type" }, { header: "Label" }],
          rows,
          io.width,
        )}\n${plural(rows.length, "variable")} on ${plural(new Set(rows.map((row) => row[1])).size, "form")}.\n`,
    },
    options,
    io,
  );
}

function lint(options: CodebookOptions, io: Io): void {
  const { codebook, faults, folder } = open(options, io);
  const findings = [
    ...faults,
    ...lintCodebook(codebook, {
      guidance: guidancePages(folder),
      skip: options.skip?.split(",").map((rule) => rule.trim()) ?? [],
    }),
  ];
  const count = (severity: Fault["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  printOutput(
    {
      json: () => ({
        schema: "throughline/codebook-lint/v1",
        variables: codebook.variables.length,
        errors: count("error"),
        warnings: count("warning"),
        notes: count("note"),
        findings,
      }),
      csv: () => [
        ["severity", "rule", "line", "column", "message", "remedy"],
        ...findings.map((each) => [
          each.severity,
          each.code,
          each.row ?? null,
          each.column ?? null,
          each.message,
          each.remedy ?? null,
        ]),
      ],
      text: () => lintText(codebook, findings, io),
    },
    options,
    io,
  );
  if (count("error") + count("warning") > 0) io.exit.code = exitCodes.problems;
}

/** Findings grouped by rule, with the remedy once. */
function lintText(codebook: Codebook, findings: readonly Fault[], io: Io): string {
  const paint = styler(io);
  const colours = { error: "red", warning: "yellow", note: "dim" } as const;
  const groups = grouped(findings);
  const blocks = [...groups].map(([rule, members]) => {
    const [first] = members as [Fault];
    const lines = [
      ...members.map(
        (each) => `${each.row === undefined ? "" : `line ${each.row}: `}${each.message}`,
      ),
      `→ ${first.remedy ?? ""}`,
    ].flatMap((line) => wrapText(line, 2, io.width, 4));
    return `${paint(colours[first.severity], first.severity)}  ${paint("bold", rule)}  (${members.length})\n${lines.join("\n")}\n`;
  });
  const of = (severity: Fault["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const summary =
    findings.length === 0
      ? `${plural(codebook.variables.length, "variable")}, nothing to improve.`
      : `${plural(codebook.variables.length, "variable")}: ${plural(of("error"), "error")}, ${plural(of("warning"), "warning")}, ${plural(of("note"), "note")}.`;
  return `${blocks.map((block) => `${block}\n`).join("")}${summary}\n`;
}

function grouped(findings: readonly Fault[]): Map<string, Fault[]> {
  const groups = new Map<string, Fault[]>();
  for (const finding of findings) {
    const members = groups.get(finding.code);
    if (members === undefined) groups.set(finding.code, [finding]);
    else members.push(finding);
  }
  return groups;
}

function diff(before: string, after: string | undefined, options: CodebookOptions, io: Io): void {
  const old = readFile(before, io);
  const now = open(withFile(options, after), io);
  warn([...old.faults, ...now.faults], io);
  const changes = diffCodebooks(old.codebook, now.codebook);
  const risky = changes.filter((change) => change.risky).length;
  printOutput(
    {
      json: () => ({ schema: "throughline/codebook-diff/v1", risky, changes }),
      csv: () => [
        ["variable", "kind", "risky", "message"],
        ...changes.map((each) => [each.variable, each.kind, each.risky ? 1 : 0, each.message]),
      ],
      text: () => {
        if (changes.length === 0) return "The two codebooks mean the same.\n";
        const paint = styler(io);
        const lines = changes.map(
          (each) =>
            `${each.risky ? paint("red", "!") : " "} ${paint("bold", each.variable)}: ${each.message}`,
        );
        return `${lines.join("\n")}\n\n${plural(changes.length, "change")}${risky === 0 ? "; none touches what is already coded." : `; ${risky} marked ! could lose or alter what is already coded.`}\n`;
      },
    },
    options,
    io,
  );
  if (risky > 0) io.exit.code = exitCodes.problems;
}

function open(options: CodebookOptions, io: Io): ReadResult {
  if (options.file !== undefined) return readFile(options.file, io);
  const folder = findStudy(options.study, io);
  const config = parseStudy(readFileSync(join(folder, "study.yaml"), "utf8"), "study.yaml");
  return { ...readFile(join(folder, config.codebook), io), folder };
}

function readFile(path: string, io: Io): ReadResult {
  const raw = readCsv(readFileSync(resolve(io.cwd, path)), { file: basename(path) });
  const read = readCodebook(raw);
  return {
    codebook: read.codebook,
    faults: [...raw.faults, ...read.faults],
    folder: dirname(resolve(io.cwd, path)),
  };
}

function guidancePages(folder: string): Map<string, string> {
  const place = join(folder, "guidance");
  if (!existsSync(place)) return new Map();
  return new Map(
    readdirSync(place)
      .filter((file) => file.endsWith(".md"))
      .map((file) => [file.slice(0, -3), readFileSync(join(place, file), "utf8")]),
  );
}

function warn(faults: readonly Fault[], io: Io): void {
  for (const fault of faults) io.err(`${fault.severity}: ${fault.file}: ${fault.message}\n`);
}

function kindOf(variable: Variable): string {
  if (variable.choices.length > 0) return `${variable.type} (${variable.choices.length})`;
  return variable.validation === "" ? variable.type : variable.validation;
}

function details(variable: Variable): [string, string][] {
  const range = [variable.min, variable.max].some((limit) => limit !== "")
    ? `${variable.min || "…"} to ${variable.max || "…"}`
    : "";
  const rows: [string, string][] = [
    ["label", variable.label],
    ["form", variable.form],
    ["section", variable.section],
    ["type", kindOf(variable)],
    ["answers", formatChoices(variable.choices)],
    ["missing", formatChoices(variable.missing)],
    ["calculation", variable.calculation],
    ["range", range],
    ["shown only if", variable.branching],
    ["required", variable.required ? "yes" : ""],
    ["identifier", variable.identifier ? "yes" : ""],
    ["level", variable.level],
    ["note", variable.note],
    [
      "tags",
      [...variable.tags].map(([tag, value]) => (value ? `@${tag}=${value}` : `@${tag}`)).join(" "),
    ],
  ];
  return rows.filter(([, value]) => value !== "");
}

function asJson(variable: Variable): Record<string, unknown> {
  const { cells: _cells, tags, ...rest } = variable;
  return { ...rest, tags: Object.fromEntries(tags) };
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
