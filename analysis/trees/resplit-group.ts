import { addTally } from "./group-test.ts";
import { type Grouping, tieTolerance } from "./grouping.ts";

/** Compounds of more categories than this are too many to part in every way. */
const mostCategories = 14;

/**
 * Splits a group of at least three categories again where its best split in two is significant: cut points of an
 * ordered predictor, all 2^(m − 1) − 1 ways of a nominal one, the smallest p, the first on ties.
 *
 * @returns Whether the group was split.
 */
export function resplitGroup(
  grouping: Grouping,
  group: number,
  ordered: boolean,
  alpha: number,
  notes: string[],
): boolean {
  const members = grouping.members[group] as number[];
  const count = members.length;
  if (count < 3) return false;
  if (!ordered && count > mostCategories) {
    const note = `Groups of more than ${mostCategories} categories were not tried for splitting again.`;
    if (!notes.includes(note)) notes.push(note);
    return false;
  }
  const { test, single } = grouping;
  const halves = new Float64Array(2 * test.width);
  let best: number[] | null = null;
  let bestLogP = Number.POSITIVE_INFINITY;
  const ways = ordered ? count - 1 : 2 ** (count - 1) - 1;
  for (let way = 0; way < ways; way++) {
    // The first member is always in the first part; `way` says which of the others are.
    const inFirst = (place: number): boolean =>
      ordered ? place <= way : place === 0 || ((way >> (place - 1)) & 1) === 1;
    halves.fill(0);
    members.forEach((member, place) => {
      addTally(single, member, halves, inFirst(place) ? 0 : 1, test.width);
    });
    const logP = test.pair(halves, 0, 1);
    if (logP < bestLogP - tieTolerance) {
      bestLogP = logP;
      best = members.filter((_, place) => inFirst(place));
    }
  }
  if (best === null || !(bestLogP <= Math.log(alpha))) return false;
  grouping.part(group, best);
  return true;
}
