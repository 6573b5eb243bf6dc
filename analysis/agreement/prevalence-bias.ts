import {
  type AgreementMeasure,
  agreementRefusals,
  measured,
  symmetricInterval,
} from "./agreement-measure.ts";
import { pairTable } from "./agreement-sums.ts";
import { percentAgreement } from "./percent-agreement.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/**
 * Kappa adjusted for prevalence and bias: (q·pa − 1)/(q − 1), what kappa would be if all q values were equally
 * common for every coder. A plain rescaling of percent agreement, and so is its interval.
 *
 * When not to use alone: it says nothing about how common the values are; print it beside kappa.
 *
 * @example
 * pabak(ratingsFromTable([[45, 15], [25, 15]])).estimate // => 0.2
 * @see Byrt, Bishop and Carlin (1993), J. Clin. Epidemiol. 46, 423–429; Bennett, Alpert and Goldstein (1954), Public Opin. Q. 18, 303–308.
 */
export function pabak(ratings: RatingMatrix, level = 0.95): AgreementMeasure {
  const base = { method: "pabak", weights: null } as const;
  const q = ratings.categories.length;
  const percent = percentAgreement(ratings, level);
  if ("refused" in percent) return { ...percent, ...base };
  if (q < 2) return { ...base, ...agreementRefusals.oneCategory, n: percent.n };
  return {
    ...percent,
    ...base,
    estimate: rescaled(percent.estimate, q),
    standardError: percent.standardError === null ? null : (percent.standardError * q) / (q - 1),
    ciLow: percent.ciLow === null ? null : rescaled(percent.ciLow, q),
    ciHigh: percent.ciHigh === null ? null : rescaled(percent.ciHigh, q),
  };
}

const rescaled = (share: number, q: number): number => (q * share - 1) / (q - 1);

/**
 * The prevalence index of two coders and two values: (a − d)/n, from −1 to 1; far from 0, one value is much the
 * commoner among cases they agree on, and kappa is low for that reason alone.
 *
 * The interval is normal, from the multinomial variance of a − d. Byrt and others print its size without the sign.
 *
 * @example
 * prevalenceIndex(ratingsFromTable([[45, 15], [25, 15]])).estimate // => 0.3
 * @see Byrt, Bishop and Carlin (1993), J. Clin. Epidemiol. 46, 423–429.
 */
export function prevalenceIndex(ratings: RatingMatrix, level = 0.95): AgreementMeasure {
  return indexOf("prevalence-index", ratings, level);
}

/**
 * The bias index of two coders and two values: (b − c)/n, how much more often the first coder gave the first
 * value; from −1 to 1. Far from 0, the coders have different thresholds.
 *
 * The interval is normal, from the multinomial variance of b − c.
 *
 * @example
 * biasIndex(ratingsFromTable([[45, 15], [25, 15]])).estimate // => -0.1
 * @see Byrt, Bishop and Carlin (1993), J. Clin. Epidemiol. 46, 423–429.
 */
export function biasIndex(ratings: RatingMatrix, level = 0.95): AgreementMeasure {
  return indexOf("bias-index", ratings, level);
}

/** The two cells that an index sets against each other in a table of two values. */
const cells = { "prevalence-index": [0, 3], "bias-index": [1, 2] } as const;

/** An index from the table of two coders and two values; null without a case. */
export function indexOfTable(method: keyof typeof cells, table: Float64Array): number | null {
  const n = table.reduce((sum, count) => sum + count, 0);
  const [plus, minus] = cells[method];
  return n === 0 ? null : ((table[plus] as number) - (table[minus] as number)) / n;
}

function indexOf(
  method: keyof typeof cells,
  ratings: RatingMatrix,
  level: number,
): AgreementMeasure {
  const base = { method, weights: null } as const;
  const table = pairTable(ratings, 0, 1);
  const n = table.reduce((sum, count) => sum + count, 0);
  if (ratings.categories.length !== 2) {
    return {
      ...base,
      refused: "not-two-values",
      reason: "This index is for items with two values.",
      n,
    };
  }
  const estimate = indexOfTable(method, table);
  if (estimate === null) return { ...base, ...agreementRefusals.noOverlap, n };
  const [plus, minus] = cells[method];
  const share = ((table[plus] as number) + (table[minus] as number)) / n;
  return measured(
    { ...base, estimate, n },
    symmetricInterval("multinomial", estimate, Math.sqrt((share - estimate ** 2) / n), level),
    level,
  );
}
