import type { AuthorityComparison } from "../../authorities/authority-comparison.ts";
import { authorityDots } from "../../figures/authority-dots.ts";
import { drawn } from "../html/figure-node.ts";
import type { Contrast, ContrastsDocument } from "../results/contrasts.ts";
import type { PlanDocument, PlanEntry } from "../results/plan-document.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { RulesDocument } from "../results/rules-summary.ts";
import type { StudySummary } from "../results/study-summary.ts";
import { changeFindings } from "./change-finding.ts";
import { comparisonFinding, namedEvent } from "./comparison-finding.ts";
import { contrastFinding } from "./contrast-finding.ts";
import { describedFindings, describedVariable } from "./described-finding.ts";
import type { Finding } from "./finding.ts";
import { measureFindings } from "./measure-finding.ts";
import { outcomeFinding } from "./outcome-finding.ts";
import { sentenceText } from "./sentence.ts";
import { waveFindings } from "./wave-finding.ts";

const most = 5;
/** With fewer than this, the page takes more from what the plan only describes. */
const enough = 4;

/**
 * The three to five findings of the first page. First change, where the plan measures it: before and after, or
 * over the waves of a survey. Then the outcome that the plan asks most about; how it goes with the pattern of
 * case management, if there is one; how it goes with the first other variable of the plan's list; whether
 * authorities differ; and the first result about another outcome. The plan's order decides, not the size of a
 * result, so that the page is not a pick of what came out large. What is missing is made up from other
 * outcomes, the measures of the source and what the plan describes.
 */
export function frontFindings(results: Results): Finding[] {
  const { rules } = results.at(pathTo("rules.json")) as RulesDocument;
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  const names = rules.map((rule) => rule.name);
  const primary = primaryOutcome(results, items, names);
  const found: Finding[] = [
    ...changeFindings(results).slice(0, 2),
    ...waveFindings(results).slice(0, 3),
    ...compared(results, primary, rules),
  ];
  const more = [
    ...names.flatMap((name, place) => {
      const own = name === primary ? null : outcomeFinding(results, place);
      return own === null ? [] : [own];
    }),
    ...measureFindings(results),
    ...describedFindings(results),
  ];
  const topics = new Set(found.map((each) => sentenceText(each.topic)));
  for (const each of more) {
    if (found.length >= enough) break;
    // The same variable may stand in the plan more than once.
    if (topics.has(sentenceText(each.topic))) continue;
    topics.add(sentenceText(each.topic));
    found.push(each);
  }
  return found.slice(0, most);
}

/** The outcome asked about most, what goes with it, authorities, and another outcome. */
function compared(
  results: Results,
  primary: string | null,
  rules: RulesDocument["rules"],
): Finding[] {
  const { contrasts } = results.at(pathTo("contrasts.json")) as ContrastsDocument;
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  const patterns = new Set(
    rules.filter((rule) => rule.method !== "decision-table").map((rule) => rule.name),
  );
  const found: Finding[] = [];
  const rule = rules.findIndex((each) => each.name === primary);
  const event = contrasts.find((each) => each.outcome === primary)?.event;
  const outcome =
    rule >= 0
      ? outcomeFinding(results, rule, event?.length === 1 ? event[0] : undefined)
      : primary === null
        ? null
        : describedVariable(results, primary);
  if (outcome !== null) found.push(outcome);
  const own = places(contrasts, (each) => each.outcome === primary);
  const byPattern = own.find((place) => patterns.has((contrasts[place] as Contrast).predictor));
  if (byPattern !== undefined) found.push(contrastFinding(results, byPattern));
  const next = own.find(
    (place) => place !== byPattern && !(contrasts[place] as Contrast).chosenAfter,
  );
  if (next !== undefined) found.push(contrastFinding(results, next));
  const comparison = items.find(
    (item) => item.file !== null && results.find(pathTo(item.file, "analysis")) === "shares",
  );
  if (comparison?.file != null) {
    const { file } = comparison;
    const { labels } = results.at(pathTo("study.json")) as StudySummary;
    const result = namedEvent(results.at(pathTo(file)) as unknown as AuthorityComparison, labels);
    found.push(
      comparisonFinding(results, file, (document) =>
        drawn(document, (options) => authorityDots(result, options)),
      ),
    );
  }
  const other = places(contrasts, (each) => each.outcome !== primary)[0];
  if (other !== undefined) found.push(contrastFinding(results, other));
  return found;
}

/** The outcome that most of the plan's analyses are about; the first rule's when none is. */
export function primaryOutcome(
  results: Results,
  items: readonly PlanEntry[],
  rules: readonly string[],
): string | null {
  const asked = new Map<string, number>();
  for (const item of items) {
    if (item.file === null || !["associate", "tree", "compare", "model"].includes(item.kind))
      continue;
    const name = results.find(pathTo(item.file, "outcome"));
    if (typeof name === "string") asked.set(name, (asked.get(name) ?? 0) + 1);
  }
  const [first] = [...asked].sort((a, b) => b[1] - a[1]);
  return first?.[0] ?? rules[0] ?? null;
}

/** Contrasts that were tested, in the order of the plan. */
function places(contrasts: readonly Contrast[], wanted: (contrast: Contrast) => boolean): number[] {
  return contrasts
    .map((contrast, place) => ({ contrast, place }))
    .filter(({ contrast }) => contrast.pValue !== null && wanted(contrast))
    .map(({ place }) => place);
}
