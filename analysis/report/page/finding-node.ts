import type { Finding } from "../findings/finding.ts";
import { sentenceText } from "../findings/sentence.ts";
import { type HtmlElement, h } from "../html/html.ts";
import { type BlockWriter, sentenceNodes, sentencesNodes } from "./blocks.ts";

/** A finding on the first page: the sentence, how sure it is, what it does not show, and its picture. */
export function findingNode(
  finding: Finding,
  writer: BlockWriter,
  document: Document,
): HtmlElement {
  return h(
    "article",
    { class: "finding", "aria-label": sentenceText(finding.topic) },
    h("h3", {}, ...sentenceNodes(finding.topic)),
    h("p", { class: "claim" }, ...sentenceNodes(finding.claim)),
    h(
      "dl",
      {},
      h("dt", {}, "How sure"),
      h("dd", {}, ...sentencesNodes(finding.confidence)),
      h("dt", {}, "What it does not show"),
      h("dd", {}, ...sentencesNodes(finding.limits)),
    ),
    finding.draw !== null && writer.figure(finding.draw(document)),
  );
}
