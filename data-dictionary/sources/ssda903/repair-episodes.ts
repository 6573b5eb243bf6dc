import { dayNumber } from "../../dates/day.ts";
import { type Episode, episodesByChild } from "./episode.ts";

/** A named repair, whether it was done, and the rows it changed or left out. */
export interface RepairStep {
  readonly step: string;
  readonly meaning: string;
  readonly applied: boolean;
  readonly rows: number;
  readonly where: readonly { readonly file: string; readonly row: number }[];
}

/** The repairs between yearly returns, in the order they are done. */
export const ssda903Repairs = {
  "clear-rec-of-open":
    "An open episode (no DEC) with a reason for ending: the reason is cleared (rule 148)",
  "latest-row-per-start":
    "One episode in several returns: the row of the latest return is kept, the others are left out",
  "close-stale-at-year-end":
    "An episode left open in an earlier return, with none after it: closed on 31 March of its year, E99",
  "close-stale-before-new-period":
    "An episode left open before a new period of care: closed on 31 March of its year or the day before the next, E99",
  "close-stale-at-next":
    "An episode left open before a continuing one: closed when the next began, X1",
  "trim-overlap":
    "Episodes that overlap: the earlier one ends when the later began, unless the later is in an earlier return only",
  "close-gap": "A gap although the episode ended in X1: it ends when the next began",
} as const;

export type Ssda903Repair = keyof typeof ssda903Repairs;

type Where = { file: string; row: number };

/**
 * Repairs episodes across yearly returns by named steps. Each row left out or changed is in its step's log;
 * a step that is not among `chosen` counts what it would have changed and changes nothing.
 *
 * @see data-to-insight, liia-tools: episodes_fix (RULE_1 to RULE_5).
 */
export function repairEpisodes(
  episodes: readonly Episode[],
  chosen: ReadonlySet<string> = new Set(Object.keys(ssda903Repairs)),
): { readonly episodes: readonly Episode[]; readonly steps: readonly RepairStep[] } {
  const logs = new Map<string, Where[]>(Object.keys(ssda903Repairs).map((name) => [name, []]));
  const log = (step: Ssda903Repair, episode: Episode): boolean => {
    logs.get(step)?.push({ file: episode.file, row: episode.row });
    return chosen.has(step);
  };
  const latestYear = new Map<string, number>();
  for (const each of episodes) {
    latestYear.set(each.authority, Math.max(latestYear.get(each.authority) ?? 0, each.year));
  }
  const out: Episode[] = [];
  for (const own of episodesByChild(episodes).values()) {
    const rows = closeStale(keepLatest(clearReasons(own, log), log), latestYear, log);
    out.push(...mendNeighbours(rows, log));
  }
  const steps = Object.entries(ssda903Repairs).map(([step, meaning]) => {
    const where = logs.get(step) as Where[];
    return { step, meaning, applied: chosen.has(step), rows: where.length, where };
  });
  return { episodes: out, steps };
}

type Log = (step: Ssda903Repair, episode: Episode) => boolean;

const clearReasons = (own: readonly Episode[], log: Log): Episode[] =>
  own.map((each) =>
    each.end === null && each.rec !== "" && log("clear-rec-of-open", each)
      ? { ...each, rec: "" }
      : each,
  );

function keepLatest(own: readonly Episode[], log: Log): Episode[] {
  return own.filter((each, index) => {
    const next = own[index + 1];
    return next === undefined || next.start !== each.start || !log("latest-row-per-start", each);
  });
}

function closeStale(
  own: readonly Episode[],
  latestYear: ReadonlyMap<string, number>,
  log: Log,
): Episode[] {
  return own.map((each, index) => {
    if (each.end !== null || each.year >= (latestYear.get(each.authority) as number)) return each;
    const next = own.slice(index + 1).find((other) => other.start > each.start);
    const yearEnd = dayNumber(each.year, 3, 31) as number;
    if (next === undefined) {
      if (!log("close-stale-at-year-end", each)) return each;
      return { ...each, end: Math.max(each.start, yearEnd), rec: "E99" };
    }
    if (next.rne === "S") {
      if (!log("close-stale-before-new-period", each)) return each;
      return { ...each, end: Math.max(each.start, Math.min(yearEnd, next.start - 1)), rec: "E99" };
    }
    if (!log("close-stale-at-next", each)) return each;
    const reason = "PBTU".includes(next.rne) && each.reason === "" ? "LIIAF" : each.reason;
    return { ...each, end: next.start, rec: "X1", reason };
  });
}

function mendNeighbours(own: readonly Episode[], log: Log): Episode[] {
  return own.map((each, index) => {
    const next = own[index + 1];
    if (next === undefined || each.end === null) return each;
    if (each.end > next.start && each.start < next.start && next.year >= each.year) {
      return log("trim-overlap", each) ? { ...each, end: next.start } : each;
    }
    if (each.end < next.start && each.rec === "X1") {
      return log("close-gap", each) ? { ...each, end: next.start } : each;
    }
    return each;
  });
}
