import { type HtmlChild, type HtmlElement, h } from "../../report/html/html.ts";
import { tableNode } from "../../report/html/table.ts";
import { htmlPage } from "../../report/page/document.ts";
import { lastingSteps } from "../lasting-table.ts";
import type { ModelOutput } from "../model-output.ts";
import { figureWords, type ReleasedTable, type ReleasedTree } from "../release-csv.ts";
import type { ReleasedStep } from "../released-curve.ts";
import { howToRead, type ReadersRules } from "./how-to-read.ts";
import { releaseStyle } from "./release-style.ts";
import { curveNode } from "./released-curve-node.ts";
import { answersNode, crossNode, oneWayNode, type PageContext } from "./released-nodes.ts";
import { treeNode } from "./released-tree-node.ts";

/** What the page of a release prints: protected numbers and words, nothing else. */
export interface ReleasePage {
  readonly title: string;
  /** "Passes profile children-strict v1", with what the study changed. */
  readonly banner: string;
  readonly profile: ReadersRules;
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
        howToRead(page.profile, page.reason),
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
