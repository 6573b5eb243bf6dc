import { addTally, type GroupTest } from "./group-test.ts";
import { tieTolerance } from "./grouping.ts";
import type { PredictorType } from "./tree-data.ts";

/** What a group must have to stand as a child. */
export interface LeastGroup {
  readonly rows: number;
  readonly families: number;
  /** Families in each group, asked only where `families` is above nought. */
  readonly familiesOf: ((groups: readonly (readonly number[])[]) => ArrayLike<number>) | null;
}

/** Categories in groups, with what is needed to compare them. */
export interface GroupedCategories {
  readonly groups: readonly (readonly number[])[];
  readonly tallies: Float64Array;
  readonly size: number;
  readonly type: PredictorType;
  readonly test: GroupTest;
}

/**
 * Joins each group that is too small to its most alike allowable sibling, the smallest first: neighbours for an ordered
 * predictor. A group that is nothing but missing may join any, and any may join it; one that holds other
 * categories too keeps its place in the order.
 *
 * @param whole - `nearest`: the small group joins its own most alike sibling. `most-alike`: the most alike pair of all is
 *   joined, whichever it is, while more than two are left; null when a small group remains.
 */
export function absorbSmallGroups(
  given: GroupedCategories,
  least: LeastGroup,
  whole: "nearest" | "most-alike" = "nearest",
): readonly (readonly number[])[] | null {
  let groups = given.groups;
  for (;;) {
    const own = groupTallies({ ...given, groups });
    const sizes = groups.map((_, place) => given.test.size(own, place));
    const families =
      least.families > 0 && least.familiesOf !== null ? least.familiesOf(groups) : null;
    let small = -1;
    groups.forEach((_, place) => {
      const short =
        (sizes[place] as number) < least.rows ||
        (families !== null && (families[place] as number) < least.families);
      if (short && (small < 0 || (sizes[place] as number) < (sizes[small] as number)))
        small = place;
    });
    if (small < 0) return groups;
    if (whole === "most-alike") {
      if (groups.length <= 2) return null;
      groups = joinedPair(groups, mostAlike(given, groups, own, null));
    } else {
      if (groups.length < 2) return groups;
      groups = joinedPair(groups, mostAlike(given, groups, own, small));
    }
  }
}

/** Tallies of groups of categories. */
export function groupTallies({
  groups,
  tallies,
  test,
}: Pick<GroupedCategories, "groups" | "tallies" | "test">): Float64Array {
  const own = new Float64Array(groups.length * test.width);
  groups.forEach((group, place) => {
    for (const category of group) addTally(tallies, category, own, place, test.width);
  });
  return own;
}

/** The most alike allowable pair, of all or with one of the groups; the first in order on ties. */
function mostAlike(
  given: GroupedCategories,
  groups: readonly (readonly number[])[],
  own: Float64Array,
  withGroup: number | null,
): readonly [number, number] {
  const floats = given.type === "ordinal-floating";
  const onlyMissing = groups.map(
    (group) => floats && group.length === 1 && group[0] === given.size - 1,
  );
  let best: readonly [number, number] = [0, 1];
  let bestLogP = Number.NEGATIVE_INFINITY;
  let found = false;
  for (let a = 0; a < groups.length; a++) {
    for (let b = a + 1; b < groups.length; b++) {
      if (withGroup !== null && a !== withGroup && b !== withGroup) continue;
      // Groups stand in order and nothing but missing stands last, so neighbours are next to each other.
      const allowed =
        given.type === "nominal" ||
        b === a + 1 ||
        onlyMissing[a] === true ||
        onlyMissing[b] === true;
      if (!allowed) continue;
      const logP = given.test.pair(own, a, b);
      if (!found || logP > bestLogP + tieTolerance) {
        best = [a, b];
        bestLogP = logP;
        found = true;
      }
    }
  }
  return best;
}

function joinedPair(
  groups: readonly (readonly number[])[],
  [a, b]: readonly [number, number],
): readonly (readonly number[])[] {
  const union = [...(groups[a] as readonly number[]), ...(groups[b] as readonly number[])].sort(
    (x, y) => x - y,
  );
  return groups.flatMap((group, place) => (place === a ? [union] : place === b ? [] : [group]));
}
