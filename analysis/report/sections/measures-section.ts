import type { SourceMeasure } from "../../../data-dictionary/study/load-study.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { percent } from "../number-text.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** Figures by a source's own definition, year by year, with every counting choice named. */
export function measuresBlocks(context: SectionContext): Block[] {
  const { results } = context;
  const measures = results.at(pathTo("measures.json", "measures")) as readonly SourceMeasure[];
  const names = [...new Set(measures.map((measure) => measure.name))];
  return names.flatMap((name): Block[] => {
    const own = measures.filter((measure) => measure.name === name);
    const last = measures.lastIndexOf(own.at(-1) as SourceMeasure);
    return [
      { kind: "heading", words: (own[0] as SourceMeasure).label },
      { kind: "text", sentences: [measureSentence(context, last)] },
      {
        kind: "table",
        table: {
          caption: (own[0] as SourceMeasure).label,
          columns: [
            { header: "Period" },
            { header: "Count", align: "right" },
            { header: "Of", align: "right" },
            { header: "%", align: "right" },
          ],
          rows: own.map((each) => [
            each.period,
            each.count,
            each.n,
            percent(each.n === 0 ? null : each.count / each.n, each.n),
          ]),
        },
      },
      {
        kind: "table",
        folded: "Counting choices",
        table: {
          caption: "How it is counted",
          columns: [{ header: "Choice" }, { header: "Setting" }],
          rows: Object.entries((own[0] as SourceMeasure).choices).map(([choice, value]) => [
            choice,
            typeof value === "boolean" ? (value ? "yes" : "no") : value,
          ]),
        },
      },
    ];
  });
}

/** The latest figure of a measure. */
export function measureSentence(context: Pick<SectionContext, "results">, place: number): Sentence {
  const at = (key: string): string => pathTo("measures.json", "measures", place, key);
  const { results } = context;
  const measure = results.at(pathTo("measures.json", "measures", place)) as SourceMeasure;
  return measure.n === 0
    ? say`Nobody could be counted in ${bind(results, "label", at("period"))}.`
    : say`In ${bind(results, "label", at("period"))} it was ${bind(results, "count", at("count"))} of ${bind(results, "count", at("n"))} (${bind(results, "percent", [at("count"), at("n")], "share")}).`;
}
