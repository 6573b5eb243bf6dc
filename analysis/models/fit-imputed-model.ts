import { InputError } from "../../data-dictionary/input-error.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { fUpper, logFUpper } from "../distributions/index.ts";
import { fitModel, type ModelRequest } from "./fit-model.ts";
import { imputeChained } from "./impute-chained.ts";
import { inferenceOf } from "./infer.ts";
import type { Inference, ModelRefusal, ModelResult, Refusal, TermTest } from "./model-result.ts";
import { modelTerms } from "./model-terms.ts";
import { poolTests } from "./pool-tests.ts";
import { quartiles } from "./predicted-shares.ts";
import { rubinPool } from "./rubin-pool.ts";

/**
 * Fits a model to several imputed copies of the data and pools the answers by Rubin's rules.
 *
 * Coefficients, percentages and differences are pooled with Barnard and Rubin's degrees of freedom, tests of
 * terms by the D2 rule; the rest (fit and checks) is of the first copy, and the warnings say so.
 *
 * When not to use: if a value is missing because of what it would have been, beyond what the other
 * variables tell.
 *
 * @param request.imputations - How many copies, 2 to 200; about as many as per cent of rows are
 *   incomplete.
 * @throws {InputError} `bad-imputations`, `weights-and-impute`.
 * @see Rubin (1987); White, Royston and Wood (2011), Statistics in Medicine 30:377.
 */
export function fitImputedModel(
  data: Dataset,
  request: ModelRequest & { readonly imputations: number; readonly iterations?: number },
): ModelResult | ModelRefusal {
  const { imputations, iterations = 10, seed = 1 } = request;
  if (!Number.isInteger(imputations) || imputations < 2 || imputations > 200) {
    throw new InputError(
      "bad-imputations",
      "--impute must be a whole number from 2 to 200.",
      "Take about as many as per cent of rows have something missing.",
    );
  }
  if (data.weights?.some((weight) => weight !== 1)) {
    throw new InputError(
      "weights-and-impute",
      "Missing values cannot be filled in for rows that count several times: each would get the same value.",
      "Give each case its own row, and leave out --weights.",
    );
  }
  const names = [
    ...new Set([request.outcome, ...modelTerms(request.with).flatMap((term) => term.variables)]),
  ];
  const { copies, imputed } = imputeChained(data, names, { imputations, iterations, seed });
  // Every copy shows numbers at the same values: the quartiles of what was observed.
  const values = Object.fromEntries(
    names.flatMap((name) => {
      const column = columnOf(data, name);
      if (column.kind !== "numeric") return [];
      const known = column.values.filter((value) => Number.isFinite(value));
      return known.length === 0
        ? []
        : [[name, quartiles(known, new Float64Array(known.length).fill(1))]];
    }),
  );
  const results: ModelResult[] = [];
  // One rule for all copies, so that they can be pooled.
  let firth: ModelRequest["firth"] = request.firth ?? "auto";
  for (let pass = 0; pass < 2; pass++) {
    results.length = 0;
    for (const copy of copies) {
      // Checks of fit are of the first copy, profile intervals of none.
      const result = fitModel(copy, { ...request, firth, values, pooled: results.length > 0 });
      if ("refused" in result) return result;
      results.push(result);
    }
    if (results.every((result) => result.firth === results[0]?.firth)) break;
    firth = true;
  }
  const first = results[0] as ModelResult;
  const rowsDf = first.n - first.coefficients.length;
  const familiesDf = first.errors === "model-based" ? null : (first.families ?? 2) - 1;
  let largest = 0;
  const pooledOf = (pick: (result: ModelResult) => Inference & { estimate: number }) => {
    const each = results.map(pick);
    // What the test would have with nothing missing: Satterthwaite's where the copies have them.
    const own = each.map((e) => e.df);
    const completeDf = own.every((df) => df !== null)
      ? own.reduce((sum, df) => sum + df, 0) / own.length
      : rowsDf;
    const pooled = rubinPool(
      each.map((e) => e.estimate),
      each.map((e) => e.standardError),
      completeDf,
    );
    largest = Math.max(largest, pooled.fractionMissing);
    return {
      estimate: pooled.estimate,
      ...inferenceOf(
        pooled.estimate,
        pooled.standardError,
        pooled.df,
        first.coefficients[0]?.ciLevel ?? 0.95,
      ),
    };
  };
  const finite = (value: number): number | null =>
    Number.isFinite(Math.exp(value)) ? Math.exp(value) : null;
  const coefficients = first.coefficients.map((row, j) => {
    const pooled = pooledOf((result) => result.coefficients[j]!);
    const naive = pooledOf((result) => ({
      ...result.coefficients[j]!.naive,
      estimate: result.coefficients[j]!.estimate,
    }));
    const odds = row.term !== null && first.kind !== "linear";
    return {
      ...row,
      ...pooled,
      intervalMethod: `${first.errors === "model-based" ? "Wald" : first.errors}, Rubin's rules`,
      oddsRatio: odds ? finite(pooled.estimate) : null,
      oddsRatioLow: odds ? finite(pooled.ciLow) : null,
      oddsRatioHigh: odds ? finite(pooled.ciHigh) : null,
      naive,
      profile: null,
    };
  });
  const differences = first.differences.map((row, j) => ({
    ...row,
    ...pooledOf((result) => result.differences[j]!),
  }));
  const percentages = first.percentages.map((row, j) => {
    const each = results.map((result) => result.percentages[j]!);
    const pooled = rubinPool(
      each.map((e) => e.estimate),
      each.map((e) => e.standardError),
      familiesDf ?? rowsDf,
    );
    const { ciLow, ciHigh } = inferenceOf(
      pooled.estimate,
      pooled.standardError,
      pooled.df,
      row.ciLevel,
    );
    const share = first.kind !== "linear";
    return {
      ...row,
      estimate: pooled.estimate,
      n: row.n === null ? null : each.reduce((sum, one) => sum + (one.n ?? 0), 0) / each.length,
      standardError: pooled.standardError,
      ciLow: share ? Math.max(0, ciLow) : ciLow,
      ciHigh: share ? Math.min(1, ciHigh) : ciHigh,
    };
  });
  const terms = first.terms.map((test, place): TermTest => {
    const each = results.map((result) => result.terms[place]!);
    return {
      ...test,
      likelihoodRatio: pooledRatio(
        each.map((one) => one.likelihoodRatio),
        test.df,
      ),
      familyRobust: pooledFamily(each.map((one) => one.familyRobust)),
    };
  });
  const overall = pooledRatio(
    results.map((result) => result.overall),
    "refused" in first.overall ? 1 : first.overall.df,
  );
  return {
    ...first,
    terms,
    overall:
      "refused" in overall || "refused" in first.overall
        ? first.overall
        : { ...overall, df: first.overall.df },
    method: `${first.method}, ${imputations} imputations`,
    coefficients,
    differences,
    percentages,
    imputation: { imputations, iterations, imputed, largestFractionMissing: largest },
    warnings: [
      ...first.warnings,
      "Missing values were filled in by chained equations; tests of terms are pooled (D2), checks of fit are of the first copy.",
    ],
    seed,
  };
}

/** Likelihood-ratio tests pooled by D2; the statistic is the pooled F times its degrees of freedom. */
function pooledRatio(
  each: readonly (Refusal | { readonly statistic: number })[],
  df: number,
): TermTest["likelihoodRatio"] {
  const statistics: number[] = [];
  for (const one of each) {
    if ("refused" in one) return one;
    statistics.push(one.statistic);
  }
  const { statistic, df1, df2 } = poolTests(statistics, df);
  return {
    statistic: statistic * df1,
    pValue: fUpper(statistic, df1, df2),
    logPValue: logFUpper(statistic, df1, df2),
  };
}

function pooledFamily(each: readonly TermTest["familyRobust"][]): TermTest["familyRobust"] {
  const statistics: number[] = [];
  let families = 1e9;
  let df = 1;
  for (const one of each) {
    if (one === null || "refused" in one) return one;
    statistics.push(one.statistic * one.df1);
    families = one.df2;
    df = one.df1;
  }
  const { statistic, df1, df2 } = poolTests(statistics, df);
  const least = Math.min(df2, families);
  return {
    statistic,
    df1,
    df2: least,
    pValue: fUpper(statistic, df1, least),
    logPValue: logFUpper(statistic, df1, least),
  };
}
