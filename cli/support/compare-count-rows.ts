import { compareCounts } from "../../analysis/authorities/compare-counts.ts";
import { compareOverTime } from "../../analysis/authorities/compare-over-time.ts";
import { compareRates } from "../../analysis/authorities/compare-rates.ts";
import { sumStrata } from "../../analysis/authorities/sum-strata.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { Compared, CompareRequest } from "./compared.ts";

/** Rows of counts: an authority each, or an authority and a time or stratum. */
export function compareCountRows(data: Dataset, request: CompareRequest): Compared {
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
    result: compareCounts(sumStrata(strata), {
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

/** A column as words, whatever its kind: a year may be read as a number. */
export function textOf(data: Dataset, name: string): (row: number) => string | null {
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
