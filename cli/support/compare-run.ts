import type { AuthorityComparison } from "../../analysis/authorities/authority-comparison.ts";
import {
  type AuthorityPatterns,
  authorityPatterns,
} from "../../analysis/authorities/authority-patterns.ts";
import {
  compareAuthorities,
  compareCounts,
} from "../../analysis/authorities/compare-authorities.ts";
import {
  compareOverTime,
  type TimeComparison,
} from "../../analysis/authorities/compare-over-time.ts";
import type { PublishedComparison } from "../../analysis/authorities/compare-published.ts";
import { compareRates, type RateComparison } from "../../analysis/authorities/compare-rates.ts";
import { comparisonSentences } from "../../analysis/authorities/comparison-sentences.ts";
import { countAuthorities } from "../../analysis/authorities/count-authorities.ts";
import {
  patternSentences,
  publishedSentences,
  rateSentences,
  timeSentences,
} from "../../analysis/authorities/other-sentences.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { categoricalOf, columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";

/** What a comparison asks for. */
export interface CompareRequest {
  readonly by: string;
  readonly outcome?: string | undefined;
  readonly event?: readonly string[] | undefined;
  readonly leaveOut?: readonly string[] | undefined;
  readonly adjust?: readonly string[] | undefined;
  readonly standardise?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  readonly rank?: boolean | undefined;
  readonly overdispersion?: boolean | "log" | undefined;
  readonly time?: string | undefined;
  readonly seed?: number | undefined;
  /** Columns of counts, when a row is an authority. */
  readonly events?: string | undefined;
  readonly n?: string | undefined;
  readonly expected?: string | undefined;
  readonly per?: number | undefined;
  readonly strata?: string | undefined;
  readonly standard?: string | undefined;
}

/** A comparison of any kind. */
export type Compared =
  | { readonly analysis: "shares"; readonly result: AuthorityComparison }
  | { readonly analysis: "patterns"; readonly result: AuthorityPatterns }
  | { readonly analysis: "rates"; readonly result: RateComparison }
  | { readonly analysis: "years"; readonly result: TimeComparison }
  | { readonly analysis: "published"; readonly result: PublishedComparison };

/** Compares the authorities of a dataset: rows of children or families, or rows of counts. */
export function compareDataset(data: Dataset, request: CompareRequest): Compared {
  if (request.events !== undefined) return compareCountRows(data, request);
  for (const [option, value] of [
    ["--n", request.n],
    ["--expected", request.expected],
    ["--per", request.per],
    ["--strata", request.strata],
    ["--standard", request.standard],
  ] as const) {
    if (value === undefined) continue;
    throw new InputError(
      "not-for-rows",
      `${option} belongs to counts, so it needs --events.`,
      "Name the column of events, or leave it out to compare rows of children.",
    );
  }
  const { by, outcome, event = null, leaveOut, seed } = request;
  if (outcome === undefined) {
    throw new InputError(
      "outcome-needed",
      "A comparison must have an outcome.",
      "Name it with --outcome, or the columns of counts with --events and --n.",
    );
  }
  if (request.time !== undefined) {
    return {
      analysis: "years",
      result: compareOverTime(timedRows(data, by, outcome, event, request.time, leaveOut), {
        by,
        outcome,
        time: request.time,
      }),
    };
  }
  if (event === null && hasSeveralValues(data, outcome, leaveOut ?? [])) {
    const named = ["adjust", "standardise", "reference", "rank", "overdispersion"] as const;
    for (const option of named) {
      const value = request[option];
      if (value === undefined || value === false || (Array.isArray(value) && value.length === 0))
        continue;
      throw new InputError(
        "event-needed",
        `${outcome} has several values, so --${option} must know which is the event.`,
        "Name its values with --event.",
      );
    }
    return {
      analysis: "patterns",
      result: authorityPatterns(data, by, outcome, { seed, leaveOut }),
    };
  }
  return { analysis: "shares", result: compareAuthorities(data, by, outcome, event, request) };
}

function hasSeveralValues(data: Dataset, outcome: string, leaveOut: readonly string[]): boolean {
  const column = categoricalOf(data, outcome);
  const left = column.levels.filter(
    ({ value, label }) => !leaveOut.includes(value) && !leaveOut.includes(label),
  );
  return !(left.length <= 2 && left.some(({ value }) => /^(yes|y|true|1)$/i.test(value)));
}

/** Rows of counts: an authority each, or an authority and a time or stratum. */
function compareCountRows(data: Dataset, request: CompareRequest): Compared {
  const { by, events: eventsName, per, expected } = request;
  const eventsColumn = eventsName as string;
  const denominator = expected ?? request.n;
  if (denominator === undefined) {
    throw new InputError(
      "denominator-needed",
      "Counts must have a denominator.",
      "Name its column with --n (children or population) or --expected (expected events).",
    );
  }
  if (expected !== undefined && (request.n !== undefined || per !== undefined)) {
    throw new InputError(
      "two-denominators",
      "Expected events stand in the place of --n and --per: give one or the other.",
    );
  }
  const outcome = request.outcome ?? eventsColumn;
  const counts = countRows(data, by, eventsColumn, denominator, request.time ?? request.strata);
  if (request.time !== undefined) {
    if (expected !== undefined || request.strata !== undefined) {
      throw new InputError(
        "not-over-time",
        "Change over time is of shares or rates, without strata.",
      );
    }
    return {
      analysis: "years",
      result: compareOverTime(
        counts.map(({ name, second, events, n }) => ({ name, time: second, events, n })),
        { by, outcome, time: request.time, per },
      ),
    };
  }
  const strata = counts.map(({ name, second, events, n }) => ({
    name,
    stratum: second,
    events,
    n,
  }));
  if (per !== undefined || expected !== undefined) {
    return {
      analysis: "rates",
      result: compareRates(strata, {
        by,
        outcome,
        denominator,
        expected: expected !== undefined,
        per,
        overdispersion: request.overdispersion,
        strata: request.strata,
        standard: standardOf(data, request),
      }),
    };
  }
  const { strata: stratum, ...options } = request;
  for (const option of ["adjust", "standardise"] as const) {
    if (request[option] === undefined) continue;
    throw new InputError(
      "rows-needed",
      `--${option} needs a row for each child: counts do not say who the children are.`,
      "Counts by stratum can be standardised with --strata.",
    );
  }
  return {
    analysis: "shares",
    result: compareCounts(summed(strata), {
      ...options,
      by,
      outcome,
      unit: "child",
      ...(stratum === undefined
        ? {}
        : {
            strata: {
              variable: stratum,
              counts: strata,
              standard: standardOf(data, request),
            },
          }),
    }),
  };
}

/** One count for each authority, its strata added up. */
function summed(
  strata: readonly { readonly name: string; readonly events: number; readonly n: number }[],
): { name: string; events: number; n: number }[] {
  const sums = new Map<string, { name: string; events: number; n: number }>();
  for (const { name, events, n } of strata) {
    const own = sums.get(name) ?? { name, events: 0, n: 0 };
    sums.set(name, { name, events: own.events + events, n: own.n + n });
  }
  return [...sums.values()];
}

function countRows(
  data: Dataset,
  by: string,
  eventsName: string,
  nName: string,
  secondName: string | undefined,
): { name: string; second: string; events: number; n: number }[] {
  const numbers = (name: string): Float64Array => {
    const column = columnOf(data, name);
    if (column.kind === "numeric") return column.values;
    throw new InputError(
      "not-a-number",
      `${name} must hold numbers, but some of its cells are something else.`,
      "A symbol is not a number: leave those rows out, and say so.",
    );
  };
  const groups = textOf(data, by);
  const second = secondName === undefined ? null : textOf(data, secondName);
  const [events, n] = [numbers(eventsName), numbers(nName)];
  const seen = new Map<string, { name: string; second: string; events: number; n: number }>();
  for (let row = 0; row < data.rowCount; row++) {
    const name = groups(row);
    const other = second === null ? "" : second(row);
    const [count, size] = [events[row] as number, n[row] as number];
    if (name === null || other === null || Number.isNaN(count) || Number.isNaN(size)) {
      throw new InputError(
        "blank-count",
        `Row ${row + 1} must have ${[by, secondName, eventsName, nName].filter(Boolean).join(", ")}, but one is blank.`,
        "Leave that row out of the file, and say so.",
      );
    }
    const key = `${name}\n${other}`;
    if (seen.has(key)) {
      throw new InputError(
        "authority-twice",
        `Row ${row + 1} repeats ${secondName === undefined ? `the same ${by}` : `the same ${by} and ${secondName}`}.`,
        secondName === undefined
          ? "Give one row each, or say what differs with --time or --strata."
          : "Give one row each.",
      );
    }
    seen.set(key, { name, second: other, events: count, n: size });
  }
  return [...seen.values()];
}

/** A column as words, whatever its kind: a year may be read as a number. */
function textOf(data: Dataset, name: string): (row: number) => string | null {
  const column = columnOf(data, name);
  if (column.kind === "categorical") {
    return (row) => column.levels[column.codes[row] as number]?.label ?? null;
  }
  if (column.kind === "numeric") {
    return (row) => (Number.isNaN(column.values[row]) ? null : String(column.values[row]));
  }
  if (column.kind === "text") return (row) => column.values[row] ?? null;
  throw new InputError("not-usable", `${name} holds dates: use a column of years.`);
}

function standardOf(data: Dataset, request: CompareRequest): Map<string, number> | undefined {
  if (request.standard === undefined) return undefined;
  if (request.strata === undefined) {
    throw new InputError("strata-needed", "--standard needs --strata.");
  }
  const strata = textOf(data, request.strata);
  const column = columnOf(data, request.standard);
  const standard = new Map<string, number>();
  for (let row = 0; row < data.rowCount; row++) {
    const stratum = strata(row) as string;
    const size = column.kind === "numeric" ? (column.values[row] as number) : Number.NaN;
    if (!(size >= 0) || (standard.get(stratum) ?? size) !== size) {
      throw new InputError(
        "bad-standard",
        `Row ${row + 1}: ${request.standard} must hold one number for each ${request.strata}, the same wherever it stands.`,
      );
    }
    standard.set(stratum, size);
  }
  return standard;
}

function timedRows(
  data: Dataset,
  by: string,
  outcome: string,
  event: readonly string[] | null,
  time: string,
  leaveOut: readonly string[] | undefined,
): { name: string; time: string; events: number; n: number }[] {
  const counts = countAuthorities(data, by, outcome, event, leaveOut);
  const timeOf = textOf(data, time);
  const cells = new Map<string, { name: string; time: string; events: number; n: number }>();
  for (let row = 0; row < data.rowCount; row++) {
    const at = timeOf(row);
    const group = counts.group[row] as number;
    if (group < 0 || at === null) continue;
    const name = counts.authorities[group]?.name as string;
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    const cell = cells.get(`${group}\n${at}`) ?? { name, time: at, events: 0, n: 0 };
    cells.set(`${group}\n${at}`, cell);
    cell.n += weight;
    if (counts.event[row] === 1) cell.events += weight;
  }
  return [...cells.values()];
}

/** What a comparison says in sentences, whatever its kind. */
export function sentencesOf(compared: Compared): string[] {
  switch (compared.analysis) {
    case "shares":
      return comparisonSentences(compared.result);
    case "patterns":
      return patternSentences(compared.result);
    case "rates":
      return rateSentences(compared.result);
    case "years":
      return timeSentences(compared.result);
    case "published":
      return publishedSentences(compared.result);
  }
}

/** The JSON document of a comparison. */
export function compareDocument(
  compared: Compared,
): { readonly schema: "throughline/compare/v1" } & Record<string, unknown> {
  return {
    schema: "throughline/compare/v1",
    analysis: compared.analysis,
    ...compared.result,
    sentences: sentencesOf(compared),
  };
}
