import { normalQuantile, tQuantile } from "../distributions/index.ts";

/** A measure of agreement with its interval, or why there is none. */
export type AgreementMeasure = ComputedAgreement | RefusedAgreement;

/** An interval and the way it was made. */
export interface AgreementInterval {
  /** Which variance, or "family-bootstrap" and the like. */
  readonly interval: string;
  readonly standardError: number | null;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
  readonly seed?: number;
  readonly replications?: number;
  /** Draws in which the measure did not exist; left out. */
  readonly undefinedDraws?: number;
}

/** Why an estimate has no interval. */
export interface RefusedAgreementInterval {
  readonly refused: string;
  readonly reason: string;
}

export interface ComputedAgreement {
  readonly method: AgreementMethod;
  /** How pairs of values were weighted; null for measures without weights. */
  readonly weights: string | null;
  readonly estimate: number;
  readonly standardError: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly ciLevel: number;
  readonly interval: string | null;
  /** Why there is no interval. */
  readonly intervalReason: string | null;
  /** Cases the measure rests on. */
  readonly n: number;
  readonly respectsFamilies: boolean;
  readonly families?: number;
  readonly seed?: number;
  readonly replications?: number;
  readonly undefinedDraws?: number;
  readonly note?: string;
  /** The interval that takes cases as independent, where the one above respects families. */
  readonly naive?: AgreementInterval;
}

export interface RefusedAgreement {
  readonly method: AgreementMethod;
  readonly weights: string | null;
  readonly refused: string;
  /** What is the matter and what to do instead. */
  readonly reason: string;
  readonly n: number;
}

export type AgreementMethod =
  | "percent-agreement"
  | "cohen-kappa"
  | "weighted-kappa"
  | "fleiss-kappa"
  | "gwet-ac1"
  | "gwet-ac2"
  | "krippendorff-alpha"
  | "icc-2-1"
  | "pabak"
  | "prevalence-index"
  | "bias-index";

/**
 * Was a measure of agreement refused?
 *
 * @example
 * isRefusedMeasure({ method: "pabak", weights: null, refused: "no-overlap", reason: "", n: 0 }) // => true
 */
export function isRefusedMeasure(measure: AgreementMeasure): measure is RefusedAgreement {
  return "refused" in measure;
}

/** A measure with its interval, or with the reason that it has none. */
export function measured(
  what: Pick<ComputedAgreement, "method" | "weights" | "estimate" | "n" | "note">,
  interval: AgreementInterval | RefusedAgreementInterval,
  level: number,
): ComputedAgreement {
  const base = { ...what, respectsFamilies: false };
  return "refused" in interval
    ? {
        ...base,
        standardError: null,
        ciLow: null,
        ciHigh: null,
        ciLevel: level,
        interval: null,
        intervalReason: interval.reason,
      }
    : { ...base, intervalReason: null, ...interval };
}

/**
 * An interval from a standard error, cut at 1, which no measure can pass, and at −1, which only a weighted
 * measure of nearly opposite values can. A standard error of nought is no certainty: it is refused.
 *
 * @param df - Degrees of freedom of Student's t; without them, the normal distribution.
 */
export function symmetricInterval(
  name: string,
  estimate: number,
  standardError: number,
  level: number,
  df: number | null = null,
): AgreementInterval | RefusedAgreementInterval {
  if (!(standardError > 1e-7)) {
    return {
      refused: "no-spread",
      reason:
        "The standard error is nought, so this measure says nothing about chance; read the interval of percent agreement.",
    };
  }
  const p = 1 - (1 - level) / 2;
  const reach = (df === null ? normalQuantile(p) : tQuantile(p, df)) * standardError;
  return {
    interval: name,
    standardError,
    ciLow: Math.max(Math.min(-1, estimate), estimate - reach),
    ciHigh: Math.min(1, estimate + reach),
    ciLevel: level,
  };
}

/** The refusals that measures share. */
export const agreementRefusals = {
  noOverlap: {
    refused: "no-overlap",
    reason:
      "No case was rated by two coders: have some cases coded twice, or check that the coders' rows name the same case.",
  },
  oneCase: {
    refused: "one-case",
    reason: "Only one case was rated by two coders: chance-corrected agreement needs at least two.",
  },
  noVariation: {
    refused: "no-variation",
    reason:
      "Every coder gave every case the same value, so agreement beyond chance is undefined; read percent agreement and choose cases that differ.",
  },
  oneCategory: {
    refused: "one-category",
    reason: "The scale has only one value, so nothing can be agreed on.",
  },
} as const;
