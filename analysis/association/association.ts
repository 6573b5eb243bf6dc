import type { PairComparison } from "./dunn.ts";
import type { EffectResult } from "./effect-sizes.ts";
import type { Likeness } from "./likeness.ts";
import type { TestResult } from "./test-result.ts";

/** One predictor against the outcome. */
export interface Association {
  readonly predictor: string;
  readonly label: string;
  /** Whose fact the predictor is, and so what the test counts. */
  readonly unit: string;
  readonly n: number;
  readonly nMissing: number;
  readonly families: number | null;
  /** The counts behind it, levels in declared order; null where a number is involved. */
  readonly table: AssociationTable | null;
  /** Numbers by group, where one of the two variables is a number. */
  readonly groups: readonly GroupSummary[] | null;
  readonly tests: readonly TestResult[];
  readonly effects: readonly EffectResult[];
  /** Every two groups compared, after a test of them all. */
  readonly pairs: readonly PairComparison[];
  /** The method whose p-value counts. */
  readonly headline: string;
  /** Why that one, in a sentence. */
  readonly reason: string;
  readonly pValue: number | null;
  /** The test that takes brothers and sisters for strangers, for comparison. */
  readonly naive: string;
  readonly naivePValue: number | null;
  readonly holmPValue: number | null;
  readonly bhPValue: number | null;
  readonly designEffect: number | null;
  /** How alike the predictor is within families; null without siblings. */
  readonly intraclass: Likeness | null;
}

export interface AssociationTable {
  readonly rows: readonly string[];
  readonly rowLabels: readonly string[];
  readonly columns: readonly string[];
  readonly columnLabels: readonly string[];
  readonly counts: readonly (readonly number[])[];
  /** Adjusted standardised residuals, as R's chisq.test; null where a margin is empty or full. */
  readonly residuals: readonly (readonly (number | null)[])[];
  /** Which way percentages run. */
  readonly percentagesOf: "row";
  /** The level of the outcome whose share the effects of a two-level outcome compare; null for more levels. */
  readonly event: string | null;
}

export interface GroupSummary {
  readonly level: string;
  readonly label: string;
  readonly n: number;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly median: number | null;
}

/** All predictors against one outcome, with what chance alone would give. */
export interface AssociationScreen {
  readonly outcome: string;
  readonly label: string;
  readonly unit: string;
  readonly tests: number;
  /** How many p-values below .05 chance alone would give among so many. */
  readonly expectedByChance: number;
  readonly seed: number;
  readonly replications: number;
  /** How alike brothers and sisters are in the outcome; null without siblings. */
  readonly intraclass: Likeness | null;
  readonly results: readonly Association[];
}

export interface AssociateOptions {
  readonly seed?: number;
  /** Whole-family permutations for each predictor, and families drawn anew for each interval. */
  readonly replications?: number;
  /** Every test and effect that applies, not only those needed. */
  readonly all?: boolean;
  readonly level?: number;
  /** The level that others are compared with, by variable: a value or a label. */
  readonly reference?: Readonly<Record<string, string>>;
  /** "never": ordered levels are tested as if they had no order. */
  readonly trend?: "when-ordered" | "never";
}
