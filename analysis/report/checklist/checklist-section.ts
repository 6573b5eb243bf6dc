import { type HtmlElement, h } from "../html/html.ts";
import type { Part, Section } from "../page/blocks.ts";
import type { PlanDocument } from "../results/plan-document.ts";
import { pathTo } from "../results/results.ts";
import { aboutPlaces } from "../sections/about-section.ts";
import type { SectionContext } from "../sections/section-context.ts";
import { type Checklist, type FilledItem, fillChecklist } from "./checklist.ts";
import { record } from "./record.ts";
import { strobe } from "./strobe.ts";

export const checklists: readonly Checklist[] = [strobe, record];

/** A checklist filled in from a report's parts. */
export function filledFor(
  context: SectionContext,
  checklist: Checklist,
  parts: readonly Part[],
): FilledItem[] {
  const { items } = context.results.at(pathTo("plan.json")) as PlanDocument;
  const kinds = new Map(items.map((item) => [`item-${item.number}`, item.kind]));
  const front: Part = { id: "findings", title: "What the study found", sections: [] };
  return fillChecklist(
    checklist,
    [front, ...parts],
    (section) => kinds.get(section) ?? null,
    aboutPlaces(context),
  );
}

/** Both reporting checklists, with links to the sections that answer their items. */
export function checklistSections(context: SectionContext, parts: readonly Part[]): Part {
  return {
    id: "checklists",
    title: "Reporting checklists",
    sections: checklists.map((checklist): Section => {
      const filled = filledFor(context, checklist, parts);
      return {
        id: checklist.name,
        code: null,
        title: checklist.title,
        blocks: [{ kind: "node", node: checklistNode(checklist, filled) }],
      };
    }),
  };
}

/** What is missing, and where the team can write it. */
function notAnswered(checklist: Checklist, item: FilledItem): string {
  const wanted = checklist.items.find(({ id }) => id === item.id)?.sections ?? [];
  const part = wanted.find((id) => id.startsWith("about-"))?.slice("about-".length);
  return part === undefined
    ? "not yet answered"
    : `not yet answered: write it under about, ${part.replaceAll("_", " ")}, in study.yaml`;
}

function checklistNode(checklist: Checklist, filled: readonly FilledItem[]): HtmlElement {
  const id = `${checklist.name}-caption`;
  return h(
    "div",
    { class: "scroll", role: "group", "aria-labelledby": id, tabindex: 0 },
    h(
      "table",
      {},
      h(
        "caption",
        { id },
        h("span", {}, `${checklist.title}, in our words. Source: ${checklist.source}`),
      ),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...["Item", "What it asks", "Where"].map((words) => h("th", { scope: "col" }, words)),
        ),
      ),
      h(
        "tbody",
        {},
        ...filled.map((item) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, item.id),
            h("td", {}, item.asks),
            h(
              "td",
              {},
              item.section === null
                ? h("span", { class: "soft" }, notAnswered(checklist, item))
                : h("a", { href: `#${item.section.id}` }, item.section.title),
            ),
          ),
        ),
      ),
    ),
  );
}
