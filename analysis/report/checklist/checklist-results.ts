import { allParts } from "../page/research-report.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { StudySummary } from "../results/study-summary.ts";
import type { FilledItem } from "./checklist.ts";
import { checklists, filledFor } from "./checklist-section.ts";

/** A reporting checklist filled in from a study's results, without the page around it. */
export function filledChecklist(
  results: Results,
  name: "strobe" | "record",
  document: Document,
): { readonly title: string; readonly source: string; readonly items: readonly FilledItem[] } {
  const study = results.at(pathTo("study.json")) as StudySummary;
  const context = { results, study, document };
  const checklist = checklists.find((each) => each.name === name);
  if (checklist === undefined) throw new Error(`There is no checklist ${name}.`);
  const { title, source } = checklist;
  return { title, source, items: filledFor(context, checklist, allParts(context)) };
}
