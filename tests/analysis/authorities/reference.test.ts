import { describe, expect, it } from "vitest";
import { wilson } from "../../../analysis/association/wilson.ts";
import { betaBinomial } from "../../../analysis/authorities/beta-binomial.ts";
import { caseMix } from "../../../analysis/authorities/case-mix.ts";
import { compareAuthorities } from "../../../analysis/authorities/compare-authorities.ts";
import { countAuthorities } from "../../../analysis/authorities/count-authorities.ts";
import { byar, exactPoisson } from "../../../analysis/authorities/count-interval.ts";
import { shareDifference } from "../../../analysis/authorities/difference.ts";
import { binomialLimits, poissonLimits } from "../../../analysis/authorities/exact-limits.ts";
import { familyDesignEffect } from "../../../analysis/authorities/family-design-effect.ts";
import { funnel } from "../../../analysis/authorities/funnel.ts";
import { intraclassCorrelation } from "../../../analysis/authorities/intraclass.ts";
import { overdispersion } from "../../../analysis/authorities/overdispersion.ts";
import { randomInterceptShares } from "../../../analysis/authorities/random-intercept-shares.ts";
import {
  directlyStandardisedRate,
  indirectlyStandardisedRatio,
  rate,
} from "../../../analysis/authorities/rate.ts";
import { rateDifference } from "../../../analysis/authorities/rate-difference.ts";
import {
  directlyStandardisedShare,
  indirectlyStandardisedShare,
} from "../../../analysis/authorities/standardised-share.ts";
import { categoricalColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";
import reference from "../../reference/authorities.json" with { type: "json" };

// Reference values: tests/reference/authorities.R, with the versions inside authorities.json.
/** Equal to so much of the larger, relative; noughts exactly. */
function near(actual: number | null | undefined, expected: number, relative = 1e-10): void {
  expect(typeof actual).toBe("number");
  const scale = Math.max(Math.abs(expected), 1e-12);
  expect(Math.abs((actual as number) - expected) / scale).toBeLessThan(relative);
}
const nearAll = (
  actual: readonly (number | null | undefined)[],
  expected: readonly number[],
  relative = 1e-10,
) =>
  expected.forEach((value, i) => {
    near(actual[i], value, relative);
  });
type Estimate = {
  readonly estimate?: number | null;
  readonly ciLow?: number;
  readonly ciHigh?: number;
};
const three = (each: Estimate) => [each.estimate, each.ciLow, each.ciHigh];

describe("intervals of counts and shares equal R", () => {
  it.each(reference.wilson)("Wilson $x of $n", ({ x, n, ci95, ci998 }) => {
    nearAll(three(wilson(x, n)), ci95);
    nearAll(three(wilson(x, n, 0.998)), ci998);
  });
  it.each(reference.byar)("Byar $x", ({ x, ci95, ci998 }) => {
    nearAll(three(byar(x)).slice(1), ci95);
    nearAll(three(byar(x, 0.998)).slice(1), ci998);
  });
  it.each(reference.exact)("exact $x", ({ x, ci95, ci998 }) => {
    nearAll(three(exactPoisson(x)).slice(1), ci95);
    nearAll(three(exactPoisson(x, 0.998)).slice(1), ci998);
  });
  it("rates take Byar from 10 events on, exact below", () => {
    const [many, few] = reference.rate as [(typeof reference.rate)[0], (typeof reference.rate)[0]];
    nearAll(three(rate(many.x, many.n, many.per)).slice(1), many.ci);
    nearAll(three(rate(few.x, few.n, few.per)).slice(1), few.ci);
    nearAll(
      three(rateDifference({ events: 30, n: 9000 }, { events: 8, n: 8000 })),
      reference.rateDifference,
    );
  });
  it("differences are Newcombe's", () => {
    nearAll(
      three(shareDifference({ events: 4, n: 15 }, { events: 95, n: 123 })),
      reference.newcombe,
    );
  });
});

describe("standardised figures equal R", () => {
  const { own, standard, reference: all, direct, indirect } = reference.standardised;
  const strata = own.map(({ x, n }) => ({ events: x, population: n }));
  const of = all.map(({ x, n }) => ({ events: x, population: n }));
  it("rates, with the formulas of PHEindicatormethods", () => {
    nearAll(three(directlyStandardisedRate(strata, standard) as Estimate), direct);
    nearAll(three(indirectlyStandardisedRatio(strata, of) as Estimate), indirect);
  });
  it("shares", () => {
    nearAll(
      three(directlyStandardisedShare(strata, standard) as Estimate),
      reference.standardisedShares.direct,
    );
    nearAll(
      three(indirectlyStandardisedShare(strata, of) as Estimate),
      reference.standardisedShares.indirect,
    );
  });
  it("are refused, with the reason, where they cannot be given", () => {
    expect(directlyStandardisedRate([{ events: 9, population: 20 }], [1])).toMatchObject({
      refused: "too-few-events",
      reason: expect.stringContaining("needs 10 events, and there are 9"),
    });
    const empty = [...strata.slice(1), { events: 0, population: 0 }];
    expect(directlyStandardisedRate(empty, standard)).toMatchObject({ refused: "empty-stratum" });
    expect(directlyStandardisedShare(empty, standard)).toMatchObject({ refused: "empty-stratum" });
    const none = [{ events: 0, population: 50 }];
    expect(indirectlyStandardisedRatio([{ events: 1, population: 5 }], none)).toMatchObject({
      refused: "nothing-expected",
    });
    expect(indirectlyStandardisedShare([{ events: 1, population: 5 }], none)).toMatchObject({
      refused: "nothing-expected",
    });
    expect(() => directlyStandardisedRate(strata, [1])).toThrow("must have the 3 strata");
  });
  it("a share of all or none keeps an interval with width", () => {
    const all = directlyStandardisedShare([{ events: 5, population: 5 }], [1]) as Estimate;
    nearAll(three(all), three(wilson(5, 5)) as number[]);
  });
});

describe("funnels equal FunnelPlotR's formulas", () => {
  const { n, x, e, o, arcsine, squareRoot, log, binomial, poisson } = reference.funnel;
  const named = n.map((size, i) => ({ name: `A${i}`, events: x[i] as number, n: size }));
  it("arcsine, winsorised", () => {
    const result = funnel(named, { overdispersion: true });
    near(result.target, arcsine.target);
    near(result.overdispersion?.phiRaw, arcsine.phiRaw);
    near(result.overdispersion?.phi, arcsine.phi);
    near(result.overdispersion?.tau2, arcsine.tau2);
    for (const limit of ["low95", "high95", "low998", "high998"] as const) {
      nearAll(
        result.points.map((point) => point[limit]),
        arcsine[limit],
        1e-9,
      );
    }
    nearAll(
      result.points.map((point) => point.z),
      arcsine.widened,
      1e-9,
    );
    nearAll(
      funnel(named, { limits: "transformed" }).points.map(({ z }) => z),
      arcsine.z,
      1e-9,
    );
  });
  it("square root, winsorised", () => {
    const list = e.map((size, i) => ({ name: `A${i}`, events: o[i] as number, n: size }));
    const result = funnel(list, { kind: "ratio", overdispersion: true });
    near(result.overdispersion?.phi, squareRoot.phi);
    near(result.overdispersion?.tau2, squareRoot.tau2);
    nearAll(
      result.points.map(({ low95 }) => low95),
      squareRoot.low95,
      1e-9,
    );
    nearAll(
      result.points.map(({ high998 }) => high998),
      squareRoot.high998,
      1e-9,
    );
  });
  it("log, the ends left out", () => {
    const result = overdispersion(log.z, log.s, { ends: "leave-out" });
    expect(result.n).toBe(log.n);
    near(result.phi, log.phi);
    near(result.tau2, log.tau2);
  });
  it("log: the limits of the funnel and who is outside", () => {
    const entries = e.map((expected, i) => ({
      name: `A${i}`,
      events: o[i] as number,
      n: expected,
    }));
    const own = funnel(entries, { kind: "ratio", overdispersion: "log" });
    expect(own.method).toBe("log-limits-overdispersion");
    own.points.forEach((point, i) => {
      near(point.z, log.widened[i] as number);
      near(point.low95, log.low95[i] as number);
      near(point.high95, log.high95[i] as number);
      near(point.low998, log.low998[i] as number);
      near(point.high998, log.high998[i] as number);
    });
    expect(own.overdispersion?.note).toContain("left out");
    // A rate per 10,000 whose expected events are the same has the same scores about its own target.
    const rates = funnel(
      entries.map((each) => ({ ...each, n: each.n * 1000 })),
      { kind: "rate", target: 0.001, overdispersion: "log" },
    );
    rates.points.forEach((point, i) => {
      near(point.z, own.points[i]?.z as number);
      near(point.low95, 0.001 * (own.points[i]?.low95 as number));
    });
  });
  it("log: refused for shares, and where somebody has none", () => {
    expect(() => funnel([{ name: "A", events: 3, n: 9 }], { overdispersion: "log" })).toThrow(
      /rates and ratios/,
    );
    expect(() =>
      funnel(
        [
          { name: "A", events: 0, n: 9 },
          { name: "B", events: 4, n: 9 },
        ],
        { kind: "ratio", overdispersion: "log" },
      ),
    ).toThrow(/nought has no logarithm/);
  });
  it.each(binomial)("exact binomial limits of $n", (limits) => {
    const inner = binomialLimits(limits.n, 0.103935, 0.025);
    const outer = binomialLimits(limits.n, 0.103935, 0.001);
    expect([inner.low, inner.high, outer.low, outer.high]).toEqual([
      limits.low95,
      limits.high95,
      limits.low998,
      limits.high998,
    ]);
  });
  it.each(poisson)("exact Poisson limits of $e", (limits) => {
    const inner = poissonLimits(limits.e, 0.025);
    const outer = poissonLimits(limits.e, 0.001);
    expect([inner.low, inner.high, outer.low, outer.high]).toEqual([
      limits.low95,
      limits.high95,
      limits.low998,
      limits.high998,
    ]);
  });
});

describe("shrunken estimates equal R", () => {
  const { randomIntercept, betaBinomial: bayes } = reference;
  const counts = randomIntercept.events.map((events, i) => ({
    events,
    n: randomIntercept.n[i] as number,
  }));
  it("random intercept: the exact likelihood, and lme4 with 25 nodes", () => {
    const { between, shares } = randomInterceptShares(counts);
    if ("refused" in between) throw new Error(between.reason);
    near(between.groupStandardDeviation, randomIntercept.sd, 1e-6);
    near(between.groupStandardDeviation, randomIntercept.lme4.sd, 1e-6);
    near(between.medianOddsRatio, randomIntercept.medianOddsRatio, 1e-6);
    randomIntercept.shares.forEach((own, i) => {
      nearAll(three(shares?.[i] ?? {}), own, 1e-5);
    });
  });
  it("beta-binomial by maximum likelihood", () => {
    const result = betaBinomial(counts);
    near(result.mean, bayes.mean, 1e-6);
    near(result.intraclassCorrelation, bayes.icc, 1e-6);
    for (const field of ["estimate", "weight", "ciLow", "ciHigh"] as const) {
      nearAll(
        result.authorities.map((each) => each[field]),
        bayes[field],
        1e-6,
      );
    }
  });
});

describe("rows of children in families equal R", () => {
  const { data: rows, adjusted, wald, icc, designEffect } = reference.rows;
  const data: Dataset = dataset(
    [
      categoricalColumn(
        "authority",
        rows.map((row) => row.authority),
      ),
      categoricalColumn(
        "age",
        rows.map((row) => row.age),
        {
          levels: ["0-5", "6-12", "13+"].map((value) => ({ value, label: value })),
        },
      ),
      categoricalColumn(
        "sex",
        rows.map((row) => row.sex),
      ),
      categoricalColumn(
        "event",
        rows.map((row) => String(row.event)),
        {
          levels: ["0", "1"].map((value) => ({ value, label: value })),
        },
      ),
    ],
    { unit: "child", families: familyIndex(rows.map((row) => String(row.family))) },
  );
  const counts = countAuthorities(data, "authority", "event", ["1"]);
  it("case mix: glm, sandwich's vcovCL and marginal standardisation", () => {
    const result = caseMix(data, "authority", counts, ["age", "sex"]);
    adjusted.forEach((own, i) => {
      nearAll(three(result.authorities[i] ?? {}), own, 1e-6);
    });
    nearAll([result.statistic, result.df, result.df2, result.pValue], wald, 1e-6);
  });
  it("likeness within authorities and the families' design effect", () => {
    near(intraclassCorrelation(counts.authorities).estimate, icc);
    near(
      familyDesignEffect(counts.group, counts.event, data.families?.of as Int32Array, null),
      designEffect,
    );
    expect(compareAuthorities(data, "authority", "event", ["1"]).designEffect).toBeCloseTo(
      designEffect,
      12,
    );
  });
});
