import { describe, expect, it } from "vitest";
import { brantTest } from "../../../analysis/models/brant-test.ts";
import { calibration } from "../../../analysis/models/calibration.ts";
import { clusterRobustCr2, clusterRobustScores } from "../../../analysis/models/cluster-robust.ts";
import { leastSquares, type Matrix, matrixFrom } from "../../../analysis/models/dense.ts";
import { fitModel } from "../../../analysis/models/fit-model.ts";
import { geeLogistic } from "../../../analysis/models/gee-logistic.ts";
import { linearFit } from "../../../analysis/models/linear-fit.ts";
import { logisticFit } from "../../../analysis/models/logistic-fit.ts";
import type { ModelResult } from "../../../analysis/models/model-result.ts";
import { multinomialFit } from "../../../analysis/models/multinomial-fit.ts";
import { ordinalFit } from "../../../analysis/models/ordinal-fit.ts";
import { randomInterceptLogistic } from "../../../analysis/models/random-intercept-logistic.ts";
import { rocArea } from "../../../analysis/models/roc-area.ts";
import { rubinPool } from "../../../analysis/models/rubin-pool.ts";
import { separation } from "../../../analysis/models/separation.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset } from "../../../data-dictionary/table/dataset.ts";
import reference from "../../reference/models.json" with { type: "json" };

// Reference values: tests/reference/models.R, with the versions inside models.json.
const ones = (n: number): number[] => new Array<number>(n).fill(1);
const birth = reference.birthwtData;
const low = birth.map((row) => row.low);
const columns = (...parts: ((row: (typeof birth)[number]) => number)[]): Matrix =>
  matrixFrom(birth.map((row) => [1, ...parts.map((part) => part(row))]));
const birthX = columns(
  (r) => r.age,
  (r) => r.lwt,
  (r) => (r.race === "2" ? 1 : 0),
  (r) => (r.race === "3" ? 1 : 0),
  (r) => r.smoke,
  (r) => r.ht,
  (r) => r.ui,
);
const threeX = columns(
  (r) => r.age,
  (r) => r.lwt,
  (r) => r.smoke,
);
const family = Int32Array.from(birth, (row) => row.family - 1);

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] as number, expected[i] as number];
    const error = Math.abs(a - e) / Math.max(Math.abs(e), 1e-8);
    expect(error, `element ${i}: ${a} against ${e}`).toBeLessThan(tolerance);
  }
}

const flat = (rows: readonly (readonly number[])[]): number[] => rows.flat();

describe("logistic regression equals R's glm", () => {
  it("on low birth weight: estimates, covariance, likelihood", () => {
    const fit = logisticFit(birthX, low, ones(189));
    close(fit.coefficients, reference.birthwt.coefficients, 1e-10);
    // glm keeps the weights of its last step but one.
    close(fit.covariance.values, flat(reference.birthwt.vcov), 1e-7);
    close([fit.logLikelihood], [reference.birthwt.logLik], 1e-10);
  });

  it("on oesophageal cancer, with counts as weights", () => {
    const data = reference.esoph.data;
    const levels = (name: "agegp" | "alcgp" | "tobgp"): string[] =>
      [...new Set(data.map((row) => row[name]))].sort();
    const of = (row: (typeof data)[number]): number[] => [
      1,
      ...(["agegp", "alcgp", "tobgp"] as const).flatMap((name) =>
        levels(name)
          .slice(1)
          .map((level) => (row[name] === level ? 1 : 0)),
      ),
    ];
    const x = matrixFrom(data.flatMap((row) => [of(row), of(row)]));
    const fit = logisticFit(
      x,
      data.flatMap(() => [1, 0]),
      data.flatMap((row) => [row.ncases, row.ncontrols]),
    );
    close(fit.coefficients, reference.esoph.coefficients, 1e-8);
    close(fit.covariance.values, flat(reference.esoph.vcov), 1e-7);
  });

  it("on infertility after abortion", () => {
    const data = reference.infert.data;
    const x = matrixFrom(data.map((r) => [1, r.age, r.parity, r.spontaneous, r.induced]));
    const fit = logisticFit(
      x,
      data.map((r) => r.case),
      ones(data.length),
    );
    close(fit.coefficients, reference.infert.coefficients, 1e-9);
    close(fit.covariance.values, flat(reference.infert.vcov), 1e-8);
  });

  it("with Firth's penalty equals brglm2's mean bias reduction", () => {
    const fit = logisticFit(birthX, low, ones(189), { firth: true });
    close(fit.coefficients, reference.birthwtFirth.coefficients, 1e-7);
    close(fit.covariance.values, flat(reference.birthwtFirth.vcov), 1e-6);
    const { data } = reference.separated;
    const x = matrixFrom(data.map((r) => [1, r.a, r.z]));
    const split = logisticFit(
      x,
      data.map((r) => r.y),
      ones(data.length),
      { firth: true },
    );
    close(split.coefficients, reference.separated.coefficients, 1e-6);
    close(split.covariance.values, flat(reference.separated.vcov), 1e-6);
    const signed = matrixFrom(data.map((r) => [1, r.a, r.z].map((v) => (r.y === 1 ? v : -v))));
    expect(separation(signed)?.kind).toBe("quasi-complete");
  });
});

describe("errors that let families be alike equal clubSandwich", () => {
  const fit = logisticFit(threeX, low, ones(189));
  const residual = low.map((y, i) => y - (fit.fitted[i] as number));
  const variance = fit.fitted.map((m) => m * (1 - m));
  const scores = matrixFrom(
    residual.map((r, i) => [0, 1, 2, 3].map((j) => r * (threeX.values[4 * i + j] as number))),
  );

  it.each(["CR0", "CR1"] as const)("%s", (kind) => {
    const robust = clusterRobustScores(fit.covariance, scores, family, 80, kind);
    close(robust.covariance.values, flat(reference.cluster[kind]), 1e-7);
  });

  it("CR2 with Satterthwaite's degrees of freedom, logistic", () => {
    const robust = clusterRobustCr2(
      threeX,
      fit.covariance,
      variance,
      variance,
      residual,
      family,
      80,
    );
    close(robust.covariance.values, flat(reference.cluster.CR2), 1e-7);
    close(robust.df, reference.cluster.df, 1e-7);
  });

  it("CR2 with Satterthwaite's degrees of freedom, linear", () => {
    const y = birth.map((row) => row.bwt);
    const linear = linearFit(threeX, y, ones(189));
    const robust = clusterRobustCr2(
      threeX,
      leastSquares(threeX, y).inverse,
      ones(189),
      ones(189),
      y.map((value, i) => value - (linear.fitted[i] as number)),
      family,
      80,
    );
    close(robust.covariance.values, flat(reference.clusterLinear.CR2), 1e-8);
    close(robust.df, reference.clusterLinear.df, 1e-8);
  });
});

describe("models for rows that are alike", () => {
  it("estimating equations equal geepack's on the Ohio children", () => {
    const { resp, age, smoke, ...expected } = reference.gee;
    const y = [...resp].map(Number);
    const x = matrixFrom(
      y.map((_, i) => [1, age[i % 4] as number, Number(smoke[Math.floor(i / 4)])]),
    );
    const child = Int32Array.from(y, (_, i) => Math.floor(i / 4));
    const fit = geeLogistic(x, y, child, y.length / 4);
    expect(fit.converged).toBe(true);
    close(fit.coefficients, expected.coefficients, 1e-7);
    close([fit.correlation, fit.scale], [expected.alpha, expected.scale], 1e-7);
    close(fit.covariance.values, flat(expected.vcov), 1e-6);
  });

  it.each([
    ["laplace", 1],
    ["agq", 25],
  ] as const)("the random intercept equals lme4's glmer, %s", (name, nodes) => {
    const { data } = reference.random;
    const herds = [...new Set(data.map((row) => row.herd))];
    const fit = randomInterceptLogistic({
      events: data.map((row) => row.incidence),
      trials: data.map((row) => row.size),
      groups: data.map((row) => herds.indexOf(row.herd)),
      groupCount: herds.length,
      x: matrixFrom(
        data.map((row) => [1, ...["2", "3", "4"].map((p) => (String(row.period) === p ? 1 : 0))]),
      ),
      nodes,
    });
    const errors = fit.coefficients.map((_, j) => Math.sqrt(fit.covariance.values[5 * j] ?? 0));
    // The top of the same likelihood, found by Newton steps in base R.
    const exact = reference.randomExact[name];
    close(fit.coefficients, exact.coefficients, 1e-6);
    close([fit.groupStandardDeviation], [exact.sd], 1e-6);
    close([fit.logLikelihood], [exact.logLik], 1e-9);
    close(errors, exact.se, 1e-6);
    // glmer itself stops a little before it.
    const expected = reference.random[name];
    close(fit.coefficients, expected.coefficients, 2e-6);
    close([fit.groupStandardDeviation], [expected.sd], 2e-6);
    close(errors, expected.se, 2e-5);
  });
});

describe("outcomes with several levels", () => {
  it("multinomial equals nnet's multinom", () => {
    const y = birth.map((row) => Number(row.race) - 1);
    const fit = multinomialFit(threeX, y, ones(189), 3);
    close([fit.logLikelihood], [reference.multinomial.logLik], 1e-9);
    const errors = fit.coefficients.map((_, j) =>
      Math.sqrt(fit.covariance.values[j * 9] as number),
    );
    // multinom stops a little before the top that Newton steps in base R find.
    close(fit.coefficients, reference.multinomialExact.coefficients, 1e-6);
    close(errors, reference.multinomialExact.se, 1e-6);
    close(fit.coefficients, reference.multinomial.coefficients, 1e-6);
    close(errors, reference.multinomial.se, 2e-6);
  });

  const data = reference.ordinal.data;
  const levels = {
    Infl: ["Low", "Medium", "High"],
    Type: ["Tower", "Apartment", "Atrium", "Terrace"],
    Cont: ["Low", "High"],
  };
  const design = data.map((row) =>
    (["Infl", "Type", "Cont"] as const).flatMap((name) =>
      levels[name].slice(1).map((level) => (row[name] === level ? 1 : 0)),
    ),
  );
  const y = data.map((row) => ["Low", "Medium", "High"].indexOf(row.Sat));
  const freq = data.map((row) => row.Freq);

  it("proportional odds equals ordinal's clm and MASS's polr", () => {
    const fit = ordinalFit(matrixFrom(design), y, freq, 3);
    close(fit.coefficients.slice(0, 6), reference.ordinal.slopes, 1e-6);
    close(fit.coefficients.slice(6), reference.ordinal.thresholds, 1e-6);
    close([fit.logLikelihood], [reference.ordinal.logLik], 1e-10);
    const errors = fit.coefficients.map((_, j) =>
      Math.sqrt(fit.covariance.values[j * 9] as number),
    );
    close([...errors.slice(6), ...errors.slice(0, 6)], reference.ordinal.se, 1e-6);
  });

  it("Brant's test equals the formula written out in R", () => {
    const result = brantTest(matrixFrom(design.map((row) => [1, ...row])), y, freq, 3);
    if ("refused" in result) throw new Error(result.reason);
    close(
      [result.statistic, result.df, result.columns[0]?.statistic ?? 0],
      reference.ordinal.brant,
      1e-7,
    );
  });
});

describe("linear regression", () => {
  it("equals R's lm on motor cars", () => {
    const { data } = reference.mtcars;
    const x = matrixFrom(
      data.map((r) => [1, r.wt, r.hp, r.cyl === 6 ? 1 : 0, r.cyl === 8 ? 1 : 0]),
    );
    const fit = linearFit(
      x,
      data.map((r) => r.mpg),
      ones(32),
    );
    close(fit.coefficients, reference.mtcars.coefficients, 1e-10);
    close(fit.covariance.values, flat(reference.mtcars.vcov), 1e-10);
    close(
      [fit.rSquared, fit.adjustedRSquared, fit.logLikelihood, fit.sigma],
      [reference.mtcars.r2, reference.mtcars.adj, reference.mtcars.logLik, reference.mtcars.sigma],
      1e-10,
    );
  });

  it("keeps 11 digits of the certified values on Longley's data", () => {
    // NIST StRD, Longley: the data as NIST has them, employment in thousands and GNP in millions.
    const scaled = reference.longley.data;
    const x = matrixFrom(
      scaled.map((r) => [
        1,
        r["GNP.deflator"],
        Math.round(r.GNP * 1000),
        Math.round(r.Unemployed * 10),
        Math.round(r["Armed.Forces"] * 10),
        Math.round(r.Population * 1000),
        r.Year,
      ]),
    );
    const fit = linearFit(
      x,
      scaled.map((r) => Math.round(r.Employed * 1000)),
      ones(16),
    );
    close(
      fit.coefficients,
      [
        -3482258.63459582, 15.0618722713733, -0.035819179292591, -2.02022980381683,
        -1.03322686717359, -0.0511041056535807, 1829.15146461355,
      ],
      1e-11,
    );
    close([fit.sigma], [304.854073561965], 1e-11);
  });
});

describe("checks of a model", () => {
  const fit = logisticFit(birthX, low, ones(189));
  it("AUC and DeLong's interval equal pROC's", () => {
    const area = rocArea(fit.fitted, low, ones(189));
    close(
      [area.estimate, area.standardError ?? 0],
      [reference.birthwt.auc, reference.birthwt.aucSe],
      1e-10,
    );
    close([area.ciLow ?? 0, area.estimate, area.ciHigh ?? 0], reference.birthwt.aucCi, 1e-10);
  });

  it("Hosmer and Lemeshow's test equals the formula written out in R", () => {
    const { hosmerLemeshow } = calibration(fit.fitted, low, ones(189));
    if ("refused" in hosmerLemeshow) throw new Error(hosmerLemeshow.reason);
    close(
      [hosmerLemeshow.statistic, hosmerLemeshow.df, hosmerLemeshow.pValue],
      reference.birthwt.hosmer,
      1e-8,
    );
  });

  it("Rubin's rules equal mice's pool.scalar", () => {
    const { q, se, estimate, total, df } = reference.pool;
    const pooled = rubinPool(q, se, 60 - 3);
    close([pooled.estimate, pooled.standardError ** 2, pooled.df], [estimate, total, df], 1e-10);
  });
});

describe("the whole model", () => {
  const data = dataset([
    categoricalColumn("low", low.map(String)),
    numericColumn(
      "age",
      birth.map((r) => r.age),
    ),
    numericColumn(
      "lwt",
      birth.map((r) => r.lwt),
    ),
    categoricalColumn(
      "race",
      birth.map((r) => r.race),
    ),
    ...(["smoke", "ht", "ui"] as const).map((name) =>
      numericColumn(
        name,
        birth.map((r) => r[name]),
      ),
    ),
  ]);
  const fitted = (d: Dataset, request: Parameters<typeof fitModel>[1]): ModelResult => {
    const result = fitModel(d, request);
    if ("refused" in result) throw new Error(result.reason);
    return result;
  };

  it("profile intervals, term tests, inflation and average differences equal R's", () => {
    const result = fitted(data, {
      outcome: "low",
      event: ["1"],
      with: ["age", "lwt", "race", "smoke", "ht", "ui"],
      reference: { race: "1" },
    });
    const r = reference.birthwt;
    close(
      result.coefficients.map((c) => c.estimate),
      r.coefficients,
      1e-9,
    );
    close(
      result.coefficients.flatMap((c) => [c.ciLow, c.ciHigh]),
      flat(r.profile),
      1e-7,
    );
    close(
      result.terms.map((t) => ("refused" in t.likelihoodRatio ? 0 : t.likelihoodRatio.statistic)),
      r.lr,
      1e-8,
    );
    close(
      result.diagnostics.inflation.map((v) => v.gvif),
      r.gvif,
      1e-7,
    );
    const white = result.percentages.find((p) => p.variable === "race" && p.level === "1");
    close([white?.estimate ?? 0, white?.standardError ?? 0], r.white, 1e-7);
    const black = result.differences.find((d) => d.variable === "race" && d.level === "2");
    close([black?.estimate ?? 0, black?.standardError ?? 0], r.blackMinusWhite, 1e-7);
  });

  it("tests main effects beside interactions as car's Anova type II", () => {
    const result = fitted(data, {
      outcome: "low",
      event: ["1"],
      with: ["race*smoke", "age"],
      reference: { race: "1" },
      firth: false,
    });
    const byName = new Map(
      result.terms.map((t) => [
        t.term,
        "refused" in t.likelihoodRatio ? 0 : t.likelihoodRatio.statistic,
      ]),
    );
    close(
      ["race", "smoke", "age", "race × smoke"].map((name) => byName.get(name) ?? 0),
      reference.birthwtInteraction.typeII,
      1e-7,
    );
  });

  it("gives the court plans' printed figures", () => {
    const plans = ["away", "away", "so", "so", "co", "co"];
    const court = dataset(
      [
        categoricalColumn("plan", plans),
        categoricalColumn("result", ["failed", "worked", "failed", "worked", "failed", "worked"]),
      ],
      { weights: Float64Array.of(5, 16, 21, 13, 28, 4) },
    );
    const result = fitted(court, { outcome: "result", event: ["failed"], with: ["plan"] });
    close(
      result.coefficients.map((c) => c.estimate),
      reference.court.coefficients,
      1e-10,
    );
    expect(result.coefficients.map((c) => c.estimate.toFixed(5))).toEqual([
      "-1.16315",
      "1.64272",
      "3.10906",
    ]);
    expect(result.coefficients.map((c) => c.standardError.toFixed(5))).toEqual(
      [".51235", ".62213", ".74041"].map((s) => `0${s}`),
    );
    expect(result.coefficients[2]?.oddsRatio?.toFixed(4)).toBe("22.4000");
    expect(
      [result.fit.logLikelihood, result.fit.nullLogLikelihood].map((v) => v?.toFixed(5)),
    ).toEqual(["-46.19995", "-57.74412"]);
    expect("refused" in result.overall ? "" : result.overall.statistic.toFixed(4)).toBe("23.0883");
    expect(
      [result.fit.coxSnell, result.fit.nagelkerke, result.fit.mcFadden].map((v) => v?.toFixed(5)),
    ).toEqual(["0.23309", "0.31719", "0.19992"]);
  });
});
