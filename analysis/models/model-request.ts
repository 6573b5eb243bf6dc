import type { ClusterCorrection } from "./cluster-robust.ts";

/** What model is wanted. */
export interface ModelRequest {
  readonly outcome: string;
  /** Terms: variables, and a*b for two variables with their interaction. */
  readonly with: readonly string[];
  /** Levels of the outcome counted as the event, for a two-way split. */
  readonly event?: readonly string[];
  /** Reference level by variable. */
  readonly reference?: Readonly<Record<string, string>>;
  /** Firth's penalty: always, never, or when needed ("auto"). */
  readonly firth?: boolean | "auto";
  /** How errors allow for families; CR2 by default. */
  readonly cluster?: ClusterCorrection;
  readonly gee?: boolean;
  /** A variable whose levels get a random intercept, in a second model beside. */
  readonly random?: string;
  readonly ciLevel?: number;
  /** Values at which numbers are shown, by variable, instead of their quartiles. */
  readonly values?: Readonly<Record<string, readonly number[]>>;
  /** Start of the random numbers, for the cross-validation folds. */
  readonly seed?: number;
  /** One of several copies whose answers are pooled: what is not pooled (profile intervals, cross-validation) is left out. */
  readonly pooled?: boolean;
}
