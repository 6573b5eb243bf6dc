import { InputError } from "../input-error.ts";

/** Whether a printed percentage can come from its count and base. */
export interface PercentageVerdict {
  readonly count: number | null;
  readonly n: number;
  readonly printed: number;
  readonly decimals: number;
  readonly verdict: "ok" | "ok only if truncated" | "mismatch" | "impossible";
  /** The true percentage, or null when no count is given. */
  readonly percentage: number | null;
  /** Counts of this base that give the printed percentage. */
  readonly possibleCounts: readonly number[];
  /** Bases near this one from which the count gives the printed percentage. */
  readonly possibleBases: readonly number[];
}

/** Rounds count/n to a whole number of steps (halves up), in whole numbers so that halves are exact. */
const rounded = (count: number, n: number, scale: number): number =>
  Math.floor((2 * 100 * scale * count + n) / (2 * n));
const cut = (count: number, n: number, scale: number): number =>
  Math.floor((100 * scale * count) / n);

/**
 * Compares a printed percentage with count and base: ok; ok only if truncated; mismatch; or impossible
 * when no count is given and none of that base rounds to it.
 *
 * @param count - The printed count, or null when only a percentage and its base are printed.
 * @param printed - As printed: "86" or "45.9"; its decimals say how it was rounded.
 * @throws {InputError} `bad-percentage`
 * @example
 * checkPercentage(106, 131, "86").verdict // => "mismatch"
 * @example
 * checkPercentage(28, 32, "87").verdict // => "ok only if truncated"
 * @example
 * checkPercentage(null, 75, "42").verdict // => "impossible"
 */
export function checkPercentage(
  count: number | null,
  n: number,
  printed: string,
): PercentageVerdict {
  if (
    !/^\d{1,3}(\.\d{1,6})?$/.test(printed) ||
    !Number.isSafeInteger(n) ||
    n < 1 ||
    n > 10_000_000 ||
    (count !== null && (!Number.isSafeInteger(count) || count < 0 || count > n))
  ) {
    throw new InputError(
      "bad-percentage",
      "A percentage is checked as COUNT/BASE=PERCENT, such as 106/131=86.",
      "The count must be a whole number from 0 to the base; leave it out as in /75=42.",
    );
  }
  const decimals = printed.split(".")[1]?.length ?? 0;
  const scale = 10 ** decimals;
  const target = Math.round(Number(printed) * scale);
  const near = Math.round((target * n) / (100 * scale));
  const around = [-2, -1, 0, 1, 2].map((step) => near + step).filter((c) => c >= 0 && c <= n);
  const possibleCounts = around.filter((c) => rounded(c, n, scale) === target);
  const possibleBases: number[] = [];
  if (count !== null && count > 0) {
    const base = target === 0 ? n : Math.round((100 * scale * count) / target);
    for (let b = Math.max(count, base - 2); b <= base + 2; b++) {
      if (rounded(count, b, scale) === target) possibleBases.push(b);
    }
  }
  const verdict =
    count === null
      ? possibleCounts.length > 0
        ? "ok"
        : "impossible"
      : rounded(count, n, scale) === target
        ? "ok"
        : cut(count, n, scale) === target
          ? "ok only if truncated"
          : "mismatch";
  const percentage = count === null ? null : (100 * count) / n;
  return {
    count,
    n,
    printed: Number(printed),
    decimals,
    verdict,
    percentage,
    possibleCounts,
    possibleBases,
  };
}

/**
 * All ways to divide a base into counts that round to the printed percentages, in the printed order.
 *
 * @example
 * partitionsFitting(104, [25, 25, 26, 24]) // => [[26, 26, 27, 25]]
 */
export function partitionsFitting(n: number, percentages: readonly number[]): number[][] {
  const choices = percentages.map((p) => checkPercentage(null, n, String(p)).possibleCounts);
  const found: number[][] = [];
  const go = (index: number, left: number, sofar: readonly number[]): void => {
    if (found.length >= 1000) return;
    if (index === choices.length) {
      if (left === 0) found.push([...sofar]);
      return;
    }
    for (const count of choices[index] ?? []) {
      if (count <= left) go(index + 1, left - count, [...sofar, count]);
    }
  };
  go(0, n, []);
  return found;
}
