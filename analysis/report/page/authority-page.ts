import type { AuthorityComparison } from "../../authorities/authority-comparison.ts";
import { authorityDots } from "../../figures/authority-dots.ts";
import { letterOf } from "../../figures/palette.ts";
import { seededRandom } from "../../random/random.ts";
import { fixed } from "../../words/number-text.ts";
import { nounOf, quantity } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import { type HtmlElement, h } from "../html/html.ts";
import type { AuthoritySummaries } from "../results/authority-summary.ts";
import type { PlanDocument } from "../results/plan-document.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { StudySummary } from "../results/study-summary.ts";
import { BlockWriter, sentenceNodes, sentencesNodes } from "./blocks.ts";
import { htmlPage } from "./document.ts";
import { footer, type PageTools } from "./page-tools.ts";
import { banner, reviewStatus, sharing } from "./status.ts";

/** The authorities of a study, by label, in name order; none when there are fewer than two. */
export function authorityNames(results: Results): readonly string[] {
  const found = results.find(pathTo("authorities.json")) as AuthoritySummaries | undefined;
  return found?.authorities.map((each) => each.label) ?? [];
}

/** One authority against all others together; the others are lettered, so that their names stay with them. */
export function authorityPage(results: Results, name: string, tools: PageTools): string {
  const study = results.at(pathTo("study.json")) as StudySummary;
  const place = authorityNames(results).indexOf(name);
  const at = (...steps: (string | number)[]): string =>
    pathTo("authorities.json", "authorities", place, ...steps);
  const own = results.at(at()) as AuthoritySummaries["authorities"][number];
  const writer = new BlockWriter();
  const least = smallBelow(results);
  const body = [
    banner(study),
    h(
      "div",
      { class: "sheet" },
      h(
        "header",
        { class: "masthead" },
        h("h1", {}, own.label),
        h("p", { class: "lead" }, study.title),
        h(
          "p",
          { class: "who" },
          ...sentenceNodes(
            study.familiesKnown
              ? say`${quantity(results, at("children"), study.unit)} from ${quantity(results, at("families"), "family")}, beside the others of the ${quantity(results, pathTo("study.json", "authorityCount"), "authority")} of the study`
              : say`${quantity(results, at("children"), study.unit)}, beside the others of the ${quantity(results, pathTo("study.json", "authorityCount"), "authority")} of the study`,
          ),
        ),
      ),
      h(
        "main",
        { id: "main", tabindex: -1 },
        h(
          "section",
          { "aria-labelledby": "findings" },
          h("h2", { id: "findings" }, "This authority and the others together"),
          ...smallNote(results, own),
          ...own.outcomes.map((_, outcome) => outcomeNode(results, at, own, outcome)),
          ...writer.nodes([
            { kind: "table", table: tableOf(own, least), folded: "All of this as a table" },
          ]),
        ),
        ...pictures(results, name, writer, tools.document, study),
        h(
          "section",
          { "aria-labelledby": "careful" },
          h("h2", { id: "careful" }, "How to read this"),
          h(
            "ul",
            { class: "questions" },
            ...careful.map((words) => h("li", {}, ...sentencesNodes(words))),
          ),
        ),
        sharing(results),
      ),
      footer(study, tools.version),
    ),
  ];
  return htmlPage(
    {
      title: `${own.label}: ${study.title}`,
      status: reviewStatus,
      description: `${own.label} beside the other authorities of the study`,
    },
    writer.styles,
    tools.digest,
    ...body,
  );
}

const careful: readonly (readonly Sentence[])[] = [
  [say`Small numbers swing a lot from year to year, and between places that work alike.`],
  [say`Nothing is allowed for here: those of this authority may differ from the others.`],
  [
    say`This page cannot be turned into a rank. The other authorities are lettered, and the letters mean nothing.`,
  ],
  [say`With several outcomes looked at, one of them may stand apart by chance alone.`],
];

type At = (...steps: (string | number)[]) => string;

function outcomeNode(
  results: Results,
  at: At,
  own: AuthoritySummaries["authorities"][number],
  place: number,
): HtmlElement {
  const outcome = own.outcomes[place] as (typeof own.outcomes)[number];
  const path = (...steps: string[]): string => at("outcomes", place, ...steps);
  const noun = nounOf(outcome.unit);
  const side = (key: "own" | "rest") => ({
    count: bind(results, "count", path(key, "count")),
    n: bind(results, "count", path(key, "n")),
    share: bind(results, "level", path(key, "share")),
  });
  const [here, rest] = [side("own"), side("rest")];
  return h(
    "article",
    { class: "finding" },
    h("h3", {}, ...sentenceNodes([bind(results, "label", path("label"))])),
    h(
      "p",
      { class: "claim" },
      ...sentenceNodes(
        say`${bind(results, "opening", path("eventLabel"))}: ${here.count} of ${here.n} ${[noun.many]} here (${here.share}), ${rest.count} of ${rest.n} elsewhere (${rest.share}).`,
      ),
      isSmall(outcome.own, smallBelow(results)) && h("span", { class: "small-number" }, smallMark),
    ),
    h("p", {}, ...sentencesNodes(sureWords(results, path, outcome))),
  );
}

function sureWords(
  results: Results,
  path: (...steps: string[]) => string,
  outcome: AuthoritySummaries["authorities"][number]["outcomes"][number],
): Sentence[] {
  const [low, high] = [
    bind(results, "points", path("ciLow")),
    bind(results, "points", path("ciHigh")),
  ];
  if (outcome.ciLow <= 0 && outcome.ciHigh >= 0) {
    return [
      say`Too few to say whether it is different: the true gap could be anything from ${low} fewer to ${high} more in every hundred.`,
    ];
  }
  return outcome.ciLow > 0
    ? [say`Higher than elsewhere, by ${low} to ${high} in every hundred.`]
    : [say`Lower than elsewhere, by ${high} to ${low} in every hundred.`];
}

const smallMark = "small number";

/** Below what a count is small: the threshold of the study's disclosure profile. */
function smallBelow(results: Results): number {
  const found = results.find(pathTo("sharing.json", "threshold"));
  return typeof found === "number" ? found : 10;
}

/** Is either side of a share, those who have it or those who have not, a small number? */
const isSmall = ({ count, n }: { readonly count: number; readonly n: number }, least: number) =>
  count < least || n - count < least;

function smallNote(
  results: Results,
  own: AuthoritySummaries["authorities"][number],
): HtmlElement[] {
  const least = smallBelow(results);
  if (!own.outcomes.some((outcome) => isSmall(outcome.own, least))) return [];
  return [
    h(
      "p",
      { class: "small-note" },
      h("span", { class: "small-number" }, smallMark),
      ...sentencesNodes([
        results.find(pathTo("sharing.json", "threshold")) === undefined
          ? say` marks figures with very few on one side.`
          : say` marks figures with fewer than ${bind(results, "count", pathTo("sharing.json", "threshold"))} on one side.`,
        say`Such a figure swings most, may point at a child, and is hidden in a release.`,
      ]),
    ),
  ];
}

function tableOf(own: AuthoritySummaries["authorities"][number], least: number) {
  return {
    caption: "This authority, and all others together",
    columns: [
      { header: "" },
      { header: "Here", align: "right" as const },
      { header: "Of", align: "right" as const },
      { header: "%", align: "right" as const },
      { header: "Elsewhere", align: "right" as const },
      { header: "Of", align: "right" as const },
      { header: "%", align: "right" as const },
      { header: "Difference in points", align: "right" as const },
      { header: "95% interval", align: "right" as const },
    ],
    rows: own.outcomes.map((each) => [
      `${each.label}: ${each.eventLabel}${isSmall(each.own, least) ? ` (${smallMark})` : ""}`,
      each.own.count,
      each.own.n,
      `${fixed(each.own.share * 100, 0)}%`,
      each.rest.count,
      each.rest.n,
      `${fixed(each.rest.share * 100, 0)}%`,
      fixed(each.difference * 100, 0),
      `${fixed(each.ciLow * 100, 0)} to ${fixed(each.ciHigh * 100, 0)}`,
    ]),
  };
}

/** Each comparison of the plan, with the others' names taken off. */
function pictures(
  results: Results,
  name: string,
  writer: BlockWriter,
  document: Document,
  study: StudySummary,
): HtmlElement[] {
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  return items.flatMap((item): HtmlElement[] => {
    if (item.file === null || results.find(pathTo(item.file, "analysis")) !== "shares") return [];
    const comparison = results.at(pathTo(item.file)) as unknown as AuthorityComparison;
    const lettered = withLetters(comparison, name, study.seed);
    const id = `picture-${item.number}`;
    return [
      h(
        "section",
        { "aria-labelledby": id },
        h("h2", { id }, item.title),
        writer.figure(drawn(document, (options) => authorityDots(lettered, options))),
      ),
    ];
  });
}

/** The comparison with one authority first and by name, the others by letters dealt out by chance. */
export function withLetters(
  comparison: AuthorityComparison,
  name: string,
  seed: number,
): AuthorityComparison {
  const own = comparison.authorities.filter((each) => each.name === name);
  const others = comparison.authorities.filter((each) => each.name !== name);
  const order = shuffled(others.length, seededRandom(seed, `letters:${name}`));
  return {
    ...comparison,
    funnel: null,
    reference: null,
    warnings: [],
    ranks: null,
    authorities: [
      ...own,
      ...order.map((from, place) => ({
        ...(others[from] as (typeof others)[number]),
        name: `Other ${letterOf(place)}`,
      })),
    ],
  };
}

function shuffled(length: number, random: ReturnType<typeof seededRandom>): number[] {
  const order = Array.from({ length }, (_, place) => place);
  for (let last = length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
