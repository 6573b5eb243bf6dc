import { lastingSteps, stepWords } from "./lasting-table.ts";
import { csv, type ReleasedTable } from "./release-csv.ts";

/** One step of a released curve. */
export interface ReleasedStep {
  /** Its end, in years since the return. */
  readonly years: number;
  readonly atRisk: number;
  readonly brokeDown: number;
  /** Percent still lasting at its end, in whole numbers. */
  readonly lasting: number;
}

/**
 * The curve of a released table: the share still lasting at the end of each step, from the rounded counts and
 * nothing else. It stops before the first count that is hidden, and where fewer than the threshold are left.
 */
export function releasedCurve(table: ReleasedTable, threshold: number): ReleasedStep[] {
  const steps = lastingSteps(table.variables[0]?.name ?? "") ?? [];
  const count = (start: string): number | null => {
    const row = table.rows.find(({ levels }) => levels[0]?.startsWith(start));
    return row === undefined ? 0 : row.count;
  };
  const whole = count("All");
  const notKnown = count("Not known");
  const curve: ReleasedStep[] = [];
  let atRisk = whole === null || notKnown === null ? 0 : whole - notKnown;
  let share = 1;
  for (const [at, to] of steps.entries()) {
    const words = stepWords(steps[at - 1] ?? 0, to);
    const [brokeDown, ended] = [count(`Broke down in ${words}`), count(`Record ends in ${words}`)];
    if (brokeDown === null || ended === null || atRisk < threshold) break;
    share *= 1 - Math.min(1, brokeDown / atRisk);
    curve.push({ years: to / 12, atRisk, brokeDown, lasting: Math.floor(100 * share + 0.5) });
    atRisk -= brokeDown + ended;
  }
  return curve;
}

/** A released curve as tidy CSV. */
export function curveCsv(curve: readonly ReleasedStep[]): string {
  return csv([
    ["years", "at_risk_at_start", "broke_down", "percent_lasting"],
    ...curve.map(({ years, atRisk, brokeDown, lasting }) => [years, atRisk, brokeDown, lasting]),
  ]);
}
