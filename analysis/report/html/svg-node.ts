import { type HtmlElement, type HtmlNode, h } from "./html.ts";

const shapes = new Set(
  "svg g path rect circle ellipse line polyline polygon text tspan title desc defs pattern clipPath marker".split(
    " ",
  ),
);

/** A drawn picture as a piece of a page, with the style rules that came inside it. */
export interface SvgNode {
  readonly node: HtmlElement;
  readonly styles: readonly string[];
}

/**
 * Takes a drawn picture over into a page, mark by mark. Only shapes and words come along: no script, no
 * handler, no style of its own and no address but one inside the page. Style elements are handed back, to
 * stand in the page's one style sheet. Identifiers get a prefix, so that two pictures never share one.
 */
export function svgNode(element: Element, prefix: string): SvgNode {
  const styles: string[] = [];
  const named = new Map<string, string>();
  const rename = (id: string): string => {
    const own = named.get(id) ?? `${prefix}-${named.size + 1}`;
    named.set(id, own);
    return own;
  };
  const value = (name: string, text: string): string => {
    if (name === "id") return rename(text);
    return text
      .replace(/url\(\s*["']?#([^"')\s]+)["']?\s*\)/g, (_, id: string) => `url(#${rename(id)})`)
      .replace(/^#(?=[A-Za-z])(.*)$/, (whole, id: string) =>
        name.endsWith("href") ? `#${rename(id)}` : whole,
      );
  };
  const take = (own: Element): HtmlNode[] => {
    const tag = own.localName;
    if (tag === "style") {
      styles.push(own.textContent ?? "");
      return [];
    }
    if (!shapes.has(tag)) return [];
    const attributes: Record<string, string> = {};
    for (const { name, value: text } of Array.from(own.attributes)) {
      if (name === "style" || name.startsWith("xmlns") || /^on/i.test(name)) continue;
      attributes[name] = value(name, text);
    }
    const children = Array.from(own.childNodes).flatMap((child): HtmlNode[] =>
      child.nodeType === 3
        ? [child.textContent ?? ""]
        : child.nodeType === 1
          ? take(child as Element)
          : [],
    );
    return [h(tag, attributes, ...children)];
  };
  const [node] = take(element);
  if (node === undefined || typeof node === "string")
    throw new Error("A figure must be a picture.");
  return { node, styles };
}
