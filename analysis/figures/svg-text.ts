import { Drawing, svgNamespace } from "./drawing.ts";
import type { Figure } from "./figure.ts";
import { softInk } from "./palette.ts";

export interface SvgTextOptions {
  /** Draws title, subtitle and note into the picture, for a file that travels alone. */
  readonly heading?: boolean;
}

/**
 * A figure as the text of a stand-alone .svg file: with its name space, a title and a description for
 * readers who cannot see it, and, if asked for, the heading and the note drawn in. The same figure gives
 * the same bytes.
 */
export function svgText(figure: Figure, options: SvgTextOptions = {}): string {
  const element = options.heading
    ? withHeading(figure)
    : (figure.element.cloneNode(true) as Element);
  const document = figure.element.ownerDocument;
  element.setAttribute("xmlns", svgNamespace);
  element.removeAttribute("style");
  element.removeAttribute("aria-label");
  const ids = [`${figure.name}-title`, `${figure.name}-description`];
  element.setAttribute("aria-labelledby", ids.join(" "));
  const words = [
    ["title", figure.title],
    ["desc", figure.description],
  ] as const;
  const nodes = words.map(([tag, text], place) => {
    const node = document.createElementNS(svgNamespace, tag);
    node.setAttribute("id", ids[place] as string);
    node.textContent = text;
    return node;
  });
  element.prepend(...nodes);
  return `${element.outerHTML}\n`;
}

/** The picture with its title and subtitle above it and its note below. */
function withHeading(figure: Figure): Element {
  const sheet = new Drawing(figure.name, {
    document: figure.element.ownerDocument,
    width: figure.width,
  });
  const margin = 8;
  const room = figure.width - 2 * margin;
  const title = sheet.narrow ? 16 : 19;
  let y = margin;
  y += sheet.paragraph(margin, y, figure.title, room, { size: title, bold: true }) + 4;
  y += sheet.paragraph(margin, y, figure.subtitle, room, { colour: softInk }) + 10;
  const inner = figure.element.cloneNode(true) as Element;
  for (const name of ["role", "aria-label", "style", "viewBox", "width", "height", "class"]) {
    inner.removeAttribute(name);
  }
  const group = sheet.add("g", { transform: `translate(0 ${y})` });
  group.append(...inner.childNodes);
  y += figure.height + 4;
  if (figure.note !== null) {
    y += sheet.paragraph(margin, y, figure.note, room, { size: sheet.size - 1, colour: softInk });
  }
  return sheet.finish(y + margin, figure).element;
}
