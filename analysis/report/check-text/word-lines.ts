import type { TextLine } from "./text-finding.ts";

/** Parts of a document whose words are not those of the text as it stands: an older copy of a text box, text that was moved away. */
const skipped = new Set(["mc:Fallback", "w:moveFrom"]);

/**
 * The lines of a part of a Word document, such as its document.xml: each paragraph, and each row of a table as
 * one line with its cells. Tabs and line breaks are blanks. Deleted and moved text of tracked changes and field
 * codes are left out.
 *
 * @param first - The number of the first line.
 * @example
 * wordLines("<w:p><w:r><w:t>A &amp; B</w:t></w:r></w:p>") // => [{ line: 1, text: "A & B" }]
 */
export function wordLines(xml: string, first = 1): TextLine[] {
  const reader = new WordReader(first);
  for (const [whole, tag, words] of xml.matchAll(/<([^>]*)>|([^<]+)/g)) {
    if (words !== undefined) reader.text(unescaped(words));
    else {
      const name = /^\/?([\w:]+)/.exec(tag ?? "")?.[1] ?? "";
      reader.tag(name, whole.startsWith("</") ? "end" : whole.endsWith("/>") ? "empty" : "start");
    }
  }
  return reader.lines;
}

class WordReader {
  readonly lines: TextLine[] = [];
  readonly #first: number;
  #words = "";
  #reading = false;
  #skip = 0;
  #tables = 0;
  /** Tables that are open, one in another. */
  #depth = 0;
  #cells: string[] = [];
  #cell = "";

  constructor(first: number) {
    this.#first = first;
  }

  text(words: string): void {
    if (this.#reading && this.#skip === 0) this.#words += words;
  }

  tag(name: string, kind: "start" | "end" | "empty"): void {
    if (skipped.has(name) && kind !== "empty") this.#skip += kind === "start" ? 1 : -1;
    switch (name) {
      case "w:p":
        if (kind !== "start") this.#endParagraph();
        break;
      case "w:t":
        this.#reading = kind === "start";
        break;
      case "w:tab":
      case "w:br":
      case "w:cr":
        if (kind !== "end" && this.#skip === 0) this.#words += " ";
        break;
      case "w:noBreakHyphen":
        this.#words += "-";
        break;
      case "w:tbl":
        if (kind === "start" && this.#depth++ === 0) this.#tables++;
        if (kind === "end") this.#depth--;
        break;
      case "w:tc":
        if (kind === "end" && this.#depth === 1) {
          this.#cells.push(this.#cell.trim());
          this.#cell = "";
        }
        break;
      case "w:tr":
        if (kind === "end" && this.#depth === 1) this.#endRow();
        break;
    }
  }

  #endParagraph(): void {
    if (this.#skip > 0) return;
    if (this.#depth > 0) this.#cell += `${this.#words} `;
    else this.lines.push({ line: this.#first + this.lines.length, text: this.#words });
    this.#words = "";
  }

  #endRow(): void {
    const cells = this.#cells;
    this.lines.push({
      line: this.#first + this.lines.length,
      text: `| ${cells.join(" | ")} |`,
      row: { table: this.#tables, cells },
    });
    this.#cells = [];
  }
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
