import { describe, expect, it } from "vitest";
import { fitImputedModel } from "../../../analysis/models/fit-imputed-model.ts";
import { fitModel } from "../../../analysis/models/fit-model.ts";
import { imputeChained } from "../../../analysis/models/impute-chained.ts";
import type { ModelResult } from "../../../analysis/models/model-result.ts";
import { rubinPool } from "../../../analysis/models/rubin-pool.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import {
  categoricalOf,
  type Dataset,
  dataset,
  numericOf,
} from "../../../data-dictionary/table/dataset.ts";
import reference from "../../reference/imputation.json" with { type: "json" };

interface Gaps {
  readonly weight?: readonly (number | null)[];
  readonly race?: readonly (string | null)[];
  readonly smoke?: readonly (string | null)[];
}
const levels = (values: readonly string[]) => ({
  levels: values.map((value) => ({ value, label: value })),
});

/** The births of the reference script, with some variables as given. */
function births({ weight, race, smoke }: Gaps): Dataset {
  const { data } = reference;
  return dataset([
    categoricalColumn("low", data.low, levels(["0", "1"])),
    numericColumn("age", data.age),
    numericColumn("weight", weight ?? data.weight),
    categoricalColumn("race", race ?? data.race, levels(["1", "2", "3"])),
    categoricalColumn("smoke", smoke ?? data.smoke, levels(["0", "1"])),
  ]);
}
const request = {
  outcome: "low",
  event: ["1"],
  with: ["age", "weight", "race", "smoke"],
  firth: false,
} as const;
const names = ["low", ...request.with];
const fitted = (result: ReturnType<typeof fitModel>): ModelResult => {
  if ("refused" in result) throw new Error(result.reason);
  return result;
};
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]): number =>
  Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1),
  );

describe("what is filled in has the distribution that mice's has", () => {
  it.each(reference.draws)("$variable, $missing gaps, 200 copies each", (expected) => {
    const name = expected.variable as "weight" | "race" | "smoke";
    const { copies } = imputeChained(births({ [name]: reference.holed[name] }), names, {
      imputations: reference.imputations,
      iterations: 1,
      seed: 1,
    });
    const gaps = reference.holed[name].flatMap((value, row) => (value === null ? [row] : []));
    expect(gaps.length).toBe(expected.missing);
    const found = copies.map((copy) => {
      if (name === "weight") {
        const { values } = numericOf(copy, name);
        const own = gaps.map((row) => values[row] as number);
        return [mean(own), spread(own)];
      }
      const column = categoricalOf(copy, name);
      return expected.statistic.map((level) =>
        mean(
          gaps.map((row) => (column.levels[column.codes[row] as number]?.value === level ? 1 : 0)),
        ),
      );
    });
    expected.statistic.forEach((_, place) => {
      const own = found.map((one) => one[place] as number);
      const theirs = expected.spread[place] as number;
      // Two means of 200 draws each; and two spreads, which know each other to a tenth.
      const error = Math.sqrt((spread(own) ** 2 + theirs ** 2) / reference.imputations);
      expect(Math.abs(mean(own) - (expected.mean[place] as number)) / error).toBeLessThan(4);
      expect(Math.abs(Math.log(spread(own) / theirs))).toBeLessThan(4 * Math.sqrt(1 / 200));
    });
  });
});

describe("a model over 200 imputed copies", () => {
  it("has mice's pooled estimates, errors and shares of what is missing, within chance", () => {
    const imputations = 80;
    const found = fitted(
      fitImputedModel(births(reference.holed), {
        ...request,
        imputations,
        iterations: 10,
        seed: 3,
      }),
    );
    const { estimate, between, within, total, lambda } = reference.pooled;
    expect(found.coefficients.length).toBe(estimate.length);
    found.coefficients.forEach((row, place) => {
      const b = between[place] as number;
      const chance = Math.sqrt(b / imputations + b / reference.imputations);
      expect(Math.abs(row.estimate - (estimate[place] as number)) / chance, row.name).toBeLessThan(
        4,
      );
      // The variance between copies is known to a tenth in each; that within them nearly exactly.
      const allowed = (0.4 * b + 0.02 * (within[place] as number)) / (total[place] as number);
      expect(
        Math.abs(row.standardError ** 2 / (total[place] as number) - 1),
        row.name,
      ).toBeLessThan(allowed);
    });
    const largest = found.imputation?.largestFractionMissing as number;
    expect(Math.abs(largest - Math.max(...lambda))).toBeLessThan(0.1);
  });
});

describe("Rubin's rules", () => {
  it("on mice's own five copies are mice's pool, with Barnard and Rubin's degrees of freedom", () => {
    const fits = reference.rules.copies.map((copy) => fitted(fitModel(births(copy), request)));
    const { estimate, within, between, total, df, lambda } = reference.rules.pooled;
    estimate.forEach((expected, place) => {
      const rows = fits.map(
        (fit) => fit.coefficients[place] as ModelResult["coefficients"][number],
      );
      const errors = rows.map((row) => row.naive.standardError);
      const pooled = rubinPool(
        rows.map((row) => row.estimate),
        errors,
        fits[0]!.n - fits[0]!.coefficients.length,
      );
      const close = (found: number, wanted: number | undefined, what: string): void =>
        expect(Math.abs(found / (wanted as number) - 1), `${rows[0]?.name} ${what}`).toBeLessThan(
          1e-8,
        );
      close(pooled.estimate, expected, "estimate");
      close(pooled.standardError ** 2, total[place], "total");
      close(pooled.df, df[place], "df");
      close(pooled.fractionMissing, lambda[place], "lambda");
      close(mean(errors.map((error) => error ** 2)), within[place], "within");
      close(spread(rows.map((row) => row.estimate)) ** 2, between[place], "between");
    });
  });
});
