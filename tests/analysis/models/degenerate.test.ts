import { describe, expect, it } from "vitest";
import { fitImputedModel } from "../../../analysis/models/fit-imputed-model.ts";
import { fitModel, type ModelRequest } from "../../../analysis/models/fit-model.ts";
import type { ModelRefusal, ModelResult } from "../../../analysis/models/model-result.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";

/** Rows 0 … n−1 turned into columns: words make categories, numbers numbers, null a blank. */
function made(
  n: number,
  columns: Readonly<Record<string, (row: number) => string | number | null>>,
  family?: (row: number) => number,
): Dataset {
  const rows = Array.from({ length: n }, (_, row) => row);
  return dataset(
    Object.entries(columns).map(([name, of]) => {
      const values = rows.map(of);
      return values.some((value) => typeof value === "number")
        ? numericColumn(name, values as (number | null)[])
        : categoricalColumn(name, values as (string | null)[]);
    }),
    { families: family === undefined ? null : familyIndex(rows.map((row) => String(family(row)))) },
  );
}
const refusal = (result: ModelResult | ModelRefusal): string => {
  if (!("refused" in result)) throw new Error("not refused");
  return `${result.refused}: ${result.reason}`;
};
const fitted = (data: Dataset, request: ModelRequest): ModelResult => {
  const result = fitModel(data, request);
  if ("refused" in result) throw new Error(result.reason);
  return result;
};
/** Every number of a result, with its place. */
function numbers(value: unknown, place = ""): [string, number][] {
  if (typeof value === "number") return [[place, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => numbers(inner, `${place}.${key}`));
}
const expectFinite = (result: ModelResult): void => {
  for (const [place, value] of numbers(result)) expect(Number.isFinite(value), place).toBe(true);
};
const bit = (row: number): string => (row % 2 === 0 ? "no" : "yes");

describe("what cannot be fitted is refused by name", () => {
  const two = { y: bit, a: (row: number) => (row % 3 === 0 ? "x" : "z") };
  it.each<[string, Dataset, ModelRequest]>([
    [
      "an outcome that never differs",
      made(12, { ...two, y: () => "no" }),
      { outcome: "y", with: ["a"] },
    ],
    [
      "a predictor that never differs",
      made(12, { ...two, a: () => "x" }),
      { outcome: "y", with: ["a"] },
    ],
    [
      "aliased terms",
      made(12, { ...two, b: (row) => (row % 3 === 0 ? "p" : "q") }),
      { outcome: "y", with: ["a", "b"] },
    ],
    [
      "an interaction with an empty cell",
      made(30, {
        y: (row) => bit(Math.floor(row / 3)),
        a: (row) => (row % 3 === 0 ? "x" : "z"),
        b: (row) => (row % 3 === 0 ? "p" : row % 2 === 0 ? "p" : "q"),
      }),
      { outcome: "y", with: ["a*b"] },
    ],
    [
      "as many coefficients as rows",
      made(6, { y: bit, a: (row) => `level ${row % 5}`, c: (row) => row * row }),
      { outcome: "y", with: ["a", "c"] },
    ],
    ["every value missing", made(12, { ...two, a: () => null }), { outcome: "y", with: ["a"] }],
    ["no row", made(0, two), { outcome: "y", with: ["a"] }],
    [
      "separation when Firth is forbidden",
      made(20, { y: (row) => (row < 10 ? "no" : "yes"), a: (row) => (row < 10 ? "x" : "z") }),
      { outcome: "y", with: ["a"], firth: false },
    ],
    [
      "separation of three outcomes",
      made(30, { y: (row) => `level ${row % 3}`, a: (row) => (row % 3 === 0 ? "x" : "z") }),
      { outcome: "y", with: ["a"] },
    ],
    [
      "an exact linear fit",
      made(12, { y: (row) => 3 + 2 * row, c: (row) => row }),
      { outcome: "y", with: ["c"] },
    ],
    ["one family", made(12, two, () => 1), { outcome: "y", with: ["a"] }],
    [
      "a level that one family has",
      made(40, { y: bit, a: (row) => (row < 4 ? "x" : row % 3 === 0 ? "z" : "w") }, (row) =>
        Math.floor(row / 4),
      ),
      { outcome: "y", with: ["a"] },
    ],
    [
      "a number that differs in one family only",
      made(40, { y: bit, c: (row) => (row < 4 ? row : 9) }, (row) => Math.floor(row / 4)),
      { outcome: "y", with: ["c"] },
    ],
  ])("%s", (_name, data, request) => {
    expect(refusal(fitModel(data, request))).toMatchSnapshot();
  });

  it("a request that makes no sense throws, and says what to type instead", () => {
    const data = made(20, { ...two, c: (row) => row, t: (row) => `level ${row % 3}` });
    const message = (request: ModelRequest): string => {
      try {
        fitModel(data, request);
      } catch (error) {
        const { code, message: text, hint } = error as Error & { code: string; hint?: string };
        return `${code}: ${text} ${hint ?? ""}`;
      }
      return "no error";
    };
    expect([
      message({ outcome: "yy", with: ["a"] }),
      message({ outcome: "y", with: ["b"] }),
      message({ outcome: "y", with: ["a", "y"] }),
      message({ outcome: "y", with: ["a*"] }),
      message({ outcome: "y", with: ["a"], event: ["maybe"] }),
      message({ outcome: "y", with: ["a"], reference: { a: "q" } }),
      message({ outcome: "y", with: ["c"], reference: { c: "3" } }),
      message({ outcome: "c", with: ["a"], event: ["3"] }),
      message({ outcome: "t", with: ["a"], firth: true }),
      message({ outcome: "y", with: ["a"], ciLevel: 95 }),
    ]).toMatchSnapshot();
    const weighted = { ...data, weights: new Float64Array(20).fill(2) };
    expect(() => fitImputedModel(weighted, { outcome: "y", with: ["a"], imputations: 3 })).toThrow(
      /several times/,
    );
    expect(() => fitImputedModel(data, { outcome: "y", with: ["a"], imputations: 1 })).toThrow(
      /2 to 200/,
    );
  });
});

describe("what is hard to fit is finite and said so", () => {
  it("complete separation: Firth's penalty, no infinite number", () => {
    const result = fitted(
      made(20, { y: (row) => (row < 10 ? "no" : "yes"), a: (row) => (row < 10 ? "x" : "z") }),
      { outcome: "y", with: ["a"] },
    );
    expect(result.separation).toEqual({ kind: "complete", coefficients: ["(Intercept)", "a: z"] });
    expect(result.firth).toBe(true);
    expect(result.warnings.join(" ")).toContain("Firth's penalty is used");
    // Ten of ten against none of ten: the penalised odds ratio is (10.5/0.5)².
    expect(result.coefficients[1]?.estimate).toBeCloseTo(2 * Math.log(21), 8);
    expect(result.diagnostics.auc?.estimate).toBeCloseTo(1, 12);
    expect(result.diagnostics.auc).toMatchObject({ ciLow: null, ciHigh: null });
    expectFinite(result);
  });

  it("quasi-complete separation with families: the larger error, not the robust one", () => {
    const request = { outcome: "y", with: ["a"], reference: { a: "w" } };
    const columns = {
      y: (row: number) => (row < 90 && (row * 7) % 5 < 2 ? "yes" : "no"),
      a: (row: number) => (row >= 90 ? "zero" : row % 2 === 0 ? "w" : "v"),
    };
    const result = fitted(
      made(120, columns, (row) => Math.floor(row / 3)),
      request,
    );
    const alone = fitted(made(120, columns), request);
    const [zero, alone0] = [result, alone].map((each) =>
      each.coefficients.find((row) => row.name === "a: zero"),
    );
    expect(result.separation?.coefficients).toEqual(["a: zero"]);
    expect(zero?.intervalMethod).toBe("penalised profile likelihood");
    expect([zero?.ciLow, zero?.ciHigh, zero?.pValue]).toEqual([
      alone0?.ciLow,
      alone0?.ciHigh,
      alone0?.pValue,
    ]);
    const difference = (each: ModelResult) => each.differences.find((row) => row.level === "zero");
    expect(difference(result)?.standardError).toBeGreaterThanOrEqual(
      difference(alone)?.standardError as number,
    );
    expect(result.terms[0]?.familyRobust).toMatchObject({ refused: "separation" });
    expectFinite(result);
  });

  it("a single event", () => {
    const result = fitted(
      made(60, { y: (row) => (row === 7 ? "yes" : "no"), c: (row) => (row * 13) % 11, a: bit }),
      { outcome: "y", with: ["c", "a"] },
    );
    expect(result.events).toBe(1);
    expect(result.firth).toBe(true);
    expect(result.diagnostics.auc?.ciLow).toBeNull();
    expectFinite(result);
  });

  it("few events per coefficient, for each kind of outcome", () => {
    const few = made(60, {
      y: (row) => (row % 20 === 0 || row === 11 ? "yes" : "no"),
      t: (row) => (row % 20 === 3 ? "rare" : row % 2 === 0 ? "one" : "two"),
      c: (row) => (row * 17) % 23,
    });
    const warned = (request: ModelRequest): string => fitted(few, request).warnings.join(" ");
    expect(warned({ outcome: "y", with: ["c"] })).toContain("Only 4.0 events");
    expect(warned({ outcome: "y", with: ["c"], firth: false })).not.toContain("penalty");
    expect(warned({ outcome: "t", with: ["c"] })).toContain("3.0 rows at the rarest outcome");
  });

  it("frequencies that are not whole: families cannot be respected, and that is said", () => {
    const data = made(40, { y: bit, c: (row) => (row * 7) % 13 }, (row) => Math.floor(row / 2));
    const result = fitted(
      { ...data, weights: Float64Array.from({ length: 40 }, (_, row) => 1 + (row % 3) / 2) },
      { outcome: "y", with: ["c"] },
    );
    expect(result.errors).toBe("model-based");
    expect(result.warnings.join(" ")).toContain("Families are not respected");
  });

  it("few families at a level are pointed out", () => {
    const result = fitted(
      made(
        90,
        { y: (row) => bit((row * 7) % 5), a: (row) => (row < 6 ? "x" : row % 2 === 0 ? "z" : "w") },
        (row) => Math.floor(row / 3),
      ),
      { outcome: "y", with: ["a"] },
    );
    expect(result.warnings).toContain(
      "Only 2 families are at a: x: its errors are not to be trusted.",
    );
  });

  it("a random intercept or estimating equations that cannot be had are refused beside the model", () => {
    const data = made(40, { y: (row) => bit((row * 7) % 5), c: (row) => row % 7, g: bit });
    const result = fitted(data, { outcome: "y", with: ["c"], gee: true, random: "g" });
    expect([result.diagnostics.gee, result.diagnostics.random]).toMatchObject([
      { refused: "no-families" },
      { refused: "too-few-groups" },
    ]);
    const three = made(60, {
      y: (row) => bit((row * 7) % 5),
      c: (row) => row % 7,
      g: (row) => `g${row % 4}`,
    });
    expect(
      fitted(three, { outcome: "y", with: ["c", "g"], random: "g" }).diagnostics.random,
    ).toMatchObject({ refused: "also-fixed" });
    expect(
      fitted(three, { outcome: "y", with: ["c"], random: "g" }).diagnostics.random,
    ).toMatchObject({ singular: true, groupStandardDeviation: 0, pValue: 1 });
  });
});
