import type { Drift } from "../../case-management/drift/find-drift.ts";
import type { Finding } from "../findings/finding.ts";
import { frontFindings, primaryOutcome } from "../findings/front-findings.ts";
import { nounOf, quantity } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { type HtmlElement, h } from "../html/html.ts";
import type { MissingData } from "../results/missing-data.ts";
import type { PlanDocument } from "../results/plan-document.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { RuleSummary, RulesDocument } from "../results/rules-summary.ts";
import type { StudySummary } from "../results/study-summary.ts";
import { storiesFor, storyFigure } from "../sections/stories-section.ts";
import { BlockWriter, sentenceNodes, sentencesNodes } from "./blocks.ts";
import { htmlPage } from "./document.ts";
import { masthead } from "./masthead.ts";
import { footer, type PageTools } from "./page-tools.ts";
import { banner, reviewStatus, sharing } from "./status.ts";

/** The page for people who lead practice: findings, what the words mean, how sure we are, what to ask. */
export function practicePage(results: Results, tools: PageTools): string {
  const study = results.at(pathTo("study.json")) as StudySummary;
  const words = practiceWords(results);
  const writer = new BlockWriter();
  const body = [
    banner(study),
    h(
      "div",
      { class: "sheet" },
      masthead(results, study, study.title, "For people who lead practice"),
      h(
        "main",
        { id: "main", tabindex: -1 },
        part(
          "findings",
          "What the study found",
          ...words.findings.map((each) => finding(each, writer, tools.document)),
        ),
        ...words.meanings.map((each) => meaning(each)),
        ...stories(results, writer, tools.document),
        part(
          "sure",
          "How sure are we?",
          h(
            "ul",
            { class: "questions" },
            ...words.sure.map((each) => h("li", {}, ...sentencesNodes(each))),
          ),
        ),
        part(
          "meeting",
          "To take to a meeting",
          h(
            "dl",
            { class: "card" },
            ...words.meeting.flatMap(({ name, sentences }) => [
              h("dt", {}, name),
              h("dd", {}, ...sentencesNodes(sentences)),
            ]),
          ),
        ),
        part(
          "questions",
          "Questions for your team",
          h(
            "ol",
            { class: "steps" },
            ...words.questions.map((each) => h("li", {}, ...sentenceNodes(each))),
          ),
        ),
        ...dipSample(words.sample),
        sharing(results),
      ),
      footer(study, tools.version),
    ),
  ];
  return htmlPage(
    {
      title: `For practice: ${study.title}`,
      status: reviewStatus,
      description: `What the study found, for people who lead practice: ${study.title}`,
    },
    writer.styles,
    tools.digest,
    ...body,
  );
}

/** What a word of the study means, in the words of its rule. */
interface Meaning {
  readonly id: string;
  readonly title: Sentence;
  readonly intro: readonly Sentence[];
  readonly lines: readonly Sentence[];
}

/** Every sentence of the page for practice. */
export interface PracticeWords {
  readonly findings: readonly Finding[];
  readonly meanings: readonly Meaning[];
  readonly sure: readonly (readonly Sentence[])[];
  /** One finding to say aloud, how sure it is, what it does not say, and what to ask. */
  readonly meeting: readonly { readonly name: string; readonly sentences: readonly Sentence[] }[];
  readonly questions: readonly Sentence[];
  /** What to look for in some of one's own cases. */
  readonly sample: readonly Sentence[];
}

/** The words of the page for practice, apart from its layout: their reading age is tested. */
export function practiceWords(results: Results): PracticeWords {
  const findings = frontFindings(results);
  const { rules } = results.at(pathTo("rules.json")) as RulesDocument;
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  const primary = primaryOutcome(
    results,
    items,
    rules.map((rule) => rule.name),
  );
  const explained = rules.flatMap((rule, place) =>
    rule.method !== "decision-table" || rule.name === primary
      ? [meaningOf(results, rule, place)]
      : [],
  );
  return {
    findings,
    // The pattern first: it is what practice can do something about.
    meanings: explained.sort((a, b) => a.lines.length - b.lines.length),
    sure: sureWords(results),
    meeting: meetingWords(findings),
    sample: sampleWords(results),
    questions: [
      ...findings.flatMap((each) => (each.question === null ? [] : [each.question])),
      ...driftQuestions(results),
    ],
  };
}

function meaningOf(results: Results, rule: RuleSummary, place: number): Meaning {
  const at = (...steps: (string | number)[]): string =>
    pathTo("rules.json", "rules", place, ...steps);
  const shown = rule.values.flatMap((value, own) => (value.count > 0 ? [own] : []));
  const label = (own: number) => bind(results, "quoted", at("values", own, "label"));
  const decided = rule.rows.length > 0;
  return {
    id: `means-${rule.name}`,
    title: say`What does ${label(shown.at(-1) ?? 0)} mean?`,
    intro: decided
      ? [
          say`The same steps are gone through for each ${[nounOf(rule.unit).one]}. The first one that fits gives the answer.`,
        ]
      : [
          say`Each part of a case is judged by what was done in it.`,
          say`The parts are then put together: what came first, and what came later.`,
          say`A case is called mixed if it went to and fro.`,
        ],
    lines: decided
      ? rule.rows.map(
          (_, row) =>
            say`${bind(results, "label", at("rows", row, "because"))}: ${bind(results, "quoted", at("rows", row, "label"))}.`,
        )
      : shown.map((own) => {
          const opening = bind(results, "opening", at("values", own, "label"));
          const counted = say`${bind(results, "count", at("values", own, "count"))} ${[nounOf(rule.unit).many]}`;
          return rule.values[own]?.meaning == null
            ? say`${opening}: ${counted}.`
            : say`${opening}: ${bind(results, "label", at("values", own, "meaning"))} (${counted})`;
        }),
  };
}

function sureWords(results: Results): Sentence[][] {
  const study = results.at(pathTo("study.json")) as StudySummary;
  const { units } = results.at(pathTo("missing-data.json")) as MissingData;
  const count = (file: string, ...steps: (string | number)[]) =>
    bind(results, "count", pathTo(file, ...steps));
  const place = units.findIndex((unit) => (unit.incomplete[0]?.silent ?? 0) > 0);
  return [
    [
      study.families < study.children
        ? say`There are ${quantity(results, pathTo("study.json", "children"), study.unit)} from ${quantity(results, pathTo("study.json", "families"), "family")}.`
        : say`There are ${quantity(results, pathTo("study.json", "children"), study.unit)}.`,
      say`That is enough to see large gaps. It is not enough to see small ones.`,
    ],
    place < 0
      ? [say`Nothing was missing from the files.`]
      : [
          say`Some files are silent. They say least of ${bind(results, "quoted", pathTo("missing-data.json", "units", place, "incomplete", 0, "label"))}: ${count("missing-data.json", "units", place, "incomplete", 0, "silent")} do not say.`,
        ],
    [
      say`Two things that go together need not depend on each other. Cases that went badly may have been harder from the start.`,
      say`The study can't tell us which it is.`,
    ],
  ];
}

/** One finding to take along: the first that sets two groups against each other, else the first. */
function meetingWords(findings: readonly Finding[]): PracticeWords["meeting"] {
  const chosen = findings.find((each) => each.id.includes("-by-")) ?? findings[0];
  if (chosen === undefined) return [];
  return [
    { name: "Say this", sentences: [chosen.plain.claim] },
    { name: "How sure it is", sentences: chosen.plain.sure },
    {
      name: "Do not say",
      sentences: [
        say`That one thing made the other happen. The study shows what goes together, not why.`,
      ],
    },
    ...(chosen.question === null ? [] : [{ name: "Ask this", sentences: [chosen.question] }]),
    {
      name: "Agree on",
      sentences: [say`Who will look, at which cases, and when you will talk about it next.`],
    },
  ];
}

/** Questions to put to one's own files: the signs of drift that the study looks for, else general ones. */
function sampleWords(results: Results): Sentence[] {
  const drift = results.find(pathTo("drift.json")) as Omit<Drift, "findings"> | undefined;
  const signs = (drift?.summary ?? [])
    .map((each, place) => ({ families: each.families ?? 0, place }))
    .filter(({ families }) => families > 0)
    .sort((a, b) => b.families - a.families)
    .slice(0, 4)
    .map(
      ({ place }): Sentence =>
        say`Is it free of this: ${bind(results, "quoted", pathTo("drift.json", "summary", place, "label"))}?`,
    );
  return [
    say`Has somebody read the whole file, and written down what it adds up to?`,
    say`Does the plan say what must change, by when, and what follows if it does not?`,
    ...signs,
  ];
}

/** The most common signs of drift, as questions. */
function driftQuestions(results: Results): Sentence[] {
  const drift = results.find(pathTo("drift.json")) as Omit<Drift, "findings"> | undefined;
  return (drift?.summary ?? [])
    .map((each, place) => ({ families: each.families ?? 0, place }))
    .filter(({ families }) => families > 0)
    .sort((a, b) => b.families - a.families)
    .slice(0, 3)
    .map(({ place }) => {
      const at = (key: string): string => pathTo("drift.json", "summary", place, key);
      return say`${bind(results, "label", at("label"))}: seen in ${bind(results, "count", at("families"))} of ${quantity(results, pathTo("drift.json", "n"), drift?.unit ?? "family")}. Which of our open cases show it now?`;
    });
}

/** Invented stories, one for each pattern: two sentences and a picture. */
function stories(results: Results, writer: BlockWriter, document: Document): HtmlElement[] {
  const placed = storiesFor(results);
  if (placed.length === 0) return [];
  return [
    part(
      "stories",
      "What does it look like?",
      h("p", {}, "These stories are made up. No real child or family is in them."),
      ...placed.map(({ story, rule, value }) =>
        h(
          "article",
          { class: "story" },
          h(
            "h3",
            {},
            ...sentenceNodes([
              bind(results, "label", pathTo("rules.json", "rules", rule, "values", value, "label")),
            ]),
          ),
          h("p", {}, story.telling),
          writer.figure(storyFigure(document, story)),
        ),
      ),
    ),
  ];
}

/** A sheet to print and fill in: the same questions for some of one's own cases, read twice. */
function dipSample(questions: readonly Sentence[]): HtmlElement[] {
  const answers = ["Yes", "Partly", "No", "Not on file", "Second reader"];
  const id = "sample-caption";
  return [
    part(
      "sample",
      "Look at a few of your own cases",
      h(
        "p",
        {},
        "Take a handful of open cases by lot. Print one sheet for each, and leave names off it. A second person reads every third file, without seeing the first answers. Count the answers; do not work out percentages of so few.",
      ),
      h(
        "div",
        { class: "scroll", role: "group", "aria-labelledby": id, tabindex: 0 },
        h(
          "table",
          { class: "sheet-to-fill" },
          h("caption", { id }, h("span", {}, "For each case: tick one answer to each question")),
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", { scope: "col" }, "Question"),
              ...answers.map((words) => h("th", { scope: "col" }, words)),
            ),
          ),
          h(
            "tbody",
            {},
            ...questions.map((question) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, ...sentenceNodes(question)),
                ...answers.map(() => h("td", {}, "\u00a0")),
              ),
            ),
          ),
        ),
      ),
    ),
  ];
}

const part = (id: string, title: string, ...content: readonly HtmlElement[]): HtmlElement =>
  h("section", { "aria-labelledby": id }, h("h2", { id }, title), ...content);

function finding(each: Finding, writer: BlockWriter, document: Document): HtmlElement {
  return h(
    "article",
    { class: "finding" },
    h("h3", {}, ...sentenceNodes(each.topic)),
    h("p", { class: "claim" }, ...sentenceNodes(each.plain.claim)),
    h("p", {}, ...sentencesNodes(each.plain.sure)),
    each.draw !== null && writer.figure(each.draw(document)),
  );
}

function meaning(each: Meaning): HtmlElement {
  return h(
    "section",
    { "aria-labelledby": each.id },
    h("h2", { id: each.id }, ...sentenceNodes(each.title)),
    h("p", {}, ...sentencesNodes(each.intro)),
    h("ol", { class: "steps" }, ...each.lines.map((line) => h("li", {}, ...sentenceNodes(line)))),
  );
}
