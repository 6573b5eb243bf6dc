import { join } from "node:path";
import type { Command } from "commander";
import type { DerivedStudy } from "../../analysis/outcomes/derive-study.ts";
import { percent } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { csvText } from "../support/csv-text.ts";
import { datasetRows } from "../support/dataset-rows.ts";
import { openStudy } from "../support/load-study.ts";
import { measuresText } from "../support/measures-text.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { readLines } from "../support/read-lines.ts";
import { notForRelease } from "../support/screen-note.ts";
import { styler } from "../support/style.ts";
import { textTable } from "../support/text-table.ts";
import { unitWords } from "../support/unit-words.ts";
import { replaceTogether } from "../support/write-files.ts";

interface DeriveOptions extends OutputOptions {
  readonly study?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .option("-n, --dry-run", "code the outcomes, but write nothing")
    .addHelpText(
      "after",
      `
Writes output/private/derived: every child's and family's outcomes, patterns and
facts. They are case-level and never leave that folder by themselves.

Examples:
  $ throughline derive
  $ throughline derive --study my-study --json`,
    )
    .action(async (options: DeriveOptions) => {
      const open = await openStudy(options, io);
      io.err(readLines(open.loaded.reconciliation));
      if (!options.dryRun)
        replaceTogether(
          join(open.folder, "output"),
          new Map([["private/derived", derivedFiles(open.derived)]]),
        );
      printOutput(
        {
          json: () => deriveSummary(open.derived),
          csv: () => [
            ["name", "unit", "value", "label", "count", "n"],
            ...[...open.derived.outcomes, ...open.derived.patterns].flatMap((each) =>
              Object.entries(each.counts).map(([value, count]) => [
                each.name,
                each.unit,
                value,
                each.labels[value] ?? value,
                count,
                each.n,
              ]),
            ),
          ],
          text: () => `${summaryText(open.derived, io)}${notForRelease(open)}`,
        },
        options,
        io,
      );
    });
}

/** The document `throughline derive --json` prints. */
export function deriveSummary(
  derived: DerivedStudy,
): { readonly schema: string } & Record<string, unknown> {
  return {
    schema: "throughline/derive/v1",
    outcomes: Object.fromEntries(
      derived.outcomes.map(({ name, label, unit, version, n, counts, labels }) => [
        name,
        { label, unit, version, n, counts, labels },
      ]),
    ),
    patterns: Object.fromEntries(
      derived.patterns.map(({ name, label, unit, version, method, n, counts, labels }) => [
        name,
        { label, unit, version, method, n, counts, labels },
      ]),
    ),
    ...(derived.study.measures.length === 0 ? {} : { measures: derived.study.measures }),
    notes: derived.notes,
  };
}

/** The case-level files of a derivation. */
export function derivedFiles(derived: DerivedStudy): Map<string, string> {
  return new Map([
    ["children.csv", csvText(datasetRows(derived.children))],
    ["families.csv", csvText(datasetRows(derived.families))],
    ["summary.json", `${JSON.stringify(deriveSummary(derived), null, 2)}\n`],
  ]);
}

/** The outcomes and patterns as tables for the terminal. */
export function summaryText(derived: DerivedStudy, io: Io): string {
  const paint = styler(io);
  const blocks = [...derived.outcomes, ...derived.patterns].map((each) => {
    const rows = Object.entries(each.counts)
      .filter(([value, count]) => count > 0 || value !== "not_determinable")
      .map(([value, count]) => [
        each.labels[value] ?? value,
        String(count),
        percent(each.n === 0 ? null : count / each.n, each.n),
      ]);
    const unit = each.unit === "child" ? derived.children.unit : each.unit;
    return `${paint("bold", `${each.label} (${unitWords(unit, each.n)}; rule version ${each.version})`)}\n${textTable(
      [{ header: "" }, { header: "n", align: "right" }, { header: "%", align: "right" }],
      rows,
      io.width,
    )}`;
  });
  return [...blocks, measuresText(derived.study.measures, io)]
    .filter((block) => block !== "")
    .join("\n");
}
