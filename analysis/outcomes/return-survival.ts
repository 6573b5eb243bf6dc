import { InputError } from "../../data-dictionary/input-error.ts";
import { categoricalOf, columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { TestResult } from "../association/test-result.ts";
import { kaplanMeier, type SurvivalCurve } from "../time-to-event/kaplan-meier.ts";
import { logRank } from "../time-to-event/log-rank.ts";

/** How long index returns lasted: a curve for everybody and, if asked for, for each group. */
export interface ReturnSurvival {
  readonly label: string;
  readonly unit: string;
  /** Unit of time. */
  readonly timeUnit: "months";
  readonly by: string | null;
  readonly byLabel: string | null;
  readonly n: number;
  /** Children whose time is not known; they are in no curve. */
  readonly nMissing: number;
  readonly all: SurvivalCurve;
  /** Groups with at least one child, in declared order. */
  readonly groups: readonly { readonly label: string; readonly curve: SurvivalCurve }[];
  /** Do the groups differ? Null without groups. */
  readonly logRank: TestResult | null;
}

/**
 * Kaplan–Meier curves of the index return: time from the return to its breakdown, a return that lasted to
 * follow-up (or to the end of the record) counting as still lasting then.
 *
 * Reads the facts months_observed and months_to_breakdown. Children whose months are not known are left out and counted.
 *
 * @param by - A categorical variable that makes groups, or null.
 * @throws {InputError} `unknown-column` without the facts, `not-categorical`, `too-few-values`.
 */
export function returnSurvival(data: Dataset, by: string | null = null): ReturnSurvival {
  const observed = columnOf(data, "months_observed");
  const ended = columnOf(data, "months_to_breakdown");
  if (observed.kind !== "numeric" || ended.kind !== "numeric") {
    throw new InputError(
      "not-numeric",
      "months_observed and months_to_breakdown must be numbers.",
      "They are facts that derive works out from placements; do not give columns of these names.",
    );
  }
  const groups = by === null ? null : categoricalOf(data, by);
  const rows = [...Array(data.rowCount).keys()].filter(
    (row) =>
      !Number.isNaN(observed.values[row] as number) &&
      (groups === null || (groups.codes[row] as number) >= 0),
  );
  const pick = (own: readonly number[]) => ({
    time: own.map((row) => observed.values[row] as number),
    event: own.map((row) => (Number.isNaN(ended.values[row] as number) ? 0 : 1)),
    family: data.families === null ? null : own.map((row) => data.families?.of[row] as number),
  });
  const everybody = pick(rows);
  return {
    label: "The index return lasting",
    unit: data.unit,
    timeUnit: "months",
    by,
    byLabel: groups?.label ?? null,
    n: rows.length,
    nMissing: data.rowCount - rows.length,
    all: kaplanMeier(everybody),
    groups:
      groups === null
        ? []
        : groups.levels.flatMap(({ label }, code) => {
            const own = rows.filter((row) => groups.codes[row] === code);
            return own.length === 0 ? [] : [{ label, curve: kaplanMeier(pick(own)) }];
          }),
    logRank:
      groups === null
        ? null
        : logRank(
            everybody,
            rows.map((row) => groups.codes[row] as number),
          ),
  };
}
