import { type Command, InvalidArgumentError } from "commander";
import type { AgreementScreen, ItemAgreement } from "../../analysis/agreement/agree-items.ts";
import type { Scale } from "../../analysis/agreement/krippendorff-alpha.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { agreeApa } from "../support/agree-apa.ts";
import { agreeCsv } from "../support/agree-csv.ts";
import { agreeText, measureOf } from "../support/agree-text.ts";
import { loadData, names, sayReading, wholeNumber } from "../support/load-data.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { notForRelease } from "../support/screen-note.ts";

interface AgreeOptions extends OutputOptions {
  readonly study?: string;
  readonly data?: string;
  readonly coders?: readonly string[];
  readonly item?: string;
  readonly outcome?: readonly string[];
  readonly family?: string;
  readonly weights?: string;
  readonly scale?: Scale;
  readonly ordered?: boolean;
  readonly levels?: readonly string[];
  readonly disagreements?: string;
  readonly failUnder?: number;
  readonly measure: "kappa" | "alpha" | "ac1" | "percent";
  readonly level: number;
  readonly replications: number;
  readonly seed: number;
  readonly all?: boolean;
  readonly table?: boolean;
  readonly apa?: boolean;
  readonly reproduce?: "r" | "spss";
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .argument("[items...]", "items of the study's ratings (default: all rated twice)")
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .option(
      "--outcome <names>",
      "outcomes or patterns, derived under each coder's own ratings, with commas between",
      names,
    )
    .option("--data <file>", "measure this CSV file, one column a coder, instead of a study")
    .option("--coders <columns>", "with --data: the columns of the coders", names)
    .option("--item <column>", "with --data: the column that names the item of each row")
    .option("--family <column>", "with --data: the column that says which rows are one family")
    .option("--weights <column>", "with --data: a column of frequencies")
    .option(
      "--scale <scale>",
      "nominal, ordinal or interval (default: as the codebook says)",
      scale,
    )
    .option("--ordered", "short for --scale ordinal")
    .option(
      "--levels <values>",
      "the values in their order, lowest first; makes them ordinal",
      names,
    )
    .option("--disagreements <item>", "list the cases on which coders differ; screen only")
    .option("--fail-under <k>", "end with 1 if an item is below this", share)
    .option(
      "--measure <name>",
      "what --fail-under looks at: kappa, alpha, ac1, percent",
      measure,
      "kappa",
    )
    .option("--all", "every measure of every item, with its interval")
    .option("--table", "the table of each pair of coders")
    .option("--apa", "print each item as a sentence of statistics")
    .option("--reproduce <language>", "print r or spss code that gives the same numbers", language)
    .option("--level <share>", "level of intervals", level, 0.95)
    .option("--replications <n>", "bootstrap samples", wholeNumber, 2000)
    .option("--seed <n>", "start of the random numbers", wholeNumber, 1)
    .addHelpText(
      "after",
      `
Items are measured on what coders gave working apart: rows of the coder "agreed" or
"consensus" are left out. The measure is kappa for two coders (weighted when values
are in order, the intraclass correlation when they are numbers) and Fleiss' kappa or
Krippendorff's alpha for more. Percent agreement, AC1 and alpha stand beside it, for
kappa falls when one value is very common.

--outcome derives an outcome once under each coder's ratings, all other records being
the same, and says which fact decided where the codes differ.

An item that cannot be measured fails --fail-under unless all its coders agree.

Examples:
  $ throughline agree
  $ throughline agree --disagreements neglect_severity
  $ throughline agree wellbeing --all --table
  $ throughline agree --outcome wellbeing_5y,case_management
  $ throughline agree --outcome wellbeing_5y --disagreements wellbeing_5y
  $ throughline agree --fail-under 0.6 --measure alpha
  $ throughline agree --data coded.csv --coders anna,ben --levels low,medium,high`,
    )
    .action(async (items: readonly string[], options: AgreeOptions, self: Command) => {
      if (options.disagreements !== undefined && (options.json || options.csv)) {
        self.error(
          "error: --disagreements is case level: for the screen only, without --json or --csv",
        );
      }
      if (options.data !== undefined && options.coders === undefined) {
        self.error("error: --data needs --coders, such as --coders coder_1,coder_2");
      }
      if (options.data === undefined && options.coders !== undefined) {
        self.error("error: --coders goes with --data; a study names coders in its ratings");
      }
      if (options.outcome !== undefined && (options.data !== undefined || items.length > 0)) {
        self.error("error: --outcome is of a study's rules: give it without items and --data");
      }
      const read =
        options.outcome !== undefined
          ? fromOutcomes
          : options.data === undefined
            ? fromStudy
            : fromFile;
      const source = await read(items, options, io);

      if (options.disagreements !== undefined) {
        io.out(source.disagreements());
        return;
      }
      const { agreeItems } = await import("../../analysis/agreement/agree-items.ts");
      const screen = agreeItems(source.items, {
        seed: options.seed,
        replications: options.replications,
        level: options.level,
      });
      const failed = failing(screen, options);
      if (failed.length > 0) io.exit.code = exitCodes.problems;
      if (options.reproduce !== undefined) {
        const { reproduceAgreement } = await import("../support/agree-reproduce.ts");
        io.out(reproduceAgreement(screen, source.items, options.reproduce));
        return;
      }
      printOutput(
        {
          json: () => ({
            schema: "throughline/agree/v1",
            ...screen,
            ...source.extra,
            ...(options.failUnder === undefined
              ? {}
              : { failUnder: options.failUnder, failed: failed.map(({ item }) => item) }),
          }),
          csv: () => agreeCsv(screen),
          text: () =>
            options.apa
              ? agreeApa(screen)
              : `${agreeText(screen, { all: options.all ?? false, table: options.table ?? false }, io)}${failText(failed, options)}${source.footer(screen)}`,
        },
        options,
        io,
      );
    });
}

interface Source {
  readonly items: Parameters<
    typeof import("../../analysis/agreement/agree-items.ts").agreeItems
  >[0];
  readonly disagreements: () => string;
  readonly footer: (screen: AgreementScreen) => string;
  /** More for the JSON. */
  readonly extra?: object;
}

const scaleOf = (options: AgreeOptions): Scale | undefined =>
  options.scale ?? (options.ordered ? "ordinal" : undefined);

async function fromStudy(items: readonly string[], options: AgreeOptions, io: Io): Promise<Source> {
  const { openStudy } = await import("../support/load-study.ts");
  const { doubleCodedItems } = await import("../../analysis/outcomes/double-coded.ts");
  const { studyDisagreements } = await import("../support/agree-disagreements.ts");
  const study = await openStudy(options, io);
  const asked = items.flatMap((item) => item.split(",")).filter((item) => item !== "");
  const { disagreements: listed } = options;
  const wanted = listed === undefined ? asked : [listed];
  const found = doubleCodedItems(study.loaded, {
    items: wanted.length === 0 ? "all" : wanted,
    scale: scaleOf(options),
    levels: options.levels,
  });
  return {
    items: found,
    disagreements: () => studyDisagreements(study.loaded, found[0]!, io),
    footer: (screen) => `${nextStep(screen)}${notForRelease(study)}`,
  };
}

async function fromOutcomes(
  _items: readonly string[],
  options: AgreeOptions,
  io: Io,
): Promise<Source> {
  const { openStudy } = await import("../support/load-study.ts");
  const { outcomeAgreement } = await import("../../analysis/outcomes/outcome-agreement.ts");
  const { decidedText, outcomeDisagreements } = await import("../support/agree-outcomes.ts");
  const study = await openStudy(options, io);
  const { disagreements: listed, outcome = [] } = options;
  const found = outcome.map((name) => outcomeAgreement(study.loaded, name));
  const shown = found.find((each) => each.item === listed) ?? found[0]!;
  return {
    items: found,
    disagreements: () => outcomeDisagreements(shown, io),
    footer: () => `${found.map((each) => decidedText(each, io)).join("")}${notForRelease(study)}`,
    extra: {
      decided: Object.fromEntries(found.map(({ item, decided }) => [item, decided])),
      ratedItems: Object.fromEntries(found.map(({ item, ratedItems }) => [item, ratedItems])),
    },
  };
}

async function fromFile(_items: readonly string[], options: AgreeOptions, io: Io): Promise<Source> {
  const { itemsOfColumns } = await import("../support/agree-data.ts");
  const { fileDisagreements } = await import("../support/agree-disagreements.ts");
  const coders = options.coders ?? [];
  const loaded = await loadData(
    {
      data: options.data,
      family: options.family,
      weights: options.weights,
      categorical: options.item === undefined ? coders : [...coders, options.item],
      seed: options.seed,
    },
    io,
  );
  sayReading(loaded, coders, io);
  const { dataset } = loaded;
  const found = itemsOfColumns(dataset, {
    coders,
    item: options.item,
    scale: scaleOf(options),
    levels: options.levels,
  });
  return {
    items: found,
    disagreements: () => {
      const item = found.find((each) => each.item === options.disagreements) ?? found[0]!;
      return fileDisagreements(dataset, item, io);
    },
    footer: () => notForRelease(null),
  };
}

function nextStep(screen: AgreementScreen): string {
  const lowest = screen.results.find((result) => result.disagreements > 0);
  return lowest === undefined
    ? ""
    : `\nSee disagreements:  throughline agree --disagreements ${lowest.item}\n`;
}

/** Items below --fail-under, and those that cannot be measured although coders differ. */
function failing(screen: AgreementScreen, options: AgreeOptions): ItemAgreement[] {
  const { failUnder } = options;
  if (failUnder === undefined) return [];
  const method = { alpha: "krippendorff-alpha", ac1: "gwet-ac1", percent: "percent-agreement" };
  return screen.results.filter((result) => {
    const own = options.measure === "kappa" ? result.headline : method[options.measure];
    const estimate = measureOf(result.measures, own)?.estimate ?? null;
    return estimate === null ? result.n === 0 || result.disagreements > 0 : estimate < failUnder;
  });
}

function failText(failed: readonly ItemAgreement[], options: AgreeOptions): string {
  if (options.failUnder === undefined) return "";
  return failed.length === 0
    ? `\nNo item is below ${options.failUnder}.\n`
    : `\nBelow ${options.failUnder}: ${failed.map(({ item }) => item).join(", ")}.\n`;
}

function scale(value: string): Scale {
  if (value === "nominal" || value === "ordinal" || value === "interval") return value;
  throw new InvalidArgumentError("Give nominal, ordinal or interval.");
}

function measure(value: string): AgreeOptions["measure"] {
  if (value === "kappa" || value === "alpha" || value === "ac1" || value === "percent")
    return value;
  throw new InvalidArgumentError("Give kappa, alpha, ac1 or percent.");
}

function share(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number >= -1 && number <= 1))
    throw new InvalidArgumentError("Give a number such as 0.6.");
  return number;
}

function level(value: string): number {
  const number = Number(value);
  if (!(number > 0.5 && number < 1)) throw new InvalidArgumentError("Give a share such as 0.95.");
  return number;
}

function language(value: string): "r" | "spss" {
  if (value !== "r" && value !== "spss") throw new InvalidArgumentError("Give r or spss.");
  return value;
}
