import type { TextLine } from "./text-finding.ts";

/**
 * The lines of a plain text or Markdown file. Code and addresses of links become blanks, so that nothing in
 * them is read and columns stay where they were.
 *
 * @example
 * textLines("a `x` b", true)[0].text // => "a     b"
 */
export function textLines(text: string, markdown: boolean): TextLine[] {
  let fenced = false;
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .map((own, place) => {
      const line = { line: place + 1, text: own };
      if (!markdown) return line;
      if (/^\s*(```|~~~)/.test(own)) {
        fenced = !fenced;
        return { ...line, text: "" };
      }
      if (fenced) return { ...line, text: "" };
      const blank = (part: string): string => " ".repeat(part.length);
      return { ...line, text: own.replace(/`[^`]*`|\]\([^)\s]*\)|https?:\/\/\S+/g, blank) };
    });
}

/**
 * The paragraphs of a Word document, from its document.xml: the text of each `w:p`, with tabs and line breaks
 * as blanks. Deleted text of tracked changes and field codes are left out.
 *
 * @example
 * wordParagraphs("<w:p><w:r><w:t>A &amp; B</w:t></w:r></w:p>") // => [{ line: 1, text: "A & B" }]
 */
export function wordParagraphs(xml: string): TextLine[] {
  const lines: TextLine[] = [];
  let depth = 0;
  let text = "";
  let reading = false;
  for (const [whole, tag, words] of xml.matchAll(/<([^>]*)>|([^<]+)/g)) {
    if (words !== undefined) {
      if (reading) text += unescaped(words);
      continue;
    }
    const name = /^\/?([\w:]+)/.exec(tag ?? "")?.[1];
    const closing = whole.startsWith("</");
    const empty = whole.endsWith("/>");
    if (name === "w:p") {
      if (closing || empty) {
        depth = Math.max(0, depth - (empty ? 0 : 1));
        lines.push({ line: lines.length + 1, text: empty ? "" : text });
        text = "";
      } else depth++;
    } else if (name === "w:t") reading = !closing && !empty;
    else if ((name === "w:tab" || name === "w:br" || name === "w:cr") && !closing) text += " ";
    else if (name === "w:noBreakHyphen") text += "-";
  }
  return lines;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function unescaped(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, name: string) => {
    if (name.startsWith("#")) {
      const code = name.startsWith("#x")
        ? Number.parseInt(name.slice(2), 16)
        : Number(name.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return entities[name] ?? whole;
  });
}
