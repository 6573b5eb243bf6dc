import { addTally, type GroupTest } from "./group-test.ts";
import { Grouping, tieTolerance } from "./grouping.ts";
import { resplitGroup } from "./resplit-group.ts";
import type { TreeSettings } from "./settings.ts";
import { SimilarPairs } from "./similar-pairs.ts";
import type { PredictorType } from "./tree-data.ts";

/** The groups a predictor's categories were merged into. */
export interface MergedCategories {
  /** Categories of each group in declared order; groups in the order of their first category, missing last. */
  readonly groups: readonly (readonly number[])[];
  /** Categories with rows in the node, the missing one counted. */
  readonly present: number;
  /** Does the missing category of an ordered predictor have rows here? */
  readonly floating: boolean;
  readonly notes: readonly string[];
}

export const tieNote = "Equal p-values among pairs of categories were settled by their order.";

/**
 * Merges the categories of a predictor in one node, on tallies alone.
 *
 * Standard CHAID joins the most alike allowable pair (largest p of the pair's own table) while its p exceeds
 * alphaMerge, and at least three groups are left; neighbours only, for ordered predictors. The exhaustive method joins
 * down to two groups and keeps the grouping whose whole-table p is smallest, the earliest on ties. A missing category
 * of an ordered predictor floats: the others are grouped first, then it joins the most alike group or stays alone,
 * whichever gives the smaller whole-table p, and joins on a tie.
 *
 * @param tallies - `tallies[category * test.width + k]` in the node; categories without rows do not count.
 * @returns null with fewer than two categories present.
 * @see Kass (1980), Applied Statistics 29; Biggs, de Ville and Suen (1991), J. Applied Statistics 18.
 */
export function mergeCategories(
  tallies: Float64Array,
  size: number,
  type: PredictorType,
  test: GroupTest,
  settings: TreeSettings,
): MergedCategories | null {
  const floats = type === "ordinal-floating" && test.size(tallies, size - 1) > 0;
  const solidEnd = type === "ordinal-floating" ? size - 1 : size;
  const solid: number[] = [];
  for (let category = 0; category < solidEnd; category++) {
    if (test.size(tallies, category) > 0) solid.push(category);
  }
  const present = solid.length + (floats ? 1 : 0);
  if (present < 2) return null;
  const { width } = test;
  // The missing category, when it floats, keeps the last place and is left out of the merging.
  const single = new Float64Array(present * width);
  solid.forEach((category, place) => {
    addTally(tallies, category, single, place, width);
  });
  if (floats) addTally(tallies, size - 1, single, solid.length, width);
  const grouping = new Grouping(single, present, test);
  const notes: string[] = [];
  if (floats) grouping.left.pop();
  if (settings.method === "chaid") standard(grouping, type !== "nominal", settings, notes);
  else exhaustive(grouping, type !== "nominal");
  if (floats) placeFloating(grouping, solid.length);
  if (grouping.tie) notes.unshift(tieNote);
  const categoryAt = (place: number): number =>
    floats && place === solid.length ? size - 1 : (solid[place] as number);
  return {
    groups: grouping.left.map((group) => (grouping.members[group] as number[]).map(categoryAt)),
    present,
    floating: floats,
    notes,
  };
}

function standard(
  grouping: Grouping,
  ordered: boolean,
  settings: TreeSettings,
  notes: string[],
): void {
  // Two categories are never merged by alpha: the split's own test decides.
  if (grouping.left.length <= 2) return;
  const logAlpha = Math.log(settings.alphaMerge);
  const pairs = new SimilarPairs(grouping, ordered);
  const seen = new Set<string>();
  while (grouping.left.length > 2) {
    const best = pairs.mostAlike();
    if (best === null || !(best.logP > logAlpha)) return;
    const union = pairs.merge(best);
    if (settings.alphaResplit <= 0) continue;
    if (!resplitGroup(grouping, union, ordered, settings.alphaResplit, notes)) continue;
    pairs.renew();
    const state = grouping.left.map((group) => grouping.members[group]?.join()).join(";");
    if (seen.has(state)) {
      notes.push("Merging and splitting again went in a circle, and was stopped.");
      return;
    }
    seen.add(state);
  }
}

function exhaustive(grouping: Grouping, ordered: boolean): void {
  if (grouping.left.length <= 2) return;
  const pairs = new SimilarPairs(grouping, ordered);
  const snapshot = (): number[][] =>
    grouping.left.map((g) => [...(grouping.members[g] as number[])]);
  let best = snapshot();
  let bestLogP = grouping.test.table(grouping.tallies, grouping.left).logP;
  while (grouping.left.length > 2) {
    const pair = pairs.mostAlike();
    if (pair === null) break;
    pairs.merge(pair);
    const { logP } = grouping.test.table(grouping.tallies, grouping.left);
    if (logP < bestLogP - tieTolerance) {
      bestLogP = logP;
      best = snapshot();
    }
  }
  grouping.restore(best);
}

function placeFloating(grouping: Grouping, missing: number): void {
  const { left, test, tallies } = grouping;
  let nearest = -1;
  let nearestLogP = Number.NEGATIVE_INFINITY;
  for (const group of left) {
    const logP = grouping.pair(group, missing);
    if (nearest >= 0 && Math.abs(logP - nearestLogP) <= tieTolerance) grouping.tie = true;
    else if (nearest < 0 || logP > nearestLogP) {
      nearest = group;
      nearestLogP = logP;
    }
  }
  const apart = test.table(tallies, [...left, missing]).logP;
  left.push(missing);
  if (left.length <= 2) return;
  grouping.join(nearest, missing);
  const together = test.table(tallies, left).logP;
  if (together <= apart + tieTolerance) return;
  grouping.part(nearest, grouping.members[nearest]?.filter((each) => each !== missing) ?? []);
}
