import { quantity } from "../findings/nouns.ts";
import { say } from "../findings/sentence.ts";
import { type HtmlElement, h } from "../html/html.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { StudySummary } from "../results/study-summary.ts";
import { sentenceNodes } from "./blocks.ts";

/** The head of a page: the title, and who is in the study. */
export function masthead(
  results: Results,
  study: StudySummary,
  title: string,
  lead?: string,
): HtmlElement {
  const at = (...steps: (string | number)[]): string => pathTo("study.json", ...steps);
  const who = [
    quantity(results, at("children"), study.unit),
    ...(study.families < study.children ? [quantity(results, at("families"), "family")] : []),
    ...(study.authorities.length > 1 ? [quantity(results, at("authorityCount"), "authority")] : []),
    ...(study.indexed ? [say`followed for ${quantity(results, at("followUpYears"), "year")}`] : []),
  ];
  return h(
    "header",
    { class: "masthead" },
    h("h1", {}, title),
    lead !== undefined && h("p", { class: "lead" }, lead),
    h(
      "p",
      { class: "who" },
      ...who.flatMap((part, place) =>
        place === 0 ? sentenceNodes(part) : [" · ", ...sentenceNodes(part)],
      ),
    ),
  );
}
