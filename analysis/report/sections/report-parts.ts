import { bind, type Sentence, say } from "../findings/sentence.ts";
import type { Block, Part, Section } from "../page/blocks.ts";
import type { PlanDocument, PlanEntry } from "../results/plan-document.ts";
import { pathTo } from "../results/results.ts";
import { aboutBlocks, aboutParts } from "./about-section.ts";
import { agreeBlocks } from "./agree-section.ts";
import { associateBlocks } from "./associate-section.ts";
import { changeBlocks } from "./change-section.ts";
import { compareBlocks } from "./compare-section.ts";
import { describeBlocks } from "./describe-section.ts";
import { driftBlocks } from "./drift-section.ts";
import { statesBlocks, survivalBlocks } from "./lives-section.ts";
import { measuresBlocks } from "./measures-section.ts";
import { missingBlocks } from "./missing-section.ts";
import { modelBlocks } from "./model-section.ts";
import { besideBlocks, publishedBlocks } from "./published-section.ts";
import { ruleBlocks, rulesOf } from "./rules-section.ts";
import type { SectionContext } from "./section-context.ts";
import { storiesBlocks, storiesFor } from "./stories-section.ts";
import { studyBlocks } from "./study-section.ts";
import { treeBlocks } from "./tree-section.ts";
import { wavesBlocks } from "./waves-section.ts";

type Builder = (context: SectionContext, file: string) => Block[];

/** Which builder shows which kind of document. */
const builders: Readonly<Record<string, Builder>> = {
  "throughline/describe/v1": describeBlocks,
  "throughline/associate/v1": associateBlocks,
  "throughline/tree/v1": treeBlocks,
  "throughline/compare/v1": compareBlocks,
  "throughline/model/v1": modelBlocks,
  "throughline/agree/v1": agreeBlocks,
  "throughline/change/v1": changeBlocks,
  "throughline/waves/v1": wavesBlocks,
};

/** The parts of a report that a study's results allow, in reading order. */
export function reportParts(context: SectionContext): Part[] {
  const { items } = context.results.at(pathTo("plan.json")) as PlanDocument;
  const isTrust = (item: PlanEntry): boolean => item.kind === "agree";
  const has = (file: string): boolean => context.results.documents.has(file);
  const results = items.filter((item) => !isTrust(item) && shows(context, item));
  const trust = items.filter((item) => isTrust(item) && shows(context, item));
  // The numbers of sections mean something only in a study whose plan has them.
  const isNumbered = items.some((item) => item.sections.length > 0);
  const numbered = (code: string): string | null => (isNumbered ? code : null);
  const parts: Part[] = [
    {
      id: "study",
      title: "The study",
      sections: [
        ...(aboutParts(context).length === 0
          ? []
          : [section("about", null, "About the study", aboutBlocks(context))]),
        section("sample", numbered("R1"), "Who is in the study", studyBlocks(context)),
      ],
    },
    {
      id: "results",
      title: "Results",
      sections: [
        ...(has("measures.json")
          ? [
              section(
                "measures",
                null,
                "Measures by their official definition",
                measuresBlocks(context),
              ),
            ]
          : []),
        ...withLives(
          context,
          results.map((item) => plannedSection(context, item)),
        ),
        ...(storiesFor(context.results).length === 0
          ? []
          : [
              section(
                "stories",
                numbered("R29"),
                "What the patterns look like: invented stories",
                storiesBlocks(context),
              ),
            ]),
        ...(has("drift.json")
          ? [section("drift", null, "Signs of drift", driftBlocks(context))]
          : []),
      ],
    },
    {
      id: "trust",
      title: "How sure are we?",
      sections: [
        ...trust.map((item) => plannedSection(context, item)),
        section("missing", numbered("R27"), "Missing data", missingBlocks(context)),
        ...rulesOf(context).map((rule, place) =>
          section(
            `rule-${rule.name}`,
            null,
            rule.label.endsWith("?")
              ? `How “${rule.label}” is coded`
              : `How ${sentenceLabel(rule.label)} is coded`,
            ruleBlocks(context, place),
          ),
        ),
        ...(has("published.json")
          ? [
              section(
                "published",
                numbered("R30"),
                "Beside what was published",
                publishedBlocks(context),
              ),
            ]
          : []),
      ],
    },
  ];
  return parts.filter((part) => part.sections.length > 0);
}

/** The sections about dated lives, after the planned one on what became of the children; else last. */
function withLives(context: SectionContext, planned: readonly Section[]): Section[] {
  const has = (file: string): boolean => context.results.documents.has(file);
  const lives = [
    ...(has("states.json")
      ? [section("lives", null, "Where the children lived", statesBlocks(context))]
      : []),
    ...(has("survival.json")
      ? [
          section(
            "lasting",
            planned.some((each) => each.code !== null) ? "R9" : null,
            "How long the returns lasted",
            survivalBlocks(context),
          ),
        ]
      : []),
  ];
  const outcomes = planned.findIndex((each) => /\bR(9|11)\b/.test(each.code ?? ""));
  const after = outcomes < 0 ? planned.length : outcomes + 1;
  return [...planned.slice(0, after), ...lives, ...planned.slice(after)];
}

/** Items of the plan that gave something this report can show. */
function shows(context: SectionContext, item: PlanEntry): boolean {
  return (
    item.file !== null &&
    builders[String(context.results.find(pathTo(item.file, "schema")))] !== undefined
  );
}

function plannedSection(context: SectionContext, item: PlanEntry): Section {
  const file = item.file as string;
  const build = builders[String(context.results.at(pathTo(file, "schema")))] as Builder;
  const place = (context.results.at(pathTo("plan.json", "items")) as readonly PlanEntry[]).indexOf(
    item,
  );
  const note: Block[] =
    item.note === null
      ? []
      : [
          {
            kind: "text",
            sentences: [
              [bind(context.results, "label", pathTo("plan.json", "items", place, "note"))],
            ],
          },
        ];
  return section(
    `item-${item.number}`,
    item.sections.length === 0 ? null : item.sections.join(" "),
    item.title,
    [...note, ...build(context, file), ...besideBlocks(context, variablesOf(context, item))],
  );
}

/** The variables that a section is about, for published figures of the same. */
function variablesOf({ results }: SectionContext, { kind, file }: PlanEntry): ReadonlySet<string> {
  if (file === null) return new Set();
  if (kind === "associate") return new Set([String(results.find(pathTo(file, "outcome")))]);
  if (kind !== "describe") return new Set();
  const rows = (results.find(pathTo(file, "all", "rows")) ?? []) as readonly { variable: string }[];
  const tables = (results.find(pathTo(file, "tables")) ?? []) as readonly { variable: string }[];
  return new Set([...rows, ...tables].map(({ variable }) => variable));
}

/** What the report does not hold, and why, one line each. */
export function notShown(context: SectionContext): Sentence[] {
  const { items } = context.results.at(pathTo("plan.json")) as PlanDocument;
  return items.flatMap((item, place): Sentence[] => {
    const at = (key: string): string => pathTo("plan.json", "items", place, key);
    const title = bind(context.results, "label", at("title"));
    if (item.refused !== null)
      return [say`${title}: ${bind(context.results, "label", at("refused"))}`];
    return shows(context, item)
      ? []
      : [say`${title}: its result is in output/review/results, but has no page yet.`];
  });
}

const section = (
  id: string,
  code: string | null,
  title: string,
  blocks: readonly Block[],
): Section => ({
  id,
  code,
  title,
  blocks,
});

const sentenceLabel = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);
