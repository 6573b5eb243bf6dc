import { drawn, figureNode } from "../../report/html/figure-node.ts";
import { type HtmlElement, h } from "../../report/html/html.ts";
import { type ReportTable, tableNode } from "../../report/html/table.ts";
import type { ReleasedTable } from "../release-csv.ts";
import { releasedBars, releasedShares } from "./released-figures.ts";

/** What the sections of a release's page share. */
export interface PageContext {
  readonly document: Document;
  readonly symbol: string;
  /** "fewer than 10, or hidden for another's sake" in a word or two, for bars. */
  readonly hidden: string;
  readonly styles: Set<string>;
}

const unitWords = (unit: string): string => (unit === "family" ? "families" : "children");

/** A count with its percentage, or the sign where it is hidden. */
export function cellWords(
  { count, percent }: { readonly count: number | null; readonly percent: number | null },
  symbol: string,
): string {
  if (count === null) return symbol;
  if (percent === null) return String(count);
  return `${count} (${percent}%)`;
}

const levelsOf = (table: ReleasedTable, place: number): string[] => [
  ...new Set(table.rows.map(({ levels }) => levels[place] as string)),
];

/** Tables of one variable each with the same answers, as one: a row for each variable. */
export function answersNode(
  tables: readonly ReleasedTable[],
  id: string,
  context: PageContext,
): HtmlElement {
  const [first] = tables as [ReleasedTable, ...ReleasedTable[]];
  // "Not known" where any of them has it.
  const widest = tables.reduce((most, own) => (own.rows.length > most.rows.length ? own : most));
  const levels = levelsOf(widest, 0);
  const named = (table: ReleasedTable): string => table.variables[0]?.label ?? table.title;
  const table: ReportTable = {
    caption: `${capital(unitWords(first.unit))}, with percentages of all of them`,
    columns: [
      { header: "" },
      ...levels.map((level) => ({ header: level, align: "right" as const })),
    ],
    rows: tables.map((own) => [
      named(own),
      ...levels.map((level) => {
        const row = own.rows.find((each) => each.levels[0] === level);
        return row === undefined
          ? null
          : cellWords(level === "All" ? { ...row, percent: null } : row, context.symbol);
      }),
    ]),
  };
  const bars = tables.map((own) => {
    const row = own.rows.find((each) => each.levels[0] === levels[0]);
    return {
      label: named(own),
      percent: row?.percent ?? null,
      isNought: row?.count === 0,
    };
  });
  return section(
    id,
    (options) =>
      releasedBars(
        bars,
        {
          name: first.title,
          subtitle: `Share of ${unitWords(first.unit)} with the answer ${levels[0]}`,
          hidden: context.hidden,
          table,
        },
        options,
      ),
    context,
  );
}

/** A table of one variable. */
export function oneWayNode(table: ReleasedTable, id: string, context: PageContext): HtmlElement {
  const label = table.variables[0]?.label ?? table.title;
  const rows = table.rows.filter(({ levels }) => levels[0] !== "All");
  const own: ReportTable = {
    caption: `${label}: ${unitWords(table.unit)}`,
    columns: [{ header: "" }, { header: "Count", align: "right" }, { header: "%", align: "right" }],
    rows: table.rows.map(({ levels, count, percent }) => [
      levels[0] as string,
      count ?? context.symbol,
      percent === null ? (count === 0 ? "" : context.symbol) : `${percent}`,
    ]),
    totals: table.rows.flatMap(({ levels }, at) => (levels[0] === "All" ? [at] : [])),
  };
  return section(
    id,
    (options) =>
      releasedBars(
        rows.map(({ levels, count, percent }) => ({
          label: levels[0] as string,
          percent,
          isNought: count === 0,
        })),
        {
          name: label,
          subtitle: `Share of ${unitWords(table.unit)}`,
          hidden: context.hidden,
          table: own,
        },
        options,
      ),
    context,
    // Two numbers need no picture.
    rows.filter(({ percent }) => percent !== null).length > 2 ? null : own,
  );
}

/** A table of two or three variables: the last across, the others down. */
export function crossNode(table: ReleasedTable, id: string, context: PageContext): HtmlElement {
  const last = table.variables.length - 1;
  const columns = levelsOf(table, last);
  const downs = [
    ...new Map(
      table.rows.map(({ levels }) => [JSON.stringify(levels.slice(0, -1)), levels.slice(0, -1)]),
    ).values(),
  ];
  const words = (down: readonly string[]): string =>
    down.every((level) => level === "All") ? "All" : down.join(", ");
  const cell = (down: readonly string[], column: string) =>
    table.rows.find(
      ({ levels }) => levels[last] === column && down.every((level, at) => levels[at] === level),
    ) ?? { count: null, percent: null };
  const labels = table.variables.map(({ label }) => label);
  const name = `${labels[last]} by ${labels.slice(0, -1).join(" and ")}`;
  const own: ReportTable = {
    caption: `${name} (${unitWords(table.unit)}; percentages of the row)`,
    columns: [
      { header: labels.slice(0, -1).join(", ") },
      ...columns.map((level) => ({ header: level, align: "right" as const })),
    ],
    rows: downs.map((down) => [
      words(down),
      ...columns.map((level) => {
        const { count, percent } = cell(down, level);
        return cellWords({ count, percent: level === "All" ? null : percent }, context.symbol);
      }),
    ]),
    totals: downs.flatMap((down, at) => (words(down) === "All" ? [at] : [])),
  };
  const inner = columns.filter((level) => level !== "All");
  const groups = downs
    .filter((down) => !down.includes("All"))
    .map((down) => ({ label: words(down), counts: inner.map((level) => cell(down, level).count) }));
  return section(
    id,
    (options) =>
      releasedShares(
        inner,
        groups,
        {
          name,
          subtitle: `Shares of ${unitWords(table.unit)}, from rounded counts`,
          hidden: "some counts are hidden",
          table: own,
        },
        options,
      ),
    context,
    // A picture in which nearly every bar says that it is hidden shows nothing.
    groups.filter(isWhole).length > 1 && inner.length <= 6 ? null : own,
  );
}

const isWhole = ({ counts }: { readonly counts: readonly (number | null)[] }): boolean =>
  !counts.includes(null) && counts.some((count) => count !== 0);

type Draw = Parameters<typeof drawn>[1];

/** The picture with its table in sight, or the table alone. */
function section(
  id: string,
  draw: Draw,
  context: PageContext,
  only: ReportTable | null = null,
): HtmlElement {
  if (only !== null) return h("div", { class: "released", id }, tableNode(only, id));
  const figure = drawn(context.document, draw);
  const { node, styles } = figureNode(figure, id);
  for (const style of styles) context.styles.add(style);
  const isDetails = (child: unknown): boolean =>
    typeof child === "object" && (child as HtmlElement).tag === "details";
  const picture = { ...node, children: node.children.filter((child) => !isDetails(child)) };
  return h("div", { class: "released" }, picture, tableNode(figure.wide.table, id));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
