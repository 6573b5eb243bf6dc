import type { Figure, FigureOptions } from "../../figures/figure.ts";
import { type HtmlElement, h } from "./html.ts";
import { svgNode } from "./svg-node.ts";
import { tableNode } from "./table.ts";

/** A figure drawn twice: for the width of a page, and for a telephone. */
export interface DrawnFigure {
  readonly wide: Figure;
  readonly slim: Figure;
}

/** Draws a figure for both widths. */
export function drawn(document: Document, draw: (options: FigureOptions) => Figure): DrawnFigure {
  return {
    wide: draw({ document, width: 760 }),
    slim: draw({ document, width: 288 }),
  };
}

/** A figure in a page: headline, picture with its alternative text, and the table behind it. */
export function figureNode(
  { wide, slim }: DrawnFigure,
  id: string,
): { readonly node: HtmlElement; readonly styles: readonly string[] } {
  const pictures = [svgNode(wide.element, `${id}-w`), svgNode(slim.element, `${id}-s`)] as const;
  const node = h(
    "figure",
    { id, "aria-labelledby": `${id}-title` },
    h(
      "figcaption",
      {},
      h("span", { class: "headline", id: `${id}-title` }, wide.title),
      h("span", { class: "subtitle" }, wide.subtitle),
    ),
    h("div", { class: "picture wide" }, pictures[0].node),
    h("div", { class: "picture slim" }, pictures[1].node),
    wide.note !== null && h("p", { class: "note" }, wide.note),
    h(
      "details",
      {},
      h("summary", {}, "The numbers behind this picture"),
      tableNode(wide.table, id),
    ),
  );
  return { node, styles: pictures.flatMap((each) => each.styles) };
}
