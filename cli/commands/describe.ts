import { type Command, Option } from "commander";
import { describeBy, multiResponseBy } from "../../analysis/describe/describe-by.ts";
import type { FrequencyTable } from "../../analysis/describe/frequency-table.ts";
import { type MissingReport, missingReport } from "../../analysis/describe/missing-report.ts";
import type { MultiResponse } from "../../analysis/describe/multi-response.ts";
import type { NumericSummary } from "../../analysis/describe/numeric-summary.ts";
import {
  type SimultaneousIntervals,
  simultaneousIntervals,
} from "../../analysis/describe/simultaneous.ts";
import { counted, fixed, percent, percentInterval } from "../../analysis/words/number-text.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { Io } from "../io.ts";
import {
  type DataOptions,
  type LoadedData,
  loadData,
  names,
  sayReading,
  withDataOptions,
} from "../support/load-data.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { notForRelease } from "../support/screen-note.ts";
import { styler } from "../support/style.ts";
import { textTable } from "../support/text-table.ts";
import { unitWords } from "../support/unit-words.ts";

interface DescribeOptions extends DataOptions, OutputOptions {
  readonly by?: string;
  readonly multi?: readonly string[];
  readonly missing?: boolean;
  readonly simultaneous?: boolean;
  readonly paired?: readonly string[];
  readonly better: "lower" | "higher";
  readonly waves?: string;
  readonly event: string;
}

type Table =
  | (FrequencyTable & { readonly simultaneous?: SimultaneousIntervals })
  | NumericSummary
  | MultiResponse;

/** One table of the answer: for everybody, or for one group. */
interface Section {
  readonly title: string;
  readonly group: {
    readonly variable: string;
    readonly value: string;
    readonly label: string;
  } | null;
  readonly table: Table;
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(withDataOptions(command))
    .argument("[variables...]", "the variables to describe")
    .option("--by <variable>", "again within each group of this variable")
    .option(
      "--multi <variables>",
      "yes/no variables to show as one table, with commas between",
      names,
    )
    .option(
      "--paired <pairs>",
      "grades before and after, as BEFORE:AFTER with commas between",
      names,
    )
    .addOption(
      new Option("--better <end>", "with --paired: which end of the scale is better")
        .choices(["lower", "higher"] as const)
        .default("higher" as const),
    )
    .option("--waves <variable>", "shares by wave of a survey, and the change between waves")
    .option("--event <value>", "with --waves: the answer counted", "1")
    .option("--simultaneous", "intervals that hold for all values of a variable together (Goodman)")
    .option("--missing", "only how much is known of each variable, and why the rest is not")
    .addHelpText(
      "after",
      `
Shares are of the rows where the answer is known; missing answers are counted beside them.
A family's fact is shown for children and for families, side by side.

Examples:
  $ throughline describe sex age_band ethnicity
  $ throughline describe stability_5y --by authority
  $ throughline describe case_management --simultaneous
  $ throughline describe --multi neglect_emotional,neglect_medical
  $ throughline describe --missing
  $ throughline describe --paired love_carer_before:love_carer_after --better lower
  $ throughline describe saw_neglect --waves year --by profession
  $ throughline describe --data survey.csv q1 q2 --family household --json`,
    )
    .action(async (given: string[], options: DescribeOptions) => {
      const variables = given.flatMap(names);
      const loaded = await loadData(options, io);
      const multi = (options.multi ?? []).concat(options.by ?? []);
      sayReading(loaded, [...variables, ...multi], io);
      if (options.paired !== undefined) return showChange(options.paired, loaded, options, io);
      if (options.waves !== undefined) return showWaves(variables, loaded, options, io);
      const missingOnly = options.missing === true || (variables.length === 0 && !options.multi);
      if (missingOnly) showMissing(variables, loaded.dataset, options, io);
      else showTables(variables, loaded, options, io);
    });
}

async function showChange(
  list: readonly string[],
  loaded: LoadedData,
  options: DescribeOptions,
  io: Io,
): Promise<void> {
  const { changeByArea } = await import("../../analysis/describe/change-by-area.ts");
  const { changeRows, changeText } = await import("../support/change-text.ts");
  const pairs = list.map((pair): [string, string] => {
    const [before, after, more] = pair.split(":");
    if (!before || !after || more !== undefined) {
      throw new InputError(
        "bad-pair",
        "--paired takes pairs of variables written BEFORE:AFTER.",
        "For example: --paired love_carer_before:love_carer_after,safety_before:safety_after",
      );
    }
    return [before, after];
  });
  const result = changeByArea(loaded.dataset, pairs, options.better);
  printOutput(
    {
      json: () => ({ schema: "throughline/change/v1", ...result }),
      csv: () => changeRows(result),
      text: () => `${changeText(result, io)}${notForRelease(loaded.study)}`,
    },
    options,
    io,
  );
}

async function showWaves(
  variables: readonly string[],
  loaded: LoadedData,
  options: DescribeOptions,
  io: Io,
): Promise<void> {
  const { shareWaves } = await import("../../analysis/describe/share-waves.ts");
  const { waveRows, wavesText } = await import("../support/change-text.ts");
  if (variables.length === 0) {
    throw new InputError(
      "missing-argument",
      "Name the variables whose shares are wanted by wave.",
      "For example: throughline describe saw_neglect --waves year",
    );
  }
  const result = shareWaves(
    loaded.dataset,
    variables,
    options.waves as string,
    options.by ?? null,
    options.event,
  );
  printOutput(
    {
      json: () => ({ schema: "throughline/waves/v1", ...result }),
      csv: () => waveRows(result),
      text: () => `${wavesText(result, io)}${notForRelease(loaded.study)}`,
    },
    options,
    io,
  );
}

function showTables(
  variables: readonly string[],
  loaded: LoadedData,
  options: DescribeOptions,
  io: Io,
): void {
  let sections = variables.flatMap((variable) =>
    unitsFor(variable, loaded, options).flatMap((data) => sectionsOf(data, variable, options.by)),
  );
  if (options.simultaneous) {
    const numbers = new Set(
      sections.flatMap(({ table }) =>
        "variable" in table && table.kind !== "categorical" ? [table.variable] : [],
      ),
    );
    for (const name of numbers) {
      io.err(`note: ${name} is a number, so it has no shares for --simultaneous.\n`);
    }
    sections = sections.map(withSimultaneous);
  }
  if (options.multi !== undefined) {
    sections.push(...multiSections(loaded.dataset, options.multi, options.by));
  }
  printOutput(
    {
      json: () => ({ schema: "throughline/describe/v1", by: options.by ?? null, sections }),
      csv: () => csvRows(sections),
      text: () => {
        const paint = styler(io);
        const blocks = sections.map(
          (section) => `${paint("bold", section.title)}\n${tableText(section.table, io)}`,
        );
        return `${blocks.join("\n")}${notForRelease(loaded.study)}`;
      },
    },
    options,
    io,
  );
}

/** The table with the intervals that hold for all its values at once. */
function withSimultaneous(section: Section): Section {
  const { table } = section;
  return table.kind === "categorical"
    ? { ...section, table: { ...table, simultaneous: simultaneousIntervals(table) } }
    : section;
}

/** A family's fact is shown at both units; everything else at the unit of the data. */
function unitsFor(variable: string, loaded: LoadedData, options: DescribeOptions): Dataset[] {
  const column = columnOf(loaded.dataset, variable);
  const families = loaded.study?.derived.families;
  const both =
    column.level === "family" && options.unit === undefined && families?.columns.has(variable);
  return both && families !== undefined ? [loaded.dataset, families] : [loaded.dataset];
}

function sectionsOf(data: Dataset, variable: string, by: string | undefined): Section[] {
  const description = describeBy(
    data,
    variable,
    by !== undefined && data.columns.has(by) ? by : null,
  );
  const title = description.all.label;
  const head = (label: string, table: FrequencyTable | NumericSummary): string =>
    `${label} (${base(table, data)})`;
  return [
    { title: head(title, description.all), group: null, table: description.all },
    ...description.groups.map((group) => ({
      title: head(`${title}: ${group.label}`, group.table),
      group: { variable: by as string, value: group.value, label: group.label },
      table: group.table,
    })),
  ];
}

function multiSections(
  data: Dataset,
  variables: readonly string[],
  by: string | undefined,
): Section[] {
  const tables = multiResponseBy(data, variables, by ?? null);
  return [
    { title: `Several answers possible (${data.unit} level)`, group: null, table: tables.all },
    ...tables.groups.map((group) => ({
      title: `Several answers possible: ${group.label}`,
      group: { variable: by as string, value: group.value, label: group.label },
      table: group.table,
    })),
  ];
}

function base(table: FrequencyTable | NumericSummary, data: Dataset): string {
  const known = unitWords(data.unit, table.n);
  const families =
    data.unit === "child" && table.families !== null
      ? ` in ${counted(table.families, "family", "families")}`
      : "";
  const missing =
    table.nMissing === 0
      ? ""
      : `; ${table.nMissing} not known: ${table.reasons.map((reason) => `${reason.label.toLowerCase()} ${reason.count}`).join(", ")}`;
  return `${known}${families}${missing}`;
}

function tableText(table: Table, io: Io): string {
  if (table.kind === "numeric") return numericText(table, io);
  const together = table.kind === "categorical" ? table.simultaneous : undefined;
  const rows = table.rows.map((row, place) => [
    row.label,
    table.kind === "multi-response"
      ? `${fixed(row.count, 0)} of ${fixed(row.n, 0)}`
      : fixed(row.count, 0),
    percent(row.share, row.n),
    interval(row, row.n),
    ...(together === undefined ? [] : [interval(together.rows[place] ?? row, row.n)]),
    ...(row.families === null ? [] : [String(row.families)]),
  ]);
  const withFamilies = table.rows.some((row) => row.families !== null);
  return textTable(
    [
      { header: "" },
      { header: "n", align: "right" },
      { header: "%", align: "right" },
      { header: "95% interval", align: "right" },
      ...(together === undefined ? [] : [{ header: "95% together", align: "right" as const }]),
      ...(withFamilies ? [{ header: "families", align: "right" as const }] : []),
    ],
    rows,
    io.width,
  );
}

interface Limits {
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly familyCiLow: number | null;
  readonly familyCiHigh: number | null;
}

/** The interval that respects families, where there is one. */
const interval = (row: Limits, n: number): string =>
  percentInterval(row.familyCiLow ?? row.ciLow, row.familyCiHigh ?? row.ciHigh, n);

function numericText(table: NumericSummary, io: Io): string {
  const interval =
    table.ciLow === null ? "–" : `${fixed(table.ciLow, 2)} to ${fixed(table.ciHigh, 2)}`;
  return textTable(
    ["mean", "95% interval", "s.d.", "median", "quartiles", "range"].map((header) => ({
      header,
      align: "right" as const,
    })),
    [
      [
        fixed(table.mean, 2),
        interval,
        fixed(table.standardDeviation, 2),
        fixed(table.median, 1),
        table.lowerQuartile === null
          ? "–"
          : `${fixed(table.lowerQuartile, 1)} to ${fixed(table.upperQuartile, 1)}`,
        table.minimum === null ? "–" : `${fixed(table.minimum, 1)} to ${fixed(table.maximum, 1)}`,
      ],
    ],
    io.width,
  );
}

function csvRows(sections: readonly Section[]): (string | number | null)[][] {
  const header =
    "variable,unit,group_variable,group,statistic,value,count,n,n_missing,estimate,ci_low,ci_high,families";
  const together = sections.some(({ table }) => "simultaneous" in table);
  const rows: (string | number | null)[][] = [
    [...header.split(","), ...(together ? ["together_ci_low", "together_ci_high"] : [])],
  ];
  const padding = together ? [null, null] : [];
  for (const { group, table } of sections) {
    const where = [group?.variable ?? null, group?.value ?? null];
    if (table.kind === "numeric") {
      for (const statistic of [
        "mean",
        "standardDeviation",
        "median",
        "lowerQuartile",
        "upperQuartile",
        "minimum",
        "maximum",
      ] as const) {
        const limits = statistic === "mean" ? [table.ciLow, table.ciHigh] : [null, null];
        rows.push([
          table.variable,
          table.unit,
          ...where,
          statistic,
          null,
          null,
          table.n,
          table.nMissing,
          table[statistic],
          ...limits,
          table.families,
          ...padding,
        ]);
      }
    } else if (table.kind === "categorical") {
      for (const [place, row] of table.rows.entries()) {
        const held = table.simultaneous?.rows[place];
        rows.push([
          table.variable,
          table.unit,
          ...where,
          "share",
          row.value,
          row.count,
          table.n,
          table.nMissing,
          row.share,
          row.ciLow,
          row.ciHigh,
          row.families,
          ...(held === undefined ? padding : [held.ciLow, held.ciHigh]),
        ]);
      }
    } else {
      for (const row of table.rows) {
        rows.push([
          row.variable,
          table.unit,
          ...where,
          "share",
          "yes",
          row.count,
          row.n,
          row.nMissing,
          row.share,
          row.ciLow,
          row.ciHigh,
          row.families,
          ...padding,
        ]);
      }
    }
  }
  return rows;
}

function showMissing(
  variables: readonly string[],
  data: Dataset,
  options: DescribeOptions,
  io: Io,
): void {
  const chosen = variables.length > 0 ? variables : [...data.columns.keys()];
  const reports = chosen.map((name) => missingReport(data, name, columnOf(data, name)));
  printOutput(
    {
      json: () => ({ schema: "throughline/missing/v1", unit: data.unit, variables: reports }),
      csv: () => [
        [
          "variable",
          "n",
          "of",
          "not_recorded",
          "could_not_judge",
          "not_applicable",
          "document_unavailable",
          "not_yet_coded",
        ],
        ...reports.map((report) => [report.variable, report.n, report.of, ...reasonCounts(report)]),
      ],
      text: () =>
        textTable(
          [
            { header: "Variable" },
            { header: "known", align: "right" },
            { header: "%", align: "right" },
            ...["-9", "-8", "-7", "-6", "blank"].map((header) => ({
              header,
              align: "right" as const,
            })),
          ],
          reports.map((report) => [
            report.variable,
            `${report.n} of ${report.of}`,
            percent(report.of === 0 ? null : report.n / report.of, report.of),
            ...reasonCounts(report).map((count) => (count === 0 ? "·" : String(count))),
          ]),
          io.width,
        ) +
        "-9 not recorded on file, -8 could not judge, -7 not applicable,\n-6 document unavailable, blank not yet coded\n",
    },
    options,
    io,
  );
}

function reasonCounts(report: MissingReport): number[] {
  return [-9, -8, -7, -6, -1].map(
    (code) => report.reasons.find((reason) => reason.code === code)?.count ?? 0,
  );
}
