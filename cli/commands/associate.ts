import type { Command } from "commander";
import {
  type Association,
  type AssociationScreen,
  associate,
} from "../../analysis/association/associate.ts";
import type { EffectResult } from "../../analysis/association/effect-sizes.ts";
import { isRefused } from "../../analysis/association/test-result.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { selectRows } from "../../data-dictionary/table/select-rows.ts";
import type { Io } from "../io.ts";
import {
  type DataOptions,
  loadData,
  names,
  wholeNumber,
  withDataOptions,
} from "../support/load-data.ts";
import { fixed, pText } from "../support/number-text.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { notForRelease } from "../support/screen-note.ts";
import { styler } from "../support/style.ts";
import { textTable } from "../support/text-table.ts";

interface AssociateCommandOptions extends DataOptions, OutputOptions {
  readonly with: readonly string[];
  readonly by?: string;
  readonly all?: boolean;
  readonly table?: boolean;
  readonly apa?: boolean;
  readonly permutations: number;
}

/** The screen for everybody, or for one group of `--by`. */
interface Stratum {
  readonly group: {
    readonly variable: string;
    readonly value: string;
    readonly label: string;
  } | null;
  readonly screen: AssociationScreen;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(withDataOptions(command))
    .argument("<outcome>", "the outcome, a categorical variable")
    .requiredOption("--with <variables>", "the predictors, with commas between", names)
    .option("--by <variable>", "again within each group, such as age_band or authority")
    .option("--all", "every test and effect size that applies")
    .option("--table", "show the counts behind each test")
    .option("--apa", "print each result as a sentence of statistics")
    .option("--permutations <n>", "whole-family permutations for each predictor", wholeNumber, 2000)
    .addHelpText(
      "after",
      `
The test is chosen by the variables and by how sparse the table is, and says why.
Where brothers and sisters are among the children, the p-value that counts
respects families; the plain one stands beside it.

Examples:
  $ throughline associate stability_5y --with age_band,case_management,authority
  $ throughline associate stability_5y --with sex --by authority --table
  $ throughline associate outcome --with a,b --data file.csv --family household --json`,
    )
    .action(async (outcome: string, options: AssociateCommandOptions) => {
      const loaded = await loadData(options, io);
      for (const note of loaded.notes) io.err(`${note}\n`);
      const settings = {
        seed: options.seed,
        replications: options.permutations,
        all: options.all ?? false,
      };
      const strata: Stratum[] = [
        { group: null, screen: associate(loaded.dataset, outcome, options.with, settings) },
        ...strataOf(loaded.dataset, options.by).map(({ group, data }) => ({
          group,
          screen: associate(data, outcome, options.with, settings),
        })),
      ];
      const [first] = strata as [Stratum, ...Stratum[]];
      printOutput(
        {
          json: () => ({
            schema: "throughline/associate/v1",
            ...first.screen,
            strata: strata
              .slice(1)
              .map(({ group, screen }) => ({ ...group, results: screen.results })),
          }),
          csv: () => csvRows(strata),
          text: () =>
            `${strata.map((stratum) => screenText(stratum, options, io)).join("\n")}${notForRelease(loaded.study)}`,
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
  return grouping.levels.map((level, code) => ({
    group: { variable: by, value: level.value, label: level.label },
    data: selectRows(
      data,
      [...grouping.codes.keys()].filter((row) => grouping.codes[row] === code),
    ),
  }));
}

const methodWords: Readonly<Record<string, string>> = {
  pearson: "χ²",
  "rao-scott": "Rao–Scott F",
  fisher: "Fisher exact",
  "freeman-halton": "exact",
  "freeman-halton-monte-carlo": "exact, sampled",
  "family-permutation": "families permuted",
  "family-permutation-ranks": "families permuted",
  "kruskal-wallis": "Kruskal–Wallis",
};

function screenText(stratum: Stratum, options: AssociateCommandOptions, io: Io): string {
  const { screen, group } = stratum;
  const paint = styler(io);
  const title = `What goes with: ${screen.label}${group === null ? "" : ` (${group.label})`}`;
  const rows = screen.results.map((result) => [
    result.predictor,
    String(result.n),
    result.families === null ? "–" : String(result.families),
    methodWords[result.headline] ?? result.headline,
    effectText(result.effects[0]),
    pText(result.pValue),
    pText(result.naivePValue),
    pText(result.holmPValue),
  ]);
  const head = textTable(
    [
      { header: "Predictor" },
      { header: "n", align: "right" },
      { header: "fam.", align: "right" },
      { header: "Test" },
      { header: "Effect [95%]" },
      { header: "p", align: "right" },
      { header: "plain p", align: "right" },
      { header: "Holm p", align: "right" },
    ],
    rows,
    io.width,
  );
  const refused = screen.results
    .filter((result) => result.pValue === null)
    .map((result) => `  ${result.predictor}: ${result.reason}\n`)
    .join("");
  const note = `${screen.tests} test${screen.tests === 1 ? "" : "s"}; chance alone would give ${fixed(screen.expectedByChance, 1)} below .05. Effects: V unless named. Seed ${screen.seed}.\n`;
  const extra = screen.results
    .map(
      (result) =>
        `${options.apa ? `${apaText(result, screen)}\n` : ""}${options.table ? countsText(result, io) : ""}`,
    )
    .join("");
  return `${paint("bold", title)}\n${head}${refused}${note}${extra}`;
}

function effectText(effect: EffectResult | undefined): string {
  if (effect === undefined || "refused" in effect) return "–";
  const names: Readonly<Record<string, string>> = {
    "risk-difference": "RD ",
    "epsilon-squared": "ε² ",
  };
  const interval =
    effect.ciLow === undefined ? "" : ` [${unit(effect.ciLow)}, ${unit(effect.ciHigh ?? null)}]`;
  return `${names[effect.method] ?? ""}${unit(effect.estimate)}${interval}`;
}

/** Two decimals without the leading nought, for what cannot exceed one. */
const unit = (value: number | null): string => fixed(value, 2).replace(/^(−?)0\./, "$1.");

/** A result as a string of statistics in APA style. */
function apaText(result: Association, screen: AssociationScreen): string {
  const headline = result.tests.find((test) => test.method === result.headline);
  if (headline === undefined || isRefused(headline)) return `${result.predictor}: ${result.reason}`;
  const p = pText(headline.pValue);
  const pPart = /^[<>]/.test(p) ? `p ${p}` : `p = ${p}`;
  const effect = result.effects.find((each) => each.method === "cramers-v");
  const v =
    effect === undefined || "refused" in effect
      ? ""
      : `, V = ${unit(effect.estimate)}, 95% CI [${unit(effect.ciLow ?? null)}, ${unit(effect.ciHigh ?? null)}]`;
  switch (headline.method) {
    case "rao-scott":
      return `${result.predictor}: Rao–Scott F(${fixed(headline.df ?? null, 2)}, ${fixed(headline.df2 ?? null, 2)}) = ${fixed(headline.statistic ?? null, 2)}, ${pPart}; ${result.families} families${v}`;
    case "pearson":
      return `${result.predictor}: χ²(${headline.df}, N = ${result.n}) = ${fixed(headline.statistic ?? null, 2)}, ${pPart}${v}`;
    case "kruskal-wallis":
      return `${result.predictor}: H(${headline.df}, N = ${result.n}) = ${fixed(headline.statistic ?? null, 2)}, ${pPart}`;
    default:
      return `${result.predictor}: ${pPart}, N = ${result.n}${result.families === null ? "" : `; ${result.families} families`}, ${screen.replications} permutations${v}`;
  }
}

function countsText(result: Association, io: Io): string {
  if (result.table === null) return "";
  const { table } = result;
  const rows = table.counts.map((counts, place) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return [
      table.rowLabels[place] as string,
      ...counts.map((count) =>
        total === 0 ? "0" : `${fixed(count, 0)} (${fixed((100 * count) / total, 0)}%)`,
      ),
      fixed(total, 0),
    ];
  });
  return `\n${textTable(
    [
      { header: result.label },
      ...table.columnLabels.map((header) => ({ header, align: "right" as const })),
      { header: "All", align: "right" },
    ],
    rows,
    io.width,
  )}`;
}

function csvRows(strata: readonly Stratum[]): (string | number | null)[][] {
  const rows: (string | number | null)[][] = [
    [
      "group",
      "predictor",
      "unit",
      "n",
      "n_missing",
      "families",
      "headline",
      "effect",
      "estimate",
      "ci_low",
      "ci_high",
      "p_value",
      "naive_p_value",
      "holm_p_value",
      "bh_p_value",
      "design_effect",
      "reason",
    ],
  ];
  for (const { group, screen } of strata) {
    for (const result of screen.results) {
      const [effect] = result.effects;
      const shown = effect === undefined || "refused" in effect ? null : effect;
      rows.push([
        group?.value ?? null,
        result.predictor,
        result.unit,
        result.n,
        result.nMissing,
        result.families,
        result.headline,
        shown?.method ?? null,
        shown?.estimate ?? null,
        shown?.ciLow ?? null,
        shown?.ciHigh ?? null,
        result.pValue,
        result.naivePValue,
        result.holmPValue,
        result.bhPValue,
        result.designEffect,
        result.reason,
      ]);
    }
  }
  return rows;
}
