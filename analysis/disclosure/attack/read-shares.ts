import type { Puzzle } from "./puzzle.ts";

/** A row of a table with its percentage, and the row that it is a percentage of. */
export interface PercentRow {
  readonly part: number;
  readonly whole: number;
  readonly percent: string;
  readonly count: string;
  readonly wholeCount: string;
  /** All printed counts that the whole is the sum of. */
  readonly parts: readonly string[];
}

/**
 * Percentages that tell more than the counts beside them: of counts before they were rounded, or of a count that
 * is hidden. Where each is the percentage of the two printed counts, they tell nothing new.
 */
export function readShares(rows: readonly PercentRow[], puzzle: Puzzle): void {
  const own = rows.filter(({ percent }) => /^\d+(\.\d+)?$/.test(percent));
  const isOf = (part: number, whole: number, percent: string): boolean =>
    whole > 0 &&
    Math.abs(Math.min(100, (100 * part) / whole) - Number(percent)) <= unit(percent) / 2 + 1e-9;
  const isPlain = own.every(({ percent, count, wholeCount, parts }) => {
    const sum = parts.reduce((total, part) => total + Number(part), 0);
    return [Number(wholeCount), sum].some((whole) => isOf(Number(count), whole, percent));
  });
  if (isPlain) return;
  for (const { part, whole, percent } of own) {
    const [value, half] = [Number(percent), unit(percent) / 2];
    puzzle.shares.push({
      part,
      whole,
      low: Math.max(0, value - half) / 100,
      high: (value + half) / 100,
    });
  }
}

/** 1 for a whole percentage, 0.1 with one decimal. */
const unit = (percent: string): number => 10 ** -(percent.split(".")[1] ?? "").length;

/**
 * Means of counts that show how few have any: the sum is the mean times the number, and no more can have any than
 * the sum.
 */
export function readNumbers(
  file: string,
  rows: readonly (readonly string[])[],
  puzzle: Puzzle,
): void {
  for (const [, unitWords = "", , variable = "", n = "", mean = ""] of rows) {
    const [value, high] = [Number(mean), puzzle.rangeOf(Number(n))[1]];
    const most = Math.floor((value + unit(mean) / 2) * high);
    if (Number.isNaN(most) || value < 0 || most >= puzzle.rules.threshold) continue;
    puzzle.few.push({ cell: `${unitWords} with any ${variable}`, file, most });
  }
}
