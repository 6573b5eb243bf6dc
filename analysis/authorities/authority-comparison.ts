import type { EffectResult } from "../association/effect-sizes.ts";
import type { TestResult } from "../association/test-result.ts";
import type { BetaBinomial, ShrunkenShare } from "./beta-binomial.ts";
import type { AdjustedShare, CaseMix } from "./case-mix.ts";
import type { AuthorityCount } from "./count-authorities.ts";
import type { ShareDifference } from "./difference.ts";
import type { Funnel } from "./funnel.ts";
import type { IntraclassCorrelation } from "./intraclass.ts";
import type { RankInterval } from "./rank-intervals.ts";
import type { RateResult, RefusedRate } from "./rate.ts";

/** A share with its interval, 0 to 1. */
export interface Interval {
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** An odds ratio against the chosen authority; never without the two shares. */
export type ReferenceOddsRatio = EffectResult & {
  readonly share: number;
  readonly referenceShare: number;
  /** The interval when families repeat themselves; null without families or without a ratio. */
  readonly ciLowFamilies: number | null;
  readonly ciHighFamilies: number | null;
};

/** One authority in a comparison. */
export interface ComparedAuthority extends AuthorityCount {
  /** Share with Wilson's interval; null when nobody's outcome is known. */
  readonly share: Interval | null;
  /** The same interval when brothers and sisters repeat each other; null without families. */
  readonly shareFamilies: Interval | null;
  readonly includesOverall: boolean | null;
  /** This authority less all others together; rows taken as independent. */
  readonly difference: ShareDifference | null;
  /** The same when brothers and sisters repeat each other; null without families. */
  readonly differenceFamilies: ShareDifference | null;
  /** Against the chosen authority, with both percentages beside it. */
  readonly oddsRatio: ReferenceOddsRatio | null;
  /** Drawn towards the overall figure: beta-binomial empirical Bayes. */
  readonly shrunken: ShrunkenShare | null;
  /** Drawn towards the overall figure by the random-intercept model. */
  readonly randomIntercept: ShrunkenShare | null;
  /** The same with children counted for what they are worth when families repeat themselves. */
  readonly randomInterceptFamilies: ShrunkenShare | null;
  readonly adjusted: AdjustedShare | null;
  /** Standardised by strata, in shares and ratios; null unless asked for. */
  readonly direct: RateResult | RefusedRate | null;
  readonly indirect: RateResult | RefusedRate | null;
}

/** The random-intercept model of the authorities, or why there is none. */
export type BetweenAuthorities =
  | {
      readonly method: string;
      readonly intraclassCorrelation: number;
      readonly medianOddsRatio: number;
      readonly groupStandardDeviation: number;
      readonly pValue: number;
      readonly singular: boolean;
    }
  | { readonly method: string; readonly refused: string; readonly reason: string };

/** A fair comparison of authorities: plain data, in name order. */
export interface AuthorityComparison {
  readonly by: string;
  readonly outcome: string;
  readonly event: string;
  readonly unit: string;
  readonly events: number;
  readonly n: number;
  readonly nMissing: number;
  readonly nWithoutAuthority: number;
  readonly families: number | null;
  readonly ciLevel: number;
  readonly overall: Interval;
  readonly reference: string | null;
  readonly authorities: readonly ComparedAuthority[];
  /** How much larger variances are because families repeat themselves; null without families. */
  readonly designEffect: number | null;
  /** Do the authorities differ at all? Rows taken as independent. */
  readonly heterogeneity: TestResult;
  /** The same, respecting families; null without families. */
  readonly heterogeneityFamilies: TestResult | null;
  readonly intraclass: IntraclassCorrelation;
  readonly shrinkage: BetaBinomial | null;
  readonly between: BetweenAuthorities;
  readonly caseMix: CaseMix | null;
  /** Why case mix could not be adjusted for, though it was asked for. */
  readonly caseMixRefused: { readonly refused: string; readonly reason: string } | null;
  /** Variables whose strata were standardised over; empty unless asked for. */
  readonly standardisedBy: readonly string[];
  readonly funnel: Funnel | null;
  /** Only when asked for. */
  readonly ranks: readonly RankInterval[] | null;
  readonly seed: number;
  readonly warnings: readonly string[];
}
