import type { AuthorityComparison } from "../../analysis/authorities/authority-comparison.ts";
import type { AuthorityPatterns } from "../../analysis/authorities/authority-patterns.ts";
import type { TimeComparison } from "../../analysis/authorities/compare-over-time.ts";
import type { PublishedComparison } from "../../analysis/authorities/compare-published.ts";
import type { RateComparison } from "../../analysis/authorities/compare-rates.ts";
import { comparisonSentences } from "../../analysis/authorities/comparison-sentences.ts";
import {
  patternSentences,
  publishedSentences,
  rateSentences,
  timeSentences,
} from "../../analysis/authorities/other-sentences.ts";

/** What a comparison asks for. */
export interface CompareRequest {
  readonly by: string;
  readonly outcome?: string | undefined;
  readonly event?: readonly string[] | undefined;
  readonly leaveOut?: readonly string[] | undefined;
  readonly adjust?: readonly string[] | undefined;
  readonly standardise?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  readonly rank?: boolean | undefined;
  readonly overdispersion?: boolean | "log" | undefined;
  readonly time?: string | undefined;
  readonly seed?: number | undefined;
  /** Columns of counts, when a row is an authority. */
  readonly events?: string | undefined;
  readonly n?: string | undefined;
  readonly expected?: string | undefined;
  readonly per?: number | undefined;
  readonly strata?: string | undefined;
  readonly standard?: string | undefined;
}

/** A comparison of any kind. */
export type Compared =
  | { readonly analysis: "shares"; readonly result: AuthorityComparison }
  | { readonly analysis: "patterns"; readonly result: AuthorityPatterns }
  | { readonly analysis: "rates"; readonly result: RateComparison }
  | { readonly analysis: "years"; readonly result: TimeComparison }
  | { readonly analysis: "published"; readonly result: PublishedComparison };

/** What a comparison says in sentences, whatever its kind. */
export function sentencesOf(compared: Compared): string[] {
  switch (compared.analysis) {
    case "shares":
      return comparisonSentences(compared.result);
    case "patterns":
      return patternSentences(compared.result);
    case "rates":
      return rateSentences(compared.result);
    case "years":
      return timeSentences(compared.result);
    case "published":
      return publishedSentences(compared.result);
  }
}

/** The JSON document of a comparison. */
export function compareDocument(
  compared: Compared,
): { readonly schema: "throughline/compare/v1" } & Record<string, unknown> {
  return {
    schema: "throughline/compare/v1",
    analysis: compared.analysis,
    ...compared.result,
    sentences: sentencesOf(compared),
  };
}
