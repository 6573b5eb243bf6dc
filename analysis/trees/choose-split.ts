import { absorbSmallGroups, type GroupedCategories, groupTallies } from "./absorb-small-groups.ts";
import type { GroupTest } from "./group-test.ts";
import { tieTolerance } from "./grouping.ts";
import { type MergedCategories, mergeCategories } from "./merge-categories.ts";
import type { TreeSettings } from "./settings.ts";
import {
  exactTest,
  multiplierOf,
  needsExact,
  plainSplitTest,
  type SplitQuestion,
  type SplitTest,
  screenTest,
} from "./split-test.ts";
import type { TreeData, TreePredictor } from "./tree-data.ts";

/** A node to be split, and the ways to look at its rows. */
export interface NodeToSplit {
  readonly data: TreeData;
  readonly settings: TreeSettings;
  readonly test: GroupTest;
  /** Rows of the node by weight. */
  readonly n: number;
  /** Tallies of a predictor's categories in the node. */
  readonly tallies: (predictor: number) => Float64Array;
  readonly rows: () => Int32Array;
  /** Families in each group of a predictor's categories. */
  readonly familiesOf: (
    predictor: TreePredictor,
    groups: readonly (readonly number[])[],
  ) => ArrayLike<number>;
}

/** The split of a node: which predictor, in which groups, by which test. */
export interface ChosenSplit {
  readonly predictor: number;
  readonly groups: readonly (readonly number[])[];
  /** Tallies of the groups. */
  readonly groupTallies: Float64Array;
  readonly question: SplitQuestion;
  readonly test: SplitTest;
  readonly logAdjusted: number;
  readonly atChoice: { groups: number; logMultiplier: number; logAdjusted: number } | null;
  readonly notes: readonly string[];
}

interface Candidate {
  readonly predictor: number;
  readonly merged: MergedCategories;
  readonly question: SplitQuestion;
  readonly screened: SplitTest | null;
  /** The test in its place, once it was asked. */
  readonly test: SplitTest | null;
  /** log adjusted p: by the screening test or the plain one, until another took its place. */
  readonly rank: number;
}

/** A sparse table is asked for its exact p only where the screening p is not hopeless: one of .5 stays as it is. */
const worthAsking = Math.log(0.5);

/**
 * Chooses the predictor with the smallest adjusted p, if that is at most alphaSplit; the first given on ties. Where the
 * best one's table is too sparse for its p, an exact or permutation p takes its place, and it is compared with the
 * others again. No adjustment is made over predictors.
 *
 * @returns The split, or why there is none.
 */
export function chooseSplit(node: NodeToSplit): ChosenSplit | string {
  const { settings } = node;
  let tooSmall = 0;
  const open: Candidate[] = [];
  node.data.predictors.forEach((_, predictor) => {
    const candidate = candidateOf(node, predictor);
    if (candidate === "too-small") tooSmall++;
    else if (candidate !== null) open.push(candidate);
  });
  if (open.length === 0) {
    return tooSmall > 0
      ? `Any split would leave children ${shortWords(settings)}.`
      : "No predictor has two values here.";
  }
  for (;;) {
    const { best, tied } = firstSmallest(open);
    const test = best.test ?? finalTest(best);
    const logAdjusted = Math.min(0, test.logP + test.logMultiplier);
    if (best.test === null && logAdjusted !== best.rank) {
      open[open.indexOf(best)] = { ...best, test, rank: logAdjusted };
      continue;
    }
    if (logAdjusted <= Math.log(settings.alphaSplit)) {
      return finished(node, best, test, logAdjusted, tied);
    }
    return `No split met the rule: the smallest adjusted p is ${pWords(logAdjusted)}, for ${best.question.predictor.label}.`;
  }
}

/** The test that a candidate is judged by: the screening one, or where that cannot be believed an exact one. */
function finalTest({
  question,
  screened,
  rank,
}: Pick<Candidate, "question" | "screened" | "rank">): SplitTest {
  return needsExact(question, screened) && rank <= worthAsking
    ? exactTest(question)
    : (screened ?? plainSplitTest(question));
}

function candidateOf(node: NodeToSplit, number: number): Candidate | "too-small" | null {
  const { data, settings, test } = node;
  const predictor = data.predictors[number] as TreePredictor;
  const tallies = node.tallies(number);
  const merged = mergeCategories(tallies, predictor.size, predictor.type, test, settings);
  if (merged === null || merged.groups.length < 2) return null;
  const given = {
    groups: merged.groups,
    tallies,
    size: predictor.size,
    type: predictor.type,
    test,
  };
  let groups: readonly (readonly number[])[] | null = merged.groups;
  if (settings.smallGroups !== "after") {
    groups = absorbSmallGroups(
      given,
      leastGroup(node, predictor),
      settings.smallGroups === "before" ? "nearest" : "most-alike",
    );
    if (groups === null || groups.length < 2) return "too-small";
  }
  const question = questionOf(node, predictor, merged, { ...given, groups });
  const screened = screenTest(question);
  const ranked = screened ?? plainSplitTest(question);
  return {
    predictor: number,
    merged,
    question,
    screened,
    test: null,
    rank: Math.min(0, ranked.logP + ranked.logMultiplier),
  };
}

function questionOf(
  node: NodeToSplit,
  predictor: TreePredictor,
  merged: MergedCategories,
  given: GroupedCategories,
): SplitQuestion {
  const own = groupTallies(given);
  return {
    data: node.data,
    settings: node.settings,
    test: node.test,
    predictor,
    groups: given.groups,
    tallies: given.tallies,
    plain: node.test.table(own, [...given.groups.keys()]),
    logMultiplier: multiplierOf(
      predictor,
      merged.present,
      merged.floating,
      given.groups.length,
      node.settings,
    ),
    rows: node.rows,
  };
}

function leastGroup(node: NodeToSplit, predictor: TreePredictor) {
  const { minChild, minChildShare, minFamilies } = node.settings;
  return {
    rows: Math.min(minChild, minChildShare >= 1 ? minChild : Math.ceil(minChildShare * node.n)),
    families: node.data.families === null ? 0 : minFamilies,
    familiesOf: (groups: readonly (readonly number[])[]) => node.familiesOf(predictor, groups),
  };
}

/** The candidate with the smallest adjusted p, the first on ties, and whether there was a tie that mattered. */
function firstSmallest(open: readonly Candidate[]): { best: Candidate; tied: boolean } {
  let best = open[0] as Candidate;
  let tied = false;
  for (const candidate of open.slice(1)) {
    if (Math.abs(candidate.rank - best.rank) <= tieTolerance) tied = best.rank < 0;
    else if (candidate.rank < best.rank) {
      best = candidate;
      tied = false;
    }
  }
  return { best, tied };
}

function finished(
  node: NodeToSplit,
  best: Candidate,
  test: SplitTest,
  logAdjusted: number,
  tied: boolean,
): ChosenSplit | string {
  const { settings } = node;
  const { predictor } = best.question;
  const notes = tied ? ["Two predictors did equally well; the first one given was taken."] : [];
  notes.push(...best.merged.notes);
  const { question } = best;
  const plainChoice = {
    predictor: best.predictor,
    groups: question.groups,
    groupTallies: groupTallies(question),
    question,
    test,
    logAdjusted,
  };
  if (question.groups.length < best.merged.groups.length) notes.push(smallNote);
  if (settings.smallGroups !== "after") {
    return { ...plainChoice, atChoice: null, notes: [...notes, ...test.notes] };
  }
  const given = {
    groups: question.groups,
    tallies: question.tallies,
    size: predictor.size,
    type: predictor.type,
    test: node.test,
  };
  const absorbed = absorbSmallGroups(given, leastGroup(node, predictor)) ?? [];
  if (absorbed.length < 2) {
    return `The best split, on ${predictor.label}, would leave children ${shortWords(settings)}.`;
  }
  if (absorbed.length === question.groups.length) {
    return { ...plainChoice, atChoice: null, notes: [...notes, ...test.notes] };
  }
  const again = questionOf(node, predictor, best.merged, { ...given, groups: absorbed });
  const last = finalTest({ question: again, screened: screenTest(again), rank: logAdjusted });
  const finalAdjusted = Math.min(0, last.logP + last.logMultiplier);
  notes.push(smallNote);
  if (finalAdjusted > Math.log(settings.alphaSplit)) {
    notes.push("After that, the adjusted p is above the limit the split was chosen by.");
  }
  return {
    predictor: best.predictor,
    groups: absorbed,
    groupTallies: groupTallies(again),
    question: again,
    test: last,
    logAdjusted: finalAdjusted,
    atChoice: {
      groups: question.groups.length,
      logMultiplier: test.logMultiplier,
      logAdjusted,
    },
    notes: [...notes, ...last.notes],
  };
}

const smallNote = "A child that was too small joined its most alike sibling.";

const shortWords = ({ minChild, minFamilies }: TreeSettings): string =>
  `with fewer than ${minChild} rows${minFamilies > 0 ? ` or ${minFamilies} families` : ""}`;

function pWords(logP: number): string {
  const p = Math.exp(Math.min(0, logP));
  return p < 0.001 ? "below .001" : p > 0.9995 ? "above .999" : p.toFixed(3).replace(/^0/, "");
}
