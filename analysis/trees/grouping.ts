import { addTally, type GroupTest } from "./group-test.ts";

/** Log p-values closer than this count as tied. */
export const tieTolerance = 1e-9;

/**
 * Categories being put into groups: the tally of every group, its members, and which groups are left. Groups stand in
 * the order of their first member; a group that has joined another is gone.
 */
export class Grouping {
  readonly test: GroupTest;
  /** Tallies of the single categories, in the order of the predictor. */
  readonly single: Float64Array;
  readonly tallies: Float64Array;
  /** Members of each group, as places in `single`, ascending. */
  readonly members: number[][];
  /** Groups that are left, by their place, ascending. */
  readonly left: number[];
  /** Was a tie between pairs settled by their order? */
  tie = false;

  constructor(single: Float64Array, count: number, test: GroupTest) {
    this.test = test;
    this.single = single;
    this.tallies = single.slice();
    this.members = Array.from({ length: count }, (_, category) => [category]);
    this.left = Array.from({ length: count }, (_, category) => category);
  }

  /** Puts group `b` into group `a`; the earlier place is kept. Gives the place of the union. */
  join(a: number, b: number): number {
    const [kept, gone] = a < b ? [a, b] : [b, a];
    addTally(this.tallies, gone, this.tallies, kept, this.test.width);
    this.members[kept] = [
      ...(this.members[kept] as number[]),
      ...(this.members[gone] as number[]),
    ].sort((x, y) => x - y);
    this.members[gone] = [];
    this.left.splice(this.left.indexOf(gone), 1);
    return kept;
  }

  /** Parts a group in two; each part stands at its own first member. */
  part(group: number, part: readonly number[]): void {
    const rest = (this.members[group] as number[]).filter((each) => !part.includes(each));
    this.left.splice(this.left.indexOf(group), 1);
    this.members[group] = [];
    for (const own of [part, rest]) {
      const place = own[0] as number;
      this.members[place] = [...own];
      this.#tallyAnew(place);
      this.left.push(place);
    }
    this.left.sort((a, b) => a - b);
  }

  /** Goes back to an earlier grouping. */
  restore(groups: readonly (readonly number[])[]): void {
    this.left.length = 0;
    for (const own of groups) {
      const place = own[0] as number;
      this.members[place] = [...own];
      this.#tallyAnew(place);
      this.left.push(place);
    }
  }

  #tallyAnew(place: number): void {
    const { width } = this.test;
    this.tallies.fill(0, place * width, (place + 1) * width);
    for (const member of this.members[place] as number[]) {
      addTally(this.single, member, this.tallies, place, width);
    }
  }

  size(group: number): number {
    return this.test.size(this.tallies, group);
  }

  pair(a: number, b: number): number {
    return this.test.pair(this.tallies, a, b);
  }
}
