import { InvalidArgumentError } from "commander";
import type { PredictionOptions } from "../../analysis/trees/predict-class.ts";
import { type TreeSettings, treeSettings } from "../../analysis/trees/settings.ts";
import type { MisclassificationCost } from "../../analysis/trees/tree.ts";
import type { OutcomeType, TreeDataOptions } from "../../analysis/trees/tree-data.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";

/** The options of `throughline tree` that say how a tree is grown. */
export interface GrowingOptions {
  readonly with: readonly string[];
  readonly like: TreeSettings["preset"];
  readonly method?: TreeSettings["method"];
  readonly statistic?: TreeSettings["statistic"];
  readonly multiplier?: TreeSettings["exhaustiveMultiplier"];
  readonly splitTest?: TreeSettings["splitTest"];
  readonly plain?: boolean;
  readonly smallCounts?: TreeSettings["smallCounts"];
  readonly permutations?: number;
  readonly alphaSplit?: number;
  readonly alphaMerge?: number;
  readonly resplit?: number;
  readonly depth?: number;
  readonly minParent?: number;
  readonly minChild?: number;
  readonly minFamilies?: number;
  readonly bonferroni: boolean;
  readonly outcomeType?: OutcomeType;
  readonly cuts?: readonly string[];
  readonly bands?: readonly string[];
  readonly costs?: readonly string[];
  readonly priors?: readonly string[];
  readonly seed: number;
}

/** The settings of the preset with what was asked for put in. */
export function settingsFrom(
  options: GrowingOptions,
  { families, rowCount }: Pick<Dataset, "families" | "rowCount">,
): TreeSettings {
  if (families === null) {
    const asked =
      (options.minFamilies ?? 0) > 0
        ? "--min-families"
        : !options.plain && options.splitTest === "rao-scott"
          ? "--split-test rao-scott"
          : null;
    if (asked !== null) {
      throw new InputError(
        "no-families",
        `${asked} asks for families, and nothing says which rows are one family.`,
        "Name the column with --family.",
      );
    }
  }
  const hasFamilies = families !== null && families.count < rowCount;
  const base = treeSettings(options.like, hasFamilies);
  const given = {
    method: options.method,
    statistic: options.statistic,
    exhaustiveMultiplier: options.multiplier,
    splitTest: options.plain ? ("plain" as const) : options.splitTest,
    smallCounts: options.smallCounts,
    permutations: options.permutations,
    alphaSplit: options.alphaSplit,
    alphaMerge: options.alphaMerge,
    alphaResplit: options.resplit,
    maxDepth: options.depth,
    minParent: options.minParent,
    minChild: options.minChild,
    minFamilies: options.minFamilies,
  };
  return {
    ...base,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    bonferroni: options.bonferroni,
    seed: options.seed,
  };
}

/** How the columns are made ready. */
export function columnsFrom(options: GrowingOptions, settings: TreeSettings): TreeDataOptions {
  const cuts = named(options.cuts, options.with, "--cuts", "6,13 for one predictor, or age=6,13");
  const bands = named(options.bands, options.with, "--bands", "10 for all, or age=4,visits=every");
  const bandsOf = Object.fromEntries(
    Object.entries(bands).map(([name, [value = ""]]) => [name, bandCount(value)]),
  );
  const { [forAll]: bandsForAll, ...bandsOfSome } = bandsOf;
  const { outcomeType } = options;
  return {
    missing: settings.missing,
    bands: settings.bands,
    mostValues: settings.mostValues,
    cuts: Object.fromEntries(
      Object.entries(cuts).map(([name, values]) => [name, values.map((value) => cutPoint(value))]),
    ),
    bandsOf: bandsOfSome,
    ...(bandsForAll === undefined ? {} : { bandsForAll }),
    ...(outcomeType === undefined ? {} : { outcomeType }),
  };
}

/** Costs as `observed:predicted=3`, priors as `equal` or `class=.4`. */
export function predictionFrom(options: GrowingOptions): PredictionOptions {
  const priors = options.priors;
  return {
    ...(options.costs === undefined ? {} : { costs: options.costs.map(costOf) }),
    ...(priors === undefined
      ? {}
      : priors.length === 1 && priors[0] === "equal"
        ? { priors: "equal" as const }
        : { priors: Object.fromEntries(priors.map(priorOf)) }),
  };
}

const forAll = "";

/** `a,b` for the one predictor, or for bands all of them, or `name=a,b,other=c`. */
function named(
  parts: readonly string[] | undefined,
  predictors: readonly string[],
  option: string,
  form: string,
): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  let name: string | null =
    option === "--bands" ? forAll : predictors.length > 1 ? null : (predictors[0] as string);
  for (const part of parts ?? []) {
    const at = part.indexOf("=");
    if (at >= 0) {
      name = part.slice(0, at).trim();
      if (!predictors.includes(name)) {
        throw new InvalidArgumentError(`${option} names ${name}, which is not among --with.`);
      }
    }
    const value = part.slice(at + 1).trim();
    if (name === null || value === "") {
      throw new InvalidArgumentError(`Write ${option} as ${form}.`);
    }
    values[name] ??= [];
    values[name]?.push(value);
  }
  return values;
}

function cutPoint(value: string): number {
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  throw new InvalidArgumentError("A cut must be a number, such as 6 or 6.5.");
}

function bandCount(value: string): number | "every" {
  if (value === "every") return value;
  if (/^\d{1,3}$/.test(value) && Number(value) >= 2) return Number(value);
  throw new InvalidArgumentError("Give the number of bands, from 2, or every.");
}

function costOf(part: string): MisclassificationCost {
  const found = /^(.+):(.+)=(\d+(?:\.\d+)?)$/.exec(part);
  if (found === null) {
    throw new InvalidArgumentError(
      "Write a cost as observed:predicted=3, with the classes' codes.",
    );
  }
  const [, observed = "", predicted = "", cost = ""] = found;
  return { observed, predicted, cost: Number(cost) };
}

function priorOf(part: string): [string, number] {
  const found = /^(.+)=(\d*\.?\d+)$/.exec(part);
  if (found === null) {
    throw new InvalidArgumentError("Write priors as equal, or as class=.4 for every class.");
  }
  return [found[1] as string, Number(found[2])];
}

/** A p-value as an option: from 0 to 1. */
export function probability(value: string): number {
  const number = /^0?\.\d+$|^[01]$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number))
    throw new InvalidArgumentError("Give a number from 0 to 1, such as .05.");
  return number;
}
