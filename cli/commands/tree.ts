import { type Command, Option } from "commander";
import type { Io } from "../io.ts";
import {
  type DataOptions,
  loadData,
  names,
  refuseOutcome,
  sayReading,
  wholeNumber,
  withDataOptions,
} from "../support/load-data.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { notForRelease } from "../support/screen-note.ts";
import { type GrowingOptions, probability } from "../support/tree-options.ts";

interface TreeCommandOptions extends DataOptions, OutputOptions, GrowingOptions {
  readonly resamples?: number;
  readonly folds: number;
  readonly gains?: string;
  readonly rules?: "words" | "sql" | "condition";
  readonly apply?: string;
  readonly reproduce?: "r" | "spss";
  readonly seed: number;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(withDataOptions(command))
    .argument("<outcome>", "the outcome: in categories, in ordered categories, or a number")
    .requiredOption("--with <variables>", "the predictors, with commas between", names)
    .addOption(
      new Option("--like <program>", "whose settings to start from")
        .choices(["throughline", "spss", "r"])
        .default("throughline"),
    )
    .addOption(choice("--method <name>", "the way of merging", "chaid", "exhaustive-chaid"))
    .addOption(
      choice("--statistic <name>", "the chi-squared of merging", "pearson", "likelihood-ratio"),
    )
    .addOption(
      choice(
        "--outcome-type <type>",
        "how the outcome is tested: chi-squared, row effects or F",
        "nominal",
        "ordinal",
        "continuous",
      ),
    )
    .addOption(
      choice("--split-test <test>", "the test of a split", "rao-scott", "permutation", "plain"),
    )
    .option("--plain", "the same as --split-test plain: brothers and sisters as strangers")
    .addOption(choice("--small-counts <how>", "where expected counts are small", "exact", "ignore"))
    .option("--permutations <n>", "arrangements of a permutation test (default 1999)", wholeNumber)
    .option("--alpha-split <p>", "largest adjusted p of a split", probability)
    .option("--alpha-merge <p>", "pairs of categories above this p are merged", probability)
    .option("--resplit <p>", "split merged groups again at or below this p", probability)
    .option("--no-bonferroni", "do not multiply p by the number of ways to merge")
    .addOption(
      choice("--multiplier <whose>", "of exhaustive CHAID, nominal predictors", "spss", "biggs"),
    )
    .option("--depth <n>", "levels below the root", wholeNumber)
    .option("--min-parent <n>", "fewest rows in a node to split it", wholeNumber)
    .option("--min-child <n>", "fewest rows in a child", wholeNumber)
    .option("--min-families <n>", "fewest families in a child", wholeNumber)
    .option("--cuts <cuts>", "published cuts of a number to keep to and test: age=6,13", names)
    .option("--bands <n>", "bands of equal frequency for numbers: 10, age=4, age=every", names)
    .option("--costs <costs>", "cost of a mistake: observed:predicted=3", names)
    .option("--priors <shares>", "shares to predict for: equal, or class=.4 for each", names)
    .option(
      "--resamples <n>",
      "trees grown from resampled families; 0 for none (default: 1000, fewer for large files)",
      wholeNumber,
    )
    .option("--folds <n>", "folds of the family-wise cross-validation; 0 for none", wholeNumber, 10)
    .option("--gains <class>", "show the gain table of this class")
    .addOption(
      choice("--rules <form>", "print the tree as rules instead", "words", "sql", "condition"),
    )
    .option("--apply <file>", "print the node and prediction of each case of a CSV file")
    .addOption(
      choice("--reproduce <language>", "print code that grows it in that program", "r", "spss"),
    )
    .addHelpText("after", help)
    .action(async (outcome: string, options: TreeCommandOptions) => {
      const { columnsFrom, predictionFrom, settingsFrom } = await import(
        "../support/tree-options.ts"
      );
      const { classOf, runTree } = await import("../support/tree-run.ts");
      const loaded = await loadData(options, io);
      refuseOutcome(outcome, options.with, "a predictor");
      sayReading(loaded, [outcome, ...options.with], io);
      const settings = settingsFrom(options, loaded.dataset);
      const columns = columnsFrom(options, settings);
      const treeOnly =
        options.rules !== undefined ||
        options.apply !== undefined ||
        options.reproduce !== undefined;
      const run = runTree(loaded.dataset, outcome, options.with, settings, {
        columns,
        prediction: predictionFrom(options),
        resamples: treeOnly ? 0 : (options.resamples ?? "affordable"),
        folds: treeOnly ? 0 : options.folds,
        study: loaded.study,
      });
      if (options.gains !== undefined) classOf(run.tree, options.gains);
      if (options.rules !== undefined)
        return io.out(await rules(run.tree, options.rules, loaded.dataset.unit));
      if (options.reproduce !== undefined) {
        const { reproduceTree } = await import("../support/tree-reproduce.ts");
        const source = {
          file: options.data ?? null,
          weights: options.weights ?? null,
        };
        return io.out(reproduceTree(run.tree, options.reproduce, source));
      }
      if (options.apply !== undefined) {
        const { applyToFile } = await import("../support/tree-apply.ts");
        const cases = await applyToFile(run.tree, options.apply, io);
        return printCases(cases, options, io);
      }
      const { treeCsv } = await import("../support/tree-csv.ts");
      const { treeDocument } = await import("../support/tree-document.ts");
      const { treeText } = await import("../support/tree-text.ts");
      printOutput(
        {
          json: () => treeDocument(run),
          csv: () => treeCsv(run.tree),
          text: () => `${treeText(run, io, options.gains)}${notForRelease(loaded.study)}`,
        },
        options,
        io,
      );
    });
}

const choice = (flags: string, description: string, ...choices: string[]): Option =>
  new Option(flags, description).choices(choices);

const help = `
A value on a cut belongs to the band above it: "under 6, 6 to 12, over 12" is --cuts age=6,13.

Examples:
  $ throughline tree stability_5y --with age_at_index,authority,case_management
  $ throughline tree stability_5y --with authority
  $ throughline tree stability_5y --with age_at_index --cuts 6,13
  $ throughline tree wellbeing_5y --with age_at_index,stability_5y --method exhaustive-chaid
  $ throughline tree stability_5y --with age_at_index --rules condition > rules/by_tree.yaml
  $ throughline tree outcome --with a,b,c --data file.csv --like spss --resamples 0
  $ throughline tree outcome --with a,b,c --data file.csv --apply new-cases.csv`;

async function rules(
  tree: import("../../analysis/trees/tree.ts").Tree,
  form: "words" | "sql" | "condition",
  unit: string,
): Promise<string> {
  switch (form) {
    case "words":
      return (await import("../../analysis/trees/rules-in-words.ts")).rulesInWords(tree);
    case "sql":
      return (await import("../../analysis/trees/rules-in-sql.ts")).rulesInSql(tree);
    case "condition":
      return (await import("../../analysis/trees/rules-as-rule-file.ts")).rulesAsRuleFile(
        tree,
        unit === "family" ? "family" : "child",
      );
  }
}

function printCases(
  cases: readonly import("../support/tree-apply.ts").AppliedCase[],
  options: OutputOptions,
  io: Io,
): void {
  const rows = (): (string | number | null)[][] => [
    ["line", "node", "prediction", "share", "n", "reached_end", "stopped_at", "why", "outside"],
    ...cases.map((each) => [
      each.line,
      each.node,
      each.prediction,
      each.share,
      each.n,
      each.reachedEnd ? "yes" : "no",
      each.stoppedAt,
      each.why,
      each.outside.join(" "),
    ]),
  ];
  printOutput(
    { json: () => ({ schema: "throughline/tree-cases/v1", cases }), csv: rows, text: () => "" },
    options.json ? options : { ...options, csv: true },
    io,
  );
}
