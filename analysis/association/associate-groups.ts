import { median } from "simple-statistics";
import type { CategoricalColumn, NumericColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { indicators } from "./associate-tables.ts";
import type { Association, GroupSummary } from "./association.ts";
import { concluded, described, notListed } from "./association-parts.ts";
import { dunnHolm, type PairComparison } from "./dunn.ts";
import { familyPermutation } from "./family-permutation.ts";
import { groupEffects } from "./group-effects.ts";
import { jonckheereTerpstra } from "./jonckheere-terpstra.ts";
import { type KnownRows, knownRows } from "./known-rows.ts";
import { siblingLikeness } from "./likeness.ts";
import { mannWhitney } from "./mann-whitney.ts";
import { anova, groupMoments, welchAnova, welchT } from "./means.ts";
import { meansDesignEffect } from "./means-design-effect.ts";
import {
  betweenGroups,
  squaredCorrelationWith,
  withinPermutedGroups,
} from "./permutation-statistics.ts";
import { kruskalWallis, midRanks } from "./rank-tests.ts";
import type { Settings } from "./settings.ts";
import { isRefused, type TestResult } from "./test-result.ts";

/**
 * A number between groups: summaries, the tests that suit it and the effect sizes. Either may be the outcome.
 *
 * Ranks are compared (Mann–Whitney, Kruskal–Wallis; Jonckheere–Terpstra over ordered groups), since numbers such as
 * months or moves are skewed; means beside them where the number is the outcome. With brothers and sisters, whole
 * families are permuted.
 */
export function associateGroups(
  data: Dataset,
  number: NumericColumn,
  grouping: CategoricalColumn,
  predictor: NumericColumn | CategoricalColumn,
  settings: Settings,
): Association {
  const known = knownRows(data, [number, grouping]);
  if (known.rows === null) {
    return notListed(data, predictor, known, "kruskal-wallis", "Ranks need single rows.", []);
  }
  const values = Float64Array.from(known.rows, (row) => number.values[row] as number);
  const groups = Int32Array.from(known.rows, (row) => grouping.codes[row] as number);
  const count = grouping.levels.length;
  const moments = groupMoments(values, groups, count);
  const present = moments.filter((group) => group.n > 0).length;
  const chosen = groupTests(
    { values, groups, count, present, ordered: settings.trend && grouping.ordered },
    known,
    predictor.kind === "numeric" ? "number" : "groups",
    settings,
  );
  const summaries: GroupSummary[] = grouping.levels.map((level, code) => {
    const own = values.filter((_, row) => groups[row] === code);
    const variance = moments[code]?.variance ?? null;
    return {
      level: level.value,
      label: level.label,
      n: own.length,
      mean: moments[code]?.mean ?? null,
      standardDeviation: variance === null ? null : Math.sqrt(variance),
      median: own.length === 0 ? null : median([...own]),
    };
  });
  const pairs: PairComparison[] =
    settings.all && present > 2 ? dunnHolm(values, groups, count) : [];
  return {
    ...described(data, predictor, known),
    table: null,
    groups: summaries,
    tests: chosen.tests,
    effects: groupEffects({
      values,
      groups,
      levels: grouping.levels.map((level) => level.label),
      trend: chosen.trend,
      rankTest: chosen.rankTest,
      designEffect: chosen.designEffect,
      families: known.siblings,
      settings,
    }),
    pairs,
    ...concluded(chosen.headline, chosen.naive, chosen.reason),
    designEffect: chosen.designEffect,
    intraclass:
      known.siblings === null
        ? null
        : siblingLikeness(
            predictor.kind === "numeric" ? [values] : indicators(groups, count),
            known.siblings.of,
          ),
  };
}

interface Grouped {
  readonly values: Float64Array;
  readonly groups: Int32Array;
  readonly count: number;
  readonly present: number;
  readonly ordered: boolean;
}

function groupTests(
  { values, groups, count, present, ordered }: Grouped,
  known: KnownRows,
  permuted: "number" | "groups",
  settings: Settings,
): {
  tests: TestResult[];
  headline: TestResult;
  naive: TestResult;
  reason: string;
  rankTest: TestResult;
  trend: boolean;
  designEffect: number | null;
} {
  const tests: TestResult[] = [];
  const run = (test: TestResult): TestResult => {
    tests.push(test);
    return test;
  };
  const means = permuted === "groups" || settings.all;
  const moments = groupMoments(values, groups, count);
  const firstGroup = moments.findIndex((group) => group.n > 0);
  const rankTest = kruskalWallis(values, groups, count);
  let naive: TestResult;
  let reason: string;
  if (present === 2) {
    naive = run(
      mannWhitney(
        values,
        groups.map((group) => (group === firstGroup ? 0 : 1)),
      ),
    );
    reason = "Mann–Whitney: a number is compared between two groups by rank";
    if (settings.all) run(rankTest);
    if (means) run(welchT(moments));
  } else {
    naive = run(rankTest);
    reason = "Kruskal–Wallis: a number is compared between groups by rank";
    if (means) run(welchAnova(moments));
  }
  if (settings.all) run(anova(moments));
  const trend = ordered && present > 2;
  if (trend) {
    naive = run(jonckheereTerpstra(values, groups, count));
    reason = "Jonckheere–Terpstra trend: the groups are in order";
  }
  const { siblings } = known;
  if (siblings === null || isRefused(rankTest)) {
    return { tests, headline: naive, naive, reason, rankTest, trend, designEffect: null };
  }
  const { ranks } = midRanks(values);
  const { designEffect } = meansDesignEffect(ranks, groups, count, siblings);
  const permute = (method: string, own: Float64Array, isTrend = false): TestResult =>
    familyPermutation(
      {
        method,
        predictor: permuted === "number" ? own : Float64Array.from(groups),
        families: siblings.of,
        statistic: isTrend
          ? squaredCorrelationWith(permuted === "number" ? groups : own)
          : permuted === "number"
            ? betweenGroups(groups, count)
            : withinPermutedGroups(own, count),
      },
      settings.replications,
      settings.seed,
      settings.dealer,
    );
  let headline = run(permute("family-permutation-ranks", ranks));
  let familyReason =
    "Ranks compared with whole families permuted: brothers and sisters may be alike";
  if (means) {
    run(permute("family-permutation-means", values));
    run(meansDesignEffect(values, groups, count, siblings).test);
  }
  if (trend) {
    headline = run(permute("family-permutation-trend", ranks, true));
    familyReason =
      "Trend of ranks over ordered groups, whole families permuted: brothers and sisters may be alike";
  }
  return { tests, headline, naive, reason: familyReason, rankTest, trend, designEffect };
}
