import type { Figure, FigureTable } from "../../analysis/figures/figure.ts";
import { InputError } from "../../data-dictionary/input-error.ts";

type Child = Node | string | null;

/** An element with attributes and children; text is always text, never markup. */
export function make(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

let figureCount = 0;

/** How wide a figure may be: the page's column, less on a narrow screen. */
export function figureWidth(): number {
  const room = document.querySelector("main")?.clientWidth ?? 840;
  return Math.max(280, Math.min(840, room - 40));
}

/** What a figure needs to be drawn here; each picture gets ids of its own. */
export function drawing(): { document: Document; width: number; id: string } {
  figureCount++;
  return { document, width: figureWidth(), id: `figure-${figureCount}` };
}

/** A figure with its headline above, its note below and its numbers as a table to open. */
export function showFigure(figure: Figure): HTMLElement {
  return make(
    "figure",
    { class: "drawn" },
    make("figcaption", {}, make("strong", {}, figure.title), make("span", {}, figure.subtitle)),
    figure.element,
    figure.note === null ? null : make("p", { class: "note" }, figure.note),
    make("details", {}, make("summary", {}, "The same as a table"), showTable(figure.table)),
  );
}

/** A chart of Observable Plot with words for readers who cannot see it. */
export function showPlot(plot: Element, title: string, description: string): HTMLElement {
  const picture = plot.matches("svg") ? plot : plot.querySelector("svg");
  picture?.setAttribute("role", "img");
  picture?.setAttribute("aria-label", description);
  // A group may not be named unless it has a role: Plot names its marks all the same.
  for (const group of plot.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  return make(
    "figure",
    { class: "drawn" },
    make("figcaption", {}, make("strong", {}, title)),
    plot,
  );
}

/** A table of numbers; the first column names the rows. It scrolls by itself where it is too wide. */
export function showTable(table: FigureTable): HTMLElement {
  const cell = (tag: string, value: string | number | null, at: number): HTMLElement =>
    make(
      tag,
      {
        ...(table.columns[at]?.align === "right" ? { class: "right" } : {}),
        ...(tag === "th" ? { scope: at === 0 ? "row" : "col" } : {}),
      },
      value === null ? "–" : typeof value === "number" ? value.toLocaleString("en-GB") : value,
    );
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": table.caption },
    make(
      "table",
      { class: "numbers" },
      make("caption", {}, table.caption),
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          ...table.columns.map(({ header, align }) =>
            make("th", { scope: "col", ...(align === "right" ? { class: "right" } : {}) }, header),
          ),
        ),
      ),
      make(
        "tbody",
        {},
        ...table.rows.map((row) =>
          make("tr", {}, ...row.map((value, at) => cell(at === 0 ? "th" : "td", value, at))),
        ),
      ),
    ),
  );
}

/** Large numbers with what they count. */
export function showTiles(
  tiles: readonly (readonly [value: string | number, words: string])[],
): HTMLElement {
  return make(
    "div",
    { class: "tiles" },
    ...tiles.map(([value, words]) =>
      make("div", {}, make("b", {}, String(value)), make("span", {}, words)),
    ),
  );
}

/** The answer to the question, in sentences that screen readers announce when it changes. */
export function showAnswer(...sentences: readonly string[]): HTMLElement {
  return make(
    "div",
    { class: "answer", role: "status" },
    ...sentences.map((sentence) => make("p", {}, sentence)),
  );
}

/** A smaller remark. */
export const showNote = (text: string): HTMLElement => make("p", { class: "note" }, text);

/** What `make` gives, or the reason in words when the study or the choice does not allow it. */
export function attempt(build: () => HTMLElement): HTMLElement {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return make(
      "div",
      { class: "refused", role: "status" },
      make("p", {}, error.message),
      error.hint === undefined ? null : make("p", { class: "small" }, error.hint),
    );
  }
}

/** Inputs in a box of their own; the value is theirs. */
export function controls<T extends Element>(form: T): T {
  form.classList.add("controls");
  // The slider of a range stands beside a number field and has no label of its own.
  for (const slider of form.querySelectorAll('input[type="range"]')) {
    const label = slider.closest("form")?.querySelector("label")?.textContent ?? "Value";
    slider.setAttribute("aria-label", `${label}, slider`);
  }
  return form;
}
