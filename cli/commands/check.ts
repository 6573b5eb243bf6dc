import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Command } from "commander";
import type { CheckOutcome } from "../../data-dictionary/checks/run-checks.ts";
import { countFaults, type Fault } from "../../data-dictionary/fault.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { LoggedStep, Reconciliation } from "../../data-dictionary/study/load-study.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { readStudy } from "../support/load-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { fillInWords } from "../support/refuse-empty-study.ts";
import { styler } from "../support/style.ts";
import { wrapText } from "../support/wrap-text.ts";

interface CheckOptions extends OutputOptions {
  readonly study?: string;
  readonly percentages?: string;
  readonly all?: boolean;
}

interface Findings {
  readonly faults: readonly Fault[];
  readonly checks: readonly CheckOutcome[];
  readonly reconciliation: readonly Reconciliation[];
  readonly steps: readonly LoggedStep[];
  /** What is to be filled in before there is anything to check. */
  readonly toDo?: string;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .argument("[files...]", "CSV files to check by themselves, without a study")
    .option("--study <dir>", "the study folder; found from here upwards without it")
    .option("--all", "show every place, not only the first three of each kind")
    .option(
      "--percentages <list>",
      "check printed percentages: COUNT/BASE=PERCENT, with commas between",
    )
    .addHelpText(
      "after",
      `
Problems are grouped by kind, the most important last. Nothing is changed.
Ends with 1 when there are errors, and with 3 when a file cannot be read.

Examples:
  $ throughline check
  $ throughline check data/placements.csv --json
  $ throughline check --percentages "106/131=86,107/133=81,/75=42"`,
    )
    .action(async (files: string[], options: CheckOptions) => {
      if (options.percentages !== undefined)
        return checkPercentages(options.percentages, options, io);
      const findings =
        files.length > 0 ? await checkFiles(files, io) : await checkStudy(options, io);
      const errors = countFaults(findings.faults, "error");
      printOutput(
        {
          json: () => ({ schema: "throughline/check/v1", errors, ...findings }),
          csv: () => [
            ["code", "severity", "file", "row", "column", "message", "found", "expected", "remedy"],
            ...findings.faults.map((f) => [
              f.code,
              f.severity,
              f.file,
              f.row ?? null,
              f.column ?? null,
              f.message,
              f.found ?? null,
              f.expected ?? null,
              f.remedy ?? null,
            ]),
          ],
          text: () => findingsText(findings, options.all === true, io),
        },
        options,
        io,
      );
      if (errors > 0) io.exit.code = exitCodes.problems;
    });
}

async function checkStudy(options: CheckOptions, io: Io): Promise<Findings> {
  const { loaded } = await readStudy(options, io);
  const { runChecks } = await import("../../data-dictionary/checks/run-checks.ts");
  const { faults, checks } = runChecks(loaded);
  const empty = loaded.tables.get("children")?.rowCount === 0;
  return {
    faults: [...loaded.faults, ...faults],
    checks,
    reconciliation: loaded.reconciliation,
    steps: loaded.steps,
    ...(empty && loaded.config.source !== "ssda903" ? { toDo: fillInWords(loaded) } : {}),
  };
}

async function checkFiles(files: readonly string[], io: Io): Promise<Findings> {
  const { readCsv } = await import("../../data-dictionary/sources/csv/read-csv.ts");
  const faults: Fault[] = [];
  const reconciliation = files.map((path): Reconciliation => {
    const file = basename(path);
    const raw = readCsv(bytesOf(resolve(io.cwd, path), file), { file });
    faults.push(...raw.faults);
    return {
      file,
      table: "a file by itself",
      rowsIn: raw.rowsIn,
      rowsUsed: raw.rows.length,
      rowsRefused: raw.rowsRefused,
      rowsBlank: raw.rowsBlank,
    };
  });
  return { faults, checks: [], reconciliation, steps: [] };
}

function bytesOf(path: string, file: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new InputError(
      "no-such-file",
      `${file} cannot be read.`,
      "Check the path and its permissions.",
    );
  }
}

async function checkPercentages(list: string, options: OutputOptions, io: Io): Promise<void> {
  const { checkPercentage } = await import("../../data-dictionary/checks/printed-percentage.ts");
  const verdicts = list.split(",").map((item) => {
    const match = /^\s*(\d*)\s*\/\s*(\d+)\s*=\s*([\d.]+)\s*%?\s*$/.exec(item);
    const [, count = "", n = "0", printed = ""] = match ?? [];
    return checkPercentage(count === "" ? null : Number(count), Number(n), printed);
  });
  printOutput(
    {
      json: () => ({ schema: "throughline/percentages/v1", verdicts }),
      text: () =>
        verdicts
          .map((v) => {
            const what = `${v.count ?? ""}/${v.n} printed as ${v.printed.toFixed(v.decimals)}%: ${v.verdict}`;
            if (v.verdict === "ok") return `${what}\n`;
            const truth = v.percentage === null ? "" : `; it is ${v.percentage.toFixed(2)}%`;
            const counts =
              v.possibleCounts.length === 0
                ? `no count of ${v.n} gives the printed figure`
                : `the printed figure needs ${v.possibleCounts.map((c) => `${c}/${v.n}`).join(" or ")}`;
            const bases =
              v.possibleBases.length === 0 ? "" : `, or a base of ${v.possibleBases.join(" or ")}`;
            return `${what}${truth}\n  ${counts}${bases}\n`;
          })
          .join(""),
    },
    options,
    io,
  );
  if (verdicts.some((v) => v.verdict !== "ok")) io.exit.code = exitCodes.problems;
}

const weight = { note: 0, warning: 1, error: 2 } as const;

function findingsText(findings: Findings, all: boolean, io: Io): string {
  const paint = styler(io);
  const groups = new Map<string, Fault[]>();
  for (const fault of findings.faults) {
    const key = `${fault.severity}|${fault.code}|${fault.column ?? ""}`;
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [fault]);
    else own.push(fault);
  }
  const sorted = [...groups.values()].sort(
    (a, b) =>
      weight[(a[0] as Fault).severity] - weight[(b[0] as Fault).severity] || a.length - b.length,
  );
  const lines: string[] = [];
  for (const group of sorted) {
    const first = group[0] as Fault;
    const more = group.reduce((sum, fault) => sum + (fault.more ?? 0), 0);
    const rows = group.filter((fault) => fault.more === undefined);
    const colour =
      first.severity === "error" ? "red" : first.severity === "warning" ? "yellow" : "dim";
    const total = rows.length + more;
    lines.push(
      `${paint(colour, `${first.severity} ${first.code}`)}  ${total} time${total === 1 ? "" : "s"}`,
      ...wrapText(first.message, 2, io.width),
    );
    for (const fault of all ? rows : rows.slice(0, 3)) {
      const row = fault.row === undefined ? "" : `, row ${fault.row}`;
      const column = fault.column === undefined ? "" : `, column ${fault.column}`;
      lines.push(
        ...wrapText(
          `${fault.file}${row}${column}${fault.found === undefined ? "" : ` (${fault.found})`}`,
          4,
          io.width,
          6,
        ),
      );
    }
    const hidden = total - (all ? rows.length : Math.min(3, rows.length));
    if (hidden > 0) lines.push(`    and ${hidden} more`);
    if (first.remedy !== undefined) lines.push(...wrapText(first.remedy, 2, io.width));
    lines.push("");
  }
  for (const step of findings.steps) {
    if (step.rows === 0) continue;
    lines.push(
      `${step.applied ? "done" : "switched off"}: ${step.step}, ${step.rows} rows`,
      ...wrapText(step.meaning, 4, io.width),
    );
  }
  if (findings.steps.length > 0) lines.push("");
  const notRun = findings.toDo === undefined ? findings.checks : [];
  for (const reason of new Set(notRun.flatMap((check) => check.reason ?? []))) {
    const codes = notRun.filter((check) => check.reason === reason).map((check) => check.code);
    lines.push(...wrapText(`not run: ${codes.join(", ")} (${reason})`, 0, io.width, 9));
  }
  for (const each of findings.reconciliation) {
    lines.push(
      ...wrapText(
        `${each.file}: ${each.rowsIn} rows in = ${each.rowsUsed} used + ${each.rowsRefused} refused + ${each.rowsBlank} blank`,
        0,
        io.width,
        4,
      ),
    );
  }
  const errors = countFaults(findings.faults, "error");
  if (findings.toDo !== undefined) lines.push("", ...wrapText(findings.toDo, 0, io.width));
  lines.push(
    errors === 0
      ? paint("green", findings.toDo === undefined ? "No errors." : "No errors, and no rows yet.")
      : paint("red", `${errors} error${errors === 1 ? "" : "s"}.`),
  );
  return `${lines.join("\n")}\n`;
}
