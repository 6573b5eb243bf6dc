import { fixed } from "../../words/number-text.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import type { Block } from "../page/blocks.ts";
import type { BesideOurs, PublishedDocument } from "../results/published-beside-ours.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

const at = (...steps: (string | number)[]): string => pathTo("published.json", ...steps);

/** Published figures beside ours, and prints that disagree with themselves. */
export function publishedBlocks(context: SectionContext): Block[] {
  const { results } = context;
  const published = results.at(at()) as PublishedDocument;
  const slips = published.figures.flatMap((figure, place) =>
    figure.print !== null && figure.print.verdict !== "ok"
      ? [slipWords(context, figure, place)]
      : [],
  );
  return [
    {
      kind: "text",
      sentences: [
        say`${bind(results, "count", at("agreeing"))} of ${bind(results, "count", at("compared"))} published figures lie within one point of ours.`,
        say`The unit of a published percentage is given as printed; where the print does not say, ours is that of the variable.`,
      ],
    },
    ...(slips.length === 0
      ? []
      : [
          {
            kind: "text" as const,
            sentences: [say`In some places the print disagrees with itself:`],
          },
          { kind: "list" as const, items: slips },
        ]),
    {
      kind: "table",
      folded: "Every published figure beside ours",
      table: {
        caption: `${published.title}: as printed, and ours`,
        columns: [
          { header: "" },
          { header: "Printed", align: "right" },
          { header: "Of", align: "right" },
          { header: "Unit printed" },
          { header: "Ours", align: "right" },
          { header: "Of", align: "right" },
          { header: "Our unit" },
          { header: "Within a point" },
          { header: "Source" },
        ],
        rows: published.figures.map((figure) => [
          figure.label,
          printedText(figure),
          figure.printed.n,
          figure.unit,
          oursText(figure),
          figure.ours?.n ?? null,
          figure.ours === null ? "–" : figure.ourUnit,
          figure.agrees === null ? "–" : figure.agrees ? "yes" : "no",
          figure.source,
        ]),
      },
    },
    {
      kind: "table",
      folded: "Sources",
      table: {
        caption: "Sources of the published figures",
        columns: [{ header: "Key" }, { header: "Source" }],
        rows: Object.entries(published.sources),
      },
    },
  ];
}

/** The published figures of some variables beside ours; nothing where none was printed. */
export function besideBlocks({ results }: SectionContext, variables: ReadonlySet<string>): Block[] {
  const published = results.find(at()) as PublishedDocument | undefined;
  const own = (published?.figures ?? []).filter((figure) => variables.has(figure.variable));
  if (published === undefined || own.length === 0) return [];
  return [
    {
      kind: "table",
      table: {
        caption: "Published, and ours",
        columns: [
          { header: "" },
          { header: "Printed", align: "right" },
          { header: "Ours", align: "right" },
          { header: "Within a point" },
          { header: "Source" },
        ],
        rows: own.map((figure) => [
          figure.label,
          printedText(figure),
          oursText(figure),
          figure.agrees === null ? "–" : figure.agrees ? "yes" : "no",
          figure.source,
        ]),
      },
    },
  ];
}

function printedText({ printed }: BesideOurs): string {
  const share = printed.mean ?? (printed.percent === null ? "" : `${printed.percent}%`);
  return printed.count === null ? share : `${printed.count} (${share})`;
}

function oursText({ ours }: BesideOurs): string {
  if (ours === null) return "not in this study";
  if (ours.mean !== null) return fixed(ours.mean, 2);
  return `${ours.count} (${fixed((ours.share ?? 0) * 100, 0)}%)`;
}

function slipWords(context: SectionContext, figure: BesideOurs, place: number): Sentence {
  const { results } = context;
  const own = (...steps: (string | number)[]): string => at("figures", place, ...steps);
  const label = bind(results, "label", own("label"));
  const printed = bind(results, "label", own("printed", "percent"));
  if (figure.print?.percentage === null || figure.print?.percentage === undefined) {
    return say`${label}: printed as ${printed}%, which no count of ${bind(results, "count", own("printed", "n"))} gives.`;
  }
  const counted = say`${label}: ${bind(results, "count", own("printed", "count"))} of ${bind(results, "count", own("printed", "n"))} is printed as ${printed}%, but it is ${bind(results, "percent-value", own("print", "percentage"))}%.`;
  return figure.print.verdict === "ok only if truncated"
    ? [...counted, " It was cut, not rounded."]
    : counted;
}
