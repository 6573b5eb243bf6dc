import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { usable } from "./associate.ts";
import type { AssociateOptions } from "./association.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { familyOddsRatio } from "./family-odds-ratio.ts";
import { familyPermutation } from "./family-permutation.ts";
import { familyThreeWay } from "./family-three-way.ts";
import { generalizedMantelHaenszel } from "./generalized-mantel-haenszel.ts";
import { familyHomogeneity, threeWayHomogeneity } from "./homogeneity.ts";
import { type KnownRows, knownRows } from "./known-rows.ts";
import { breslowDay, mantelHaenszelOddsRatio, mantelHaenszelTest } from "./mantel-haenszel.ts";
import { pooledStatistic } from "./permutation-statistics.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { strataTables, type ThreeVariables } from "./strata-tables.ts";
import { isRefused, refuseTest, type TestResult } from "./test-result.ts";

/** One predictor and the outcome within the strata of a third variable. */
export interface StratifiedAssociation {
  readonly predictor: string;
  readonly label: string;
  readonly by: string;
  /** Strata with somebody in them. */
  readonly strata: number;
  readonly n: number;
  readonly nMissing: number;
  readonly families: number | null;
  /** Do the two go together, the strata held fixed? */
  readonly tests: readonly TestResult[];
  readonly effects: readonly EffectResult[];
  readonly headline: string;
  readonly reason: string;
  readonly pValue: number | null;
  readonly naivePValue: number | null;
  /** Is the association the same in all strata? */
  readonly homogeneity: {
    readonly tests: readonly TestResult[];
    readonly headline: string;
    readonly reason: string;
    readonly pValue: number | null;
  };
}

/**
 * Is there an association once a third variable is held fixed, and is it the same in all its strata? Mantel–Haenszel with
 * Breslow–Day for two yes/no variables; the generalised test and the three-way loglinear test for larger tables. With
 * brothers and sisters, whole families are permuted within strata, and odds ratios are compared by a Wald test whose
 * errors are between families.
 *
 * @param by - A categorical variable, such as age band or authority.
 * @throws {InputError} `unknown-column`, `not-categorical`, `not-usable`, `unknown-level`.
 */
export function stratify(
  data: Dataset,
  outcomeName: string,
  predictors: readonly string[],
  by: string,
  options: AssociateOptions = {},
): StratifiedAssociation[] {
  const settings = settingsOf(options);
  const strata = categoricalOf(data, by);
  const outcome = usable(data, outcomeName, "an outcome");
  return predictors
    .filter((name) => name !== outcomeName && name !== by)
    .map((name) => {
      const predictor = usable(data, name, "a predictor");
      const known = knownRows(data, [outcome, predictor, strata]);
      if (outcome.kind === "categorical" && predictor.kind === "categorical") {
        return stratifiedTables(data, { outcome, predictor, strata }, known, settings);
      }
      const refused = refuseTest(
        "stratified",
        "numeric",
        "Numbers are not pooled over strata here: see each stratum, or fit throughline model with an interaction.",
        known.n,
      );
      return assembled(
        predictor,
        by,
        strata.levels.length,
        known,
        [refused],
        [],
        refused,
        refused,
        "",
        {
          tests: [refused],
          headline: refused,
          reason: "",
        },
      );
    });
}

function stratifiedTables(
  data: Dataset,
  three: ThreeVariables,
  known: KnownRows,
  settings: Settings,
): StratifiedAssociation {
  const { outcome, predictor, strata } = three;
  const { tables, twoByTwo, rowOrder, columnOrder } = strataTables(data, three, settings.reference);
  const tests: TestResult[] = [];
  const homogeneity: TestResult[] = [];
  const effects: EffectResult[] = [];
  const plain = twoByTwo ? mantelHaenszelTest(tables) : generalizedMantelHaenszel(tables);
  tests.push(plain);
  let alike: TestResult = threeWayHomogeneity(tables);
  if (twoByTwo) {
    if (settings.all) tests.push(mantelHaenszelTest(tables, true));
    homogeneity.push(breslowDay(tables), breslowDay(tables, true));
    effects.push(mantelHaenszelOddsRatio(tables, settings.level));
  }
  homogeneity.push(alike);
  let likeReason = "Likelihood ratio of the three-way association";
  if (twoByTwo) {
    alike = homogeneity[1] as TestResult;
    likeReason = "Breslow–Day with Tarone's correction: do the strata share one odds ratio?";
  }
  let headline = plain;
  let reason = twoByTwo
    ? "Mantel–Haenszel: two levels on both sides, pooled over strata"
    : "Generalised Mantel–Haenszel: tables of any size, pooled over strata";
  const { siblings, rows: listed } = known;
  if (siblings !== null && listed !== null) {
    const place = (order: readonly number[], column: CategoricalColumn): Int32Array =>
      Int32Array.from(listed, (row) => order.indexOf(column.codes[row] as number));
    const x = place(rowOrder, predictor);
    const y = place(columnOrder, outcome);
    const s = Int32Array.from(listed, (row) => strata.codes[row] as number);
    headline = familyPermutation(
      {
        method: "family-permutation-within-strata",
        predictor: x,
        families: siblings.of,
        strata: s,
        statistic: pooledStatistic(
          x.length,
          y,
          s,
          rowOrder.length,
          columnOrder.length,
          strata.levels.length,
        ),
      },
      settings.replications,
      settings.seed,
      settings.dealer,
    );
    tests.push(headline);
    reason = "Whole families permuted within strata: brothers and sisters may be alike";
    if (isRefused(headline)) headline = plain;
    const corrected = familyThreeWay({ codes: [x, y, s], families: siblings });
    homogeneity.push(corrected);
    if (twoByTwo) {
      homogeneity.push(familyHomogeneity(x, y, s, strata.levels.length, siblings.of));
      effects[0] = familyOddsRatio(
        effects[0] as EffectResult,
        [x, y, s],
        strata.levels.length,
        siblings,
        settings,
      );
    }
    if (isRefused(corrected)) {
      likeReason +=
        "; it takes brothers and sisters for strangers and finds differences too readily";
    } else {
      alike = corrected;
      likeReason = "Three-way association with Rao and Scott's correction for families";
    }
  }
  return assembled(
    predictor,
    strata.name,
    tables.length,
    known,
    tests,
    effects,
    headline,
    plain,
    reason,
    {
      tests: homogeneity,
      headline: alike,
      reason: likeReason,
    },
  );
}

function assembled(
  predictor: { readonly name: string; readonly label: string },
  by: string,
  strata: number,
  known: KnownRows,
  tests: readonly TestResult[],
  effects: readonly EffectResult[],
  headline: TestResult,
  naive: TestResult,
  reason: string,
  homogeneity: { tests: readonly TestResult[]; headline: TestResult; reason: string },
): StratifiedAssociation {
  const p = (test: TestResult): number | null => (isRefused(test) ? null : test.pValue);
  return {
    predictor: predictor.name,
    label: predictor.label,
    by,
    strata,
    n: known.n,
    nMissing: known.nMissing,
    families: known.families,
    tests,
    effects,
    headline: headline.method,
    reason: isRefused(headline) ? headline.reason : reason,
    pValue: p(headline),
    naivePValue: p(naive),
    homogeneity: {
      tests: homogeneity.tests,
      headline: homogeneity.headline.method,
      reason: isRefused(homogeneity.headline) ? homogeneity.headline.reason : homogeneity.reason,
      pValue: p(homogeneity.headline),
    },
  };
}
