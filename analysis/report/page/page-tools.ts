import { type HtmlElement, h } from "../html/html.ts";
import type { StudySummary } from "../results/study-summary.ts";
import { reviewStatus } from "./status.ts";

/** What a page is made with besides the results. */
export interface PageTools {
  /** Where figures are drawn: a document of the browser, or one made on the server. */
  readonly document: Document;
  /** Base64 of the SHA-256 of a text. */
  readonly digest: (text: string) => string;
  /** The version of the program that writes the page. */
  readonly version: string;
}

/** The foot of a page: what made it, and its status once more. */
export function footer(study: StudySummary, version: string): HtmlElement {
  return h(
    "footer",
    {},
    h(
      "p",
      {},
      `Made by Throughline ${version} from the study's own files, offline; seed ${study.seed}. ${reviewStatus}.`,
    ),
    study.synthetic &&
      h("p", {}, "SYNTHETIC: the children, families and authorities of this study are invented."),
  );
}
