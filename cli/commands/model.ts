import { type Command, InvalidArgumentError } from "commander";
import type { ModelRefusal, ModelResult } from "../../analysis/models/model-result.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import {
  type DataOptions,
  loadData,
  names,
  sayReading,
  wholeNumber,
  withDataOptions,
} from "../support/load-data.ts";
import { modelApa } from "../support/model-apa.ts";
import { modelCsv } from "../support/model-csv.ts";
import { reproduceModel } from "../support/model-reproduce.ts";
import { modelText } from "../support/model-text.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { referencePairs } from "../support/reference-pairs.ts";
import { notForRelease } from "../support/screen-note.ts";

interface ModelOptions extends DataOptions, OutputOptions {
  readonly with: readonly string[];
  readonly event?: readonly string[];
  readonly reference?: Readonly<Record<string, string>>;
  /** undefined: when needed. */
  readonly firth?: boolean;
  readonly cluster: "CR0" | "CR1" | "CR2";
  readonly gee?: boolean;
  readonly random?: string;
  readonly impute?: number;
  readonly level: number;
  readonly apa?: boolean;
  readonly reproduce?: "r" | "spss";
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(withDataOptions(command))
    .argument("<outcome>", "the variable to explain")
    .requiredOption(
      "--with <terms>",
      "predictors with commas between; a*b adds an interaction",
      names,
    )
    .option("--event <values>", "levels of the outcome that count as the event", names)
    .option("--reference <pairs>", "reference levels, such as sex=girl,plan=away", referencePairs)
    .option("--firth", "use Firth's penalty (default: when the data need it)")
    .option("--no-firth", "never use Firth's penalty")
    .option("--cluster <kind>", "family-robust errors: CR0, CR1 or CR2", correction, "CR2")
    .option("--gee", "also estimating equations with families alike")
    .option("--random <variable>", "also a random intercept for this variable, such as authority")
    .option("--impute <m>", "fill in missing values M times and pool the answers", wholeNumber)
    .option("--level <share>", "level of intervals", level, 0.95)
    .option("--apa", "print the results as sentences in APA style")
    .option("--reproduce <language>", "print r or spss code that gives the same numbers", language)
    .addHelpText(
      "after",
      `
The outcome chooses the model: two levels or --event, logistic; ordered levels,
proportional odds; other levels, multinomial; a number, linear. Percentages and
average differences come first; odds ratios after them. Where families have
several rows, intervals allow for it, and the naive p stands beside.

Examples:
  $ throughline model stability_5y --event unstable --with age_band,case_management
  $ throughline model reabuse_ever --with age_at_index,sex --random authority
  $ throughline model wellbeing_5y --with age_band*sex --reference age_band=u6
  $ throughline model --data survey.csv q9 --with q1,q2 --family household --json`,
    )
    .action(async (outcome: string, options: ModelOptions, self: Command) => {
      const loaded = await loadData(options, io);
      sayReading(loaded, [outcome, ...options.with.flatMap((term) => term.split("*"))], io);
      const request = {
        outcome,
        with: options.with,
        ...(options.event === undefined ? {} : { event: options.event }),
        ...(options.reference === undefined ? {} : { reference: options.reference }),
        // Commander gives --no-firth a default of true, so ask whether it was typed.
        firth:
          self.getOptionValueSource("firth") === "cli" ? options.firth === true : ("auto" as const),
        cluster: options.cluster,
        gee: options.gee === true,
        ...(options.random === undefined ? {} : { random: options.random }),
        ciLevel: options.level,
        seed: options.seed,
      };
      let result: ModelResult | ModelRefusal;
      if (options.impute === undefined) {
        const { fitModel } = await import("../../analysis/models/fit-model.ts");
        result = fitModel(loaded.dataset, request);
      } else {
        const { fitImputedModel } = await import("../../analysis/models/fit-imputed-model.ts");
        result = fitImputedModel(loaded.dataset, { ...request, imputations: options.impute });
      }
      if ("refused" in result) io.exit.code = exitCodes.problems;
      if (options.reproduce !== undefined && !("refused" in result)) {
        io.out(
          reproduceModel(
            result,
            options.reproduce,
            {
              data: options.data ?? null,
              family: options.family ?? loaded.study?.loaded.config.columns.family ?? null,
              weights: options.weights ?? null,
              random: options.random ?? null,
            },
            loaded.dataset,
          ),
        );
        return;
      }
      const shown = result;
      printOutput(
        {
          json: () => ({ schema: "throughline/model/v1", ...shown }),
          csv: () => modelCsv(shown),
          text: () =>
            options.apa === true && !("refused" in shown)
              ? modelApa(shown)
              : `${modelText(shown, io)}${notForRelease(loaded.study)}`,
        },
        options,
        io,
      );
    });
}

function correction(value: string): string {
  const upper = value.toUpperCase();
  if (!["CR0", "CR1", "CR2"].includes(upper))
    throw new InvalidArgumentError("Give CR0, CR1 or CR2.");
  return upper;
}

function level(value: string): number {
  const number = Number(value);
  if (!(number > 0.5 && number < 1)) throw new InvalidArgumentError("Give a share such as 0.95.");
  return number;
}

function language(value: string): string {
  if (value !== "r" && value !== "spss") throw new InvalidArgumentError("Give r or spss.");
  return value;
}
