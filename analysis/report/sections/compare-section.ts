import type { AuthorityComparison, Interval } from "../../authorities/authority-comparison.ts";
import { authorityDots } from "../../figures/authority-dots.ts";
import { authorityFunnel } from "../../figures/authority-funnel.ts";
import { fixed, percent } from "../../words/number-text.ts";
import { comparisonFinding, namedEvent } from "../findings/comparison-finding.ts";
import { nounOf } from "../findings/nouns.ts";
import { type DrawnFigure, drawn } from "../html/figure-node.ts";
import type { ReportTable } from "../html/table.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import { otherComparison } from "./other-comparison.ts";
import type { SectionContext } from "./section-context.ts";

/** A comparison of authorities: of one share, of several values, over the years, of rates or of published figures. */
export function compareBlocks(context: SectionContext, file: string): Block[] {
  const found = context.results.at(pathTo(file)) as unknown as AuthorityComparison & {
    readonly analysis?: string;
  };
  const result = namedEvent(found, context.study.labels);
  if (result.analysis !== undefined && result.analysis !== "shares")
    return otherComparison(context, file, result.analysis);
  const finding = comparisonFinding(context.results, file, null);
  return [
    { kind: "text", sentences: [finding.claim] },
    { kind: "text", sentences: finding.confidence },
    {
      kind: "figure",
      figure: drawn(context.document, (options) => authorityDots(result, options)),
    },
    ...(result.funnel === null
      ? []
      : [{ kind: "figure" as const, figure: funnelFigure(context.document, result) }]),
    {
      kind: "table",
      folded: "What adjustment, shrinkage and siblings leave of each",
      table: looksTable(result),
    },
    { kind: "text", sentences: finding.limits, look: "soft" },
    ...(result.warnings.length === 0
      ? []
      : [
          {
            kind: "table" as const,
            folded: "Warnings",
            table: {
              caption: "Warnings",
              columns: [{ header: "What to mind" }],
              rows: result.warnings.map((words) => [words]),
            },
          },
        ]),
  ];
}

function funnelFigure(document: Document, result: AuthorityComparison): DrawnFigure {
  return drawn(document, (options) =>
    authorityFunnel(
      result.funnel as NonNullable<AuthorityComparison["funnel"]>,
      { measure: result.event, unit: result.unit },
      options,
    ),
  );
}

function looksTable(result: AuthorityComparison): ReportTable {
  const shown = (own: Interval | null, n: number): string =>
    own === null
      ? "–"
      : `${percent(own.estimate, n)} (${fixed(own.ciLow * 100, 0)} to ${fixed(own.ciHigh * 100, 0)})`;
  const adjusted = result.caseMix?.adjustedFor.join(", ");
  return {
    caption: `${result.event}: each authority looked at in several ways, in name order (${nounOf(result.unit).many}; 95% intervals)`,
    columns: [
      { header: "" },
      { header: "Count", align: "right" },
      { header: "Of", align: "right" },
      { header: "Raw", align: "right" },
      { header: "Siblings counted", align: "right" },
      ...(adjusted === undefined
        ? []
        : [{ header: `Adjusted: ${adjusted}`, align: "right" as const }]),
      { header: "Drawn together", align: "right" },
    ],
    rows: [
      ...result.authorities.map((each) => [
        each.name,
        each.events,
        each.n,
        shown(each.share, 1),
        shown(each.shareFamilies, 1),
        ...(adjusted === undefined ? [] : [shown(each.adjusted, 1)]),
        shown(each.randomInterceptFamilies ?? each.randomIntercept, 1),
      ]),
      [
        "All",
        result.events,
        result.n,
        shown(result.overall, 1),
        "–",
        ...(adjusted === undefined ? [] : ["–"]),
        "–",
      ],
    ],
    totals: [result.authorities.length],
  };
}
