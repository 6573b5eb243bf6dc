import { authorityPatterns } from "../../analysis/authorities/authority-patterns.ts";
import { compareAuthorities } from "../../analysis/authorities/compare-authorities.ts";
import { compareOverTime } from "../../analysis/authorities/compare-over-time.ts";
import { countAuthorities } from "../../analysis/authorities/count-authorities.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { compareCountRows, textOf } from "./compare-count-rows.ts";
import type { Compared, CompareRequest } from "./compared.ts";

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
