/** How a family's case was steered over time. */
export type PatternValue =
  | "proactive_throughout"
  | "proactive_then_passive"
  | "passive_then_proactive"
  | "passive_throughout"
  | "mixed"
  | "not_determinable";

/** The pattern of one family, with how well it fits and why. */
export interface PatternJudgement {
  readonly value: PatternValue;
  /** Share of the rated time that agrees with the pattern, from 0 to 1; null without ratings. */
  readonly fit: number | null;
  /** The day the steering switches: the boundary, or the best switch; null when it never does. */
  readonly switchDay: number | null;
  /** Days that were rated. */
  readonly ratedDays: number;
  /** The next best pattern and its fit, by the change-point method. */
  readonly runnerUp: { readonly value: PatternValue; readonly fit: number } | null;
  /** The judgement in words. */
  readonly because: string;
  /** Rows of the ratings table behind it. */
  readonly rows: readonly number[];
}

/** What both methods share. */
export interface PatternSettings {
  /** Below this share of agreeing time the pattern is "mixed". */
  readonly mixedBelow: number;
  /** Rated days needed in a phase (two-phase) or in all (change-point). */
  readonly leastDays: number;
}

/**
 * The pattern with one value in each phase.
 *
 * @example
 * patternOf(true, false) // => "proactive_then_passive"
 */
export function patternOf(early: boolean, late: boolean): PatternValue {
  if (early) return late ? "proactive_throughout" : "proactive_then_passive";
  return late ? "passive_then_proactive" : "passive_throughout";
}

/** A judgement that cannot be made, and why. */
export function notDeterminable(
  because: string,
  ratedDays: number,
  rows: readonly number[],
): PatternJudgement {
  return {
    value: "not_determinable",
    fit: null,
    switchDay: null,
    ratedDays,
    runnerUp: null,
    because,
    rows,
  };
}
