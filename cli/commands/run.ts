import { join, relative } from "node:path";
import type { Command } from "commander";
import { counted, percent } from "../../analysis/words/number-text.ts";
import { countFaults } from "../../data-dictionary/fault.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { type OpenStudy, openStudy } from "../support/load-study.ts";
import { readLines } from "../support/read-lines.ts";
import { type PlanResult, runWholePlan } from "../support/run-plan.ts";
import { styler } from "../support/style.ts";
import { textTable } from "../support/text-table.ts";
import { unitWords } from "../support/unit-words.ts";
import { replaceTogether } from "../support/write-files.ts";
import { derivedFiles, summaryText } from "./derive.ts";

interface RunOptions {
  readonly study?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, io: Io): void {
  command
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .option("--json", "print one JSON document and nothing else")
    .option("-q, --quiet", "no progress on standard error")
    .option("-n, --dry-run", "say what the plan holds, and write nothing")
    .addHelpText(
      "after",
      `
Reads and checks the study, codes its outcomes, does every analysis of the plan in
study.yaml and writes output/: private (case level), review (everything, for the
team's own eyes) and the report. All of it is replaced at once: when a run fails or
is killed, the old output is still whole.

Examples:
  $ throughline run
  $ throughline run --study my-demo`,
    )
    .action(async (options: RunOptions) => {
      const say = (text: string): void => {
        if (!options.quiet) io.err(text);
      };
      const open = await openStudy(options, io);
      const { config, reconciliation, faults } = open.loaded;
      const plan = config.plan;
      if (options.dryRun) {
        plan.forEach((item, index) => {
          io.out(`${index + 1}. ${item.title ?? Object.keys(item)[0]}\n`);
        });
        return;
      }
      say(readLines(reconciliation));
      const errors = countFaults(faults, "error");
      const results = await runWholePlan(open, say);
      const report = await writeOutput(open, results);
      const refused = results.filter((result) => result.refused !== null);
      if (refused.length > 0 || errors > 0) io.exit.code = exitCodes.problems;
      if (options.json) {
        io.out(`${JSON.stringify({ schema: "throughline/run/v1", results }, null, 2)}\n`);
        return;
      }
      io.out(headline(open, refused, report, io));
    });
}

/** Writes everything a run makes, all of it or nothing; gives the report's path inside the study. */
async function writeOutput(open: OpenStudy, results: readonly PlanResult[]): Promise<string> {
  const { reportParts } = await import("../support/write-report.ts");
  const { sharingVerdict } = await import("../support/sharing-verdict.ts");
  replaceTogether(
    join(open.folder, "output"),
    new Map([
      ["private/derived", derivedFiles(open.derived)],
      ...reportParts(open, results, await sharingVerdict(open)),
    ]),
  );
  return "output/review/report.html";
}

function headline(open: OpenStudy, refused: readonly PlanResult[], report: string, io: Io): string {
  const paint = styler(io);
  const { config } = open.loaded;
  const shown = relative(io.cwd, open.folder) || ".";
  const parts = [
    paint("bold", config.title),
    `${unitWords(open.derived.children.unit, open.derived.children.rowCount)}${open.derived.time.familiesKnown ? ` in ${counted(open.derived.time.families.count, "family", "families")}` : ""}\n`,
    summaryText(open.derived, io),
    courtTable(open, io),
  ];
  for (const result of refused) parts.push(`Not done: ${result.title}. ${result.refused}\n`);
  parts.push("Real counts, for review: not for release.");
  parts.push(`\nLook next at:  ${join(shown, report)}`);
  parts.push(`Then:  throughline explain CHILD${shown === "." ? "" : ` --study ${shown}`}`);
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

/** The plans of care proceedings and what became of them, where the study has them. */
function courtTable(open: OpenStudy, io: Io): string {
  const plan = open.derived.children.columns.get("court_plan");
  const outcome = open.derived.children.columns.get("court_plan_outcome");
  if (plan?.kind !== "categorical" || outcome?.kind !== "categorical") return "";
  const failed = outcome.levels.findIndex((level) => level.value === "did_not_work_out");
  const rows = plan.levels.flatMap((level, code) => {
    const { n, count } = tally(plan, code, outcome, failed);
    return n === 0 ? [] : [[level.label, String(n), String(count), percent(count / n, n)]];
  });
  if (rows.length === 0) return "";
  return `${styler(io)("bold", "Plans in care proceedings (children)")}\n${textTable(
    [
      { header: "" },
      { header: "n", align: "right" },
      { header: "did not work out", align: "right" },
      { header: "%", align: "right" },
    ],
    rows,
    io.width,
  )}`;
}

function tally(
  plan: CategoricalColumn,
  code: number,
  outcome: CategoricalColumn,
  failed: number,
): { n: number; count: number } {
  let n = 0;
  let count = 0;
  plan.codes.forEach((own, row) => {
    if (own !== code || (outcome.codes[row] as number) < 0) return;
    n++;
    if (outcome.codes[row] === failed) count++;
  });
  return { n, count };
}
