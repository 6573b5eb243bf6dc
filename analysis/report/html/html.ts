/** A piece of a page: text, or an element with attributes and children. */
export type HtmlNode = string | HtmlElement;

export interface HtmlElement {
  readonly tag: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly HtmlNode[];
}

/** What may be given as a child: lists are laid flat, null and false are left out. */
export type HtmlChild = HtmlNode | null | false | readonly HtmlChild[];
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

const elements = new Set(
  `html head meta title style body header nav main footer section article aside figure figcaption details
  summary h1 h2 h3 h4 p div span ul ol li dl dt dd table caption thead tbody tr th td a strong em b i sub sup
  code br hr abbr mark
  svg g path rect circle ellipse line polyline polygon text tspan desc defs pattern clipPath marker`.split(
    /\s+/,
  ),
);
const noClosing = new Set(["meta", "br", "hr"]);

/**
 * An element of a page. The only way text gets into our HTML: everything is escaped when it is written out,
 * and what could run, load or send something cannot be built at all.
 *
 * @throws {Error} for an element or attribute that a report may not have: a fault of ours.
 * @example
 * htmlText(h("p", { class: "note" }, "a < b")) // => '<p class="note">a &lt; b</p>\n'
 */
export function h(
  tag: string,
  attributes: Attributes,
  ...children: readonly HtmlChild[]
): HtmlElement {
  if (!elements.has(tag)) throw new Error(`A report has no ${tag} element.`);
  const kept = Object.entries(attributes).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === false) return [];
    const text = value === true ? "" : String(value);
    checkAttribute(name, text);
    return [[name, text] as const];
  });
  return { tag, attributes: kept, children: flat(children) };
}

function checkAttribute(name: string, value: string): void {
  const wrong =
    !/^[a-z][A-Za-z0-9:-]*$/.test(name) ||
    /^on/i.test(name) ||
    ["style", "src", "srcset", "srcdoc", "action", "formaction"].includes(name) ||
    (/href$/i.test(name) && !value.startsWith("#")) ||
    /url\(\s*["']?[^#"'\s]/i.test(value);
  if (wrong) throw new Error(`A report has no attribute ${name} like that.`);
}

function flat(children: readonly HtmlChild[]): HtmlNode[] {
  return children.flatMap((child): HtmlNode[] => {
    if (child === null || child === false) return [];
    if (isList(child)) return flat(child);
    return [child];
  });
}

const isList = (child: HtmlChild): child is readonly HtmlChild[] => Array.isArray(child);

/**
 * Writes a piece of a page as HTML text, everything escaped.
 *
 * @example
 * htmlText(h("p", {}, '<script>"&')) // => '<p>&lt;script&gt;"&amp;</p>\n'
 */
export function htmlText(node: HtmlNode): string {
  const parts: string[] = [];
  write(node, parts, false);
  return parts.join("");
}

function write(node: HtmlNode, parts: string[], asIs: boolean): void {
  if (typeof node === "string") {
    parts.push(asIs ? node : escapeText(node));
    return;
  }
  parts.push("<", node.tag);
  for (const [name, value] of node.attributes) {
    parts.push(" ", name, '="', escapeText(value).replaceAll('"', "&quot;"), '"');
  }
  parts.push(">");
  if (noClosing.has(node.tag)) return;
  // Only our own style sheet is written as it is, and it can hold no closing tag.
  const style = node.tag === "style";
  if (style && node.children.some((child) => typeof child !== "string" || child.includes("<"))) {
    throw new Error("A style sheet holds text without tags.");
  }
  for (const child of node.children) write(child, parts, style);
  parts.push("</", node.tag, ">");
  if (ownLine.has(node.tag)) parts.push("\n");
}

const ownLine = new Set(
  "head title style header nav main footer section figure details p ul ol li dl table caption thead tbody tr h1 h2 h3 h4 svg".split(
    " ",
  ),
);

const escapeText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // Characters that no page may hold become the sign for "cannot be shown".
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones meant
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");

/**
 * The words of a piece of a page, without the elements.
 *
 * @example
 * plainText(h("p", {}, "a ", h("em", {}, "b"))) // => "a b"
 */
export function plainText(node: HtmlNode): string {
  return typeof node === "string" ? node : node.children.map(plainText).join("");
}
