import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreeItem, headlineMeasure } from "../../../analysis/agreement/agree-item.ts";
import type { AgreementMeasure } from "../../../analysis/agreement/agreement-measure.ts";
import { agreementSums } from "../../../analysis/agreement/agreement-sums.ts";
import {
  distanceWeights,
  weightsFromCosts,
} from "../../../analysis/agreement/agreement-weights.ts";
import { cohenKappa } from "../../../analysis/agreement/cohen-kappa.ts";
import { fleissKappa } from "../../../analysis/agreement/fleiss-kappa.ts";
import { gwetAc } from "../../../analysis/agreement/gwet-ac.ts";
import { intraclassAgreement } from "../../../analysis/agreement/intraclass-agreement.ts";
import { alphaOfSums, krippendorffAlpha } from "../../../analysis/agreement/krippendorff-alpha.ts";
import { percentAgreement } from "../../../analysis/agreement/percent-agreement.ts";
import { biasIndex, pabak, prevalenceIndex } from "../../../analysis/agreement/prevalence-bias.ts";
import {
  type RatingMatrix,
  ratingMatrix,
  ratingsFromCounts,
  ratingsFromTable,
} from "../../../analysis/agreement/rating-matrix.ts";
import { familyIndex } from "../../../data-dictionary/table/dataset.ts";

interface Found {
  readonly estimate: number;
  readonly standardError: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly percent: number;
  readonly percentError: number;
}
type Alphas = Record<"nominal" | "ordinal" | "interval", number>;
const reference = JSON.parse(
  readFileSync(new URL("../../reference/agreement.json", import.meta.url), "utf8"),
) as {
  tables: Record<
    string,
    Record<"kappa" | "linear" | "quadratic" | "ac1" | "ac2" | "ac2Quadratic", Found> & {
      table: number[][];
      percent: number;
      wilson: [number, number];
      alpha: Alphas;
      vcd?: Record<"kappa" | "linear" | "quadratic", [number, number]>;
      psych?: { kappa: number; weighted: number };
      prevalence?: Found;
      bias?: Found;
    }
  >;
  given: Found & { psych: number };
  many: {
    fleiss: { counts: number[][] } & Record<"fleiss" | "ac1" | "ac2", Found>;
    krippendorff: { ratings: (number | null)[][]; counts: number[][]; alpha: Alphas } & Record<
      "fleiss" | "ac1" | "ac2" | "ac2Quadratic",
      Found
    >;
  };
  icc: Record<string, { ratings: number[][]; estimate: number; ciLow: number; ciHigh: number }>;
};

const close = (found: number | null, expected: number, tolerance = 1e-10): void => {
  expect(Math.abs((found as number) - expected)).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
};
const computed = (measure: AgreementMeasure) => {
  if ("refused" in measure) throw new Error(measure.reason);
  return measure;
};
const alike = (measure: AgreementMeasure, expected: Found): void => {
  const found = computed(measure);
  close(found.estimate, expected.estimate);
  // A spread of nought is refused, and R's rounding leaves a little of it.
  if (expected.standardError < 1e-7) expect(found.intervalReason).toContain("nought");
  else close(found.standardError, expected.standardError);
  if (expected.ciLow !== undefined && found.ciLow !== null) {
    close(found.ciLow, expected.ciLow);
    close(found.ciHigh, expected.ciHigh);
  }
};
const bootstrap = { seed: 1, replications: 200 };
const byCoder = (
  rows: readonly (readonly (number | null)[])[],
): Record<string, (string | null)[]> =>
  Object.fromEntries(
    (rows[0] ?? []).map((_, coder) => [
      `coder ${coder + 1}`,
      rows.map((row) => (row[coder] === null ? null : String(row[coder]))),
    ]),
  );

describe("agreement of two coders equals R", () => {
  it.each(Object.entries(reference.tables))("%s", (_name, expected) => {
    const ratings = ratingsFromTable(expected.table, { interval: true });
    const size = expected.table.length;
    const percent = computed(percentAgreement(ratings));
    close(percent.estimate, expected.percent);
    close(percent.ciLow, expected.wilson[0]);
    close(percent.ciHigh, expected.wilson[1]);
    const linear = distanceWeights("linear", size);
    const quadratic = distanceWeights("quadratic", size);
    alike(cohenKappa(ratings), expected.kappa);
    alike(cohenKappa(ratings, linear), expected.linear);
    alike(cohenKappa(ratings, quadratic), expected.quadratic);
    if (expected.vcd !== undefined) {
      for (const [weights, key] of [
        [undefined, "kappa"],
        [linear, "linear"],
        [quadratic, "quadratic"],
      ] as const) {
        const kappa = computed(cohenKappa(ratings, weights));
        close(kappa.estimate, expected.vcd[key][0]);
        close(kappa.standardError, expected.vcd[key][1]);
      }
    }
    if (expected.psych !== undefined) {
      close(computed(cohenKappa(ratings)).estimate, expected.psych.kappa);
      close(computed(cohenKappa(ratings, quadratic)).estimate, expected.psych.weighted);
    }
    alike(gwetAc(ratings), expected.ac1);
    alike(gwetAc(ratings, linear), expected.ac2);
    alike(gwetAc(ratings, quadratic), expected.ac2Quadratic);
    const sums = agreementSums(ratings);
    for (const scale of ["nominal", "ordinal", "interval"] as const)
      close(alphaOfSums(sums, scale, ratings.scores), expected.alpha[scale]);
    if (expected.prevalence !== undefined && expected.bias !== undefined) {
      alike(prevalenceIndex(ratings), expected.prevalence);
      alike(biasIndex(ratings), expected.bias);
      close(computed(pabak(ratings)).estimate, 2 * expected.percent - 1);
    }
  });

  it("with Cohen's own costs of 1968", () => {
    const { table } = reference.tables.cohen1968!;
    const weights = weightsFromCosts([
      [0, 1, 3],
      [1, 0, 6],
      [3, 6, 0],
    ]);
    const kappa = cohenKappa(ratingsFromTable(table), weights);
    alike(kappa, reference.given);
    close(computed(kappa).estimate, reference.given.psych);
  });

  it("gives the figures of the printed tables", () => {
    const kappaOf = (table: number[][], kind?: "linear" | "quadratic") =>
      computed(
        cohenKappa(
          ratingsFromTable(table),
          kind === undefined ? undefined : distanceWeights(kind, table.length),
        ),
      ).estimate.toFixed(4);
    expect(
      kappaOf([
        [20, 5],
        [10, 15],
      ]),
    ).toBe("0.4000");
    expect(
      kappaOf([
        [45, 15],
        [25, 15],
      ]),
    ).toBe("0.1304");
    expect(
      kappaOf([
        [25, 35],
        [5, 35],
      ]),
    ).toBe("0.2593");
    const cohen = [
      [88, 10, 2],
      [14, 40, 6],
      [18, 10, 12],
    ];
    expect([kappaOf(cohen), kappaOf(cohen, "linear"), kappaOf(cohen, "quadratic")]).toEqual([
      "0.4915",
      "0.4737",
      "0.4545",
    ]);
  });
});

describe("agreement of many coders equals R", () => {
  it("on Fleiss' table of fourteen raters", () => {
    const { counts, fleiss, ac1, ac2 } = reference.many.fleiss;
    const ratings = ratingsFromCounts(counts);
    alike(fleissKappa(ratings), fleiss);
    expect(computed(fleissKappa(ratings)).estimate.toFixed(4)).toBe("0.2099");
    alike(gwetAc(ratings), ac1);
    alike(gwetAc(ratings, distanceWeights("linear", 5)), ac2);
    const percent = computed(percentAgreement(ratings));
    close(percent.estimate, fleiss.percent);
    close(percent.standardError, fleiss.percentError);
  });

  it("on Krippendorff's twelve units with missing ratings", () => {
    const expected = reference.many.krippendorff;
    const ratings = ratingMatrix(byCoder(expected.ratings), { interval: true });
    for (const scale of ["nominal", "ordinal", "interval"] as const) {
      close(computed(krippendorffAlpha(ratings, scale, bootstrap)).estimate, expected.alpha[scale]);
    }
    alike(fleissKappa(ratings), expected.fleiss);
    alike(gwetAc(ratings), expected.ac1);
    alike(gwetAc(ratings, distanceWeights("linear", 5)), expected.ac2);
    alike(gwetAc(ratings, distanceWeights("quadratic", 5)), expected.ac2Quadratic);
    const percent = computed(percentAgreement(ratings));
    close(percent.standardError, expected.fleiss.percentError);
    expect(percent.n).toBe(11);
  });

  it.each(Object.entries(reference.icc))("ICC(2,1) on %s", (_name, expected) => {
    const ratings = ratingMatrix(byCoder(expected.ratings), { interval: true });
    const icc = computed(intraclassAgreement(ratings));
    close(icc.estimate, expected.estimate);
    close(icc.ciLow, expected.ciLow);
    close(icc.ciHigh, expected.ciHigh);
  });
});

const table = fc.integer({ min: 2, max: 4 }).chain((size) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
);
const options = { scale: "ordinal", seed: 3, replications: 40 } as const;
const estimates = (ratings: RatingMatrix, scale: "nominal" | "ordinal" = "ordinal"): string[] =>
  agreeItem(ratings, { ...options, scale }).measures.map((measure) =>
    "refused" in measure
      ? `${measure.method} ${measure.refused}`
      : `${measure.method} ${measure.weights} ${(measure.estimate + 0).toFixed(9).replace("-0.000000000", "0.000000000")}`,
  );
const transposed = (rows: number[][]): number[][] =>
  rows.map((_, column) => rows.map((row) => row[column] as number));

describe("agreement", () => {
  it("does not care which coder is called the first", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const unsigned = (list: string[]): string[] =>
          list.map((each) => (each.startsWith("bias-index") ? "bias-index" : each));
        expect(unsigned(estimates(ratingsFromTable(transposed(rows))))).toEqual(
          unsigned(estimates(ratingsFromTable(rows))),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("does not care what the values are called: nominal under any order, ordinal turned round", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const turned = rows.map((row) => [...row].reverse()).reverse();
        const without = (list: string[]) =>
          list.filter((each) => !each.startsWith("prevalence") && !each.startsWith("bias"));
        expect(without(estimates(ratingsFromTable(turned)))).toEqual(
          without(estimates(ratingsFromTable(rows))),
        );
        const rotate = <T>(list: T[]): T[] => [...list.slice(1), ...list.slice(0, 1)];
        expect(without(estimates(ratingsFromTable(rotate(rows).map(rotate)), "nominal"))).toEqual(
          without(estimates(ratingsFromTable(rows), "nominal")),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("counts a row with a frequency as so many rows, whatever their order", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const counted = ratingsFromTable(rows);
        const long: [string, string][] = rows.flatMap((row, a) =>
          row.flatMap((count, b) =>
            Array.from({ length: count }, (): [string, string] => [String(a + 1), String(b + 1)]),
          ),
        );
        long.reverse();
        const spread = ratingMatrix(
          { 1: long.map(([a]) => a), 2: long.map(([, b]) => b) },
          { categories: counted.categories },
        );
        expect(estimates(spread)).toEqual(estimates(counted));
        for (const measure of [cohenKappa, gwetAc, percentAgreement] as const) {
          const [a, b] = [measure(counted), measure(spread)];
          if ("refused" in a || "refused" in b) expect(a).toEqual(b);
          else if (a.standardError !== null) close(b.standardError, a.standardError);
        }
      }),
      { numRuns: 40 },
    );
  });

  const three = fc.array(
    fc.record({
      a: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null, freq: 5 }),
      b: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null, freq: 5 }),
      c: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null, freq: 5 }),
      w: fc.integer({ min: 1, max: 3 }),
      family: fc.nat(6),
    }),
    { minLength: 4, maxLength: 20 },
  );
  type Three = typeof three extends fc.Arbitrary<infer T> ? T : never;
  /** Every figure of every measure, with its interval; alpha's and families' are resampled. */
  const everything = (
    list: Three,
    {
      coders = ["a", "b", "c"] as readonly ("a" | "b" | "c")[],
      scale = "nominal" as "nominal" | "ordinal" | "interval",
      name = (value: number): string => String(value),
      categories = ["1", "2", "3"],
      weights = false,
      families = false,
    } = {},
  ): (string | number | null)[][] => {
    const ratings = ratingMatrix(
      Object.fromEntries(
        coders.map((coder) => [
          coder,
          list.map((row) => (row[coder] === null ? null : name(row[coder]))),
        ]),
      ),
      {
        categories,
        interval: scale === "interval",
        frequencies: weights ? Float64Array.from(list, (row) => row.w) : null,
        families: families ? familyIndex(list.map((row) => String(row.family))) : null,
      },
    );
    return agreeItem(ratings, { scale, seed: 1, replications: 40 }).measures.map((measure) =>
      "refused" in measure
        ? [measure.method, measure.weights, measure.refused]
        : [
            measure.method,
            measure.weights,
            measure.estimate,
            ...(measure.method.includes("alpha")
              ? []
              : [measure.standardError, measure.ciLow, measure.ciHigh]),
          ],
    );
  };
  const equal = (found: (string | number | null)[][], expected: typeof found): void => {
    expect(found.map(([method, weights]) => [method, weights])).toEqual(
      expected.map(([method, weights]) => [method, weights]),
    );
    found.forEach((figures, place) => {
      figures.forEach((figure, at) => {
        const other = expected[place]?.[at];
        if (typeof figure !== "number" || typeof other !== "number") expect(figure).toBe(other);
        else expect(Math.abs(figure - other), `${figures[0]}`).toBeLessThan(1e-9);
      });
    });
  };

  it("of three coders does not care what they are called, nor in which order cases come", () => {
    fc.assert(
      fc.property(
        three,
        fc.constantFrom("nominal", "ordinal", "interval"),
        fc.boolean(),
        (list, scale, families) => {
          const expected = everything(list, { scale, families });
          equal(everything(list, { scale, families, coders: ["c", "a", "b"] }), expected);
          if (!families) equal(everything([...list].reverse(), { scale }), expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("of three coders does not care what values without order are called", () => {
    fc.assert(
      fc.property(three, fc.boolean(), (list, families) => {
        const words = ["poor", "fair", "good"];
        equal(
          everything(list, {
            families,
            name: (value) => words[value - 1] as string,
            categories: ["good", "poor", "fair"],
          }),
          everything(list, { families }),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("of three coders counts a case with a frequency as so many cases", () => {
    fc.assert(
      fc.property(three, fc.constantFrom("nominal", "ordinal", "interval"), (list, scale) => {
        const repeated = list.flatMap((row) => Array.from({ length: row.w }, () => row));
        equal(everything(list, { scale, weights: true }), everything(repeated, { scale }));
      }),
      { numRuns: 40 },
    );
  });

  it("is finite or refused, never more than 1, with its interval round it", () => {
    const cell = fc.option(fc.integer({ min: 1, max: 3 }), { nil: null });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 0, maxLength: 25 }),
        fc.boolean(),
        (rows, siblings) => {
          const ratings = ratingMatrix(
            Object.fromEntries(
              [0, 1, 2].map((coder) => [
                `coder ${coder}`,
                rows.map((row) => (row[coder] == null ? null : String(row[coder]))),
              ]),
            ),
            {
              categories: ["1", "2", "3"],
              interval: true,
              families: siblings ? familyIndex(rows.map((_, row) => String(row >> 1))) : null,
            },
          );
          const result = agreeItem(ratings, { scale: "interval", seed: 1, replications: 30 });
          const all = [...result.measures, ...result.pairs.flatMap((pair) => pair.measures)];
          for (const measure of all) {
            if ("refused" in measure) {
              expect(measure.reason.length).toBeGreaterThan(20);
              continue;
            }
            expect(Number.isFinite(measure.estimate)).toBe(true);
            expect(measure.estimate).toBeLessThanOrEqual(1 + 1e-12);
            if (measure.ciLow === null || measure.ciHigh === null) {
              expect(measure.intervalReason).not.toBeNull();
            } else {
              expect(Number.isFinite(measure.ciLow) && Number.isFinite(measure.ciHigh)).toBe(true);
              expect(measure.ciLow).toBeLessThanOrEqual(measure.ciHigh + 1e-12);
              expect(measure.ciHigh).toBeLessThanOrEqual(1 + 1e-12);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("gives the same interval for the same seed, and another for another", () => {
    const ratings = ratingsFromTable([
      [20, 5],
      [10, 15],
    ]);
    const of = (seed: number) => krippendorffAlpha(ratings, "nominal", { seed, replications: 300 });
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });

  it("widens the interval when each family is counted four times over", () => {
    const rows = Array.from({ length: 40 }, (_, row) => [
      row % 2,
      row % 5 === 0 ? 1 - (row % 2) : row % 2,
    ]);
    const repeated = Array.from({ length: 4 }, () => rows).flat();
    const values = byCoder(repeated);
    const families = familyIndex(repeated.map((_, row) => String(row % 40)));
    const width = (families_: typeof families | null): number => {
      const ratings = ratingMatrix(values, { families: families_ });
      const found = computed(
        headlineMeasure(agreeItem(ratings, { scale: "nominal", seed: 1, replications: 1000 })),
      );
      return (found.ciHigh as number) - (found.ciLow as number);
    };
    // Four copies of one family hold no more than one of it: twice as wide as if they were new cases.
    expect(width(families) / width(null)).toBeGreaterThan(1.8);
    expect(width(families) / width(null)).toBeLessThan(2.2);
  });
});

describe("degenerate ratings", () => {
  const report = (values: Record<string, (string | null)[]>, more: object = {}): unknown => {
    const result = agreeItem(ratingMatrix(values, more), {
      scale: "scale" in more ? (more.scale as "ordinal") : "nominal",
      seed: 1,
      replications: 60,
    });
    return {
      n: result.n,
      nMissing: result.nMissing,
      ...Object.fromEntries(
        result.measures.map((measure) => [
          `${measure.method}${measure.weights === null ? "" : ` ${measure.weights}`}`,
          "refused" in measure
            ? `${measure.refused}: ${measure.reason}`
            : `${measure.estimate.toFixed(4)}${measure.note === undefined ? "" : ` (${measure.note})`} ${measure.intervalReason ?? `[${measure.ciLow?.toFixed(4)}, ${measure.ciHigh?.toFixed(4)}]`}`,
        ]),
      ),
    };
  };

  it.each([
    [
      "both coders constant",
      { A: ["y", "y", "y", "y"], B: ["y", "y", "y", "y"] },
      { categories: ["n", "y"] },
    ],
    ["one coder constant", { A: ["y", "n", "y", "y"], B: ["y", "y", "y", "y"] }, {}],
    ["both constant, of different values", { A: ["y", "y", "y"], B: ["n", "n", "n"] }, {}],
    ["no overlap", { A: ["y", null, "n"], B: [null, "n", null] }, {}],
    ["one case", { A: ["y"], B: ["n"] }, {}],
    ["no case", { A: [], B: [] }, {}],
    ["every value missing", { A: [null, null], B: [null, null] }, { categories: ["n", "y"] }],
    [
      "perfect agreement",
      { A: ["y", "n", "y", "n", "y", "n"], B: ["y", "n", "y", "n", "y", "n"] },
      {},
    ],
    [
      "an unused category",
      { A: ["1", "3", "1", "3", "3"], B: ["1", "3", "3", "3", "1"] },
      { categories: ["1", "2", "3"], scale: "ordinal" },
    ],
    ["a scale of one value", { A: ["y", "y"], B: ["y", "y"] }, {}],
    [
      "coders a step apart on every case",
      { A: ["1", "2", "3"], B: ["2", "3", "4"] },
      { interval: true, scale: "interval" },
    ],
    [
      "few families",
      { A: ["y", "n", "y", "n"], B: ["y", "n", "n", "n"] },
      { families: familyIndex(["1", "1", "2", "2"]) },
    ],
  ])("%s", (_name, values, more) => {
    expect(report(values as unknown as Record<string, (string | null)[]>, more)).toMatchSnapshot();
  });

  it("refuses what cannot be ratings", () => {
    const message = (make: () => unknown): string => {
      try {
        make();
      } catch (error) {
        return (error as Error).message;
      }
      return "no error";
    };
    expect([
      message(() => ratingMatrix({ A: ["1"], B: ["1", "2"] })),
      message(() => ratingMatrix({ A: ["good"], B: ["bad"] }, { categories: ["good"] })),
      message(() => ratingMatrix({ A: ["good"], B: ["bad"] }, { interval: true })),
      message(() => ratingsFromTable([[1, 2]])),
      message(() =>
        ratingsFromTable([
          [1, -2],
          [0, 1],
        ]),
      ),
      message(() => ratingsFromCounts([[1, 2], [1]])),
      message(() =>
        weightsFromCosts([
          [0, 1],
          [1, 1],
        ]),
      ),
    ]).toMatchSnapshot();
  });
});
