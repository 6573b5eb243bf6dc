import { bind, say } from "../findings/sentence.ts";
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
  const count = (key: string) => bind(results, "count", at(key));
  const who = [
    say`${count("children")} children`,
    ...(study.families < study.children ? [say`${count("families")} families`] : []),
    ...(study.authorities.length > 1
      ? [[bind(results, "count", at("authorityCount")), " authorities"] as const]
      : []),
    ...(study.indexed ? [say`followed for ${count("followUpYears")} years`] : []),
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
