import { likelihoodRatio, pearson, sparseness } from "./chi-squared.ts";
import { type Contingency, withoutEmpty } from "./contingency.ts";
import { familyPermutation } from "./family-permutation.ts";
import type { FamilyRows } from "./family-rows.ts";
import { fisherExact2x2, freemanHalton } from "./fisher-exact.ts";
import { cochranArmitage, linearByLinear } from "./ordered-tables.ts";
import { chiSquaredStatistic, squaredCorrelationWith } from "./permutation-statistics.ts";
import { raoScott } from "./rao-scott.ts";
import type { Settings } from "./settings.ts";
import { isRefused, type TestResult } from "./test-result.ts";

/** The tests of two variables, and which of them counts. */
export interface ChosenTests {
  readonly tests: readonly TestResult[];
  readonly headline: TestResult;
  /** The one that takes brothers and sisters for strangers. */
  readonly naive: TestResult;
  readonly reason: string;
  readonly designEffect: number | null;
}

/** Rows in which both variables are known, by family. */
export interface SiblingCodes {
  readonly families: FamilyRows;
  readonly rowCodes: Int32Array;
  readonly columnCodes: Int32Array;
}

/**
 * The tests of a table that suit it, and the one that counts.
 *
 * Ordered levels on both sides call for the linear-by-linear test; expected counts below 5 in more than a fifth of the
 * cells, or below 1 in any, for the exact test; brothers and sisters for Rao and Scott's test or, where counts are
 * small or levels in order, for whole families permuted.
 *
 * @param ordered - Are both variables in order (or of two levels), and one of them of three levels or more?
 * @param siblings - null when no two rows are of one family.
 */
export function tableTests(
  table: Contingency,
  ordered: boolean,
  siblings: SiblingCodes | null,
  settings: Settings,
): ChosenTests {
  const kept = withoutEmpty(table);
  const { smallest, below5 } = sparseness(table);
  const isSparse = smallest < 1 || below5 > 0.2;
  const small = `${Math.round(below5 * 100)}% of the expected counts are below 5`;
  const tests: TestResult[] = [];
  const run = (test: TestResult): TestResult => {
    tests.push(test);
    return test;
  };
  let naive = run(pearson(table));
  let reason = "Pearson's chi-squared: the expected counts are large enough";
  if ((isSparse || settings.all) && !isRefused(naive)) {
    const exact = run(exactTest(table, isSparse && siblings === null, settings));
    if (isSparse && !isRefused(exact)) {
      naive = exact;
      reason = `Exact, because ${small}`;
    } else if (isSparse) {
      reason = `Pearson's chi-squared, for want of an exact test; it is rough, because ${small}`;
    }
  }
  if (settings.all) {
    run(likelihoodRatio(table));
    if (kept.rows === 2 && kept.columns === 2) {
      run(pearson(table, true));
      run(fisherExact2x2(table, true));
    }
  }
  if (ordered) {
    naive = run(linearByLinear(table));
    reason = "Linear-by-linear trend: the levels of both variables are in order";
    if (kept.columns === 2) run(cochranArmitage(onlyColumns(table, kept.keptColumns)));
  }
  if (siblings === null) return { tests, headline: naive, naive, reason, designEffect: null };

  const { families, rowCodes, columnCodes } = siblings;
  const corrected = raoScott(rowCodes, columnCodes, table.rows, table.columns, families.of, null);
  run(corrected);
  const designEffect = corrected.designEffect ?? null;
  const permute = (method: string, statistic: (levels: Int32Array) => number): TestResult =>
    run(
      familyPermutation(
        { method, predictor: rowCodes, families: families.of, statistic },
        settings.replications,
        settings.seed,
        settings.dealer,
      ),
    );
  const permuted = permute(
    "family-permutation",
    chiSquaredStatistic(columnCodes, table.rows, table.columns),
  );
  if (ordered) {
    return {
      tests,
      headline: permute("family-permutation-trend", squaredCorrelationWith(columnCodes)),
      naive,
      reason:
        "Trend over ordered levels, whole families permuted: brothers and sisters may be alike",
      designEffect,
    };
  }
  const byPermutation = !isRefused(permuted) && (isSparse || isRefused(corrected));
  return {
    tests,
    headline: byPermutation ? permuted : corrected,
    naive,
    reason: !byPermutation
      ? "Rao–Scott: brothers and sisters may be alike, and the expected counts are large enough"
      : isSparse
        ? `Whole families permuted, because ${small} and brothers and sisters may be alike`
        : "Whole families permuted, because the correction for families cannot be made",
    designEffect,
  };
}

function exactTest(table: Contingency, needed: boolean, settings: Settings): TestResult {
  const kept = withoutEmpty(table);
  if (kept.rows === 2 && kept.columns === 2) return fisherExact2x2(table);
  // Where it is only there for comparison, a large table is not counted out unasked.
  return needed
    ? freemanHalton(table, settings.seed)
    : freemanHalton(table, settings.seed, 100_000, settings.all ? "draw" : "refuse");
}

/** The two columns that have anybody, the rows all kept so that their order keeps its steps. */
function onlyColumns(table: Contingency, columns: readonly number[]): Contingency {
  return {
    rows: table.rows,
    columns: columns.length,
    counts: Float64Array.from(
      Array.from({ length: table.rows }, (_, i) =>
        columns.map((j) => table.counts[i * table.columns + j] as number),
      ).flat(),
    ),
  };
}
