import type { ModelRefusal, ModelResult } from "../../analysis/models/model-result.ts";

type Cell = string | number | null;

/** A model as one tidy table: a row for each number. */
export function modelCsv(result: ModelResult | ModelRefusal): Cell[][] {
  const header =
    "part,name,outcome,estimate,standard_error,ci_low,ci_high,statistic,df,p_value,odds_ratio,odds_ratio_low,odds_ratio_high,naive_p_value,n,reason";
  const rows: Cell[][] = [header.split(",")];
  if ("refused" in result) {
    rows.push(["refused", result.refused, result.outcome, ...blanks(11), result.n, result.reason]);
    return rows;
  }
  for (const row of result.percentages) {
    rows.push([
      "predicted",
      `${row.variable}: ${row.label}`,
      row.outcome,
      row.estimate,
      row.standardError,
      row.ciLow,
      row.ciHigh,
      ...blanks(7),
      row.n,
      null,
    ]);
  }
  for (const row of result.differences) {
    rows.push([
      "difference",
      `${row.variable}: ${row.label} − ${row.against}`,
      row.outcome,
      row.estimate,
      row.standardError,
      row.ciLow,
      row.ciHigh,
      row.statistic,
      row.df,
      row.pValue,
      ...blanks(4),
      result.n,
      null,
    ]);
  }
  for (const row of result.coefficients) {
    rows.push([
      "coefficient",
      row.name,
      row.outcome,
      row.estimate,
      row.standardError,
      row.ciLow,
      row.ciHigh,
      row.statistic,
      row.df,
      row.pValue,
      row.oddsRatio,
      row.oddsRatioLow,
      row.oddsRatioHigh,
      row.naive.pValue,
      result.n,
      null,
    ]);
  }
  for (const test of result.terms) {
    const lr = test.likelihoodRatio;
    rows.push([
      "term",
      test.term,
      null,
      ...blanks(4),
      "refused" in lr ? null : lr.statistic,
      test.df,
      "refused" in lr ? null : lr.pValue,
      ...blanks(4),
      result.n,
      "refused" in lr ? lr.reason : null,
    ]);
  }
  return rows;
}

const blanks = (count: number): null[] => new Array<null>(count).fill(null);
