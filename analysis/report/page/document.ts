import { type HtmlChild, h, htmlText } from "../html/html.ts";
import { pageStyle } from "../html/style.ts";

export interface PageWords {
  readonly title: string;
  /** The disclosure status, in a sentence: it stands at the head of the page and under every sheet. */
  readonly status: string;
  readonly description: string;
}

/**
 * A whole page as one file of HTML that needs no script and asks for nothing: its policy forbids every request,
 * every script, and every style but its own sheet.
 *
 * @param digest - Base64 of the SHA-256 of a text; it lets the policy name the style sheet.
 */
export function htmlPage(
  words: PageWords,
  styles: ReadonlySet<string>,
  digest: (text: string) => string,
  ...body: readonly HtmlChild[]
): string {
  const sheet = [pageStyle, ...styles].join("\n");
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${digest(sheet)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page = h(
    "html",
    { lang: "en-GB" },
    h(
      "head",
      {},
      h("meta", { charset: "utf-8" }),
      h("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "referrer", content: "no-referrer" }),
      h("meta", { name: "description", content: words.description }),
      h("title", {}, `${words.title} – ${words.status}`),
      h("style", {}, sheet),
    ),
    h("body", {}, h("a", { class: "skip", href: "#main" }, "Skip to the findings"), ...body),
  );
  return `<!doctype html>\n${htmlText(page)}\n`;
}
