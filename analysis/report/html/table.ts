import { type HtmlElement, type HtmlNode, h } from "./html.ts";

/** A table of a report. The first column names the rows. */
export interface ReportTable {
  readonly caption: string;
  readonly columns: readonly {
    readonly header: string;
    readonly align?: "left" | "right";
  }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Places of rows that sum up the others. */
  readonly totals?: readonly number[];
}

/** Tables with so many columns are set smaller on paper. */
const manyColumns = 7;

/**
 * A table with a caption, headings that name their columns and rows, and numbers in line. It stands in a
 * group that can be scrolled with the keyboard, for narrow screens.
 */
export function tableNode(table: ReportTable, id: string): HtmlElement {
  const body = table.rows.map((row, place) =>
    h(
      "tr",
      { class: table.totals?.includes(place) ? "total" : null },
      ...table.columns.map((column, at) => {
        const text = cellText(row[at] ?? null);
        return at === 0
          ? h("th", { scope: "row" }, text)
          : h("td", { class: column.align === "right" ? "n" : null }, text);
      }),
    ),
  );
  return h(
    "div",
    { class: "scroll", role: "group", "aria-labelledby": `${id}-caption`, tabindex: 0 },
    h(
      "table",
      { class: table.columns.length >= manyColumns ? "many" : null },
      h("caption", { id: `${id}-caption` }, h("span", {}, table.caption)),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...table.columns.map(({ header, align }) =>
            header === ""
              ? h("td", {})
              : h("th", { scope: "col", class: align === "right" ? "n" : null }, header),
          ),
        ),
      ),
      h("tbody", {}, ...body),
    ),
  );
}

const cellText = (cell: string | number | null): HtmlNode =>
  cell === null ? "–" : typeof cell === "number" ? cell.toLocaleString("en-GB") : cell;
