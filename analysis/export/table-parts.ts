import type { MissingReport } from "../describe/missing-report.ts";
import type { ResultTable } from "./result-table.ts";

export type Column = ResultTable["columns"][number];

export const intervalColumns: readonly Column[] = [
  { header: "95% interval from (%)", format: "percent" },
  { header: "95% interval to (%)", format: "percent" },
];

/** Words in the place of a table, so that an item of a plan is never left out in silence. */
export const noteTable = (title: string, words: string): ResultTable => ({
  title,
  subtitle: "A note in the place of a table",
  columns: [{ header: "Note", format: "text" }],
  rows: [[words]],
  notes: [],
});

/** A share from 0 to 1 as a percentage. */
export const hundred = (share: number | null): number | null =>
  share === null ? null : share * 100;

/** "138 children from 104 families". */
export function subtitleOf(n: number, unit: string, families: number | null): string {
  const counted = `${n} ${n === 1 ? unit : plural(unit)}`;
  return families === null || unit === "family" ? counted : `${counted} from ${families} families`;
}

export function plural(unit: string): string {
  if (unit === "child") return "children";
  return unit === "family" ? "families" : `${unit}s`;
}

/** How many are known, and why the others are not. */
export function missingNote(report: MissingReport): string {
  if (report.nMissing === 0) return `Known for all ${report.of}.`;
  const why = report.reasons
    .map(({ label, count }) => `${label.toLowerCase()} ${count}`)
    .join(", ");
  return `Known for ${report.n} of ${report.of}; ${why}.`;
}

export const intervalNote = (families: number | null): string =>
  families === null
    ? "Intervals are Wilson's."
    : "Intervals are Wilson's, widened where brothers and sisters are alike.";
