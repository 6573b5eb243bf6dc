/** How far a share may lie from the truth because some values are not known. */
export interface ShareBounds {
  /** Of those known; null when nothing is. */
  readonly share: number | null;
  /** If nobody whose value is missing had the property. */
  readonly least: number | null;
  /** If everybody whose value is missing had it. */
  readonly most: number | null;
  readonly count: number;
  readonly n: number;
  readonly nMissing: number;
}

/**
 * The share of those who are known, and the least and the most it could be for all: count/(n + missing) and
 * (count + missing)/(n + missing). No assumption is made about why values are missing, so that no method of
 * filling them in can leave these bounds.
 *
 * When not to use: as an interval. It holds for these children, and says nothing of chance.
 *
 * @example
 * shareBounds(6, 8, 2) // => { share: 0.75, least: 0.6, most: 0.8, count: 6, n: 8, nMissing: 2 }
 * @see Horowitz and Manski (2000), Journal of the American Statistical Association 95: 77-84.
 */
export function shareBounds(count: number, n: number, nMissing: number): ShareBounds {
  const all = n + nMissing;
  return {
    share: n === 0 ? null : count / n,
    least: all === 0 ? null : count / all,
    most: all === 0 ? null : (count + nMissing) / all,
    count,
    n,
    nMissing,
  };
}
