import type { SourceMeasure } from "../../../data-dictionary/study/load-study.ts";
import { runChart } from "../../authorities/run-chart.ts";
import type { Figure, FigureOptions } from "../../figures/figure.ts";
import { runChartFigure } from "../../figures/run-chart-figure.ts";
import { percent } from "../../words/number-text.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** Is it a measure counted again with one choice changed? */
export const isVariant = ({ label }: SourceMeasure): boolean =>
  / with .+ switched( on)?$/.test(label);

/** Figures by a source's own definition, year by year, with every counting choice named. */
export function measuresBlocks(context: SectionContext): Block[] {
  const measures = context.results.at(
    pathTo("measures.json", "measures"),
  ) as readonly SourceMeasure[];
  const main = measures.filter((measure) => !isVariant(measure));
  const names = [...new Set(main.map((measure) => measure.name))];
  const yearly = names.filter((name) => main.filter((each) => each.name === name).length > 1);
  const once = main.filter((measure) => !yearly.includes(measure.name));
  return [
    ...yearly.flatMap((name): Block[] => {
      const own = main.filter((measure) => measure.name === name);
      const known = own.filter((measure) => measure.n > 0);
      const last = measures.indexOf(known.at(-1) ?? (own.at(-1) as SourceMeasure));
      return [
        { kind: "heading", words: (own[0] as SourceMeasure).label },
        { kind: "text", sentences: [measureSentence(context, last)] },
        ...(known.length > 2 ? [yearsFigure(context, known)] : [yearsTable(own)]),
        choicesTable(own[0] as SourceMeasure),
        ...variantsTable(measures.filter((each) => each.name === name && isVariant(each))),
      ];
    }),
    ...(once.length === 0 ? [] : [onceTable(once)]),
  ];
}

const right = (header: string) => ({ header, align: "right" as const });
const shareText = ({ count, n }: SourceMeasure): string => percent(n === 0 ? null : count / n, n);

const yearsFigure = ({ document }: SectionContext, own: readonly SourceMeasure[]): Block => ({
  kind: "figure",
  figure: drawn(document, (options) => measureRunChart(own, options)),
});

/** A measure over its years, with the limits that chance alone would give. */
export function measureRunChart(own: readonly SourceMeasure[], options: FigureOptions): Figure {
  const chart = runChart(
    own.map(({ period, count, n }) => ({ time: shortPeriod(period), events: count, n })),
  );
  const measure = (own[0] as SourceMeasure).label;
  return runChartFigure(
    chart,
    { measure, whose: "All children of the return", unit: "child" },
    options,
  );
}

/** "year ending 31 March 2024" as "2024". */
const shortPeriod = (period: string): string =>
  /^year ending 31 March (\d{4})$/.exec(period)?.[1] ?? period;

const yearsTable = (own: readonly SourceMeasure[]): Block => ({
  kind: "table",
  table: {
    caption: (own[0] as SourceMeasure).label,
    columns: [{ header: "Period" }, right("Count"), right("Of"), right("%")],
    rows: own.map((each) => [each.period, each.count, each.n, shareText(each)]),
  },
});

const choicesTable = ({ choices }: SourceMeasure): Block => ({
  kind: "table",
  folded: "Counting choices",
  table: {
    caption: "How it is counted",
    columns: [{ header: "Choice" }, { header: "Setting" }],
    rows: Object.entries(choices).map(([choice, value]) => [
      choice,
      typeof value === "boolean" ? (value ? "yes" : "no") : value,
    ]),
  },
});

function variantsTable(own: readonly SourceMeasure[]): Block[] {
  if (own.length === 0) return [];
  const periods = [...new Set(own.map(({ period }) => period))];
  return [
    {
      kind: "table",
      folded: "With one counting choice changed",
      table: {
        caption: "The same with one counting choice changed: count of base",
        columns: [{ header: "Changed" }, ...periods.map((period) => right(shortPeriod(period)))],
        rows: [...new Set(own.map(({ label }) => label))].map((label) => [
          label.replace(/^.*?, with /, ""),
          ...periods.map((period) => {
            const found = own.find((each) => each.label === label && each.period === period);
            return found === undefined ? "–" : `${found.count} of ${found.n}`;
          }),
        ]),
      },
    },
  ];
}

const onceTable = (own: readonly SourceMeasure[]): Block => ({
  kind: "table",
  table: {
    caption: "Counted once over all years",
    columns: [{ header: "" }, { header: "Period" }, right("Count"), right("Of"), right("%")],
    rows: own.map((each) => [each.label, each.period, each.count, each.n, shareText(each)]),
  },
});

/** The latest figure of a measure. */
export function measureSentence(context: Pick<SectionContext, "results">, place: number): Sentence {
  const at = (key: string): string => pathTo("measures.json", "measures", place, key);
  const { results } = context;
  const measure = results.at(pathTo("measures.json", "measures", place)) as SourceMeasure;
  return measure.n === 0
    ? say`Nobody could be counted in ${bind(results, "label", at("period"))}.`
    : say`In the ${bind(results, "label", at("period"))} it was ${bind(results, "count", at("count"))} of ${bind(results, "count", at("n"))} (${bind(results, "percent", [at("count"), at("n")], "share")}).`;
}
