import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { Io } from "../io.ts";
import type { Compared } from "../support/compared.ts";
import {
  type DataOptions,
  type LoadedData,
  loadData,
  names,
  refuseOutcome,
  sayReading,
  withDataOptions,
} from "../support/load-data.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { notForRelease } from "../support/screen-note.ts";

interface CompareCommandOptions extends DataOptions, OutputOptions {
  readonly by?: string;
  readonly outcome?: string;
  readonly event?: readonly string[];
  readonly leaveOut?: readonly string[];
  readonly adjust?: readonly string[];
  readonly standardise?: readonly string[];
  readonly reference?: string;
  readonly rank?: boolean;
  readonly overdispersion?: boolean | "log";
  readonly time?: string;
  readonly events?: string;
  readonly n?: string;
  readonly expected?: string;
  readonly per?: number;
  readonly strata?: string;
  readonly standard?: string;
  readonly published?: string;
  readonly measure?: string;
  readonly group?: readonly string[];
  readonly year?: string;
  readonly authority?: string;
  readonly neighbours?: string;
  readonly apa?: boolean;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(withDataOptions(command))
    .option("--by <variable>", "what is compared (default: the study's authority)")
    .option("--outcome <variable>", "the outcome; one of several values is shown value by value")
    .option("--event <values>", "the values of the outcome that count, with commas between", names)
    .option("--leave-out <values>", "values of the outcome to treat as not known", names)
    .option("--adjust <variables>", "adjust for who the children are (logistic regression)", names)
    .option("--standardise <variables>", "standardise over these, directly and indirectly", names)
    .option("--reference <name>", "odds ratios against this one")
    .option("--rank", "ranks too, each with the range it may have")
    .addOption(
      new Option(
        "--overdispersion [scale]",
        "widen the funnel's limits for differences beyond chance; rates on the log scale with log",
      ).choices(["log"]),
    )
    .option("--time <variable>", "change over this variable, such as a year")
    .option("--events <column>", "counts: the column of events; a row is an authority")
    .option("--n <column>", "counts: the column of denominators")
    .option("--expected <column>", "counts: expected events, for ratios of observed to expected")
    .option("--per <number>", "counts: a rate per so many, such as 10000", positive)
    .option("--strata <column>", "counts: strata to standardise over, a row for each")
    .option("--standard <column>", "counts: the standard population of each stratum")
    .option("--published <file>", "a published table of authorities, as it comes")
    .option("--measure <words>", "published: the measure, or a part of its name")
    .option(
      "--group <words>",
      "published: the group of children, or a part of its name; again for a further filter",
      (words: string, before: readonly string[] = []) => [...before, words],
    )
    .option("--year <year>", "published: the year (default: the last)")
    .option("--authority <name>", "published: look at this one more closely")
    .option("--neighbours <file>", "published: a file of statistical neighbours")
    .option("--apa", "print the results as sentences of statistics")
    .addHelpText(
      "after",
      `
Authorities stand in the order of their names, as dot and interval. There is no
league table: --rank gives ranks, each with the range that chance leaves it.

Examples:
  $ throughline compare --outcome stability_5y --event stable_at_home,stable_away \\
      --adjust age_band --reference A
  $ throughline compare --outcome case_management --unit family
  $ throughline compare --data counts.csv --by la --events moved --n children
  $ throughline compare --data rates.csv --by la --events starts --n children \\
      --per 10000 --strata age_band
  $ throughline compare --published la_cla_placement_stability.csv \\
      --measure "3 or more placements during the year" --year 2025 --overdispersion \\
      --authority Rutland --neighbours sn_model_2025_wide.csv`,
    )
    .action(async (options: CompareCommandOptions) => {
      const { compareCsv } = await import("../support/compare-csv.ts");
      const { compareDocument } = await import("../support/compared.ts");
      const { compareText } = await import("../support/compare-text.ts");
      const { compareApa } = await import("../support/compare-apa.ts");
      const loaded =
        options.published === undefined ? await loadData(withNumbers(options), io) : null;
      if (loaded !== null) sayReading(loaded, options.adjust ?? [], io);
      const compared =
        loaded === null
          ? await published(options.published as string, options, io)
          : await fromData(loaded, options, io);
      printOutput(
        {
          json: () => compareDocument(compared),
          csv: () => compareCsv(compared),
          text: () =>
            options.apa === true
              ? compareApa(compared)
              : `${compareText(compared, io)}${loaded === null ? "" : notForRelease(loaded.study)}`,
        },
        options,
        io,
      );
    });
}

/** Columns of counts are numbers, however few different ones they hold. */
function withNumbers(options: CompareCommandOptions): CompareCommandOptions {
  if (options.events === undefined) return options;
  const { events, n, expected, standard, numeric = [] } = options;
  const counts = [events, n, expected, standard].flatMap((name) => (name ? [name] : []));
  return { ...options, numeric: [...new Set([...numeric, ...counts])] };
}

async function fromData(
  loaded: LoadedData,
  options: CompareCommandOptions,
  io: Io,
): Promise<Compared> {
  const { compareDataset } = await import("../support/compare-run.ts");
  for (const name of ["measure", "group", "year", "authority", "neighbours"] as const) {
    if (options[name] === undefined) continue;
    throw new InputError(
      "not-published",
      `--${name} belongs to a published table, so it needs --published.`,
    );
  }
  const by = options.by ?? loaded.study?.loaded.config.columns.authority ?? "authority";
  // A pattern is a family's: counted by children, large families would count more.
  const { study } = loaded;
  const outcome = options.outcome;
  if (outcome !== undefined) {
    refuseOutcome(outcome, [by], "what is compared");
    refuseOutcome(outcome, options.adjust ?? [], "adjusted for");
  }
  const families = study?.derived.families;
  const isFamilys =
    outcome !== undefined &&
    options.unit === undefined &&
    loaded.dataset.columns.get(outcome)?.level === "family" &&
    families?.columns.has(outcome) === true &&
    families.columns.has(by);
  if (isFamilys) {
    io.err(`${outcome} is a family's, so families are counted. For children: --unit child.\n`);
  }
  return compareDataset(isFamilys && families ? families : loaded.dataset, { ...options, by });
}

async function published(path: string, options: CompareCommandOptions, io: Io): Promise<Compared> {
  for (const name of [
    "data",
    "outcome",
    "event",
    "adjust",
    "standardise",
    "reference",
    "rank",
    "time",
    "expected",
    "strata",
    "standard",
    "by",
  ] as const) {
    if (options[name] === undefined) continue;
    throw new InputError(
      "not-for-published",
      `--${name} does not go with --published: only counts are published.`,
    );
  }
  const { comparePublished } = await import("../../analysis/authorities/compare-published.ts");
  const { readPublished } = await import(
    "../../data-dictionary/sources/published/read-published.ts"
  );
  const { readNeighbours } = await import(
    "../../data-dictionary/sources/published/statistical-neighbours.ts"
  );
  const bytes = (file: string): Uint8Array => readFileSync(resolve(io.cwd, file));
  const table = notNeighbours(
    path,
    () => readPublished(bytes(path), basename(path)),
    () => readNeighbours(bytes(path), { file: basename(path) }),
  );
  const neighbours =
    options.neighbours === undefined
      ? undefined
      : readNeighbours(bytes(options.neighbours), { file: basename(options.neighbours) });
  return {
    analysis: "published",
    result: comparePublished(table, {
      measure: options.measure,
      group: options.group,
      events: options.events,
      n: options.n,
      year: options.year,
      authority: options.authority,
      neighbours,
      overdispersion: options.overdispersion,
      per: options.per,
    }),
  };
}

/** A published table; a file of neighbours in its place is called by its name. */
function notNeighbours<Table>(path: string, read: () => Table, neighbours: () => unknown): Table {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    try {
      neighbours();
    } catch {
      throw error;
    }
    throw new InputError(
      "a-file-of-neighbours",
      `${basename(path)} is a file of statistical neighbours, not of figures.`,
      "Give it with --neighbours, beside a table of figures with --published.",
    );
  }
}

function positive(value: string): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < 1)
    throw new InvalidArgumentError("Give a whole number such as 10000.");
  return number;
}
