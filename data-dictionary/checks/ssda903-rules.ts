import { addMonths, type Day } from "../dates/day.ts";
import type { Fault } from "../fault.ts";
import { type Episode, episodesByChild } from "../sources/ssda903/episode.ts";
import { lastDayOf, type Returns } from "../sources/ssda903/read-returns.ts";

/** The sector's rules checked here, by number, in plain words. */
export const ssda903Rules = {
  "142": "an episode is open although a later one of the child has begun",
  "148": "the end and its reason must both be given or both be blank",
  "355": "the episode lasted less than a day",
  "356": "the episode ends before it starts",
  "357": "the child's first episode does not start a period of care, so the record begins mid-care",
  "380": "a period of care begins with a temporary placement",
  "388": "the episode ended because another followed, but none does",
  "431": "a new period of care begins on the day the last episode ended",
  "433": "a continuing episode does not begin on the day the last one ended",
  "434": "the reason says only the legal status changed, but the placement did",
  "437": "the episode goes on after the child died or turned 18",
  "503": "the same episode differs from one return to the next",
  "562": "an episode left open in an earlier return is in no later one",
} as const;

type Rule = keyof typeof ssda903Rules;

const found = (
  rule: Rule,
  code: string,
  severity: Fault["severity"],
  each: Episode,
  column: string,
): Fault => ({
  code,
  severity,
  file: each.file,
  row: each.row,
  column,
  message: `${ssda903Rules[rule]} (rule ${rule})`,
  remedy: remedies[code] ?? "Look at the child's episodes in the return and correct them.",
});

const remedies: Readonly<Record<string, string>> = {
  "stale-open-episode": "Closed by a repair step; see the steps, or ask for the missing return.",
  "begins-mid-care":
    "Nothing to do: durations from the start of care are not known for these children.",
  "open-with-reason": "The reason is cleared by a repair step.",
};

/**
 * Checks episodes as they were returned, before any repair: each return by itself for single rows, the
 * latest row of each start for what follows what. The number of the sector's rule is in each message.
 */
export function checkEpisodes(returns: Returns): Fault[] {
  const faults: Fault[] = [];
  const lastYear = new Map<string, number>();
  for (const each of returns.episodes) {
    lastYear.set(each.authority, Math.max(each.year, lastYear.get(each.authority) ?? 0));
    checkRow(each, faults);
  }
  const births = new Map<string, Day>();
  for (const row of returns.rows.get("header") ?? []) {
    const day = row.day("DOB");
    if (day !== null) births.set(row.child, day);
  }
  for (const [child, all] of episodesByChild(returns.episodes)) {
    checkRepeats(all, faults);
    const own = all.filter((each, index) => all[index + 1]?.start !== each.start);
    checkCourse(own, lastYear, faults);
    const birth = births.get(child);
    if (birth !== undefined) checkAges(own, birth, faults);
  }
  checkDates(returns, faults);
  return faults;
}

function checkRow(each: Episode, faults: Fault[]): void {
  if (each.end === null && each.rec !== "") {
    faults.push(found("148", "open-with-reason", "warning", each, "REC"));
  }
  if (each.end !== null && each.rec === "") {
    faults.push(found("148", "end-without-reason", "warning", each, "REC"));
  }
  if (each.end === null) return;
  if (each.end < each.start) faults.push(found("356", "end-before-start", "error", each, "DEC"));
  if (each.end === each.start) faults.push(found("355", "under-a-day", "warning", each, "DEC"));
  if (each.end > lastDayOf(each.year)) {
    faults.push({
      code: "after-year-end",
      severity: "note",
      file: each.file,
      row: each.row,
      column: "DEC",
      message: "the episode ends after the last day of its return",
      remedy: "Check the year label (start or end of the year) in study.yaml.",
    });
  }
}

function checkRepeats(all: readonly Episode[], faults: Fault[]): void {
  for (let index = 1; index < all.length; index++) {
    const before = all[index - 1] as Episode;
    const each = all[index] as Episode;
    if (before.start !== each.start) continue;
    const same =
      before.legal === each.legal && before.place === each.place && before.rne === each.rne;
    if (!same) faults.push(found("503", "differs-between-returns", "warning", each, "DECOM"));
    if (before.year === each.year) {
      faults.push({
        code: "duplicate-key",
        severity: "error",
        file: each.file,
        row: each.row,
        column: "DECOM",
        message: "two episodes of the child start on one day in one return",
        remedy: "Delete the one that is wrong; the later row is kept here.",
      });
    }
  }
}

function checkCourse(
  own: readonly Episode[],
  lastYear: ReadonlyMap<string, number>,
  faults: Fault[],
): void {
  own.forEach((each, index) => {
    const before = own[index - 1];
    const next = own[index + 1];
    if (before === undefined && each.rne !== "S") {
      faults.push(found("357", "begins-mid-care", "note", each, "RNE"));
    }
    if (each.rne === "S" && /^T[0-4]$/.test(each.place)) {
      faults.push(found("380", "begins-temporary", "warning", each, "PLACE"));
    }
    if (each.end === null && each.year < (lastYear.get(each.authority) as number)) {
      faults.push(found("562", "stale-open-episode", "warning", each, "DEC"));
    }
    if (each.end === null && next !== undefined) {
      faults.push(found("142", "open-before-next", "error", each, "DEC"));
    }
    if (each.end !== null && each.rec === "X1" && next === undefined) {
      faults.push(found("388", "nothing-follows", "warning", each, "REC"));
    }
    if (before === undefined || before.end === null) return;
    if (before.end > each.start) faults.push(found("433", "spell-overlap", "error", each, "DECOM"));
    if (before.end < each.start) {
      const gap = before.rec === "X1" || each.rne !== "S";
      faults.push(
        gap
          ? found("433", "spell-gap", "warning", each, "DECOM")
          : {
              ...found("433", "between-periods", "note", each, "DECOM"),
              message: "time between two periods of care",
            },
      );
    }
    if (before.end === each.start && each.rne === "S") {
      faults.push(found("431", "same-day-start", "warning", each, "RNE"));
    }
    if (each.rne === "L" && (before.place !== each.place || before.legal === each.legal)) {
      faults.push(found("434", "reason-does-not-fit", "note", each, "RNE"));
    }
    if (before.rec === "E2") faults.push(found("437", "after-death", "error", each, "DECOM"));
  });
}

function checkAges(own: readonly Episode[], birth: Day, faults: Fault[]): void {
  const adult = addMonths(birth, 18 * 12);
  for (const each of own) {
    if (each.start < birth) {
      faults.push({
        ...found("437", "before-birth", "error", each, "DECOM"),
        message: "the episode starts before the child was born",
      });
    }
    if (each.start >= adult) faults.push(found("437", "after-eighteen", "warning", each, "DECOM"));
  }
}

function checkDates(returns: Returns, faults: Fault[]): void {
  for (const row of returns.rows.get("reviews") ?? []) {
    const day = row.day("REVIEW");
    if (day === null || day <= lastDayOf(row.year)) continue;
    faults.push({
      code: "after-year-end",
      severity: "warning",
      file: row.file,
      row: row.row,
      column: "REVIEW",
      message: "the review is dated after the last day of its return",
      remedy: "Check the date, or the year label in study.yaml.",
    });
  }
}
