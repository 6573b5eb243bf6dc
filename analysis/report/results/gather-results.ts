import type { PublishedFigures } from "../../../data-dictionary/study/published-figures.ts";
import { findDrift } from "../../case-management/drift/find-drift.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import { authoritySummaries } from "./authority-summary.ts";
import { changes } from "./changes.ts";
import { contrasts } from "./contrasts.ts";
import { livesAfterReturn } from "./lives-after-return.ts";
import { missingData } from "./missing-data.ts";
import { planDocument } from "./plan-document.ts";
import { publishedBesideOurs } from "./published-beside-ours.ts";
import { type PlannedResult, plannedFile, type ResultDocument } from "./results.ts";
import { rulesSummary } from "./rules-summary.ts";
import { studySummary } from "./study-summary.ts";

/**
 * Every document that a report of a study is made from: those of the plan, and beside them the make-up of the
 * study, its missing data, its rules and their sensitivity, differences between groups, and published figures.
 */
export function gatherResults(
  derived: DerivedStudy,
  planned: readonly PlannedResult[],
  published: PublishedFigures | null,
): ReadonlyMap<string, ResultDocument> {
  const documents = new Map<string, ResultDocument>();
  for (const result of planned) {
    if (result.document !== null) {
      documents.set(plannedFile(result), { title: result.title, ...result.document });
    }
  }
  const { rules, sensitivities } = rulesSummary(derived);
  documents.set("plan.json", planDocument(derived.study.config, planned));
  documents.set("study.json", studySummary(derived));
  documents.set("missing-data.json", missingData(derived));
  documents.set("rules.json", rules);
  for (const [name, own] of sensitivities) {
    documents.set(`sensitivity-${name}.json`, { schema: "throughline/sensitivity/v1", ...own });
  }
  documents.set("contrasts.json", contrasts(derived, planned));
  const changed = changes(planned);
  if (changed.changes.length > 0) documents.set("changes.json", changed);
  if (derived.time.events.day.length > 0) {
    const { findings, ...drift } = findDrift(derived.time, derived.study.config.drift);
    documents.set("drift.json", {
      schema: "throughline/drift/v1",
      findings: findings.length,
      ...drift,
    });
  }
  const lives = livesAfterReturn(derived);
  if (lives.states !== null) documents.set("states.json", lives.states);
  if (lives.survival !== null) documents.set("survival.json", lives.survival);
  if (derived.study.measures.length > 0) {
    const { measures } = derived.study;
    documents.set("measures.json", { schema: "throughline/measures/v1", measures });
  }
  const authorities = authoritySummaries(derived);
  if (authorities !== null) documents.set("authorities.json", authorities);
  if (published !== null) documents.set("published.json", publishedBesideOurs(derived, published));
  return documents;
}
