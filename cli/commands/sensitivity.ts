import type { Command } from "commander";
import { type Sensitivity, sensitivity } from "../../analysis/outcomes/sensitivity.ts";
import { percent } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { openStudy } from "../support/load-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { notForRelease } from "../support/screen-note.ts";
import { styler } from "../support/style.ts";
import { textTable } from "../support/text-table.ts";
import { wrapText } from "../support/wrap-text.ts";

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .argument("<outcome>", "the outcome or pattern to code again")
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .addHelpText(
      "after",
      `
The thresholds and the values to try stand in the rule file under grid.

Examples:
  $ throughline sensitivity stability_5y
  $ throughline sensitivity case_management --csv`,
    )
    .action(async (outcome: string, options: OutputOptions & { readonly study?: string }) => {
      const open = await openStudy(options, io);
      const result = sensitivity(open.derived, outcome);
      const names = Object.keys(result.points[0]?.parameters ?? {});
      printOutput(
        {
          json: () => ({ schema: "throughline/sensitivity/v1", ...result }),
          csv: () => [
            [...names, ...result.values, "moved", "default"],
            ...result.points.map((point) => [
              ...names.map((name) => point.parameters[name] ?? null),
              ...result.values.map((value) => point.counts[value] ?? 0),
              point.moved,
              point.isDefault ? 1 : 0,
            ]),
          ],
          text: () => `${gridText(result, names, io)}${notForRelease(open)}`,
        },
        options,
        io,
      );
    });
}

function gridText(result: Sensitivity, names: readonly string[], io: Io): string {
  const paint = styler(io);
  const shown = result.values.filter((value) => (result.range[value]?.[1] ?? 0) > 0);
  const rows = result.points.map((point) => [
    ...names.map((name) => String(point.parameters[name])),
    ...shown.map((value) => String(point.counts[value] ?? 0)),
    String(point.moved),
    point.isDefault ? "←" : "",
  ]);
  const noun = result.unit === "child" ? "children" : "families";
  const [strongest] = result.byParameter;
  const ranges = shown
    .map((value) => {
      const [least, most] = result.range[value] ?? [0, 0];
      return `  ${result.labels[value] ?? value}: ${least} to ${most} (${percent(least / result.n, result.n)} to ${percent(most / result.n, result.n)})\n`;
    })
    .join("");
  return `${paint("bold", `${result.label} over ${result.points.length} settings of its thresholds`)}\n${textTable(
    [
      ...names.map((name) => ({ header: short(name), align: "right" as const })),
      ...shown.map((value) => ({
        header: wrapText(result.labels[value] ?? value, 0, 11).join("\n"),
        align: "right" as const,
      })),
      { header: "moved", align: "right" },
      { header: "" },
    ],
    rows,
    io.width,
  )}← as the study codes them\n\nOf ${result.n} ${noun}, over the whole grid:\n${ranges}${
    strongest === undefined
      ? ""
      : `By itself, ${strongest.parameter} moves the most: up to ${strongest.moved} ${strongest.moved === 1 ? noun.replace("children", "child").replace("families", "family") : noun}.\n`
  }`;
}

/** A parameter's name over three short lines' worth of column: its last words. */
const short = (name: string): string =>
  name
    .replace(/^settled_/, "")
    .replaceAll("_", " ")
    .replace(/ months$/, ", mo.");
