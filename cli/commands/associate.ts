import { type Command, InvalidArgumentError } from "commander";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { selectRows } from "../../data-dictionary/table/select-rows.ts";
import type { Io } from "../io.ts";
import type { Stratum } from "../support/associate-csv.ts";
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
import { referencePairs } from "../support/reference-pairs.ts";
import { notForRelease } from "../support/screen-note.ts";

interface AssociateCommandOptions extends DataOptions, OutputOptions {
  readonly with: readonly string[];
  readonly by?: string;
  readonly paired?: boolean;
  readonly all?: boolean;
  readonly table?: boolean;
  readonly apa?: boolean;
  readonly reference?: Readonly<Record<string, string>>;
  readonly permutations: number;
  readonly reproduce?: "r" | "spss";
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(withDataOptions(command))
    .argument("<outcome>", "the outcome: categories or a number")
    .requiredOption("--with <variables>", "the predictors, with commas between", names)
    .option("--by <variable>", "again within each group, such as age_band or authority")
    .option("--paired", "the variables of --with are the outcome's own earlier values")
    .option("--all", "every test and effect size that applies")
    .option("--table", "show the counts or means behind each test")
    .option("--apa", "print each result as a string of statistics in APA style")
    .option("--reference <pairs>", "levels to compare with, as plan=away,sex=girl", referencePairs)
    .option("--permutations <n>", "whole-family permutations for each predictor", wholeNumber, 2000)
    .option("--reproduce <language>", "print r or spss code that gives the same numbers", language)
    .addHelpText(
      "after",
      `
The test is chosen by the variables and by how sparse the table is, and says why:
ordered levels get a trend test, small counts an exact one, numbers a rank test.
Where brothers and sisters are among the children, the p-value that counts
respects families; the plain one stands beside it. --by also pools over the
groups (Mantel–Haenszel) and asks whether they agree (Breslow–Day).

Examples:
  $ throughline associate stability_5y --with age_band,case_management,authority
  $ throughline associate stability_5y --with sex --by authority --table
  $ throughline associate age_at_index --with stability_5y,sex --all
  $ throughline associate wellbeing_5y --with wellbeing_2y --paired
  $ throughline associate outcome --with a,b --data file.csv --family household --json
  $ throughline associate outcome --with plan --data counts.csv --weights n --all`,
    )
    .action(async (outcome: string, options: AssociateCommandOptions) => {
      const loaded = await loadData(options, io);
      refuseOutcome(outcome, options.with, "a predictor");
      if (options.by !== undefined) refuseOutcome(outcome, [options.by], "what makes the groups");
      sayReading(loaded, [outcome, ...options.with], io);
      const { associate } = await import("../../analysis/association/associate.ts");
      const { associatePairs } = await import("../../analysis/association/associate-pairs.ts");
      const { stratify } = await import("../../analysis/association/stratify.ts");
      const settings = {
        seed: options.seed,
        replications: options.permutations,
        all: options.all ?? false,
        ...(options.reference === undefined ? {} : { reference: options.reference }),
      };
      const screenOf = (data: Dataset, variables = options.with): Stratum["screen"] =>
        (options.paired ? associatePairs : associate)(data, outcome, variables, settings);
      // Within a group, the variable that makes the groups has one value.
      const others = options.with.filter((name) => name !== options.by);
      const { dataset } = loaded;
      const strata: Stratum[] = [
        { group: null, screen: screenOf(dataset) },
        ...strataOf(dataset, options.by).map(({ group, data }) => ({
          group,
          screen: screenOf(data, others),
        })),
      ];
      const [first] = strata as [Stratum, ...Stratum[]];
      if (options.reproduce !== undefined) {
        if (options.by !== undefined) {
          io.err("note: the code is of the whole; tests over the groups of --by are not in it.\n");
        }
        const source = {
          file: options.data ?? null,
          weights: options.weights ?? null,
          family: options.family ?? null,
          paired: options.paired ?? false,
        };
        const { associateInR } = await import("../support/associate-r.ts");
        const { associateInSpss } = await import("../support/associate-spss.ts");
        const inLanguage = options.reproduce === "r" ? associateInR : associateInSpss;
        io.out(inLanguage(first.screen, dataset, source));
        return;
      }
      const stratified =
        options.by === undefined || options.paired
          ? []
          : stratify(dataset, outcome, options.with, options.by, settings);
      const { associateCsv } = await import("../support/associate-csv.ts");
      const { associateText, stratifiedText } = await import("../support/associate-text.ts");
      printOutput(
        {
          json: () => ({
            schema: "throughline/associate/v1",
            paired: options.paired ?? false,
            ...first.screen,
            ...(options.by === undefined ? {} : { by: options.by, stratified }),
            strata: strata
              .slice(1)
              .map(({ group, screen }) => ({ ...group, results: screen.results })),
          }),
          csv: () => associateCsv(strata, options.all ?? false),
          text: () =>
            [
              ...strata.map(({ group, screen }) =>
                associateText(screen, group?.label ?? null, options, io),
              ),
              ...(stratified.length === 0 || options.by === undefined
                ? []
                : [stratifiedText(stratified, options.by, options, io).trimStart()]),
            ].join("\n") + notForRelease(loaded.study),
        },
        options,
        io,
      );
    });
}

function strataOf(
  data: Dataset,
  by: string | undefined,
): { group: NonNullable<Stratum["group"]>; data: Dataset }[] {
  if (by === undefined) return [];
  const grouping = categoricalOf(data, by);
  return grouping.levels
    .map((level, code) => ({
      group: { variable: by, value: level.value, label: level.label },
      data: selectRows(
        data,
        [...grouping.codes.keys()].filter((row) => grouping.codes[row] === code),
      ),
    }))
    .filter(({ data: own }) => own.rowCount > 0);
}

function language(value: string): string {
  if (value !== "r" && value !== "spss") throw new InvalidArgumentError("Give r or spss.");
  return value;
}
