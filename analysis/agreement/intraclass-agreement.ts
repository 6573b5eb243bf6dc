import { fQuantile } from "../distributions/index.ts";
import {
  type AgreementInterval,
  type AgreementMeasure,
  agreementRefusals,
  measured,
  type RefusedAgreementInterval,
} from "./agreement-measure.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/** Mean squares of cases × coders: between cases, between coders, and what is left. */
interface MeanSquares {
  readonly n: number;
  readonly coders: number;
  readonly cases: number;
  readonly between: number;
  readonly error: number;
}

/**
 * ICC(2,1) from the ratings, or null where nothing varies.
 *
 * @param frequencies - How often each case counts.
 */
export function intraclassOf(
  ratings: RatingMatrix,
  frequencies: Float64Array | null,
): number | null {
  const squares = meanSquares(ratings, frequencies);
  return squares.n <= 1 ? null : intraclass(squares);
}

/**
 * The intraclass correlation ICC(2,1): absolute agreement of single ratings, cases and coders both taken as
 * samples: (MSB − MSE)/(MSB + (k − 1)·MSE + k(MSC − MSE)/n), with the interval of Shrout and Fleiss.
 *
 * Only cases rated by every coder count. When not to use: values that are not numbers, or coders who differ from
 * case to case.
 *
 * @example
 * intraclassAgreement(ratingMatrix({ A: ["9", "6", "8", "7", "10", "6"], B: ["2", "1", "4", "1", "5", "2"], C: ["5", "3", "6", "2", "6", "4"], D: ["8", "2", "8", "6", "9", "7"] }, { interval: true })).estimate // => 0.2897637795
 * @see Shrout and Fleiss (1979), Psychological Bulletin 86, 420–428; McGraw and Wong (1996), Psychol. Methods 1, 30–46.
 */
export function intraclassAgreement(ratings: RatingMatrix, level = 0.95): AgreementMeasure {
  const base = { method: "icc-2-1", weights: null } as const;
  if (ratings.scores === null) {
    return {
      ...base,
      refused: "not-interval",
      reason: "An intraclass correlation needs numbers: use weighted kappa for values in order.",
      n: 0,
    };
  }
  const squares = meanSquares(ratings, ratings.frequencies);
  const { n } = squares;
  if (n === 0) {
    return {
      ...base,
      refused: "no-overlap",
      reason:
        "No case was rated by every coder: use Krippendorff's alpha, which takes missing ratings.",
      n,
    };
  }
  if (n <= 1) return { ...base, ...agreementRefusals.oneCase, n };
  const estimate = intraclass(squares);
  if (estimate === null) return { ...base, ...agreementRefusals.noVariation, n };
  return measured({ ...base, estimate, n }, shroutFleiss(squares, estimate, level), level);
}

function intraclass({ n, coders: k, cases, between, error }: MeanSquares): number | null {
  const below = cases + (k - 1) * error + (k * (between - error)) / n;
  return below > 0 ? (cases - error) / below : null;
}

function meanSquares(ratings: RatingMatrix, frequencies: Float64Array | null): MeanSquares {
  const k = ratings.coders.length;
  const scores = ratings.scores as Float64Array;
  const complete: number[] = [];
  for (let row = 0; row < ratings.cases; row++) {
    let all = k >= 2;
    for (let at = row * k; at < (row + 1) * k; at++)
      if ((ratings.codes[at] as number) < 0) all = false;
    if (all) complete.push(row);
  }
  const weightOf = (row: number): number =>
    frequencies === null ? 1 : (frequencies[row] as number);
  const score = (row: number, coder: number): number =>
    scores[ratings.codes[row * k + coder] as number] as number;
  const coderMean = new Float64Array(k);
  let n = 0;
  for (const row of complete) {
    n += weightOf(row);
    for (let coder = 0; coder < k; coder++) coderMean[coder]! += weightOf(row) * score(row, coder);
  }
  if (n <= 1) return { n, coders: k, cases: 0, between: 0, error: 0 };
  for (let coder = 0; coder < k; coder++) coderMean[coder]! /= n;
  const grand = coderMean.reduce((sum, mean) => sum + mean, 0) / k;
  let cases = 0;
  let error = 0;
  for (const row of complete) {
    let mean = 0;
    for (let coder = 0; coder < k; coder++) mean += score(row, coder) / k;
    cases += weightOf(row) * k * (mean - grand) ** 2;
    for (let coder = 0; coder < k; coder++)
      error +=
        weightOf(row) * (score(row, coder) - mean - (coderMean[coder] as number) + grand) ** 2;
  }
  const between = coderMean.reduce((sum, mean) => sum + n * (mean - grand) ** 2, 0);
  return {
    n,
    coders: k,
    cases: cases / (n - 1),
    between: between / (k - 1),
    error: error / ((n - 1) * (k - 1)),
  };
}

function shroutFleiss(
  { n, coders: k, cases, between, error }: MeanSquares,
  icc: number,
  level: number,
): AgreementInterval | RefusedAgreementInterval {
  if (!(error > 1e-12 * (cases + between))) {
    return {
      refused: "no-spread",
      reason:
        "Coders differ by the same amount on every case, so the measure has no spread to make an interval from.",
    };
  }
  const p = 1 - (1 - level) / 2;
  const f = between / error;
  const pull = n * (1 + (k - 1) * icc) - k * icc;
  const df =
    ((k - 1) * (n - 1) * (k * icc * f + pull) ** 2) / ((n - 1) * (k * icc * f) ** 2 + pull ** 2);
  if (!(df > 1e-6)) {
    return {
      refused: "too-few-cases",
      reason: "There are too few cases for an interval of the intraclass correlation: rate more.",
    };
  }
  const below = k * between + (k * n - k - n) * error;
  const upper = fQuantile(p, n - 1, df);
  const lower = fQuantile(p, df, n - 1);
  return {
    interval: "shrout-fleiss",
    standardError: null,
    ciLow: (n * (cases - upper * error)) / (upper * below + n * cases),
    ciHigh: (n * (lower * cases - error)) / (below + n * lower * cases),
    ciLevel: level,
  };
}
