import { quantity } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { type HtmlElement, h } from "../html/html.ts";
import { tableNode } from "../html/table.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { SharingDocument } from "../results/sharing.ts";
import type { StudySummary } from "../results/study-summary.ts";
import { sentencesNodes } from "./blocks.ts";

/** The disclosure status of everything under output/review. */
export const reviewStatus = "Real counts, for review: not for release";

/** The strip at the head of each page: what may be done with it. */
export function banner(study: StudySummary): HtmlElement {
  return h(
    "section",
    { class: "banner", "aria-label": "Disclosure status" },
    h(
      "p",
      {},
      study.synthetic && h("strong", {}, "SYNTHETIC: everybody here is invented. "),
      h("strong", {}, `${reviewStatus}. `),
      "Small numbers are not hidden on this page.",
    ),
  );
}

/** May this be shared? The answer in a box: what the study's profile says, and what to do instead. */
export function sharing(results: Results): HtmlElement {
  const study = results.at(pathTo("study.json")) as StudySummary;
  const verdict = results.find(pathTo("sharing.json")) as SharingDocument | undefined;
  const list = verdict?.list ?? [];
  return h(
    "section",
    { class: "share", "aria-labelledby": "sharing" },
    h("h3", { id: "sharing" }, "May this be shared?"),
    ...sharingWords(results).map((sentences) => h("p", {}, ...sentencesNodes(sentences))),
    list.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, "What the profile would hold back, and why"),
        tableNode(
          {
            caption: "Outputs that would not be released as they are",
            columns: [{ header: "Output" }, { header: "Status" }, { header: "Why" }],
            rows: list.map(({ title, status, reason }) => [title, status, reason]),
          },
          "sharing-list",
        ),
      ),
    h("p", {}, "The release is made with ", h("code", {}, "throughline release"), "."),
    study.synthetic &&
      h(
        "p",
        {},
        "Everybody in this study is invented, so nobody can be found here; the rule is the same, so that habits stay good.",
      ),
  );
}

/** The answer in sentences, a paragraph each. */
export function sharingWords(results: Results): Sentence[][] {
  const at = (...steps: string[]): string => pathTo("sharing.json", ...steps);
  const verdict = results.find(at()) as SharingDocument | undefined;
  const page: Sentence[] = [
    say`Not this page. It shows real counts, and a small count can point at a child. It is for the study team.`,
  ];
  if (verdict === undefined)
    return [page, [say`The study's disclosure profile was not asked what may be.`]];
  const profile: Sentence = say`the study's profile, ${bind(results, "label", at("profile"))} version ${bind(results, "count", at("version"))}`;
  const released: Sentence[] =
    verdict.problem !== null
      ? [say`What may be is not settled by ${profile}: ${bind(results, "label", at("problem"))}`]
      : verdict.outputs?.released === 0
        ? [say`Nothing of the plan passes ${profile}: each part of it would be held back.`]
        : [
            say`What may be, by ${profile}: ${bind(results, "count", at("outputs", "released"))} of ${quantity(results, at("outputs", "all"), "output")} of the plan, with ${bind(results, "count", at("counts", "hidden"))} of their ${quantity(results, at("counts", "all"), "count")} hidden.`,
            say`${bind(results, "count", at("counts", "small"))} of those are small themselves; the others would give them away.`,
          ];
  return [page, released, lastRelease(results, verdict)].filter(
    (sentences) => sentences.length > 0,
  );
}

function lastRelease(results: Results, { lastRelease: last }: SharingDocument): Sentence[] {
  if (last === null) return [];
  const at = (key: string): string => pathTo("sharing.json", "lastRelease", key);
  const which = say`Release ${bind(results, "count", at("number"))} of ${bind(results, "label", at("date"))} passed ${bind(results, "label", at("profile"))}`;
  return last.approved
    ? [say`${which}, and a second person approved it: what is in output/release may be shared.`]
    : [say`${which}, but nobody has approved it yet: it may not be shared before.`];
}
