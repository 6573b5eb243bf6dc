import type { Bound, Sentence } from "../findings/sentence.ts";
import { type DrawnFigure, figureNode } from "../html/figure-node.ts";
import { type HtmlChild, type HtmlNode, h } from "../html/html.ts";
import { type ReportTable, tableNode } from "../html/table.ts";

/** What a section of a report is made of. */
export type Block =
  | {
      readonly kind: "text";
      readonly sentences: readonly Sentence[];
      readonly look?: "lead" | "soft";
    }
  | {
      readonly kind: "list";
      readonly items: readonly Sentence[];
      readonly look?: "steps" | "questions";
    }
  | { readonly kind: "table"; readonly table: ReportTable; readonly folded?: string }
  | { readonly kind: "figure"; readonly figure: DrawnFigure }
  | {
      readonly kind: "heading";
      readonly words: string;
      /** A name that links can lead to. */
      readonly id?: string;
    }
  /** Blocks that stay folded until asked for. */
  | { readonly kind: "fold"; readonly summary: string; readonly blocks: readonly Block[] }
  | { readonly kind: "node"; readonly node: HtmlNode };

/** A section: one analysis, with the words, figures and tables for it. */
export interface Section {
  readonly id: string;
  /** Its number in the list of sections that a study of this kind has, such as R11; null for one of its own. */
  readonly code: string | null;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A part of a report: sections under one heading. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Writes blocks as pieces of a page, and gathers the style rules that pictures bring with them. */
export class BlockWriter {
  readonly styles = new Set<string>();
  #count = 0;

  nodes(blocks: readonly Block[]): HtmlNode[] {
    return blocks.map((block) => this.#node(block));
  }

  #node(block: Block): HtmlNode {
    switch (block.kind) {
      case "text":
        return h("p", { class: block.look ?? null }, ...sentencesNodes(block.sentences));
      case "list":
        return h(
          block.look === "steps" ? "ol" : "ul",
          { class: block.look ?? null },
          ...block.items.map((item) => h("li", {}, ...sentenceNodes(item))),
        );
      case "heading":
        return h("h4", { id: block.id ?? null }, block.words);
      case "table": {
        const table = tableNode(block.table, this.#id("table"));
        return block.folded === undefined
          ? table
          : h("details", {}, h("summary", {}, block.folded), table);
      }
      case "figure":
        return this.figure(block.figure);
      case "fold":
        return h("details", {}, h("summary", {}, block.summary), ...this.nodes(block.blocks));
      default:
        return block.node;
    }
  }

  figure(figure: DrawnFigure): HtmlNode {
    const { node, styles } = figureNode(figure, this.#id("figure"));
    for (const style of styles) this.styles.add(style);
    return node;
  }

  #id(kind: string): string {
    this.#count++;
    return `${kind}-${this.#count}`;
  }
}

/** Sentences with a space between them. */
export function sentencesNodes(sentences: readonly Sentence[]): HtmlChild[] {
  return sentences.flatMap((sentence, place) =>
    place === 0 ? sentenceNodes(sentence) : [" ", ...sentenceNodes(sentence)],
  );
}

/** A sentence as pieces of a page; a number says which result it comes from. */
export function sentenceNodes(sentence: Sentence): HtmlChild[] {
  return sentence.flatMap((part): HtmlChild[] => {
    if (typeof part !== "string") return [boundNode(part)];
    return part.endsWith("p\u00a0") ? [part.slice(0, -2), h("i", {}, "p"), "\u00a0"] : [part];
  });
}

function boundNode(part: Bound): HtmlNode {
  const from = part.how === "is" ? part.from.join(" ") : `${part.how} ${part.from.join(" ")}`;
  if (typeof part.value === "number")
    return h("span", { class: "num", "data-from": from }, part.text);
  // A label needs no mark of where it comes from, unless a number stands in it.
  return /\d/.test(part.text) ? h("span", { "data-from": from }, part.text) : part.text;
}
