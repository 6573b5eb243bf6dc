import { type HtmlElement, h } from "../../report/html/html.ts";
import type { Profile } from "../profile.ts";

/** The rules of a profile that a reader of its figures has to know. */
export type ReadersRules = Pick<
  Profile,
  "symbol" | "threshold" | "roundTo" | "zeros" | "minimumFamilies" | "letterAuthorities"
>;

/** What the signs mean, in words. */
export function howToRead(profile: ReadersRules, reason: string | null): HtmlElement {
  const { symbol, threshold, roundTo, zeros, minimumFamilies } = profile;
  const families =
    minimumFamilies > 1 ? `, or of children from fewer than ${minimumFamilies} families` : "";
  const nought =
    zeros === "shown"
      ? "A nought is shown as 0."
      : zeros === "hidden"
        ? `A nought is hidden as ${symbol} too.`
        : `A nought is hidden as ${symbol} too where it would tell something of everybody in a group; elsewhere it is 0.`;
  return h(
    "section",
    { "aria-labelledby": "read-h" },
    h("h2", { id: "read-h" }, "How to read these figures"),
    h(
      "ul",
      {},
      h(
        "li",
        {},
        h("strong", {}, symbol),
        ` stands for a count that is hidden: one of fewer than ${threshold}${families}; or a larger one, hidden because with it a small one could be worked out. Which of the two it is cannot be told, and is not meant to be. ${nought}`,
      ),
      roundTo > 1 &&
        h(
          "li",
          {},
          `Every other count is rounded to the nearest ${roundTo}, each by itself, so that they may not add up to their total. Percentages are of the rounded counts.`,
        ),
      profile.letterAuthorities &&
        h("li", {}, "Where authorities have letters, the letters do not follow their names."),
      h(
        "li",
        {},
        "A group drawn as a broken outline has hidden counts. Every picture is drawn from the printed numbers.",
      ),
      reason !== null &&
        h("li", {}, `The study changed the profile's rules. Its reason: ${reason}`),
    ),
    h(
      "p",
      { class: "soft" },
      "Rules cut the risk that a child is found; they do not prove that nobody can be. Other releases, other teams and what people nearby know are outside them.",
    ),
  );
}
