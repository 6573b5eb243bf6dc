import type { AuthorityPatterns } from "../../authorities/authority-patterns.ts";
import type { TimeComparison } from "../../authorities/compare-over-time.ts";
import type { PublishedComparison } from "../../authorities/compare-published.ts";
import type { RateComparison } from "../../authorities/compare-rates.ts";
import type { Funnel } from "../../authorities/funnel.ts";
import type { RunChart } from "../../authorities/run-chart.ts";
import { authorityFunnel } from "../../figures/authority-funnel.ts";
import { runChartFigure } from "../../figures/run-chart-figure.ts";
import { stackedShares } from "../../figures/stacked-shares.ts";
import { fixed, percent } from "../../words/number-text.ts";
import { nounOf } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import { labelOf, type SectionContext } from "./section-context.ts";

/** Comparisons of authorities that are not of one share: values, years, rates, published figures. */
export function otherComparison(context: SectionContext, file: string, analysis: string): Block[] {
  const { results } = context;
  const spoken = (results.find(pathTo(file, "sentences")) ?? []) as readonly string[];
  const text: Block = {
    kind: "text",
    sentences: [
      ...spoken.map((_, at): Sentence => [bind(results, "label", pathTo(file, "sentences", at))]),
      say`The order of names is the order of the alphabet. It is no ranking.`,
    ],
  };
  return [text, ...pictures(context, file, analysis), ...warnings(context, file)];
}

function pictures(context: SectionContext, file: string, analysis: string): Block[] {
  const result: unknown = context.results.at(pathTo(file));
  switch (analysis) {
    case "patterns":
      return patternBlocks(context, result as AuthorityPatterns);
    case "years":
      return yearBlocks(context, result as TimeComparison);
    case "rates": {
      const own = result as RateComparison;
      const measure = labelOf(context, own.outcome);
      return [funnelBlock(context, own.funnel, measure), ratesTable(own)];
    }
    case "published": {
      const own = result as PublishedComparison;
      const { chosen, measure } = own;
      return [
        funnelBlock(context, own.funnel, measure),
        ...(chosen?.years == null
          ? []
          : [runBlock(context, chosen.years, measure, chosen.own.name, own.funnel.per)]),
      ];
    }
    default:
      return [];
  }
}

function patternBlocks({ document }: SectionContext, result: AuthorityPatterns): Block[] {
  const columns = result.overall.map(({ label }) => label);
  return [
    {
      kind: "figure",
      figure: drawn(document, (options) =>
        stackedShares(
          {
            outcome: result.outcome,
            outcomeLabel: result.label,
            by: result.by,
            byLabel: "Authority",
            unit: result.unit,
            ordered: false,
            columns,
            rows: result.authorities.map(({ name, n, families, patterns }) => ({
              label: name,
              counts: patterns.map(({ events }) => events),
              n,
              families,
            })),
            n: result.n,
            families: result.families,
            nMissing: result.nMissing,
          },
          options,
        ),
      ),
    },
    {
      kind: "table",
      folded: "How far each count is from what all together would give",
      table: {
        caption: `${result.label}: count, and distance from the expected in standard errors (${nounOf(result.unit).many})`,
        columns: [
          { header: "" },
          ...columns.map((header) => ({ header, align: "right" as const })),
          { header: "n", align: "right" },
        ],
        rows: result.authorities.map(({ name, n, patterns }) => [
          name,
          ...patterns.map(({ events, residual }) =>
            residual === null ? events : `${events} (${fixed(residual, 1)})`,
          ),
          n,
        ]),
      },
    },
  ];
}

function yearBlocks(context: SectionContext, result: TimeComparison): Block[] {
  const measure = labelOf(context, result.outcome);
  return [
    runBlock(context, result.overall, measure, "All authorities", result.per),
    {
      kind: "fold",
      summary: "Each authority by itself",
      blocks: result.authorities.map(({ name, chart }) =>
        runBlock(context, chart, measure, name, result.per),
      ),
    },
  ];
}

const runBlock = (
  { document, study }: SectionContext,
  chart: RunChart,
  measure: string,
  whose: string,
  per: number,
): Block => ({
  kind: "figure",
  figure: drawn(document, (options) =>
    runChartFigure(chart, { measure, whose, unit: study.unit, per }, options),
  ),
});

const funnelBlock = (
  { document, study }: SectionContext,
  funnel: Funnel,
  measure: string,
): Block => ({
  kind: "figure",
  figure: drawn(document, (options) =>
    authorityFunnel(funnel, { measure, unit: study.unit }, options),
  ),
});

function ratesTable(result: RateComparison): Block {
  const shown = (rate: { readonly estimate: number; ciLow: number; ciHigh: number } | null) =>
    rate === null
      ? "–"
      : `${fixed(rate.estimate, 1)} (${fixed(rate.ciLow, 1)} to ${fixed(rate.ciHigh, 1)})`;
  return {
    kind: "table",
    table: {
      caption: `${result.outcome} per ${result.per.toLocaleString("en-GB")}, in name order (${percent(result.ciLevel, 1)} intervals)`,
      columns: [
        { header: "" },
        { header: "Events", align: "right" },
        { header: "Of", align: "right" },
        { header: result.kind === "ratio" ? "Ratio" : "Rate", align: "right" },
      ],
      rows: [
        ...result.authorities.map(({ name, events, n, rate }) => [name, events, n, shown(rate)]),
        ["All", result.events, result.n, shown(result.overall)],
      ],
      totals: [result.authorities.length],
    },
  };
}

function warnings({ results }: SectionContext, file: string): Block[] {
  const found = (results.find(pathTo(file, "warnings")) ?? []) as readonly string[];
  return found.length === 0
    ? []
    : [
        {
          kind: "table",
          folded: "Warnings",
          table: {
            caption: "Warnings",
            columns: [{ header: "What to mind" }],
            rows: found.map((words) => [words]),
          },
        },
      ];
}
