import { noncentralityFor } from "../distributions/index.ts";
import { rocArea } from "../models/roc-area.ts";
import { spearman } from "./correlation.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { familyBootstrap } from "./family-bootstrap.ts";
import type { FamilyRows } from "./family-rows.ts";
import { etaSquared, groupMoments, meanDifference } from "./means.ts";
import type { Settings } from "./settings.ts";
import { withInterval } from "./table-effects.ts";
import { isRefused, type TestResult } from "./test-result.ts";
import { rankOrder, weightedRanks } from "./weighted-ranks.ts";

export interface GroupEffectsProblem {
  readonly values: Float64Array;
  readonly groups: Int32Array;
  readonly levels: readonly string[];
  readonly trend: boolean;
  /** The Kruskal–Wallis test. */
  readonly rankTest: TestResult;
  readonly designEffect: number | null;
  /** null where no interval can respect families. */
  readonly families: FamilyRows | null;
  readonly settings: Settings;
}

/**
 * The effect sizes of a number between groups. Two groups: the chance that a row of the first has the larger number
 * (ties for half, DeLong's interval), and the difference of means. More: epsilon squared, the share of the variation in
 * ranks that lies between groups, with an interval from the noncentral chi-squared distribution; Spearman's correlation
 * with the level where groups are in order.
 */
export function groupEffects(problem: GroupEffectsProblem): EffectResult[] {
  const { values, groups, levels, settings, rankTest } = problem;
  if (isRefused(rankTest)) return [];
  const moments = groupMoments(values, groups, levels.length);
  const present = [...moments.keys()].filter((g) => (moments[g]?.n ?? 0) > 0);
  const [first, second] = present as [number, number];
  const effects: { effect: EffectResult; place: number | null }[] = [];
  if (present.length === 2) {
    const compared = { group: levels[first] ?? "", against: levels[second] ?? "" };
    const inFirst = groups.map((group) => (group === first ? 1 : 0));
    const area = rocArea(values, inFirst, new Float64Array(values.length).fill(1), settings.level);
    effects.push({
      effect: {
        method: "probability-of-superiority",
        estimate: area.estimate,
        ...(area.ciLow === null || area.ciHigh === null
          ? {}
          : { ciLow: area.ciLow, ciHigh: area.ciHigh, ciLevel: area.ciLevel }),
        ...compared,
        note: "The chance that a row of the first group has the larger number, ties for half.",
      },
      place: 0,
    });
    const difference = meanDifference(moments, settings.level);
    effects.push({
      effect: { ...difference, ...compared },
      place: 1,
    });
  } else {
    if (problem.trend) {
      effects.push({ effect: spearman(values, groups, settings.level).effect, place: 2 });
    }
    effects.push({ effect: epsilonSquared(problem), place: null });
    if (settings.all) effects.push({ effect: etaSquared(moments), place: null });
  }
  if (problem.families === null) return effects.map(({ effect }) => effect);
  const intervals = familyBootstrap(
    problem.families,
    resampled(problem, first, second),
    settings.replications,
    settings.seed,
    settings.level,
  );
  return effects.map(({ effect, place }) =>
    place === null ? effect : withInterval(effect, intervals[place]),
  );
}

/** The chance of the larger number, the difference of means and the correlation, under weights. */
function resampled(
  { values, groups, trend, levels }: GroupEffectsProblem,
  first: number,
  second: number,
): (weights: Float64Array) => Float64Array {
  const n = values.length;
  const order = rankOrder(values);
  const groupOrder = rankOrder(groups);
  const ranks = new Float64Array(n);
  const groupRanks = new Float64Array(n);
  const sizes = new Float64Array(levels.length);
  const sums = new Float64Array(levels.length);
  const rankSums = new Float64Array(levels.length);
  const out = new Float64Array(3);
  return (weights) => {
    weightedRanks(order, weights, ranks);
    sizes.fill(0);
    sums.fill(0);
    rankSums.fill(0);
    for (let row = 0; row < n; row++) {
      const group = groups[row] as number;
      const weight = weights[row] as number;
      sizes[group]! += weight;
      sums[group]! += weight * (values[row] as number);
      rankSums[group]! += weight * (ranks[row] as number);
    }
    const [a, b] = [sizes[first] as number, sizes[second] as number];
    out[0] = ((rankSums[first] as number) / a - (a + 1) / 2) / b;
    out[1] = (sums[first] as number) / a - (sums[second] as number) / b;
    out[2] = trend
      ? weightedCorrelation(ranks, weightedRanks(groupOrder, weights, groupRanks), weights)
      : Number.NaN;
    return out;
  };
}

/** The correlation of two lists of numbers when row r counts `weights[r]` times; NaN where one is constant. */
export function weightedCorrelation(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
): number {
  let [n, sx, sy] = [0, 0, 0];
  for (let row = 0; row < x.length; row++) {
    const weight = weights[row] as number;
    n += weight;
    sx += weight * (x[row] as number);
    sy += weight * (y[row] as number);
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let row = 0; row < x.length; row++) {
    const weight = weights[row] as number;
    const [a, b] = [(x[row] as number) - sx / n, (y[row] as number) - sy / n];
    xx += weight * a * a;
    yy += weight * b * b;
    xy += weight * a * b;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Number.NaN;
}

function epsilonSquared(problem: GroupEffectsProblem): EffectResult {
  const { rankTest, designEffect, settings } = problem;
  if (isRefused(rankTest)) {
    return { method: "epsilon-squared", refused: rankTest.refused, reason: rankTest.reason };
  }
  const [h, df, n] = [rankTest.statistic as number, rankTest.df as number, rankTest.n];
  const tail = (1 - settings.level) / 2;
  const limits = (shrink: number): [number, number] => {
    const of = (p: number): number =>
      Math.min(1, noncentralityFor(h / shrink, df, p) / ((n - 1) / shrink));
    return [of(1 - tail), Math.max(h / (n - 1), of(tail))];
  };
  const [ciLow, ciHigh] = limits(1);
  const family = designEffect === null ? null : limits(designEffect);
  return {
    method: "epsilon-squared",
    estimate: h / (n - 1),
    ciLow,
    ciHigh,
    ciLevel: settings.level,
    ...(family === null
      ? {}
      : { familyCiLow: family[0], familyCiHigh: family[1], familyCiMethod: "design-effect" }),
    note: "Share of the variation in ranks that lies between the groups.",
  };
}
