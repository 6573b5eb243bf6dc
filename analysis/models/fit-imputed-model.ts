import { InputError } from "../../data-dictionary/input-error.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { fitModel, type ModelRequest } from "./fit-model.ts";
import { imputeChained } from "./impute-chained.ts";
import { inferenceOf } from "./infer.ts";
import type { Inference, ModelRefusal, ModelResult } from "./model-result.ts";
import { modelTerms } from "./model-terms.ts";
import { rubinPool } from "./rubin-pool.ts";

/**
 * Fits a model to several imputed copies of the data and pools the answers by Rubin's rules.
 *
 * Coefficients, percentages and differences are pooled with Barnard and Rubin's degrees of freedom;
 * the rest (tests of terms, fit, checks) is of the first copy, and the warnings say so.
 *
 * When not to use: if a value is missing because of what it would have been, beyond what the other
 * variables tell.
 *
 * @param request.imputations - How many copies, 2 to 200; about as many as per cent of rows are
 *   incomplete.
 * @throws {InputError} `bad-imputations`.
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
  const names = [
    ...new Set([request.outcome, ...modelTerms(request.with).flatMap((term) => term.variables)]),
  ];
  const { copies, imputed } = imputeChained(data, names, { imputations, iterations, seed });
  const results: ModelResult[] = [];
  // One rule for all copies, so that they can be pooled.
  let firth: ModelRequest["firth"] = request.firth ?? "auto";
  for (let pass = 0; pass < 2; pass++) {
    results.length = 0;
    for (const copy of copies) {
      const result = fitModel(copy, { ...request, firth });
      if ("refused" in result) return result;
      results.push(result);
    }
    if (results.every((result) => result.firth === results[0]?.firth)) break;
    firth = true;
  }
  const first = results[0] as ModelResult;
  const completeDf =
    first.errors === "model-based"
      ? first.n - first.coefficients.length
      : (first.families ?? 2) - 1;
  let largest = 0;
  const pooledOf = (pick: (result: ModelResult) => Inference & { estimate: number }) => {
    const each = results.map(pick);
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
      completeDf,
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
      standardError: pooled.standardError,
      ciLow: share ? Math.max(0, ciLow) : ciLow,
      ciHigh: share ? Math.min(1, ciHigh) : ciHigh,
    };
  });
  return {
    ...first,
    method: `${first.method}, ${imputations} imputations`,
    coefficients,
    differences,
    percentages,
    imputation: { imputations, iterations, imputed, largestFractionMissing: largest },
    warnings: [
      ...first.warnings,
      "Missing values were filled in by chained equations; tests of terms and checks of fit are of the first copy.",
    ],
    seed,
  };
}
