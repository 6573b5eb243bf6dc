import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { associate } from "../association/associate.ts";
import { pearson, sparseness } from "../association/chi-squared.ts";
import { contingency } from "../association/contingency.ts";
import { freemanHalton } from "../association/fisher-exact.ts";
import { isRefused, type TestResult } from "../association/test-result.ts";

/** Do groups differ: once with rows as independent, once respecting families. */
export interface Heterogeneity {
  readonly plain: TestResult;
  /** null when nothing says which rows are one family. */
  readonly families: TestResult | null;
}

/**
 * Tests whether authorities differ from rows: the plain test is chi-squared, or exact where expected
 * counts are small; with families it is Rao and Scott's, or whole families permuted.
 *
 * @param seed - Start of the random numbers of the permutations.
 */
export function heterogeneityOfRows(
  data: Dataset,
  by: string,
  outcome: string,
  seed: number,
): Heterogeneity {
  const used = withoutUnusedLevels(data, [by, outcome]);
  const [result] = associate(used, outcome, [by], { seed, trend: "never" }).results;
  const tests = result?.tests ?? [];
  const byMethod = (method: string | undefined): TestResult | undefined =>
    tests.find((test) => test.method === method);
  const plain =
    tests.find((test) => /fisher|freeman/.test(test.method) && !isRefused(test)) ??
    byMethod("pearson") ??
    (tests[0] as TestResult);
  const headline = byMethod(result?.headline) ?? plain;
  return { plain, families: data.families === null ? null : headline };
}

/**
 * The same from counts alone: chi-squared, or Freeman and Halton's exact test where more than a fifth of the
 * expected counts are below 5 (with tables drawn at random, by the seed, where there are too many to count).
 *
 * @example
 * heterogeneityOfCounts([[29, 10], [62, 37]], 1).method // => "pearson"
 */
export function heterogeneityOfCounts(
  counts: readonly (readonly number[])[],
  seed: number,
): TestResult {
  const table = contingency(counts);
  const whole = table.counts.every((count) => Number.isInteger(count));
  if (!whole || sparseness(table).below5 <= 0.2) return pearson(table);
  const exact = freemanHalton(table, seed, 200_000, "draw");
  return isRefused(exact) ? pearson(table) : exact;
}

/** Levels that no row has would make a table look sparse. */
function withoutUnusedLevels(data: Dataset, names: readonly string[]): Dataset {
  const columns = new Map(data.columns);
  for (const name of names) {
    const column = columnOf(data, name);
    if (column.kind === "categorical") columns.set(name, seenLevels(column));
  }
  return { ...data, columns };
}

function seenLevels(column: CategoricalColumn): CategoricalColumn {
  const seen = new Set(column.codes);
  const kept = [...column.levels.keys()].filter((code) => seen.has(code));
  const place = new Map(kept.map((code, index) => [code, index]));
  return {
    ...column,
    levels: kept.map((code) => column.levels[code] as CategoricalColumn["levels"][number]),
    codes: column.codes.map((code) => place.get(code) ?? code),
  };
}
