import type { CategoricalColumn, NumericColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { Association } from "./association.ts";
import type { KnownRows } from "./known-rows.ts";
import { isRefused, refuseTest, type TestResult } from "./test-result.ts";

/** What every result says of its predictor and its rows; p-values are adjusted when all results are there. */
export const described = (
  data: Dataset,
  predictor: CategoricalColumn | NumericColumn,
  { n, nMissing, families }: Pick<KnownRows, "n" | "nMissing" | "families">,
): Pick<
  Association,
  "predictor" | "label" | "unit" | "n" | "nMissing" | "families" | "holmPValue" | "bhPValue"
> => ({
  predictor: predictor.name,
  label: predictor.label,
  unit: predictor.level === "other" ? data.unit : predictor.level,
  n,
  nMissing,
  families,
  holmPValue: null,
  bhPValue: null,
});

/** Which test counts and why, and the plain one beside it; a refused headline gives its own reason. */
export const concluded = (
  headline: TestResult,
  naive: TestResult,
  reason: string,
): Pick<Association, "headline" | "reason" | "pValue" | "naive" | "naivePValue"> => ({
  headline: headline.method,
  reason: isRefused(headline) ? headline.reason : reason,
  pValue: pOf(headline),
  naive: naive.method,
  naivePValue: pOf(naive),
});

/** A result without anything, because its rows cannot be listed one by one. */
export function notListed(
  data: Dataset,
  predictor: CategoricalColumn | NumericColumn,
  known: KnownRows,
  method: string,
  needs: string,
  groups: Association["groups"],
): Association {
  const refused = refuseTest(method, "not-listed", `${known.reason} ${needs}`, known.n);
  return {
    ...described(data, predictor, known),
    table: null,
    groups,
    tests: [refused],
    effects: [],
    pairs: [],
    ...concluded(refused, refused, ""),
    designEffect: null,
    intraclass: null,
  };
}

const pOf = (test: TestResult): number | null => (isRefused(test) ? null : test.pValue);
