import type { NumericColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { Association } from "./association.ts";
import { concluded, described } from "./association-parts.ts";
import { pearsonCorrelation, spearman } from "./correlation.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { familyBootstrap } from "./family-bootstrap.ts";
import { familyPermutation } from "./family-permutation.ts";
import { weightedCorrelation } from "./group-effects.ts";
import { knownRows } from "./known-rows.ts";
import { siblingLikeness } from "./likeness.ts";
import { squaredCorrelationWith } from "./permutation-statistics.ts";
import { midRanks } from "./rank-tests.ts";
import type { Settings } from "./settings.ts";
import { withInterval } from "./table-effects.ts";
import { isRefused, refuseTest, type TestResult } from "./test-result.ts";
import { rankOrder, weightedRanks } from "./weighted-ranks.ts";

/**
 * Two numbers: Spearman's rank correlation, Pearson's beside it when everything is asked for, and with brothers and
 * sisters the permutation of whole families.
 */
export function associateNumbers(
  data: Dataset,
  outcome: NumericColumn,
  predictor: NumericColumn,
  settings: Settings,
): Association {
  const known = knownRows(data, [outcome, predictor]);
  const { siblings } = known;
  const x = Float64Array.from(known.rows ?? [], (row) => predictor.values[row] as number);
  const y = Float64Array.from(known.rows ?? [], (row) => outcome.values[row] as number);
  const ranked = spearman(x, y, settings.level);
  const naive: TestResult =
    known.rows === null
      ? refuseTest("spearman", "not-listed", `${known.reason} Ranks need single rows.`, known.n)
      : ranked.test;
  const tests: TestResult[] = [naive];
  let effects: EffectResult[] = isRefused(naive) ? [] : [ranked.effect];
  let headline = naive;
  let reason = "Spearman's correlation: both variables are numbers, compared by rank";
  if (settings.all && !isRefused(naive)) {
    const plain = pearsonCorrelation(x, y, settings.level);
    tests.push(plain.test);
    effects.push(plain.effect);
  }
  if (siblings !== null && !isRefused(naive)) {
    const ranks = midRanks(x).ranks;
    headline = familyPermutation(
      {
        method: "family-permutation-correlation",
        predictor: ranks,
        families: siblings.of,
        statistic: squaredCorrelationWith(midRanks(y).ranks),
      },
      settings.replications,
      settings.seed,
      settings.dealer,
    );
    tests.push(headline);
    reason = "Ranks correlated with whole families permuted: brothers and sisters may be alike";
    const [orderX, orderY] = [rankOrder(x), rankOrder(y)];
    const [ranksX, ranksY] = [new Float64Array(x.length), new Float64Array(x.length)];
    const intervals = familyBootstrap(
      siblings,
      (weights) => [
        weightedCorrelation(
          weightedRanks(orderX, weights, ranksX),
          weightedRanks(orderY, weights, ranksY),
          weights,
        ),
        settings.all ? weightedCorrelation(x, y, weights) : 0,
      ],
      settings.replications,
      settings.seed,
      settings.level,
    );
    effects = effects.map((effect, which) => withInterval(effect, intervals[which]));
  }
  return {
    ...described(data, predictor, known),
    table: null,
    groups: null,
    tests,
    effects,
    pairs: [],
    ...concluded(headline, naive, reason),
    designEffect: null,
    intraclass: siblings === null ? null : siblingLikeness([x], siblings.of),
  };
}
