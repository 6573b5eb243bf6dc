import { goodman } from "../association/simultaneous-shares.ts";
import type { FrequencyTable } from "./frequency-table.ts";

/** Intervals of a variable's shares that hold together. */
export interface SimultaneousIntervals {
  readonly method: "goodman";
  readonly ciLevel: number;
  readonly rows: readonly {
    readonly value: string;
    readonly ciLow: number | null;
    readonly ciHigh: number | null;
    /** With the sample size divided by the design effect; null without families. */
    readonly familyCiLow: number | null;
    readonly familyCiHigh: number | null;
  }[];
}

/**
 * Goodman's intervals for all shares of a frequency table at once: with the stated level, every one of them holds. Use
 * them to read several values of one variable side by side; for one value fixed beforehand its own interval is
 * narrower. With families, n is divided by each value's design effect, as in the plain intervals.
 *
 * @returns Limits of null where nobody's answer is known.
 * @example
 * simultaneousIntervals(frequencyTable(dataset([categoricalColumn("a", ["x", "y"])]), categoricalColumn("a", ["x", "y"]))).rows[0].ciLow // => 0.07713555801
 * @see Goodman (1965), Technometrics 7, 247–254.
 */
export function simultaneousIntervals(table: FrequencyTable, level = 0.95): SimultaneousIntervals {
  const categories = table.rows.length;
  return {
    method: "goodman",
    ciLevel: level,
    rows: table.rows.map(({ value, count, n, share, designEffect, familyCiLow }) => {
      if (share === null) {
        return { value, ciLow: null, ciHigh: null, familyCiLow: null, familyCiHigh: null };
      }
      const effective = n / Math.max(1, designEffect ?? 1);
      const family =
        familyCiLow === null ? null : goodman(share * effective, effective, categories, level);
      return {
        value,
        ...goodman(count, n, categories, level),
        familyCiLow: family?.ciLow ?? null,
        familyCiHigh: family?.ciHigh ?? null,
      };
    }),
  };
}
