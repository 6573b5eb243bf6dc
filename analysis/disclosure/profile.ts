/** A named set of disclosure rules, read from YAML; docs/disclosure.md explains each line. */
export interface Profile {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  /** The smallest count that may be shown: counts from 1 to one less are hidden. */
  readonly threshold: number;
  /** What becomes of a count of nought. */
  readonly zeros: "shown" | "hidden" | "hidden-if-sensitive";
  /** Counts that are shown are rounded to the nearest multiple; 1 leaves them. */
  readonly roundTo: number;
  /** A cell needs at least so many families behind it. */
  readonly minimumFamilies: number;
  /** What stands in place of a hidden count. */
  readonly symbol: string;
  /** Least residual degrees of freedom for a model. */
  readonly residualDf: number;
  /** Most parameters a model may have, as a share of its rows. */
  readonly parameterShare: number;
  /** Least children in a tree's parent and child nodes, as multiples of the threshold. */
  readonly treeParent: number;
  readonly treeChild: number;
  /** Are authorities shown by letter unless the study allows names? */
  readonly letterAuthorities: boolean;
}

/**
 * A count as it may be shown: rounded to the profile's base, halves up.
 *
 * @example
 * roundedCount(12, 5) // => 10
 * @example
 * roundedCount(13, 5) // => 15
 */
export function roundedCount(count: number, base: number): number {
  return base <= 1 ? count : Math.floor(count / base + 0.5) * base;
}
