import type { Results } from "../results/results.ts";
import type { StudySummary } from "../results/study-summary.ts";

/** What every section builder is given. */
export interface SectionContext {
  readonly results: Results;
  readonly study: StudySummary;
  /** Where figures are drawn. */
  readonly document: Document;
}

/** The label of a variable, or its name. */
export const labelOf = (context: SectionContext, name: string): string =>
  context.study.labels[name] ?? name;
