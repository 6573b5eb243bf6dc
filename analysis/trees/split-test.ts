import { sparseness } from "../association/chi-squared.ts";
import { familyPermutation } from "../association/family-permutation.ts";
import { freemanHalton } from "../association/fisher-exact.ts";
import { raoScott } from "../association/rao-scott.ts";
import { raoScottMeans } from "../association/rao-scott-means.ts";
import { isRefused } from "../association/test-result.ts";
import { absorbSmallGroups, groupTallies } from "./absorb-small-groups.ts";
import type { GroupTest, TableTest } from "./group-test.ts";
import { mergeCategories } from "./merge-categories.ts";
import { logMultiplier } from "./multipliers.ts";
import { rowsInCanonicalOrder } from "./rows-in-canonical-order.ts";
import type { TreeSettings } from "./settings.ts";
import type { TreeData, TreePredictor } from "./tree-data.ts";

/** The rows of a node and one predictor in groups: what a split test is asked about. */
export interface SplitQuestion {
  readonly data: TreeData;
  readonly settings: TreeSettings;
  readonly test: GroupTest;
  readonly predictor: TreePredictor;
  readonly groups: readonly (readonly number[])[];
  /** Tallies of the categories in the node. */
  readonly tallies: Float64Array;
  readonly plain: TableTest;
  readonly logMultiplier: number;
  /** Rows of the node, asked for only by tests that look at rows. */
  readonly rows: () => Int32Array;
}

/** A split test: p with its multiplier, which is 1 where the search itself was repeated. */
export interface SplitTest {
  readonly method: string;
  readonly statistic: number | null;
  readonly df: number | null;
  readonly df2?: number;
  readonly logP: number;
  readonly logMultiplier: number;
  readonly designEffect?: number;
  readonly replications?: number;
  readonly seed?: number;
  readonly notes: readonly string[];
}

/** Steps that counting all arrangements of a table may take before arrangements are drawn. */
const exactSteps = 100_000;
/** A permutation test stops once so many arrangements were at least as good: p is known well enough. */
const enoughExtreme = 50;

/**
 * The test by which predictors are compared: the plain one, or with families Rao and Scott's. Null where the latter
 * cannot be worked out, as when a group decides the outcome wholly.
 */
export function screenTest(question: SplitQuestion): SplitTest | null {
  const { data, settings, plain } = question;
  if (settings.splitTest !== "rao-scott" || data.families === null) return plainSplitTest(question);
  // Where even the plain test says nothing, the dearer one is not asked.
  if (plain.logP + question.logMultiplier >= 0) return plainSplitTest(question);
  const columns = nodeColumns(question);
  const groupCount = question.groups.length;
  const result =
    data.outcomeType === "nominal"
      ? raoScott(
          columns.groups,
          columns.classes,
          groupCount,
          data.classes.length,
          columns.families,
          columns.weights,
        )
      : raoScottMeans(
          columns.groups,
          columns.scores,
          groupCount,
          columns.families,
          columns.weights,
        );
  if (isRefused(result)) return null;
  return {
    method: result.method,
    statistic: result.statistic as number,
    df: result.df as number,
    df2: result.df2 as number,
    logP: result.logPValue as number,
    logMultiplier: question.logMultiplier,
    ...(result.designEffect === undefined ? {} : { designEffect: result.designEffect }),
    notes: [],
  };
}

/** The plain test of the groups as a split test. */
export function plainSplitTest({ plain, logMultiplier: multiplier }: SplitQuestion): SplitTest {
  const { method, statistic, df, df2, logP } = plain;
  return {
    method,
    statistic: statistic === Number.MAX_VALUE ? null : statistic,
    df,
    ...(df2 === undefined ? {} : { df2 }),
    logP,
    logMultiplier: multiplier,
    notes: [],
  };
}

/**
 * Must the screening test be replaced? It must when a permutation test is wanted, when it was refused, and, under
 * `smallCounts: "exact"`, when an expected count is below 1 or more than a fifth are below 5.
 */
export function needsExact(question: SplitQuestion, screened: SplitTest | null): boolean {
  const { settings, data, groups } = question;
  if (screened === null || settings.splitTest === "permutation") return true;
  if (settings.smallCounts === "ignore" || data.outcomeType === "continuous") return false;
  const counts = groupTallies(question);
  const { smallest, below5 } = sparseness({
    rows: groups.length,
    columns: data.classes.length,
    counts,
  });
  return smallest < 1 || below5 > 0.2;
}

/**
 * The test that stands in where counts are small. With families, whole families exchange their values of the predictor
 * and the search for the grouping is repeated in every arrangement, so that no multiplier applies. Without
 * families the arrangements of the table are counted (Freeman and Halton), or drawn when there are too many.
 * Rows with frequencies are never exchanged.
 *
 * @see Besag and Clifford (1991), Biometrika 78, 301–304, on stopping early.
 */
export function exactTest(question: SplitQuestion): SplitTest {
  const { data, settings } = question;
  const respectful = settings.splitTest !== "plain" && data.families !== null;
  if (!respectful && settings.splitTest !== "permutation" && data.outcomeType === "nominal") {
    return exactTable(question);
  }
  if (data.weights !== null) {
    return {
      ...plainSplitTest(question),
      notes: [
        "Counts are small, and rows with frequencies cannot be exchanged: the plain p stands.",
      ],
    };
  }
  return permuted(question, respectful);
}

function exactTable(question: SplitQuestion): SplitTest {
  const { data, settings, groups } = question;
  const result = freemanHalton(
    { rows: groups.length, columns: data.classes.length, counts: groupTallies(question) },
    settings.seed,
    exactSteps,
    "draw",
  );
  if (isRefused(result)) return plainSplitTest(question);
  return {
    method: result.method,
    statistic: null,
    df: null,
    logP: Math.log(Math.max(result.pValue, Number.MIN_VALUE)),
    logMultiplier: question.logMultiplier,
    ...(result.replications === undefined
      ? {}
      : { replications: result.replications, seed: settings.seed }),
    notes: ["Expected counts are small, so p is exact."],
  };
}

function permuted(question: SplitQuestion, respectful: boolean): SplitTest {
  const { data, settings, predictor, test, plain } = question;
  const { width } = test;
  // The order of the file must not choose the arrangements.
  const rows = rowsInCanonicalOrder(
    question.rows(),
    (row) => predictor.codes[row] as number,
    (row) => (data.outcomeValues ?? data.classOf)[row] as number,
    respectful ? data.families : null,
  );
  const classOf = Int32Array.from(rows, (row) => data.classOf[row] ?? 0);
  const values =
    data.outcomeValues === null
      ? null
      : Float64Array.from(rows, (row) => data.outcomeValues?.[row] as number);
  const tallies = new Float64Array(predictor.size * width);
  const result = familyPermutation(
    {
      method: respectful ? "family-permutation" : "permutation",
      predictor: Float64Array.from(rows, (row) => predictor.codes[row] as number),
      families:
        respectful && data.families !== null
          ? Int32Array.from(rows, (row) => data.families?.[row] as number)
          : Int32Array.from(rows.keys()),
      statistic: (codes) => {
        tallies.fill(0);
        for (let at = 0; at < codes.length; at++) {
          const cell = (codes[at] as number) * width;
          if (values === null) {
            const own = cell + (classOf[at] as number);
            tallies[own] = (tallies[own] as number) + 1;
          } else {
            const y = values[at] as number;
            tallies[cell] = (tallies[cell] as number) + 1;
            tallies[cell + 1] = (tallies[cell + 1] as number) + y;
            tallies[cell + 2] = (tallies[cell + 2] as number) + y * y;
          }
        }
        return -bestLogP(tallies, predictor, test, settings);
      },
      stopAfter: enoughExtreme,
    },
    settings.permutations,
    settings.seed,
  );
  if (isRefused(result)) {
    return {
      ...plainSplitTest(question),
      logP: 0,
      notes: ["Too few families to tell the groups apart."],
    };
  }
  return {
    method: result.method,
    statistic: plain.statistic === Number.MAX_VALUE ? null : plain.statistic,
    df: plain.df,
    ...(plain.df2 === undefined ? {} : { df2: plain.df2 }),
    logP: Math.log(result.pValue),
    logMultiplier: 0,
    replications: result.replications as number,
    seed: settings.seed,
    notes: [
      `p is from ${(result.replications as number).toLocaleString("en-GB")} random arrangements of ${respectful ? "whole families" : "the rows"}, each searched anew, so no multiplier applies.`,
    ],
  };
}

/** The smallest adjusted p that merging finds for a predictor: what an arrangement is judged by. */
function bestLogP(
  tallies: Float64Array,
  predictor: TreePredictor,
  test: GroupTest,
  settings: TreeSettings,
): number {
  const merged = mergeCategories(tallies, predictor.size, predictor.type, test, settings);
  if (merged === null) return 0;
  const given = {
    groups: merged.groups,
    tallies,
    size: predictor.size,
    type: predictor.type,
    test,
  };
  const groups =
    settings.smallGroups === "after"
      ? merged.groups
      : absorbSmallGroups(given, { rows: settings.minChild, families: 0, familiesOf: null });
  if (groups === null || groups.length < 2) return 0;
  const own = groupTallies({ ...given, groups });
  const { logP } = test.table(own, [...groups.keys()]);
  return logP + multiplierOf(predictor, merged.present, merged.floating, groups.length, settings);
}

/** The logarithm of the multiplier of a grouping; a floating type without missing values here is plainly ordinal. */
export function multiplierOf(
  predictor: TreePredictor,
  present: number,
  floating: boolean,
  groups: number,
  settings: TreeSettings,
): number {
  if (!settings.bonferroni) return 0;
  const type = predictor.type === "ordinal-floating" && !floating ? "ordinal" : predictor.type;
  return logMultiplier(
    type,
    present,
    groups,
    settings.method === "exhaustive-chaid",
    settings.exhaustiveMultiplier,
  );
}

function nodeColumns(question: SplitQuestion): {
  groups: Int32Array;
  classes: Int32Array;
  scores: Float64Array;
  families: Int32Array;
  weights: Float64Array | null;
} {
  const { data, predictor } = question;
  const rows = question.rows();
  const groupOf = new Int32Array(predictor.size).fill(-1);
  question.groups.forEach((group, place) => {
    for (const category of group) groupOf[category] = place;
  });
  const { classOf, outcomeValues, families, weights } = data;
  const { codes } = predictor;
  const count = rows.length;
  const columns = {
    groups: new Int32Array(count),
    classes: new Int32Array(count),
    scores: new Float64Array(count),
    families: new Int32Array(count),
    weights: weights === null ? null : new Float64Array(count),
  };
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number;
    columns.groups[at] = groupOf[codes[row] as number] as number;
    columns.families[at] = families?.[row] as number;
    if (outcomeValues === null) {
      columns.classes[at] = classOf[row] as number;
      columns.scores[at] = (classOf[row] as number) + 1;
    } else columns.scores[at] = outcomeValues[row] as number;
    if (columns.weights !== null) columns.weights[at] = weights?.[row] as number;
  }
  return columns;
}
