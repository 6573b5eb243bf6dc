import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { ReadingNote } from "../../data-dictionary/sources/csv/infer-dataset.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { Io } from "../io.ts";
import type { OpenStudy } from "./load-study.ts";
import { readLines } from "./read-lines.ts";

export interface DataOptions {
  readonly study?: string | undefined;
  readonly data?: string | undefined;
  readonly family?: string | undefined;
  readonly weights?: string | undefined;
  readonly ordered?: readonly string[] | undefined;
  readonly numeric?: readonly string[] | undefined;
  readonly categorical?: readonly string[] | undefined;
  readonly unit?: string | undefined;
  readonly seed: number;
}

/** What an analysis command works on. */
export interface LoadedData {
  readonly dataset: Dataset;
  /** The study behind it, or null with `--data`. */
  readonly study: OpenStudy | null;
  /** How columns of a CSV file were read: see sayReading. */
  readonly notes: readonly ReadingNote[];
}

/** Adds the options by which every analysis command is given its data. */
export function withDataOptions(command: Command): Command {
  return command
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .option("--data <file>", "analyse this CSV file instead of a study")
    .option("--family <column>", "the column that says which rows are one family")
    .option("--weights <column>", "a column of frequencies: each row counts so many times")
    .option(
      "--ordered <columns>",
      "columns whose values are in order, with commas between; words with their order as grade=low<middle<high, in quotes",
      names,
    )
    .option("--numeric <columns>", "columns to read as numbers", names)
    .option("--categorical <columns>", "columns to read as categories", names)
    .option("--unit <unit>", "child or family: what one row is")
    .option("--seed <n>", "start of the random numbers", wholeNumber, 1);
}

/** Says on standard error how the columns that are used were read, where that may surprise. */
export function sayReading(loaded: LoadedData, used: readonly string[], io: Io): void {
  for (const { column, text } of loaded.notes) {
    if (column === null) io.err(`note: ${text}.\n`);
    else if (used.includes(column)) io.err(`note: ${column} ${text}.\n`);
  }
}

/**
 * Refuses a variable asked of itself.
 *
 * @throws {InputError} `bad-term`.
 */
export function refuseOutcome(outcome: string, others: readonly string[], role: string): void {
  if (!others.includes(outcome)) return;
  throw new InputError("bad-term", `${outcome} is the outcome, so it cannot be ${role}.`);
}

/** Names separated by commas, each once. */
export function names(value: string): string[] {
  const list = [...new Set(value.split(",").map((name) => name.trim()))].filter(
    (name) => name !== "",
  );
  if (list.length === 0) throw new InvalidArgumentError("Give one name, or several with commas.");
  return list;
}

/** A whole number of at least 0. */
export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("Give a whole number.");
  return Number(value);
}

/** Reads `--data`, or the study with its outcomes, patterns and facts as columns. */
export async function loadData(options: DataOptions, io: Io): Promise<LoadedData> {
  if (options.data !== undefined) return loadFile(options.data, options, io);
  const { openStudy } = await import("./load-study.ts");
  const study = await openStudy(options, io);
  const unit = options.unit ?? "child";
  if (unit !== "child" && unit !== "family") {
    throw new InputError("unknown-unit", "--unit must be child or family.");
  }
  const { retype } = await import("../../data-dictionary/table/retype.ts");
  const base = unit === "family" ? study.derived.families : study.derived.children;
  return { dataset: retype(base, options), study, notes: [] };
}

async function loadFile(path: string, options: DataOptions, io: Io): Promise<LoadedData> {
  const { readCsv } = await import("../../data-dictionary/sources/csv/read-csv.ts");
  const { inferDataset } = await import("../../data-dictionary/sources/csv/infer-dataset.ts");
  const raw = readCsv(readFileSync(resolve(io.cwd, path)), { file: basename(path) });
  const refused = raw.faults.filter((fault) => fault.severity === "error");
  if (refused.length > 0) {
    const first = refused[0];
    throw new InputError(
      "rows-refused",
      `${refused.length} row${refused.length === 1 ? "" : "s"} of ${basename(path)} cannot be read; the first is line ${first?.row}: ${first?.message}.`,
      `See them all:  throughline check ${basename(path)}`,
    );
  }
  // Said last, so that a command that is refused says why and nothing else.
  io.exit.last = readLines([{ ...raw, rowsUsed: raw.rows.length }]);
  const { dataset, notes } = inferDataset(raw, {
    ...(options.family === undefined ? {} : { family: options.family }),
    ...(options.weights === undefined ? {} : { weights: options.weights }),
    ...(options.ordered === undefined ? {} : { ordered: options.ordered }),
    ...(options.numeric === undefined ? {} : { numeric: options.numeric }),
    ...(options.categorical === undefined ? {} : { categorical: options.categorical }),
  });
  const unit = options.unit ?? dataset.unit;
  return { dataset: { ...dataset, unit }, study: null, notes };
}
