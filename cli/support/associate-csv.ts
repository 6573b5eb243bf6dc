import type { AssociationScreen } from "../../analysis/association/association.ts";
import { isRefused } from "../../analysis/association/test-result.ts";

/** A screen for everybody, or for one group. */
export interface Stratum {
  readonly group: {
    readonly variable: string;
    readonly value: string;
    readonly label: string;
  } | null;
  readonly screen: AssociationScreen;
}

/** One row a predictor, or with `all` one row a test and effect. */
export function associateCsv(
  strata: readonly Stratum[],
  all: boolean,
): (string | number | null)[][] {
  return all ? everyTest(strata) : headlines(strata);
}

function headlines(strata: readonly Stratum[]): (string | number | null)[][] {
  const rows: (string | number | null)[][] = [
    [
      "group",
      "predictor",
      "unit",
      "n",
      "n_missing",
      "families",
      "headline",
      "effect",
      "estimate",
      "ci_low",
      "ci_high",
      "family_ci_low",
      "family_ci_high",
      "p_value",
      "naive_p_value",
      "holm_p_value",
      "bh_p_value",
      "design_effect",
      "reason",
    ],
  ];
  for (const { group, screen } of strata) {
    for (const result of screen.results) {
      const [effect] = result.effects;
      const shown = effect === undefined || "refused" in effect ? null : effect;
      rows.push([
        group?.value ?? null,
        result.predictor,
        result.unit,
        result.n,
        result.nMissing,
        result.families,
        result.headline,
        shown?.method ?? null,
        shown?.estimate ?? null,
        shown?.ciLow ?? null,
        shown?.ciHigh ?? null,
        shown?.familyCiLow ?? null,
        shown?.familyCiHigh ?? null,
        result.pValue,
        result.naivePValue,
        result.holmPValue,
        result.bhPValue,
        result.designEffect,
        result.reason,
      ]);
    }
  }
  return rows;
}

function everyTest(strata: readonly Stratum[]): (string | number | null)[][] {
  const rows: (string | number | null)[][] = [
    [
      "group",
      "predictor",
      "kind",
      "method",
      "statistic",
      "df",
      "df2",
      "p_value",
      "respects_families",
      "estimate",
      "ci_low",
      "ci_high",
      "family_ci_low",
      "family_ci_high",
      "refused",
    ],
  ];
  for (const { group, screen } of strata) {
    for (const result of screen.results) {
      const base = [group?.value ?? null, result.predictor];
      for (const test of result.tests) {
        rows.push(
          isRefused(test)
            ? [
                ...base,
                "test",
                test.method,
                ...Array<null>(4).fill(null),
                test.respectsFamilies ? 1 : 0,
                ...Array<null>(5).fill(null),
                test.refused,
              ]
            : [
                ...base,
                "test",
                test.method,
                test.statistic ?? null,
                test.df ?? null,
                test.df2 ?? null,
                test.pValue,
                test.respectsFamilies ? 1 : 0,
                ...Array<null>(6).fill(null),
              ],
        );
      }
      for (const effect of result.effects) {
        rows.push(
          "refused" in effect
            ? [...base, "effect", effect.method, ...Array<null>(10).fill(null), effect.refused]
            : [
                ...base,
                "effect",
                effect.method,
                ...Array<null>(5).fill(null),
                effect.estimate,
                effect.ciLow ?? null,
                effect.ciHigh ?? null,
                effect.familyCiLow ?? null,
                effect.familyCiHigh ?? null,
                null,
              ],
        );
      }
    }
  }
  return rows;
}
