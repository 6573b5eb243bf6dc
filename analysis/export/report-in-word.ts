import type { Figure } from "../figures/figure.ts";
import type { Finding } from "../report/findings/finding.ts";
import { frontFindings } from "../report/findings/front-findings.ts";
import { type Sentence, sentenceText } from "../report/findings/sentence.ts";
import type { DrawnFigure } from "../report/html/figure-node.ts";
import { type HtmlElement, type HtmlNode, plainText } from "../report/html/html.ts";
import type { ReportTable } from "../report/html/table.ts";
import type { Block, Part } from "../report/page/blocks.ts";
import { allParts } from "../report/page/research-report.ts";
import { pathTo, type Results } from "../report/results/results.ts";
import type { StudySummary } from "../report/results/study-summary.ts";
import type { ResultTable } from "./result-table.ts";
import { type WordBlock, type WordRun, type WordTable, wordTableOf } from "./word-blocks.ts";

/** What the report is turned into a document with. */
export interface WordTools {
  /** Where figures are drawn. */
  readonly document: Document;
  /** The bytes of a figure as a PNG. */
  readonly png: (figure: Figure) => Uint8Array;
}

/** An analysis of the plan, and what makes its tables. */
export interface PlannedTables {
  readonly number: number;
  readonly title: string;
  readonly tables: () => readonly ResultTable[];
}

/**
 * The report of a study as a Word document: the same findings, sections, sentences and figures, in the same
 * order. Each figure is a picture with alternative text, and its numbers stand under it as a table.
 *
 * @param planned - Analyses of the plan with their tables: those that the report has no page for come last.
 */
export function reportInWord(
  results: Results,
  tools: WordTools,
  planned: readonly PlannedTables[] = [],
): WordBlock[] {
  const study = results.at(pathTo("study.json")) as StudySummary;
  const parts = allParts({ results, study, document: tools.document });
  const findings = frontFindings(results);
  const shown = new Set(
    parts.flatMap((part) =>
      part.sections.filter(({ blocks }) => blocks.length > 0).map(({ id }) => id),
    ),
  );
  const more = planned.filter(({ number }) => !shown.has(`item-${number}`));
  const links = [
    { name: "findings", title: "What the study found" },
    ...parts.flatMap((part) => part.sections.map(({ id, title }) => ({ name: id, title }))),
    ...(more.length === 0 ? [] : [{ name: "more-tables", title: "More tables" }]),
  ];
  return [
    heading(1, "What the study found", "findings"),
    ...findings.flatMap((finding) => findingBlocks(finding, tools)),
    heading(1, "Contents"),
    {
      kind: "list",
      numbered: false,
      items: links.map(({ name, title }) => [{ text: title, to: anchor(name) }]),
    },
    ...parts.flatMap((part) => partBlocks(part, tools)),
    ...(more.length === 0 ? [] : [heading(1, "More tables", "more-tables")]),
    ...more.flatMap(({ title, tables }) => [
      heading(2, title),
      ...tables().map((table): WordBlock => ({ kind: "table", table: wordTableOf(table) })),
    ]),
  ];
}

const heading = (level: 1 | 2 | 3, words: string, name?: string): WordBlock => ({
  kind: "heading",
  level,
  words,
  ...(name === undefined ? {} : { name: anchor(name) }),
});

/** Word allows letters, digits and underscores in the name of a bookmark, up to 40 of them. */
const anchor = (id: string): string => `s_${id.replace(/[^A-Za-z0-9]/g, "_")}`.slice(0, 40);

function findingBlocks(finding: Finding, tools: WordTools): WordBlock[] {
  return [
    heading(2, sentenceText(finding.topic)),
    { kind: "text", style: "Lead", runs: sentenceRuns(finding.claim) },
    { kind: "text", runs: [{ text: "How sure: ", bold: true }, ...runsOf(finding.confidence)] },
    {
      kind: "text",
      runs: [{ text: "What it does not show: ", bold: true }, ...runsOf(finding.limits)],
    },
    ...(finding.draw === null ? [] : figureBlocks(finding.draw(tools.document), tools)),
  ];
}

function partBlocks(part: Part, tools: WordTools): WordBlock[] {
  return [
    heading(1, part.title),
    ...part.sections.flatMap((section) => [
      heading(2, section.title, section.id),
      ...section.blocks.flatMap((block) => blocksOf(block, tools)),
    ]),
  ];
}

function blocksOf(block: Block, tools: WordTools): WordBlock[] {
  switch (block.kind) {
    case "text":
      return [
        {
          kind: "text",
          runs: runsOf(block.sentences),
          ...(block.look === undefined ? {} : { style: block.look === "lead" ? "Lead" : "Soft" }),
        },
      ];
    case "list":
      return [
        {
          kind: "list",
          numbered: block.look === "steps",
          items: block.items.map(sentenceRuns),
        },
      ];
    case "heading":
      return [heading(3, block.words, block.id)];
    case "table":
      return [{ kind: "table", table: tableOf(block.table) }];
    case "figure":
      return figureBlocks(block.figure, tools);
    case "fold":
      return [heading(3, block.summary), ...block.blocks.flatMap((own) => blocksOf(own, tools))];
    default:
      return nodeBlocks(block.node);
  }
}

function figureBlocks({ wide }: DrawnFigure, tools: WordTools): WordBlock[] {
  const { title, subtitle, description, width, height, note, table } = wide;
  return [
    {
      kind: "picture",
      picture: { png: tools.png(wide), title, subtitle, description, width, height, note },
    },
    { kind: "table", table: tableOf({ ...table, caption: `The numbers: ${table.caption}` }) },
  ];
}

/** A table as text, without the columns that hold nothing. */
function tableOf(table: ReportTable): WordTable {
  const used = table.columns.flatMap((_, at) =>
    table.rows.length === 0 || table.rows.some((row) => (row[at] ?? null) !== null) ? [at] : [],
  );
  return {
    caption: table.caption,
    columns: used.map((at) => table.columns[at] as ReportTable["columns"][number]),
    rows: table.rows.map((row) => used.map((at) => cellWords(row[at] ?? null))),
    ...(table.totals === undefined ? {} : { totals: table.totals }),
  };
}

const cellWords = (cell: string | number | null): string =>
  cell === null ? "–" : typeof cell === "number" ? cell.toLocaleString("en-GB") : cell;

/** Sentences with a space between them. */
const runsOf = (sentences: readonly Sentence[]): WordRun[] =>
  sentences.flatMap((sentence, place) => [
    ...(place === 0 ? [] : [{ text: " " }]),
    ...sentenceRuns(sentence),
  ]);

/** A sentence as pieces of a paragraph: the letter p of a test in italics. */
function sentenceRuns(sentence: Sentence): WordRun[] {
  return sentence.flatMap((part): WordRun[] => {
    const text = typeof part === "string" ? part : part.text;
    return typeof part === "string" && part.endsWith("p\u00a0")
      ? [{ text: text.slice(0, -2) }, { text: "p", italic: true }, { text: "\u00a0" }]
      : [{ text }];
  });
}

/** What a report writes as a piece of a page: lists and tables of a document. */
function nodeBlocks(node: HtmlNode): WordBlock[] {
  if (typeof node === "string") return [{ kind: "text", runs: [{ text: node }] }];
  if (node.tag === "ol" || node.tag === "ul") {
    return [
      { kind: "list", numbered: node.tag === "ol", items: elementsIn(node, "li").map(nodeRuns) },
    ];
  }
  if (node.tag === "table") return [{ kind: "table", table: nodeTable(node) }];
  if (["div", "section", "figure", "details"].includes(node.tag)) {
    return node.children.flatMap(nodeBlocks);
  }
  return [{ kind: "text", runs: nodeRuns(node) }];
}

function nodeTable(node: HtmlElement): WordTable {
  const [caption] = elementsIn(node, "caption");
  const [head, ...rows] = elementsIn(node, "tr").map((row) =>
    row.children.filter((cell): cell is HtmlElement => typeof cell !== "string"),
  );
  return {
    caption: caption === undefined ? "" : plainText(caption),
    columns: (head ?? []).map((cell) => ({ header: plainText(cell) })),
    rows: rows.map((row) =>
      row.map((cell) => {
        const [link] = elementsIn(cell, "a");
        const to = link?.attributes.find(([name]) => name === "href")?.[1];
        return to === undefined
          ? plainText(cell)
          : { text: plainText(cell), to: anchor(to.slice(1)) };
      }),
    ),
  };
}

/** The elements of a kind under a node, in order. */
function elementsIn(node: HtmlElement, tag: string): HtmlElement[] {
  return node.children.flatMap((child) =>
    typeof child === "string" ? [] : child.tag === tag ? [child] : elementsIn(child, tag),
  );
}

function nodeRuns(node: HtmlElement): WordRun[] {
  return node.children.map((child) => {
    if (typeof child === "string") return { text: child };
    // A piece that stands on a line of its own in the page.
    const apart = child.attributes.some(([name, value]) => name === "class" && value === "left");
    return {
      text: `${apart ? ". " : ""}${plainText(child)}`,
      ...(child.tag === "strong" ? { bold: true } : {}),
    };
  });
}
