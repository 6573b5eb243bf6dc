/** A test of groups against the outcome. */
export interface TableTest {
  readonly method: string;
  readonly statistic: number;
  readonly df: number;
  readonly df2?: number;
  readonly logP: number;
}

/**
 * How groups of rows are compared. All that a comparison needs of a group is its tally, `width` numbers: the counts of
 * the classes, or number, sum and sum of squares. Tallies of groups that are put together add up.
 */
export interface GroupTest {
  readonly width: number;
  /** Rows, by weight, in a group. */
  readonly size: (tallies: Float64Array, group: number) => number;
  /** log p of the two groups' own table. */
  readonly pair: (tallies: Float64Array, a: number, b: number) => number;
  /** The test of several groups, by their places in `tallies`. */
  readonly table: (tallies: Float64Array, groups: ArrayLike<number>) => TableTest;
}

/** Adds the tally of one group to another. */
export function addTally(
  from: Float64Array,
  fromGroup: number,
  to: Float64Array,
  toGroup: number,
  width: number,
): void {
  for (let k = 0; k < width; k++) {
    const at = toGroup * width + k;
    to[at] = (to[at] as number) + (from[fromGroup * width + k] as number);
  }
}
