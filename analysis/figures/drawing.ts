import type { Figure, FigureOptions, FigureTable } from "./figure.ts";
import { type CategoryStyle, guide, type Hatch, ink, inkOn, paper, softInk } from "./palette.ts";
import { textWidth, wrapText } from "./text-width.ts";

export const svgNamespace = "http://www.w3.org/2000/svg";
/** One family of proportions, under the names it has on different machines. */
export const fontFamily = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif";

export interface TextOptions {
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: "start" | "middle" | "end";
  readonly colour?: string;
  /** tick: a label of an axis, whose number stands in no table. on-mark: keeps its colour whatever the page's. */
  readonly role?: "ink" | "tick" | "on-mark";
}

export interface MarkOptions {
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly dash?: string;
  readonly opacity?: number;
  /** halo: a line the colour of the paper under another, so that it stands out from what lies below. */
  readonly role?: "mark" | "rule" | "guide" | "band" | "paper" | "card" | "halo";
}

export interface FigureWords {
  readonly title: string;
  readonly subtitle: string;
  readonly description: string;
  readonly table: FigureTable;
  readonly note?: string | null;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * A sheet to draw a figure on. Coordinates are pixels from the top left; those that are not numbers are
 * refused, so that no figure holds a NaN.
 */
export class Drawing {
  readonly name: string;
  readonly width: number;
  /** Too narrow for labels beside marks: they go above. */
  readonly narrow: boolean;
  readonly document: Document;
  readonly svg: SVGElement;
  /** Size of ordinary text. */
  readonly size: number;
  readonly #id: string;
  readonly #defs: SVGElement;
  readonly #paper: SVGElement;
  readonly #hatches = new Set<string>();
  #into: Element;

  constructor(name: string, options: FigureOptions) {
    this.name = name;
    this.document = options.document;
    this.width = Math.max(280, Math.round(options.width ?? 720));
    this.narrow = this.width < 480;
    this.size = this.narrow ? 13 : 14;
    this.#id = options.id ?? name;
    this.svg = this.create("svg", { class: "throughline-figure", "font-family": fontFamily });
    const style = this.create("style", {});
    style.textContent = forcedColours;
    this.#defs = this.create("defs", {});
    this.#paper = this.create("rect", { class: "paper", fill: paper });
    this.svg.append(style, this.#defs, this.#paper);
    this.#into = this.svg;
  }

  /** An element of the picture, not yet placed. */
  create(tag: string, attributes: Attributes): SVGElement {
    const element = this.document.createElementNS(svgNamespace, tag) as SVGElement;
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) continue;
      element.setAttribute(name, typeof value === "number" ? coordinate(value) : value);
    }
    return element;
  }

  /** Places an element. */
  add(tag: string, attributes: Attributes): SVGElement {
    const element = this.create(tag, attributes);
    this.#into.append(element);
    return element;
  }

  /** Draws into a group. */
  group(attributes: Attributes, draw: () => void): SVGElement {
    const before = this.#into;
    const group = this.add("g", attributes);
    this.#into = group;
    draw();
    this.#into = before;
    return group;
  }

  /** A line of text on its base line. */
  text(x: number, y: number, words: string, options: TextOptions = {}): void {
    const { size = this.size, bold, anchor = "start", colour = ink, role = "ink" } = options;
    const element = this.add("text", {
      x,
      y,
      class: role,
      "font-size": size,
      "font-weight": bold ? "bold" : undefined,
      "text-anchor": anchor === "start" ? undefined : anchor,
      fill: colour,
    });
    element.textContent = words;
  }

  /** Text in lines no wider than `width`; gives the height used. `y` is the top. */
  paragraph(x: number, y: number, words: string, width: number, options: TextOptions = {}): number {
    const size = options.size ?? this.size;
    const lines = wrapText(words, width, size, options.bold);
    lines.forEach((line, place) => {
      this.text(x, y + size * (0.95 + place * 1.25), line, options);
    });
    return lines.length * size * 1.25;
  }

  /** The lines of a paragraph. */
  wrap(words: string, width: number, size = this.size, bold = false): string[] {
    return wrapText(words, width, size, bold);
  }

  /** Height of a paragraph. */
  paragraphHeight(words: string, width: number, size = this.size, bold = false): number {
    return wrapText(words, width, size, bold).length * size * 1.25;
  }

  rect(x: number, y: number, width: number, height: number, options: MarkOptions = {}): void {
    this.add("rect", { x, y, width: Math.max(0, width), height, ...paint(options) });
  }

  line(x1: number, y1: number, x2: number, y2: number, options: MarkOptions = {}): void {
    const stroke = options.role === "guide" ? guide : ink;
    const own = { role: "rule", stroke, strokeWidth: 1, ...options } as const;
    this.add("line", { x1, y1, x2, y2, ...paint(own) });
  }

  dot(x: number, y: number, radius: number, options: MarkOptions = {}): void {
    this.add("circle", { cx: x, cy: y, r: radius, ...paint(options) });
  }

  path(d: string, options: MarkOptions = {}): void {
    if (/NaN|Infinity|undefined/.test(d))
      throw new RangeError(`${this.name}: a path without a place`);
    this.add("path", { d, ...paint(options) });
  }

  /** A bar in the look of its category, hatched where the look says so. */
  bar(x: number, y: number, width: number, height: number, style: CategoryStyle): void {
    const box = { x, y, width: Math.max(0, width), height };
    this.add("rect", { ...box, ...paint({ fill: style.fill }), stroke: style.outline });
    if (style.hatch !== null && width > 0) {
      this.add("rect", { ...box, fill: this.hatch(style.hatch, style.fill), class: "hatch" });
    }
  }

  /** Words on a mark, on a patch of its own colour so that hatching never runs through them. */
  onMark(x: number, y: number, words: string, style: CategoryStyle, size = this.size): void {
    const width = textWidth(words, size, true);
    if (style.hatch !== null) {
      this.add("rect", {
        x: x - width / 2 - 2,
        y: y - size * 0.95,
        width: width + 4,
        height: size * 1.25,
        fill: style.fill,
      });
    }
    this.text(x, y, words, {
      size,
      bold: true,
      anchor: "middle",
      colour: inkOn(style.fill),
      role: "on-mark",
    });
  }

  /** A paint that draws a hatch in a colour that shows on `on`. */
  hatch(kind: Hatch, on: string): string {
    const dark = inkOn(on) === ink;
    const id = `${this.#id}-${kind}-${dark ? "dark" : "light"}`;
    if (!this.#hatches.has(id)) {
      this.#hatches.add(id);
      this.#defs.append(this.#pattern(id, kind, on === paper ? softInk : dark ? ink : paper));
    }
    return `url(#${id})`;
  }

  #pattern(id: string, kind: Hatch, colour: string): SVGElement {
    const pattern = this.create("pattern", {
      id,
      width: 6,
      height: 6,
      patternUnits: "userSpaceOnUse",
      patternTransform:
        kind === "rising" ? "rotate(45)" : kind === "falling" ? "rotate(-45)" : undefined,
    });
    const stroke = { stroke: colour, "stroke-width": 1, "stroke-opacity": 0.55 };
    if (kind === "dots") {
      pattern.append(
        this.create("circle", { cx: 3, cy: 3, r: 1.1, fill: colour, "fill-opacity": 0.65 }),
      );
    } else {
      pattern.append(this.create("line", { x1: 0, y1: 3, x2: 6, y2: 3, ...stroke }));
      if (kind === "cross") {
        pattern.append(this.create("line", { x1: 3, y1: 0, x2: 3, y2: 6, ...stroke }));
      }
    }
    return pattern;
  }

  /** A key: a lettered patch and a label for each category, in as many rows as they need. */
  key(
    x: number,
    y: number,
    width: number,
    entries: readonly { readonly label: string; readonly style: CategoryStyle }[],
    size = this.size - 1,
  ): number {
    const tall = size + 7;
    const row = tall + 6;
    let left = x;
    let top = y;
    for (const { label, style } of entries) {
      const patch = Math.max(tall, textWidth(style.letter, size, true) + 6);
      const room = width - patch - 6;
      const lines = wrapText(label, room, size);
      const wide = patch + 6 + Math.max(...lines.map((line) => textWidth(line, size)));
      if (left > x && left + wide > x + width) {
        left = x;
        top += row;
      }
      this.bar(left, top, patch, tall, style);
      this.onMark(left + patch / 2, top + tall / 2 + size * 0.36, style.letter, style, size);
      lines.forEach((line, place) => {
        this.text(left + patch + 6, top + tall / 2 + size * (0.36 + place * 1.25), line, { size });
      });
      top += (lines.length - 1) * size * 1.25;
      left += wide + 18;
    }
    return top + row - y;
  }

  /** The finished figure. */
  finish(height: number, words: FigureWords): Figure {
    const full = Math.ceil(height);
    this.#paper.setAttribute("width", String(this.width));
    this.#paper.setAttribute("height", String(full));
    const own: Attributes = {
      viewBox: `0 0 ${this.width} ${full}`,
      width: this.width,
      height: full,
      role: "img",
      "aria-label": `${words.title}. ${words.description}`,
      style: "max-width: 100%; height: auto",
    };
    for (const [name, value] of Object.entries(own)) this.svg.setAttribute(name, String(value));
    return {
      name: this.name,
      title: words.title,
      subtitle: words.subtitle,
      description: words.description,
      element: this.svg,
      width: this.width,
      height: full,
      table: words.table,
      note: words.note ?? null,
    };
  }
}

const forcedColours = `@media (forced-colors: active) {
.throughline-figure { forced-color-adjust: none }
.throughline-figure .paper, .throughline-figure .card { fill: Canvas }
.throughline-figure .card { stroke: CanvasText }
.throughline-figure .halo { stroke: Canvas }
.throughline-figure .ink, .throughline-figure .tick { fill: CanvasText }
.throughline-figure .rule, .throughline-figure .mark { stroke: CanvasText }
.throughline-figure .panel { color: CanvasText }
.throughline-figure .guide, .throughline-figure .band { stroke: GrayText }
}`;

/** A coordinate to a tenth of a pixel. */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError("a mark without a place");
  return String(Math.round(value * 10) / 10 + 0);
}

function paint(options: MarkOptions): Attributes {
  const { role = "mark" } = options;
  const line = role === "rule" || role === "guide" || role === "halo";
  return {
    class: role,
    fill: options.fill ?? (line ? "none" : undefined),
    stroke: options.stroke ?? (role === "guide" ? guide : undefined),
    "stroke-width": options.strokeWidth,
    "stroke-dasharray": options.dash,
    "fill-opacity": options.opacity,
  };
}
