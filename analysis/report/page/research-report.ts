import { checklistSections } from "../checklist/checklist-section.ts";
import { frontFindings } from "../findings/front-findings.ts";
import { type HtmlElement, h } from "../html/html.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { StudySummary } from "../results/study-summary.ts";
import { missingSections } from "../sections/catalogue.ts";
import { methodBlocks } from "../sections/method-section.ts";
import { notShown, reportParts } from "../sections/report-parts.ts";
import type { SectionContext } from "../sections/section-context.ts";
import { BlockWriter, type Part, type Section } from "./blocks.ts";
import { htmlPage } from "./document.ts";
import { findingNode } from "./finding-node.ts";
import { masthead } from "./masthead.ts";
import { footer, type PageTools } from "./page-tools.ts";
import { banner, reviewStatus, sharing } from "./status.ts";

/** The report of a study for its researchers, as one file of HTML. */
export function researchReport(results: Results, tools: PageTools): string {
  const study = results.at(pathTo("study.json")) as StudySummary;
  const context = { results, study, document: tools.document };
  const writer = new BlockWriter();
  const findings = frontFindings(results).map((finding) =>
    findingNode(finding, writer, tools.document),
  );
  const parts = allParts(context);
  const body = [
    banner(study),
    h(
      "div",
      { class: "sheet" },
      masthead(results, study, study.title),
      h(
        "main",
        { id: "main", tabindex: -1 },
        h(
          "section",
          { "aria-labelledby": "findings" },
          h("h2", { id: "findings" }, "What the study found"),
          ...findings,
          sharing(results),
        ),
        contents(parts),
        ...parts.map((part) => partNode(part, writer)),
      ),
      footer(study, tools.version),
    ),
  ];
  return htmlPage(
    {
      title: study.title,
      status: reviewStatus,
      description: `Report of the study: ${study.title}`,
    },
    writer.styles,
    tools.digest,
    ...body,
  );
}

/** The parts of the research report, as its checklists see them. */
export function allParts(context: SectionContext): Part[] {
  const parts = reportParts(context);
  const lacking = [...notShown(context), ...missingSections(context, parts)];
  const method: Part = {
    id: "method",
    title: "Method",
    sections: [
      {
        id: "methods",
        code: null,
        title: "How the numbers were made",
        blocks: methodBlocks(context),
      },
      ...(lacking.length === 0
        ? []
        : [
            {
              id: "lacking",
              code: null,
              title: "What is not in this report, and why",
              blocks: [{ kind: "list" as const, items: lacking }],
            },
          ]),
    ],
  };
  return [...parts, method, checklistSections(context, [...parts, method])];
}

function contents(parts: readonly Part[]): HtmlElement {
  return h(
    "nav",
    { class: "contents", "aria-labelledby": "contents" },
    h("h2", { id: "contents" }, "Contents"),
    h(
      "ol",
      {},
      ...parts.flatMap((part) => [
        h("li", { class: "group" }, h("a", { href: `#${part.id}` }, part.title)),
        ...part.sections.map((section) =>
          h("li", {}, h("a", { href: `#${section.id}` }, section.title)),
        ),
      ]),
    ),
  );
}

function partNode(part: Part, writer: BlockWriter): HtmlElement {
  return h(
    "section",
    { "aria-labelledby": part.id },
    h("h2", { id: part.id, class: "page" }, part.title),
    ...part.sections.map((section) => sectionNode(section, writer)),
  );
}

function sectionNode(section: Section, writer: BlockWriter): HtmlElement {
  return h(
    "section",
    { "aria-labelledby": section.id },
    h(
      "h3",
      { id: section.id },
      section.title,
      section.code !== null && h("span", { class: "code" }, section.code),
    ),
    ...writer.nodes(section.blocks),
  );
}
