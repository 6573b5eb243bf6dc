import { wilson } from "../association/wilson.ts";

/** A share of a group, with its interval; null where the group is empty. */
export interface Share {
  /** How many have the property; weighted where the data are. */
  readonly count: number;
  /** How many could have it: the valid n. */
  readonly n: number;
  /** From 0 to 1, or null when n is 0. */
  readonly share: number | null;
  /** Wilson score interval for the share. */
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** How many families stand behind `count`; null when the data name no families. */
  readonly families: number | null;
  /**
   * The interval with the sample size divided by the design effect, so that siblings who are alike
   * count for less; null without families.
   */
  readonly familyCiLow: number | null;
  readonly familyCiHigh: number | null;
  /** Variance with families kept whole over variance with children taken singly; at least 1 is used. */
  readonly designEffect: number | null;
}

/**
 * The share of rows that have a property, among those where it is known, with its Wilson interval
 * and, where the data name families, one that respects them.
 *
 * The design effect is v / (p(1 − p)/n), where v = f/(f − 1) · Σ (count_j − p·n_j)² / n² over the f
 * families; the family interval is Wilson's with n / max(1, design effect) rows.
 *
 * @param has - 1 where the row has the property, 0 where not, negative where not known.
 * @param families - The family number of each row and how many there are, or null.
 * @param weights - Frequencies of rows, or null.
 * @example
 * shareOf(Int8Array.of(1, 0, 0, -1), null, null).share // => 1 / 3
 * @see Korn and Graubard (1998), Survey Methodology 24(2): effective sample size in intervals.
 */
export function shareOf(
  has: ArrayLike<number>,
  families: { readonly of: Int32Array; readonly count: number } | null,
  weights: Float64Array | null,
  level = 0.95,
): Share {
  let count = 0;
  let n = 0;
  const familyCount = families === null ? null : new Float64Array(families.count);
  const familyN = families === null ? null : new Float64Array(families.count);
  for (let row = 0; row < has.length; row++) {
    const value = has[row] as number;
    if (value < 0) continue;
    const weight = weights === null ? 1 : (weights[row] as number);
    n += weight;
    if (value > 0) count += weight;
    if (familyN !== null && familyCount !== null && families !== null) {
      const family = families.of[row] as number;
      familyN[family] = (familyN[family] as number) + weight;
      if (value > 0) familyCount[family] = (familyCount[family] as number) + weight;
    }
  }
  if (n === 0) return emptyShare;
  const share = count / n;
  const interval = wilson(count, n, level);
  if (familyN === null || familyCount === null) {
    return {
      ...emptyShare,
      count,
      n,
      share,
      ciLow: interval.ciLow,
      ciHigh: interval.ciHigh,
    };
  }
  const { withAny, designEffect } = clustering(familyCount, familyN, share, n);
  const effective = n / Math.max(1, designEffect ?? 1);
  const family = wilson(share * effective, effective, level);
  return {
    count,
    n,
    share,
    ciLow: interval.ciLow,
    ciHigh: interval.ciHigh,
    families: withAny,
    familyCiLow: family.ciLow,
    familyCiHigh: family.ciHigh,
    designEffect,
  };
}

const emptyShare: Share = {
  count: 0,
  n: 0,
  share: null,
  ciLow: null,
  ciHigh: null,
  families: null,
  familyCiLow: null,
  familyCiHigh: null,
  designEffect: null,
};

function clustering(
  familyCount: Float64Array,
  familyN: Float64Array,
  share: number,
  n: number,
): { withAny: number; designEffect: number | null } {
  let withAny = 0;
  let present = 0;
  let squares = 0;
  for (let family = 0; family < familyN.length; family++) {
    const size = familyN[family] as number;
    if (size === 0) continue;
    present++;
    const yes = familyCount[family] as number;
    if (yes > 0) withAny++;
    squares += (yes - share * size) ** 2;
  }
  const single = (share * (1 - share)) / n;
  if (present < 2 || single === 0) return { withAny, designEffect: null };
  return { withAny, designEffect: ((present / (present - 1)) * squares) / n ** 2 / single };
}
