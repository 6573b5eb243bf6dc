import type { BrantResult } from "./brant-test.ts";
import type { Calibration } from "./calibration.ts";
import type { LostRows } from "./model-frame.ts";
import type { RocArea } from "./roc-area.ts";
import type { VarianceInflation } from "./variance-inflation.ts";

export type ModelKind = "logistic" | "multinomial" | "ordinal" | "linear";

/** A 2-sided test of one number, with its interval. */
export interface Inference {
  readonly standardError: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly statistic: number;
  /** null for the normal distribution. */
  readonly df: number | null;
  readonly pValue: number;
  readonly logPValue: number;
}

/** Something that could not be worked out, and what to do instead. */
export interface Refusal {
  readonly refused: string;
  readonly reason: string;
}

/** One coefficient: log odds ratio, or mean difference for a numeric outcome. */
export interface ModelCoefficient extends Inference {
  readonly name: string;
  /** The term it belongs to; null for an intercept or threshold. */
  readonly term: string | null;
  /** The outcome level it is about (multinomial), or the cut (ordinal threshold); else null. */
  readonly outcome: string | null;
  readonly estimate: number;
  readonly ciLevel: number;
  /** "CR2, families", "profile likelihood", "Wald", "penalised profile likelihood". */
  readonly intervalMethod: string;
  /** exp(estimate) with its interval; null for intercepts, linear models and numbers beyond 1e300. */
  readonly oddsRatio: number | null;
  readonly oddsRatioLow: number | null;
  readonly oddsRatioHigh: number | null;
  /** The same with all rows treated as independent: Wald. */
  readonly naive: Inference;
  readonly profile: { readonly ciLow: number; readonly ciHigh: number } | Refusal | null;
}

/** Average predicted share (or mean) with everybody set to one level. */
export interface PredictedShare {
  readonly variable: string;
  readonly level: string;
  readonly label: string;
  readonly outcome: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
  /** Rows that are at this level; null for a value of a number. */
  readonly n: number | null;
  readonly reference: boolean;
}

/** Average difference between two predicted shares (or means). */
export interface AverageDifference extends Inference {
  readonly variable: string;
  readonly level: string;
  readonly label: string;
  readonly against: string;
  readonly outcome: string;
  readonly estimate: number;
  readonly ciLevel: number;
}

/** Tests of one term: all its coefficients at once. */
export interface TermTest {
  readonly term: string;
  readonly df: number;
  readonly likelihoodRatio:
    | { readonly statistic: number; readonly pValue: number; readonly logPValue: number }
    | Refusal;
  /** Wald F with the family-robust covariance; null without families. */
  readonly familyRobust:
    | {
        readonly statistic: number;
        readonly df1: number;
        readonly df2: number;
        readonly pValue: number;
        readonly logPValue: number;
      }
    | Refusal
    | null;
}

/** A fitted model, with everything needed to print, draw and word it. */
export interface ModelResult {
  readonly method: string;
  readonly kind: ModelKind;
  /** Why this kind of model. */
  readonly reason: string;
  readonly outcome: string;
  readonly outcomeLabel: string;
  /** The level or levels counted as the event (logistic), or null. */
  readonly event: readonly string[] | null;
  readonly levels: readonly string[];
  readonly with: readonly string[];
  readonly unit: string;
  readonly n: number;
  readonly nMissing: number;
  readonly lost: readonly LostRows[];
  readonly families: number | null;
  readonly events: number | null;
  /** Events of the rarer kind, rows at the rarest outcome, or effective rows in order, per coefficient. */
  readonly eventsPerParameter: number | null;
  readonly references: readonly {
    readonly variable: string;
    /** The words for the reference level. */
    readonly level: string;
    /** Stored values of the levels used, the reference first. */
    readonly levels: readonly string[];
  }[];
  /** Stored values of the outcome's levels, the reference first; empty for a number. */
  readonly outcomeLevels: readonly string[];
  readonly errors: string;
  readonly firth: boolean;
  readonly separation: { readonly kind: string; readonly coefficients: readonly string[] } | null;
  readonly percentages: readonly PredictedShare[];
  readonly differences: readonly AverageDifference[];
  readonly coefficients: readonly ModelCoefficient[];
  readonly terms: readonly TermTest[];
  readonly overall:
    | {
        readonly statistic: number;
        readonly df: number;
        readonly pValue: number;
        readonly logPValue: number;
      }
    | Refusal;
  readonly fit: {
    readonly logLikelihood: number;
    readonly nullLogLikelihood: number | null;
    readonly aic: number;
    readonly bic: number;
    readonly mcFadden: number | null;
    readonly coxSnell: number | null;
    readonly nagelkerke: number | null;
    readonly rSquared: number | null;
    readonly adjustedRSquared: number | null;
    readonly sigma: number | null;
    readonly converged: boolean;
    readonly iterations: number;
  };
  readonly diagnostics: {
    readonly auc: RocArea | null;
    readonly calibration: Calibration | null;
    readonly crossValidated:
      | {
          readonly folds: number;
          readonly auc: number;
          readonly slope: number;
          readonly intercept: number;
          readonly seed: number;
        }
      | Refusal
      | null;
    readonly inflation: readonly VarianceInflation[];
    readonly brant: BrantResult | null;
    readonly gee: GeeSummary | Refusal | null;
    readonly random: RandomSummary | Refusal | null;
  };
  readonly imputation: {
    readonly imputations: number;
    readonly iterations: number;
    readonly imputed: readonly {
      readonly variable: string;
      readonly count: number;
      readonly method: string;
    }[];
    readonly largestFractionMissing: number;
  } | null;
  readonly warnings: readonly string[];
  readonly seed: number | null;
}

export interface GeeSummary {
  readonly method: string;
  readonly correlation: number;
  readonly coefficients: readonly (Inference & {
    readonly name: string;
    readonly estimate: number;
  })[];
}

export interface RandomSummary {
  readonly method: string;
  readonly variable: string;
  readonly groupStandardDeviation: number;
  readonly intraclassCorrelation: number;
  readonly medianOddsRatio: number;
  readonly statistic: number;
  readonly pValue: number;
  readonly singular: boolean;
  readonly coefficients: readonly (Inference & {
    readonly name: string;
    readonly estimate: number;
  })[];
  readonly groups: readonly {
    readonly level: string;
    readonly n: number;
    readonly observedShare: number | null;
    readonly shrunkenShare: number;
  }[];
}

/** A model that cannot be fitted to these data: which model, why, and what to do instead. */
export interface ModelRefusal extends Refusal {
  readonly method: string;
  readonly outcome: string;
  readonly with: readonly string[];
  readonly n: number;
  readonly nMissing: number;
  readonly lost: readonly LostRows[];
}
