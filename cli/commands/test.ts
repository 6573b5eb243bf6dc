import type { Command } from "commander";
import { testRules } from "../../analysis/outcomes/test-rules.ts";
import { counted } from "../../analysis/words/number-text.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { readStudy } from "../support/load-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { styler } from "../support/style.ts";

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .addHelpText(
      "after",
      `
Each rule file holds test children: given facts, and the value expected of them.
Ends with exit code 1 when one comes out otherwise.

Examples:
  $ throughline test
  $ throughline test --study my-study --json`,
    )
    .action(async (options: OutputOptions & { readonly study?: string }) => {
      const { loaded } = await readStudy(options, io);
      const report = testRules(loaded.rules);
      const failed = report.results.filter((result) => !result.passed);
      if (failed.length > 0) io.exit.code = exitCodes.problems;
      printOutput(
        {
          json: () => ({
            schema: "throughline/test/v1",
            passed: report.results.length - failed.length,
            failed: failed.length,
            ...report,
          }),
          csv: () => [
            ["file", "rule", "test", "expected", "found", "passed"],
            ...report.results.map((each) => [
              each.file,
              each.rule,
              each.test,
              each.expected,
              each.found,
              each.passed ? 1 : 0,
            ]),
          ],
          text: () => {
            const paint = styler(io);
            const lines = report.results.map((each) =>
              each.passed
                ? `${paint("green", "✓")} ${each.rule}: ${each.test}`
                : `${paint("red", "✗")} ${each.rule}: ${each.test}\n    expected ${each.expected}, but the rules give ${each.found} (${each.file})`,
            );
            const untested = report.untested.map(
              (each) => `  ${each.file}: no test child reaches row ${each.row} of ${each.rule}`,
            );
            return `${[...lines, ...untested].join("\n")}\n${counted(report.results.length - failed.length, "test", "tests")} passed, ${failed.length} failed\n`;
          },
        },
        options,
        io,
      );
    });
}
