import { describe, expect, it } from "vitest";
import { associate } from "../../../analysis/association/associate.ts";
import { type Contingency, contingency } from "../../../analysis/association/contingency.ts";
import { generalizedMantelHaenszel } from "../../../analysis/association/generalized-mantel-haenszel.ts";
import { mannWhitney } from "../../../analysis/association/mann-whitney.ts";
import {
  mantelHaenszelOddsRatio,
  mantelHaenszelTest,
} from "../../../analysis/association/mantel-haenszel.ts";
import { fitModel } from "../../../analysis/models/fit-model.ts";
import type { ModelResult } from "../../../analysis/models/model-result.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";
import reference from "../../reference/published.json" with { type: "json" };

const close = (found: unknown, expected: number | undefined, relative: number): void => {
  expect(typeof found).toBe("number");
  expect(
    Math.abs((found as number) - (expected as number)) / Math.abs(expected as number),
    `${found} for ${expected}`,
  ).toBeLessThan(relative);
};
const sorted = (name: string, values: readonly string[]) =>
  categoricalColumn(name, values, {
    levels: [...new Set(values)].sort().map((value) => ({ value, label: value })),
  });
const families = (ids: readonly (string | number)[]) => familyIndex(ids.map(String));
const fitted = (result: ReturnType<typeof fitModel>): ModelResult => {
  if ("refused" in result) throw new Error(result.reason);
  return result;
};
const tables = (list: readonly (readonly (readonly number[])[])[]): Contingency[] =>
  list.map((table) => contingency(table));

describe("schools in districts (survey's apiclus1)", () => {
  const { schools } = reference;

  it.each(schools.tests)("has svychisq's F", ({ x, y, statistic, df, pValue }) => {
    const data = dataset([sorted("x", x), sorted("y", y)], { families: families(schools.family) });
    const [result] = associate(data, "y", ["x"]).results;
    const test = result?.tests.find(({ method }) => method === "rao-scott");
    if (test === undefined || "refused" in test) throw new Error("refused");
    close(test.statistic, statistic, 1e-10);
    close(test.df, df[0], 1e-10);
    close(test.df2, df[1], 1e-10);
    close(test.pValue, pValue, 1e-10);
  });

  it("has regTermTest's F of means", () => {
    const { group, value, statistic, pValue } = schools.means;
    const data = dataset([sorted("g", group), numericColumn("v", value)], {
      families: families(schools.family),
    });
    const [result] = associate(data, "v", ["g"], { all: true }).results;
    const test = result?.tests.find(({ method }) => method === "family-wald-means");
    if (test === undefined || "refused" in test) throw new Error("refused");
    close(test.statistic, statistic, 1e-8);
    close(test.pValue, pValue, 1e-8);
  });
});

it("rotating rats (coin's rotarod): the exact p of Bergmann and others, 0.0373", () => {
  const { time, group, exact } = reference.rotarod;
  const test = mannWhitney(
    time,
    Int32Array.from(group, (own) => (own === group[0] ? 0 : 1)),
    "count",
  );
  expect(test).toMatchObject({ method: "mann-whitney-exact" });
  const p = "refused" in test ? Number.NaN : test.pValue;
  close(p, exact, 1e-9);
  expect(p.toFixed(4)).toBe("0.0373");
});

it("job satisfaction (Agresti 2002, table 7.8): 10.2001 on 9 degrees of freedom", () => {
  const test = generalizedMantelHaenszel(tables(reference.jobs.tables));
  if ("refused" in test) throw new Error(test.reason);
  close(test.statistic, reference.jobs.statistic, 1e-10);
  close(test.pValue, reference.jobs.pValue, 1e-10);
  expect([test.statistic?.toFixed(4), test.df, test.pValue.toFixed(4)]).toEqual([
    "10.2001",
    9,
    "0.3345",
  ]);
});

it("arthritis (vcd): mantelhaen.test over the sexes", () => {
  const strata = tables(reference.arthritis.tables);
  const test = mantelHaenszelTest(strata);
  const effect = mantelHaenszelOddsRatio(strata);
  if ("refused" in test || "refused" in effect) throw new Error("refused");
  close(test.statistic, reference.arthritis.statistic, 1e-10);
  close(test.pValue, reference.arthritis.pValue, 1e-10);
  close(effect.estimate, reference.arthritis.oddsRatio, 1e-10);
  close(effect.ciLow, reference.arthritis.low, 1e-10);
  close(effect.ciHigh, reference.arthritis.high, 1e-10);
});

describe("respiratory illness (geepack's example)", () => {
  const { data, estimate, error, correlation, CR0, CR1, CR2, satterthwaite } =
    reference.respiratory;
  const made = dataset(
    [
      sorted("outcome", data.outcome.map(String)),
      sorted("center", data.center),
      sorted("treat", data.treat),
      sorted("sex", data.sex),
      numericColumn("age", data.age),
      numericColumn("baseline", data.baseline),
    ],
    { families: families(data.patient) },
  );
  const model = (cluster: "CR0" | "CR1" | "CR2") =>
    fitted(
      fitModel(made, {
        outcome: "outcome",
        event: ["1"],
        with: ["center", "treat", "sex", "age", "baseline"],
        reference: { center: "1", treat: "A", sex: "F" },
        firth: false,
        gee: cluster === "CR2",
        cluster,
      }),
    );

  it("has geeglm's estimates, errors and correlation", () => {
    const { gee } = model("CR2").diagnostics;
    if (gee === null || "refused" in gee) throw new Error("refused");
    gee.coefficients.forEach((row, place) => {
      close(row.estimate, estimate[place], 1e-6);
      close(row.standardError, error[place], 1e-6);
    });
    close(gee.correlation, correlation, 1e-6);
  });

  it("has clubSandwich's CR0, CR1 and CR2 with Satterthwaite's degrees of freedom", () => {
    for (const [kind, expected] of [
      ["CR0", CR0],
      ["CR1", CR1],
      ["CR2", CR2],
    ] as const) {
      model(kind).coefficients.forEach((row, place) => {
        close(row.standardError, expected[place], 1e-7);
        if (kind === "CR2") close(row.df, satterthwaite[place], 1e-6);
      });
    }
  });
});

it("Petersen's firms (sandwich, clubSandwich): errors of a linear model by firm", () => {
  const { y, x, firm, estimate, satterthwaite, hc } = reference.petersen;
  const data = dataset([numericColumn("y", y), numericColumn("x", x)], {
    families: families(firm),
  });
  for (const cluster of ["CR0", "CR1", "CR2"] as const) {
    fitted(fitModel(data, { outcome: "y", with: ["x"], cluster })).coefficients.forEach(
      (row, j) => {
        close(row.estimate, estimate[j], 1e-9);
        close(row.standardError, reference.petersen[cluster][j], 1e-9);
        if (cluster === "CR0") close(row.standardError, hc[j], 1e-9);
        if (cluster === "CR2") close(row.df, satterthwaite[j], 1e-8);
      },
    );
  }
});

it("cattle (lme4's cbpp), one animal a row: the random intercept of the herd", () => {
  const { ill, period, herd, estimate, sd } = reference.cbpp;
  const data = dataset([
    sorted("ill", ill.map(String)),
    sorted("period", period),
    sorted("herd", herd),
  ]);
  const { random } = fitted(
    fitModel(data, {
      outcome: "ill",
      event: ["1"],
      with: ["period"],
      reference: { period: "1" },
      random: "herd",
      firth: false,
    }),
  ).diagnostics;
  if (random === null || "refused" in random) throw new Error("refused");
  random.coefficients.forEach((row, place) => {
    // glmer stops a little before the top.
    close(row.estimate, estimate[place], 2e-4);
  });
  close(random.groupStandardDeviation, sd, 2e-4);
});
