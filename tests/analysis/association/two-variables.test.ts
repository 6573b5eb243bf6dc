import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Contingency, contingency } from "../../../analysis/association/contingency.ts";
import { pearsonCorrelation, spearman } from "../../../analysis/association/correlation.ts";
import { dunnHolm } from "../../../analysis/association/dunn.ts";
import type { ComputedEffect, EffectResult } from "../../../analysis/association/effect-sizes.ts";
import { exactOddsRatio } from "../../../analysis/association/exact-odds-ratio.ts";
import { exactRiskDifference } from "../../../analysis/association/exact-risk-difference.ts";
import { familyRows } from "../../../analysis/association/family-rows.ts";
import { familyThreeWay } from "../../../analysis/association/family-three-way.ts";
import { fisherExact2x2 } from "../../../analysis/association/fisher-exact.ts";
import {
  familyHomogeneity,
  threeWayHomogeneity,
} from "../../../analysis/association/homogeneity.ts";
import { jonckheereTerpstra } from "../../../analysis/association/jonckheere-terpstra.ts";
import { likeness } from "../../../analysis/association/likeness.ts";
import { mannWhitney } from "../../../analysis/association/mann-whitney.ts";
import {
  breslowDay,
  mantelHaenszelOddsRatio,
  mantelHaenszelTest,
} from "../../../analysis/association/mantel-haenszel.ts";
import {
  bowker,
  mcnemar,
  mcnemarExact,
  pairedDifference,
  pairedOddsRatio,
} from "../../../analysis/association/mcnemar.ts";
import {
  anova,
  etaSquared,
  groupMoments,
  meanDifference,
  welchAnova,
  welchT,
} from "../../../analysis/association/means.ts";
import {
  goodmanKruskalGamma,
  goodmanKruskalLambda,
  kendallTauB,
  somersD,
} from "../../../analysis/association/ordered-measures.ts";
import { kruskalWallis } from "../../../analysis/association/rank-tests.ts";
import { signedRank } from "../../../analysis/association/signed-rank.ts";
import { simultaneousShares } from "../../../analysis/association/simultaneous-shares.ts";
import {
  type ComputedTest,
  isRefused,
  type TestResult,
} from "../../../analysis/association/test-result.ts";

interface Tested {
  readonly statistic: number;
  readonly pValue: number;
}
type Interval = readonly [estimate: number, low: number, high: number];
const reference = JSON.parse(
  readFileSync(new URL("../../reference/two-variables.json", import.meta.url), "utf8"),
) as {
  groups: Record<
    string,
    {
      values: number[];
      groups: number[];
      kruskal: Tested;
      welch: Tested & { df2: number };
      anova: Tested;
      eta: number;
      jonckheere: Tested;
      dunn: { z: number[]; p: number[]; holm: number[] };
      icc: number;
      welchT?: Tested & { df: number; low: number; high: number; difference: number };
      mannWhitney?: Tested;
      mannWhitneyExact?: number;
    }
  >;
  untied: { a: number[]; b: number[]; p: number; statistic: number };
  jonckheereAll: {
    values: number[];
    groups: number[];
    mean: number;
    variance: number;
    ownStatistic: number;
  };
  pairs: Record<
    string,
    { x: number[]; y: number[] } & Record<
      "spearman" | "pearson",
      { estimate: number; pValue: number; low: number; high: number }
    >
  >;
  changes: Record<string, { differences: number[]; approximate: Tested; exact: number; t: Tested }>;
  squares: Record<
    string,
    {
      table: number[][];
      plain: Tested;
      corrected: Tested;
      exact: number;
      midP: number;
      difference: Interval;
      oddsRatio: Interval;
    }
  >;
  bowker: { table: number[][] } & Tested;
  strata: Record<
    string,
    {
      tables: number[][][];
      test: Tested;
      corrected: Tested;
      oddsRatio: Interval;
      breslowDay: Tested;
      tarone: Tested;
      threeWay: Tested;
    }
  >;
  hair: { tables: number[][][]; df: number } & Tested;
  families: {
    x: number[];
    y: number[];
    z: number[];
    w: number[];
    family: number[];
    threeWay: Tested;
  } & Record<"statistic" | "pValue", number[][]>;
  exact: Record<
    string,
    {
      table: number[][];
      oddsRatio: Interval | Record<string, never>;
      midP: number;
      riskDifference?: readonly [number, number];
    }
  >;
  goodman: { counts: number[]; low: number[]; high: number[] };
  ordered: Record<
    string,
    { table: number[][] } & Record<
      "gamma" | "tauB" | "somersD" | "lambda",
      readonly [estimate: number, error: number]
    >
  >;
};

const close = (found: number | undefined, expected: number, relative = 1e-10): void => {
  expect(found).toBeDefined();
  const gap = Math.abs((found as number) - expected) / Math.max(Math.abs(expected), 1e-300);
  expect(gap, `${found} for ${expected}`).toBeLessThan(relative);
};
const done = (result: TestResult): ComputedTest => {
  if (isRefused(result)) throw new Error(result.reason);
  return result;
};
const measured = (effect: EffectResult): ComputedEffect => {
  if ("refused" in effect) throw new Error(effect.reason);
  return effect;
};
const same = (result: TestResult, expected: Tested, relative = 1e-10): void => {
  close(done(result).statistic, expected.statistic, relative);
  close(done(result).pValue, expected.pValue, relative);
};
const tables = (list: readonly number[][][]): Contingency[] => list.map(contingency);

describe.each(Object.entries(reference.groups))("a number between groups, %s", (_name, own) => {
  const groups = Int32Array.from(own.groups);
  const count = Math.max(...own.groups) + 1;
  const moments = groupMoments(own.values, groups, count);

  it("has R's Kruskal–Wallis, ANOVA and Welch's ANOVA", () => {
    same(kruskalWallis(own.values, groups, count), own.kruskal);
    same(anova(moments), own.anova);
    const welch = welchAnova(moments);
    same(welch, own.welch);
    close(done(welch).df2, own.welch.df2);
    close(measured(etaSquared(moments)).estimate, own.eta);
  });

  it("has Jonckheere and Terpstra's trend and Dunn's pairs", () => {
    same(jonckheereTerpstra(own.values, groups, count), own.jonckheere);
    dunnHolm(own.values, groups, count).forEach((pair, place) => {
      close(pair.statistic, own.dunn.z[place] as number);
      close(pair.pValue, own.dunn.p[place] as number);
      close(pair.holmPValue, own.dunn.holm[place] as number);
    });
    const alike = likeness([own.values], groups);
    close("estimate" in alike ? alike.estimate : undefined, own.icc);
  });
});

describe("two groups", () => {
  const { tooth } = reference.groups;
  const groups = Int32Array.from(tooth?.groups ?? []);
  const values = tooth?.values ?? [];

  it("has R's Welch t test and interval", () => {
    const expected = tooth?.welchT;
    if (expected === undefined) throw new Error("no reference");
    const moments = groupMoments(values, groups, 2);
    const test = done(welchT(moments));
    same(test, expected);
    close(test.df, expected.df);
    const effect = measured(meanDifference(moments));
    close(effect.estimate, expected.difference);
    close(effect.ciLow, expected.low);
    close(effect.ciHigh, expected.high);
  });

  it("has R's Mann–Whitney test, approximate with ties and coin's exact one", () => {
    same(mannWhitney(values, groups, "approximate"), tooth?.mannWhitney as Tested);
    const exact = mannWhitney(values, groups, "count");
    expect(exact.method).toBe("mann-whitney-exact");
    close(done(exact).pValue, tooth?.mannWhitneyExact as number, 1e-9);
  });

  it("has R's exact test without ties", () => {
    const { a, b, p, statistic } = reference.untied;
    const found = mannWhitney(
      [...a, ...b],
      Int32Array.from([...a.map(() => 0), ...b.map(() => 1)]),
    );
    same(found, { statistic, pValue: p });
  });

  it("has Jonckheere's mean and variance over every arrangement, ties and all", () => {
    const { values: own, groups: of, mean, variance, ownStatistic } = reference.jonckheereAll;
    const found = done(jonckheereTerpstra(own, Int32Array.from(of), 3));
    close(found.statistic, ownStatistic);
    const z = (ownStatistic - mean) / Math.sqrt(variance);
    // Two-sided normal p of 2.2578... standard errors.
    close(found.pValue, 2 * normalTail(z), 1e-6);
  });
});

/** A second hand for the normal tail: Simpson's rule from z to 12. */
function normalTail(z: number): number {
  const steps = 20_000;
  const h = (12 - z) / steps;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const x = z + k * h;
    sum += (k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2) * Math.exp((-x * x) / 2);
  }
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

describe.each(Object.entries(reference.pairs))("two numbers, %s", (_name, own) => {
  it.each([
    ["spearman", spearman],
    ["pearson", pearsonCorrelation],
  ] as const)("has R's %s", (which, measure) => {
    const found = measure(own.x, own.y);
    const effect = measured(found.effect);
    close(effect.estimate, own[which].estimate);
    close(effect.ciLow, own[which].low);
    close(effect.ciHigh, own[which].high);
    close(done(found.test).pValue, own[which].pValue, 1e-9);
  });
});

describe("before and after", () => {
  it.each(Object.entries(reference.changes))("ranks the changes of %s as R", (_name, own) => {
    same(signedRank(own.differences, "approximate"), own.approximate);
    close(done(signedRank(own.differences)).pValue, own.exact);
  });

  it.each(Object.entries(reference.squares))("has R's McNemar test of %s", (_name, own) => {
    const table = contingency(own.table);
    same(mcnemar(table), own.plain);
    same(mcnemar(table, true), own.corrected);
    close(done(mcnemarExact(table)).pValue, own.exact);
    close(done(mcnemarExact(table, true)).pValue, own.midP);
    for (const [effect, expected] of [
      [measured(pairedDifference(table)), own.difference],
      [measured(pairedOddsRatio(table)), own.oddsRatio],
    ] as const) {
      close(effect.estimate, expected[0]);
      close(effect.ciLow, expected[1], 1e-9);
      close(effect.ciHigh, expected[2], 1e-9);
    }
  });

  it("has Bowker's test of symmetry", () => {
    same(bowker(contingency(reference.bowker.table)), reference.bowker);
  });
});

describe.each(Object.entries(reference.strata))("strata of %s", (_name, own) => {
  const strata = tables(own.tables);

  it("has R's Mantel–Haenszel test, odds ratio and homogeneity", () => {
    same(mantelHaenszelTest(strata), own.test);
    same(mantelHaenszelTest(strata, true), own.corrected);
    const effect = measured(mantelHaenszelOddsRatio(strata));
    close(effect.estimate, own.oddsRatio[0]);
    close(effect.ciLow, own.oddsRatio[1]);
    close(effect.ciHigh, own.oddsRatio[2]);
    same(breslowDay(strata), own.breslowDay, 1e-9);
    same(breslowDay(strata, true), own.tarone, 1e-9);
    same(threeWayHomogeneity(strata), own.threeWay, 1e-8);
  });
});

describe("homogeneity", () => {
  it("holds for larger tables, as R's loglin", () => {
    const found = done(threeWayHomogeneity(tables(reference.hair.tables)));
    same(found, reference.hair, 1e-8);
    expect(found.df).toBe(reference.hair.df);
  });

  it("respects families as survey::regTermTest", () => {
    const { x, y, z, family, statistic, pValue } = reference.families;
    const found = familyHomogeneity(
      Int32Array.from(x),
      Int32Array.from(y),
      Int32Array.from(z),
      3,
      Int32Array.from(family),
    );
    // The reference is an iterated fit.
    same(found, { statistic: statistic[0]?.[0] as number, pValue: pValue[0]?.[0] as number }, 1e-6);
  });

  it("corrects the three-way test for families with survey's covariance", () => {
    const { x, w, z, family, threeWay } = reference.families;
    const found = familyThreeWay({
      codes: [Int32Array.from(x), Int32Array.from(w), Int32Array.from(z)],
      families: familyRows(Int32Array.from(family)),
    });
    same(found, threeWay, 1e-6);
  });
});

describe.each(Object.entries(reference.exact))("exact intervals of %s", (_name, own) => {
  const table = contingency(own.table);

  it("has the conditional odds ratio and Fisher's mid-p", () => {
    const found = exactOddsRatio(table);
    const expected = own.oddsRatio as Interval | Record<string, never>;
    if (Array.isArray(expected)) {
      const [estimate, low, high] = expected as unknown as Interval;
      close(measured(found).estimate, estimate, 1e-9);
      close(measured(found).ciLow, low, 1e-9);
      close(measured(found).ciHigh, high, 1e-9);
    } else {
      expect(found).toHaveProperty("refused", "zero-cell");
    }
    close(done(fisherExact2x2(table, true)).pValue, own.midP, 1e-6);
  });

  it("has the exact risk difference, or covers Newcombe's estimate", () => {
    const found = measured(exactRiskDifference(table));
    expect(found.ciLow as number).toBeLessThan(found.estimate);
    expect(found.ciHigh as number).toBeGreaterThan(found.estimate);
    if (own.riskDifference !== undefined) {
      close(found.ciLow, own.riskDifference[0], 1e-5);
      close(found.ciHigh, own.riskDifference[1], 1e-5);
    }
  });
});

describe("several shares at once", () => {
  it("has Goodman's limits", () => {
    const { counts, low, high } = reference.goodman;
    simultaneousShares(counts).shares.forEach((share, place) => {
      close(share.ciLow, low[place] as number);
      close(share.ciHigh, high[place] as number);
    });
  });
});

describe.each(Object.entries(reference.ordered))("ordered measures of %s", (_name, own) => {
  it.each([
    ["gamma", goodmanKruskalGamma],
    ["tauB", kendallTauB],
    ["somersD", somersD],
    ["lambda", goodmanKruskalLambda],
  ] as const)("has the large-sample error of %s", (which, measure) => {
    const found = measured(measure(contingency(own.table)));
    close(found.estimate, own[which][0]);
    if (own[which][1] > 0) close(found.standardError, own[which][1], 1e-9);
  });
});
