import { describe, expect, it } from "vitest";
import { fitImputedModel } from "../../../analysis/models/fit-imputed-model.ts";
import { fitModel } from "../../../analysis/models/fit-model.ts";
import { imputeChained } from "../../../analysis/models/impute-chained.ts";
import type { ModelResult } from "../../../analysis/models/model-result.ts";
import { poolTests } from "../../../analysis/models/pool-tests.ts";
import { seededRandom } from "../../../analysis/random/random.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import {
  categoricalOf,
  type Dataset,
  dataset,
  numericOf,
} from "../../../data-dictionary/table/dataset.ts";
import reference from "../../reference/models.json" with { type: "json" };

/** Births with holes: weight is missing mostly where the mother smoked, so complete rows are not like the rest. */
function holes(seed: number, share = 0.25): { whole: Dataset; holed: Dataset } {
  const random = seededRandom(seed, "test:holes");
  const births = reference.birthwtData;
  const gone = births.map((row) => random.next() < share * (row.smoke === 1 ? 1.6 : 0.6));
  const goneToo = births.map(() => random.next() < share / 2);
  const make = (hole: boolean): Dataset =>
    dataset([
      categoricalColumn(
        "low",
        births.map((row) => String(row.low)),
      ),
      numericColumn(
        "age",
        births.map((row) => row.age),
      ),
      numericColumn(
        "lwt",
        births.map((row, i) => (hole && gone[i] ? null : row.lwt)),
      ),
      categoricalColumn(
        "race",
        births.map((row, i) => (hole && goneToo[i] ? "-9" : row.race)),
      ),
      categoricalColumn(
        "smoke",
        births.map((row) => String(row.smoke)),
      ),
    ]);
  return { whole: make(false), holed: make(true) };
}
const request = {
  outcome: "low",
  event: ["1"],
  with: ["lwt", "race", "smoke"],
  firth: false,
} as const;
const result = (model: ReturnType<typeof fitModel>): ModelResult => {
  if ("refused" in model) throw new Error(model.reason);
  return model;
};

describe("multiple imputation", () => {
  it("keeps what is known and fills what is not with values that occur", () => {
    const { holed } = holes(1);
    const { copies, imputed } = imputeChained(holed, ["low", "lwt", "race", "smoke"], {
      imputations: 3,
      iterations: 5,
      seed: 1,
    });
    expect(imputed.map((each) => each.variable)).toEqual(["lwt", "race"]);
    const before = numericOf(holed, "lwt");
    const present = new Set(before.values);
    for (const copy of copies) {
      const after = numericOf(copy, "lwt");
      after.values.forEach((value, row) => {
        expect(after.reasons[row]).toBe(0);
        if (before.reasons[row] === 0) expect(value).toBe(before.values[row]);
        // Predictive mean matching takes values of other rows.
        else expect(present.has(value)).toBe(true);
      });
      expect(categoricalOf(copy, "race").codes.every((code) => code >= 0)).toBe(true);
    }
    const draws = copies.map((copy) => numericOf(copy, "lwt").values.join());
    expect(new Set(draws).size).toBe(3);
  });

  it("leaves what is not applicable as it is", () => {
    const data = dataset([
      categoricalColumn("a", ["x", "y", "-7", "x", "y", "x", "-9", "y"]),
      numericColumn("b", [1, 4, 2, 6, 1, 3, 2, 5]),
    ]);
    const { copies } = imputeChained(data, ["a", "b"], { imputations: 2, iterations: 3, seed: 1 });
    for (const copy of copies) {
      const { codes } = categoricalOf(copy, "a");
      expect(codes[2]).toBe(-7);
      expect(codes[6]).toBeGreaterThanOrEqual(0);
    }
  });

  it("is nearer the truth than the complete rows, with honest errors, over many sets of holes", () => {
    // The truth here is the fit to the data before holes were made.
    let inside = 0;
    let total = 0;
    const misses = { imputed: 0, complete: 0 };
    for (let seed = 1; seed <= 12; seed++) {
      const { whole, holed } = holes(seed);
      const truth = result(fitModel(whole, request));
      const complete = result(fitModel(holed, request));
      const filled = result(fitImputedModel(holed, { ...request, imputations: 10, seed }));
      truth.coefficients.forEach((row, place) => {
        const [a, b] = [filled.coefficients[place]!, complete.coefficients[place]!];
        misses.imputed += ((a.estimate - row.estimate) / row.standardError) ** 2;
        misses.complete += ((b.estimate - row.estimate) / row.standardError) ** 2;
        // What is not known cannot make an estimate surer than all the data do.
        expect(a.standardError).toBeGreaterThan(0.97 * row.standardError);
        if (row.estimate > a.ciLow && row.estimate < a.ciHigh) inside++;
        total++;
      });
    }
    expect(misses.imputed).toBeLessThan(misses.complete);
    expect(inside / total).toBeGreaterThan(0.95);
  });

  it("shows numbers at the same values in every copy", () => {
    const { holed } = holes(3, 0.5);
    const filled = result(fitImputedModel(holed, { ...request, imputations: 4, seed: 2 }));
    const shown = filled.percentages.filter((row) => row.variable === "lwt");
    expect(shown.map((row) => row.level)).toEqual([...new Set(shown.map((row) => row.level))]);
    for (const row of shown) expect(row.estimate).toBeGreaterThan(row.ciLow);
  });

  it("pools tests as the D2 rule does", () => {
    const { statistics, df, result: expected } = reference.poolTests;
    const pooled = poolTests(statistics, df);
    [pooled.statistic, pooled.df1, pooled.df2].forEach((value, place) => {
      expect(value / (expected[place] as number)).toBeCloseTo(1, 10);
    });
    expect(poolTests([5, 5, 5], 1)).toEqual({ statistic: 5, df1: 1, df2: 1e9 });
    expect(poolTests([0, 9, 0], 3).statistic).toBe(0);
  });
});
