import { type HtmlElement, h } from "../html/html.ts";
import type { StudySummary } from "../results/study-summary.ts";

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

/** May this be shared? The answer in a box, with what to do instead. */
export function sharing(study: StudySummary): HtmlElement {
  return h(
    "section",
    { class: "share", "aria-labelledby": "sharing" },
    h("h3", { id: "sharing" }, "May this be shared?"),
    h(
      "p",
      {},
      "Not as it is. This page is for the study team: it shows real counts, and a small count can point at a child. ",
      h("code", {}, "throughline release"),
      " makes the files that may leave the team, under the study's disclosure profile, or says why it will not.",
    ),
    study.synthetic &&
      h(
        "p",
        {},
        "Everybody in this study is invented, so nobody can be found here; the rule is the same, so that habits stay good.",
      ),
  );
}
