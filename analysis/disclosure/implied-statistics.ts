import { pearson } from "../association/chi-squared.ts";
import { contingency } from "../association/contingency.ts";
import { cramersV, oddsRatio } from "../association/effect-sizes.ts";
import type { ReleasedTable } from "./release-csv.ts";

/** A statistic of a released two-way table, or why it is withheld. */
export interface ImpliedStatistic {
  readonly table: string;
  readonly method: string;
  readonly estimate: number | null;
  readonly reason: string;
}

/**
 * Chi-squared, Cramér's V and, for two by two, the odds ratio, from the rounded counts as released: they
 * tell nothing that the table does not. Where any count of the table is hidden they are withheld, for a
 * statistic can give a count back.
 */
export function impliedStatistics(table: ReleasedTable): ImpliedStatistic[] {
  if (table.variables.length !== 2) return [];
  const inner = table.rows.filter((row) => !row.levels.includes("All"));
  const withheld = (method: string, reason: string): ImpliedStatistic => ({
    table: table.id,
    method,
    estimate: null,
    reason,
  });
  if (table.rows.some((row) => row.count === null)) {
    return [withheld("all", "A count of the table is hidden.")];
  }
  const first = [...new Set(inner.map((row) => row.levels[0]))];
  const counts = contingency(
    first.map((level) =>
      inner.filter((row) => row.levels[0] === level).map((row) => row.count as number),
    ),
  );
  const from = "From the rounded counts; siblings are counted as if they were not related.";
  const give = (method: string, estimate: number | undefined): ImpliedStatistic =>
    estimate === undefined || !Number.isFinite(estimate)
      ? withheld(method, "It cannot be computed from the rounded table.")
      : { table: table.id, method, estimate: Math.round(estimate * 100) / 100, reason: from };
  const test = pearson(counts);
  const v = cramersV(counts);
  const list = [
    give("chi-squared", "statistic" in test ? test.statistic : undefined),
    give("cramers-v", "estimate" in v ? v.estimate : undefined),
  ];
  if (counts.rows === 2 && counts.columns === 2) {
    const odds = oddsRatio(counts);
    list.push(give("odds-ratio", "estimate" in odds ? (odds.estimate ?? undefined) : undefined));
  }
  return list;
}
