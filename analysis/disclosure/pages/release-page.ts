import { drawn, figureNode } from "../../report/html/figure-node.ts";
import { type HtmlChild, type HtmlElement, h } from "../../report/html/html.ts";
import { tableNode } from "../../report/html/table.ts";
import { htmlPage } from "../../report/page/document.ts";
import { lastingSteps } from "../lasting-table.ts";
import type { ModelOutput } from "../model-output.ts";
import type { Profile } from "../profile.ts";
import { figureWords, type ReleasedTable, type ReleasedTree } from "../release-csv.ts";
import type { ReleasedStep } from "../released-curve.ts";
import { releaseStyle } from "./release-style.ts";
import { releasedBars } from "./released-figures.ts";
import { answersNode, crossNode, oneWayNode, type PageContext } from "./released-nodes.ts";

/** What the page of a release prints: protected numbers and words, nothing else. */
export interface ReleasePage {
  readonly title: string;
  /** "Passes profile children-strict v1", with what the study changed. */
  readonly banner: string;
  readonly profile: Pick<
    Profile,
    "symbol" | "threshold" | "roundTo" | "zeros" | "minimumFamilies" | "letterAuthorities"
  >;
  readonly isSynthetic: boolean;
  /** The study's reason for other rules than the profile's. */
  readonly reason: string | null;
  readonly tables: readonly ReleasedTable[];
  readonly trees: readonly ReleasedTree[];
  readonly models: readonly ModelOutput[];
  readonly curve: readonly ReleasedStep[];
  /** Words in place of a level's own: letters for authorities. */
  readonly rename: (variable: string, value: string) => string | null;
  readonly numbers: readonly (readonly [label: string, value: string])[];
  readonly statistics: readonly (readonly [table: string, method: string, value: string])[];
  readonly outputs: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    readonly reason: string;
  }[];
}

/** How a page is drawn and hashed, from outside. */
export interface PageMeans {
  readonly document: Document;
  readonly digest: (text: string) => string;
  /** Name and version of the program. */
  readonly tool: string;
}

/** The page of a release as one HTML file: tables, and pictures drawn from the printed numbers. No script. */
export function releasePage(page: ReleasePage, means: PageMeans): string {
  const context: PageContext = {
    document: means.document,
    symbol: page.profile.symbol,
    hidden: `hidden (${page.profile.symbol})`,
    styles: new Set([releaseStyle(`${page.banner}. It does not make anybody anonymous.`)]),
  };
  const groups = grouped(page.tables);
  const sections = [...groups].map(([title, tables], at) =>
    part(title, `part-${at + 1}`, tableNodes(tables, page, context)),
  );
  const others = [
    page.numbers.length === 0
      ? null
      : part("Means and medians", "numbers", [
          tableNode(
            {
              caption: "From all who have a value",
              columns: [{ header: "" }, { header: "Value" }],
              rows: page.numbers,
            },
            "numbers-table",
          ),
        ]),
    ...page.trees.map((tree) => part(tree.title, tree.id, [treeNode(tree, page.profile.symbol)])),
    ...page.models.map((model) => part(model.title, model.id, modelNodes(model, page))),
    page.statistics.length === 0
      ? null
      : part("Statistics of the tables", "statistics", [
          h(
            "p",
            {},
            "Worked out from the rounded counts, as anybody could from the tables above; siblings are counted as if they were not related. A table with a hidden count has none.",
          ),
          tableNode(
            {
              caption: "Statistics from rounded counts",
              columns: [
                { header: "Table" },
                { header: "Statistic" },
                { header: "Value", align: "right" },
              ],
              rows: page.statistics,
            },
            "statistics-table",
          ),
        ]),
  ];
  const body = [
    h(
      "section",
      { class: "banner release", "aria-label": "Status" },
      h("p", {}, h("strong", {}, page.banner), "."),
    ),
    h(
      "div",
      { class: "sheet" },
      h(
        "header",
        { class: "masthead" },
        h("h1", {}, page.title),
        h("p", { class: "lead" }, "Figures for release"),
        page.isSynthetic && h("p", { class: "who" }, "SYNTHETIC: these are no real children."),
      ),
      h(
        "main",
        { id: "main", tabindex: -1 },
        howToRead(page),
        ...sections,
        ...others,
        inPack(page),
      ),
      h(
        "footer",
        {},
        h(
          "p",
          {},
          `Made by ${means.tool}. The numbers are in the CSV files beside this page; `,
          h("span", {}, "manifest.json lists them with their hashes."),
        ),
      ),
    ),
  ];
  return htmlPage(
    { title: page.title, status: page.banner, description: `Figures for release: ${page.title}` },
    context.styles,
    means.digest,
    ...body,
  );
}

/** Tables in the order of the plan, those of one title together. */
function grouped(tables: readonly ReleasedTable[]): Map<string, ReleasedTable[]> {
  const groups = new Map<string, ReleasedTable[]>();
  for (const table of tables) groups.set(table.title, [...(groups.get(table.title) ?? []), table]);
  return groups;
}

const part = (title: string, id: string, children: readonly HtmlChild[]): HtmlElement =>
  h("section", { "aria-labelledby": `${id}-h` }, h("h2", { id: `${id}-h` }, title), children);

function tableNodes(
  tables: readonly ReleasedTable[],
  page: ReleasePage,
  context: PageContext,
): HtmlChild[] {
  const answers = (table: ReleasedTable): string =>
    table.variables.length === 1 && table.rows.length <= 4 && table.rows[0]?.levels[0] === "Yes"
      ? `${table.unit} ${table.rows.map(({ levels }) => levels[0]).filter((level) => level !== "Not known")}`
      : "";
  const alike = tables.filter(
    (table) => answers(table) !== "" && answers(table) === answers(tables[0] as ReleasedTable),
  );
  const nodes: HtmlChild[] = [];
  if (alike.length > 1) {
    nodes.push(answersNode(alike, (alike[0] as ReleasedTable).id, context));
  }
  for (const table of tables) {
    if (alike.length > 1 && alike.includes(table)) continue;
    const labels = table.variables.map(({ label }) => label);
    // One table alone stands under the title of its part.
    if (tables.length > 1) nodes.push(h("h3", { id: `${table.id}-h` }, labels.join(" by ")));
    if (lastingSteps(table.variables[0]?.name ?? "") !== null && page.curve.length > 0) {
      nodes.push(curveNode(page.curve, context));
    }
    nodes.push(
      table.variables.length === 1
        ? oneWayNode(table, table.id, context)
        : crossNode(table, table.id, context),
    );
  }
  return nodes;
}

/** The share still lasting at the end of each step, from the rounded counts of the table beside it. */
function curveNode(curve: readonly ReleasedStep[], context: PageContext): HtmlElement {
  const years = (count: number): string => (count === 1 ? "1 year" : `${count} years`);
  const figure = drawn(context.document, (options) =>
    releasedBars(
      curve.map((step) => ({
        label: `At ${years(step.years)}`,
        percent: step.lasting,
        isNought: false,
      })),
      {
        name: "Returns still lasting",
        title: `${curve.at(-1)?.lasting}% of returns still lasted at ${years(curve.at(-1)?.years ?? 0)}`,
        subtitle: "Share of index returns that had not broken down, from rounded counts",
        hidden: context.hidden,
        table: {
          caption: "Returns still lasting, by the end of each step",
          columns: [
            { header: "Since the return" },
            { header: "About so many at the start of the step", align: "right" },
            { header: "Broke down in it", align: "right" },
            { header: "Still lasting at its end, %", align: "right" },
          ],
          rows: curve.map((step) => [years(step.years), step.atRisk, step.brokeDown, step.lasting]),
        },
      },
      options,
    ),
  );
  const { node, styles } = figureNode(figure, "curve");
  for (const style of styles) context.styles.add(style);
  return node;
}

/** A tree as a table, its parts set in by their depth. */
function treeNode(tree: ReleasedTree, symbol: string): HtmlElement {
  const nodes = [...new Set(tree.rows.map(({ node }) => node))];
  const classes = [...new Set(tree.rows.map(({ outcome }) => outcome))];
  const of = (node: number, outcome: string) =>
    tree.rows.find((row) => row.node === node && row.outcome === outcome);
  const [whole, levels] = [
    classes.filter((each) => each.startsWith("All")),
    classes.filter((each) => !each.startsWith("All")),
  ];
  return h(
    "div",
    { class: "scroll", role: "group", tabindex: 0, "aria-labelledby": `${tree.id}-caption` },
    h(
      "table",
      { class: "tree" },
      h(
        "caption",
        { id: `${tree.id}-caption` },
        `${tree.outcome.label}: each part is split into the parts set in below it`,
      ),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "Part"),
          [...levels, ...whole].map((name) => h("th", { scope: "col", class: "n" }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        nodes.map((node) => {
          const row = of(node, classes[0] as string);
          const depth = row?.depth ?? 0;
          const words = depth === 0 ? "All" : `${row?.label}: ${row?.levels.join(" or ")}`;
          return h(
            "tr",
            {},
            h("th", { scope: "row", class: `depth-${Math.min(3, depth)}` }, words),
            [...levels, ...whole].map((name) => {
              const own = of(node, name);
              const text =
                own === undefined || own.count === null
                  ? symbol
                  : own.percent === null || name.startsWith("All")
                    ? String(own.count)
                    : `${own.count} (${own.percent}%)`;
              return h("td", { class: "n" }, text);
            }),
          );
        }),
      ),
    ),
  );
}

/** A model's figures; those that would give a hidden count away are its symbol. */
function modelNodes(model: ModelOutput, page: ReleasePage): HtmlChild[] {
  const { symbol } = page.profile;
  return [
    h(
      "p",
      {},
      `${model.method}. About ${model.n} ${model.unit === "family" ? "families" : "children"}, at least ${model.df} residual degrees of freedom.`,
    ),
    tableNode(
      {
        caption: model.title,
        columns: [
          { header: "" },
          { header: model.kind === "model" ? "Odds ratio" : "%", align: "right" },
          { header: "95% interval", align: "right" },
        ],
        rows: model.figures.map((each) => [
          figureWords(each, page.rename),
          String(each.estimate ?? symbol),
          each.ciLow === null ? symbol : `${each.ciLow} to ${each.ciHigh}`,
        ]),
      },
      `${model.id}-table`,
    ),
  ];
}

/** What the signs mean, in words. */
function howToRead({ profile, reason }: ReleasePage): HtmlElement {
  const { symbol, threshold, roundTo, zeros, minimumFamilies } = profile;
  const families =
    minimumFamilies > 1 ? `, or of children from fewer than ${minimumFamilies} families` : "";
  const nought =
    zeros === "shown"
      ? "A nought is shown as 0."
      : zeros === "hidden"
        ? `A nought is hidden as ${symbol} too.`
        : `A nought is hidden as ${symbol} too where it would tell something of everybody in a group; elsewhere it is 0.`;
  return h(
    "section",
    { "aria-labelledby": "read-h" },
    h("h2", { id: "read-h" }, "How to read these figures"),
    h(
      "ul",
      {},
      h(
        "li",
        {},
        h("strong", {}, symbol),
        ` stands for a count that is hidden: one of fewer than ${threshold}${families}; or a larger one, hidden because with it a small one could be worked out. Which of the two it is cannot be told, and is not meant to be. ${nought}`,
      ),
      roundTo > 1 &&
        h(
          "li",
          {},
          `Every other count is rounded to the nearest ${roundTo}, each by itself, so that they may not add up to their total. Percentages are of the rounded counts.`,
        ),
      profile.letterAuthorities &&
        h("li", {}, "Where authorities have letters, the letters do not follow their names."),
      h(
        "li",
        {},
        "A group drawn as a broken outline has hidden counts. Every picture is drawn from the printed numbers.",
      ),
      reason !== null &&
        h("li", {}, `The study changed the profile's rules. Its reason: ${reason}`),
    ),
    h(
      "p",
      { class: "soft" },
      "Rules cut the risk that a child is found; they do not prove that nobody can be. Other releases, other teams and what people nearby know are outside them.",
    ),
  );
}

const statusWords: Readonly<Record<string, string>> = {
  released: "in this pack",
  review: "left out: for a checker",
  withheld: "left out",
};

function inPack({ outputs }: ReleasePage): HtmlElement {
  const left = outputs.filter(({ status }) => status !== "released");
  return part("What is in this pack, and what is not", "pack", [
    h(
      "p",
      {},
      `${outputs.length - left.length} of the plan's ${outputs.length} outputs are in this pack.${left.length === 0 ? "" : " Left out:"}`,
    ),
    left.length > 0 &&
      tableNode(
        {
          caption: "Left out, and why",
          columns: [{ header: "Output" }, { header: "Status" }, { header: "Why" }],
          rows: left.map(({ title, status, reason }) => [
            title,
            statusWords[status] ?? status,
            reason,
          ]),
        },
        "left-out",
      ),
  ]);
}
