import { noncentralityFor, normalQuantile } from "../distributions/index.ts";
import { pearson } from "./chi-squared.ts";
import { type Contingency, marginsOf, withoutEmpty } from "./contingency.ts";
import { isRefused } from "./test-result.ts";
import { wilson } from "./wilson.ts";

/** The size of an association, or why there is none. */
export type EffectResult = ComputedEffect | RefusedEffect;

export interface ComputedEffect {
  readonly method: string;
  readonly estimate: number;
  readonly standardError?: number;
  /** The interval that takes brothers and sisters for strangers. */
  readonly ciLow?: number;
  readonly ciHigh?: number;
  readonly ciLevel?: number;
  /** The interval that respects families, where rows come in families. */
  readonly familyCiLow?: number;
  readonly familyCiHigh?: number;
  readonly familyCiMethod?: string;
  /** The level compared, and the one it is compared with, where an effect is of two of them. */
  readonly group?: string;
  readonly against?: string;
  readonly note?: string;
}

export interface RefusedEffect {
  readonly method: string;
  readonly group?: string;
  readonly against?: string;
  readonly refused: string;
  readonly reason: string;
}

/** Said of an interval that would end below its estimate. */
export const cutShort =
  "The table is more even than chance makes most tables, so the interval is cut short at V: no sign of an association, and no measure of how sure that is.";

/**
 * Cramér's V with an interval from the noncentral chi-squared distribution.
 *
 * V = √(X²/(n·(k − 1))), k the smaller of rows and columns; each limit is the noncentrality at which X² would
 * be just that extreme, turned into V. The interval may begin at 0, where V cannot go below.
 *
 * @example
 * cramersV(contingency([[21, 13], [28, 4], [5, 16]])).estimate // => 0.5011281353
 * @see Smithson (2003), Confidence Intervals, chapter 6; Cramér (1946).
 */
export function cramersV(table: Contingency, level = 0.95): EffectResult {
  const kept = withoutEmpty(table);
  const test = pearson(kept);
  if (isRefused(test)) return { method: "cramers-v", refused: test.refused, reason: test.reason };
  const { total } = marginsOf(kept);
  const smaller = Math.min(kept.rows, kept.columns) - 1;
  const df = (kept.rows - 1) * (kept.columns - 1);
  const x2 = test.statistic as number;
  const asV = (ncp: number): number => Math.min(1, Math.sqrt(ncp / (total * smaller)));
  const tail = (1 - level) / 2;
  const estimate = Math.min(1, Math.sqrt(x2 / (total * smaller)));
  const high = asV(noncentralityFor(x2, df, tail));
  return {
    method: "cramers-v",
    estimate,
    ciLow: asV(noncentralityFor(x2, df, 1 - tail)),
    ciHigh: Math.max(estimate, high),
    ciLevel: level,
    ...(high >= estimate ? {} : { note: cutShort }),
  };
}

/**
 * Cramér's V with its small-sample bias taken out: √(φ̃²/min(k̃, r̃) − 1), never below 0.
 *
 * @example
 * biasCorrectedV(contingency([[21, 13], [28, 4], [5, 16]])).estimate // => 0.4801608687
 * @see Bergsma (2013), J. Korean Stat. Soc. 42, 323–328.
 */
export function biasCorrectedV(table: Contingency): EffectResult {
  const kept = withoutEmpty(table);
  const test = pearson(kept);
  if (isRefused(test)) {
    return { method: "cramers-v-bias-corrected", refused: test.refused, reason: test.reason };
  }
  const { total } = marginsOf(kept);
  const phi2 = (test.statistic as number) / total;
  const corrected = Math.max(0, phi2 - ((kept.rows - 1) * (kept.columns - 1)) / (total - 1));
  const rows = kept.rows - (kept.rows - 1) ** 2 / (total - 1);
  const columns = kept.columns - (kept.columns - 1) ** 2 / (total - 1);
  const scale = Math.min(rows, columns) - 1;
  if (!(scale > 0)) {
    return {
      method: "cramers-v-bias-corrected",
      refused: "too-few-rows",
      reason: "There are too few rows for so many levels to take the bias out.",
    };
  }
  return {
    method: "cramers-v-bias-corrected",
    estimate: Math.min(1, Math.sqrt(corrected / scale)),
  };
}

/** The four cells of a 2 × 2 table: rows exposed and not, columns event and not. */
type Cells = readonly [a: number, b: number, c: number, d: number];

function cellsOf(method: string, table: Contingency): Cells | RefusedEffect {
  if (table.rows !== 2 || table.columns !== 2) {
    return { method, refused: "not-2-by-2", reason: "This effect needs two rows and two columns." };
  }
  const [a, b, c, d] = table.counts as unknown as [number, number, number, number];
  if (a + b === 0 || c + d === 0) {
    return { method, refused: "empty-group", reason: "One of the two groups has nobody in it." };
  }
  return [a, b, c, d];
}

/**
 * The odds ratio of a 2 × 2 table, ad/bc, with Woolf's interval. With a cell of nought it is refused: the
 * ratio is 0 or infinite, and the percentages say more.
 *
 * @example
 * oddsRatio(contingency([[49, 17], [5, 16]])).estimate // => 9.223529412
 * @see Woolf (1955), Ann. Hum. Genet. 19, 251–253.
 */
export function oddsRatio(table: Contingency, level = 0.95): EffectResult {
  const cells = cellsOf("odds-ratio", table);
  if ("refused" in cells) return cells;
  const [a, b, c, d] = cells;
  if (a * b * c * d === 0) {
    return {
      method: "odds-ratio",
      refused: "zero-cell",
      reason:
        "A cell is nought, so the odds ratio is 0 or infinite: compare the percentages, or use the risk difference.",
    };
  }
  return onLogScale(
    "odds-ratio",
    Math.log((a * d) / (b * c)),
    Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d),
    level,
  );
}

/**
 * The risk ratio of a 2 × 2 table, the first row's share over the second's, with the log interval.
 *
 * @example
 * riskRatio(contingency([[49, 17], [5, 16]])).estimate // => 3.118181818
 * @see Katz et al. (1978), Biometrics 34, 469–474.
 */
export function riskRatio(table: Contingency, level = 0.95): EffectResult {
  const cells = cellsOf("risk-ratio", table);
  if ("refused" in cells) return cells;
  const [a, b, c, d] = cells;
  if (a === 0 || c === 0) {
    return {
      method: "risk-ratio",
      refused: "zero-cell",
      reason: "One group has no event, so the ratio is 0 or infinite: use the risk difference.",
    };
  }
  const error = Math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d));
  return onLogScale("risk-ratio", Math.log(a / (a + b) / (c / (c + d))), error, level);
}

/**
 * The risk difference of a 2 × 2 table, with Newcombe's hybrid-score interval, which holds for small groups
 * and cells of nought.
 *
 * @example
 * riskDifference(contingency([[16, 16], [10, 30]])).estimate // => 0.25
 * @see Newcombe (1998), Stat. Med. 17, 873–890, method 10.
 */
export function riskDifference(table: Contingency, level = 0.95): EffectResult {
  const cells = cellsOf("risk-difference", table);
  if ("refused" in cells) return cells;
  const [a, b, c, d] = cells;
  const first = wilson(a, a + b, level);
  const second = wilson(c, c + d, level);
  const difference = first.estimate - second.estimate;
  return {
    method: "risk-difference",
    estimate: difference,
    ciLow:
      difference -
      Math.sqrt((first.estimate - first.ciLow) ** 2 + (second.ciHigh - second.estimate) ** 2),
    ciHigh:
      difference +
      Math.sqrt((first.ciHigh - first.estimate) ** 2 + (second.estimate - second.ciLow) ** 2),
    ciLevel: level,
  };
}

/**
 * Phi of a 2 × 2 table: the correlation of two yes/no variables, with its sign.
 *
 * @example
 * phi(contingency([[21, 13], [28, 4]])).estimate // => -0.2941176471
 */
export function phi(table: Contingency): EffectResult {
  const cells = cellsOf("phi", table);
  if ("refused" in cells) return cells;
  const [a, b, c, d] = cells;
  const scale = Math.sqrt((a + b) * (c + d) * (a + c) * (b + d));
  if (scale === 0) {
    return {
      method: "phi",
      refused: "one-level",
      reason: "One of the variables has a single value.",
    };
  }
  return { method: "phi", estimate: (a * d - b * c) / scale };
}

function onLogScale(method: string, log: number, error: number, level: number): ComputedEffect {
  const z = normalQuantile(1 - (1 - level) / 2);
  return {
    method,
    estimate: Math.exp(log),
    ciLow: Math.exp(log - z * error),
    ciHigh: Math.exp(log + z * error),
    ciLevel: level,
  };
}
