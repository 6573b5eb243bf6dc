import { groupTallies } from "./absorb-small-groups.ts";
import { FamilyCounter } from "./family-counter.ts";
import { groupLabel } from "./group-label.ts";
import type { GroupTest } from "./group-test.ts";
import { outcomeTest } from "./outcome-test.ts";
import type { TreeSettings } from "./settings.ts";
import {
  exactTest,
  needsExact,
  plainSplitTest,
  type SplitQuestion,
  screenTest,
} from "./split-test.ts";
import type { TreeData, TreePredictor } from "./tree-data.ts";

/** A test of published cut points as they stand: nothing is searched, so nothing is multiplied. */
export interface CutsTest {
  readonly variable: string;
  readonly label: string;
  readonly bands: readonly {
    readonly label: string;
    readonly n: number;
    readonly families: number | null;
    readonly counts: Readonly<Record<string, number>>;
    readonly mean: number | null;
  }[];
  /** All bands against the outcome; null when all rows are in one band. */
  readonly test: CutTest | null;
  /** The bands on the two sides of each cut against each other. */
  readonly cuts: readonly (CutTest & { readonly below: number })[];
  /** Cuts that part nobody from anybody, and so cannot be tested. */
  readonly idle: readonly number[];
}

export interface CutTest {
  readonly method: string;
  readonly statistic: number | null;
  readonly df: number | null;
  readonly df2?: number;
  readonly pValue: number;
  readonly designEffect?: number;
}

/**
 * Tests the declared cuts of numbers as published: whether the bands differ at all, and the two sides of each cut, by
 * the test of the tree's splits, without merging and without a multiplier. Missing values are left out.
 */
export function testCuts(data: TreeData, settings: TreeSettings): CutsTest[] {
  const test = outcomeTest(data, settings);
  const given: TreeSettings = {
    ...settings,
    bonferroni: false,
    splitTest: settings.splitTest === "plain" ? "plain" : "rao-scott",
  };
  return data.predictors
    .filter((predictor) => predictor.banding === "cuts")
    .map((predictor) => testOne(data, given, test, predictor));
}

function testOne(
  data: TreeData,
  settings: TreeSettings,
  test: GroupTest,
  predictor: TreePredictor,
): CutsTest {
  const tallies = tallyOf(data, predictor, test);
  const edges = predictor.edges ?? [];
  const present = Array.from({ length: edges.length + 1 }, (_, band) => band).filter(
    (band) => test.size(tallies, band) > 0,
  );
  const rows = Int32Array.from({ length: data.rowCount }, (_, row) => row);
  const ask = (bands: readonly number[]): CutTest => {
    const groups = bands.map((band) => [band]);
    const own = groupTallies({ groups, tallies, test });
    const inBands = new Set(bands);
    const question: SplitQuestion = {
      data,
      settings,
      test,
      predictor,
      groups,
      tallies,
      plain: test.table(own, [...groups.keys()]),
      logMultiplier: 0,
      rows: () => rows.filter((row) => inBands.has(predictor.codes[row] as number)),
    };
    const screened = screenTest(question);
    const exact = needsExact(question, screened) && data.outcomeType === "nominal";
    // Bands are given, not searched: only a test of the table as it stands can take the place of the screening one.
    const respectful = settings.splitTest !== "plain" && data.families !== null;
    const result =
      exact && !respectful ? exactTest(question) : (screened ?? plainSplitTest(question));
    return {
      method: result.method,
      statistic: result.statistic,
      df: result.df,
      ...(result.df2 === undefined ? {} : { df2: result.df2 }),
      pValue: Math.exp(result.logP),
      ...(result.designEffect === undefined ? {} : { designEffect: result.designEffect }),
    };
  };
  const all = present.map((band) => [band]);
  const families =
    data.families === null
      ? null
      : new FamilyCounter(data.families, data.familyCount).byGroup(
          rows,
          predictor.codes,
          Int32Array.from({ length: predictor.size }, (_, code) => present.indexOf(code)),
          present.length,
        );
  const cuts = present.slice(1).map((band, at) => ({
    below: edges[band - 1] as number,
    ...ask([present[at] as number, band]),
  }));
  return {
    variable: predictor.name,
    label: predictor.label,
    bands: present.map((band, place) => ({
      label: groupLabel(predictor, all, place),
      n: test.size(tallies, band),
      families: families?.[place] ?? null,
      counts: Object.fromEntries(
        data.classes.map((each, k) => [each.value, tallies[band * test.width + k] as number]),
      ),
      mean:
        data.outcomeType === "continuous"
          ? data.outcomeMean + (tallies[band * 3 + 1] as number) / (tallies[band * 3] as number)
          : null,
    })),
    test: present.length < 2 ? null : ask(present),
    cuts,
    idle: edges.filter((edge) => !cuts.some((cut) => cut.below === edge)),
  };
}

function tallyOf(data: TreeData, predictor: TreePredictor, test: GroupTest): Float64Array {
  const tallies = new Float64Array(predictor.size * test.width);
  for (let row = 0; row < data.rowCount; row++) {
    const weight = data.weights === null ? 1 : (data.weights[row] as number);
    const cell = (predictor.codes[row] as number) * test.width;
    if (data.outcomeValues === null) {
      const own = cell + (data.classOf[row] as number);
      tallies[own] = (tallies[own] as number) + weight;
      continue;
    }
    const y = data.outcomeValues[row] as number;
    tallies[cell] = (tallies[cell] as number) + weight;
    tallies[cell + 1] = (tallies[cell + 1] as number) + weight * y;
    tallies[cell + 2] = (tallies[cell + 2] as number) + weight * y * y;
  }
  return tallies;
}
