import { modelForest } from "../../figures/model-forest.ts";
import type { AverageDifference, ModelRefusal, ModelResult } from "../../models/model-result.ts";
import { fixed, percent, percentInterval, pText } from "../../words/number-text.ts";
import { nounOf } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { ReportTable } from "../html/table.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import { labelOf, type SectionContext } from "./section-context.ts";

/** A model: percentages first, odds ratios only behind them. */
export function modelBlocks(context: SectionContext, file: string): Block[] {
  const result = context.results.at(pathTo(file)) as unknown as ModelResult | ModelRefusal;
  if ("refused" in result) {
    return [
      {
        kind: "text",
        sentences: [
          say`The model could not be fitted: ${bind(context.results, "label", pathTo(file, "reason"))}`,
        ],
      },
    ];
  }
  return [
    { kind: "text", sentences: modelWords(context, file, result) },
    ...(result.differences.length === 0
      ? []
      : [
          {
            kind: "figure" as const,
            figure: drawn(context.document, (options) =>
              modelForest(result, { ...options, labels: context.study.labels }),
            ),
          },
        ]),
    ...(result.percentages.length === 0
      ? []
      : [
          {
            kind: "table" as const,
            table: percentagesTable(context, result),
            folded: "Average predicted percentages",
          },
        ]),
    { kind: "table", table: coefficientsTable(result), folded: "Coefficients, with odds ratios" },
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

function modelWords(context: SectionContext, file: string, result: ModelResult): Sentence[] {
  const at = (...steps: (string | number)[]): string => pathTo(file, ...steps);
  const { results } = context;
  const n = bind(results, "count", at("n"));
  const sentences: Sentence[] = [
    result.nMissing === 0
      ? say`${n} ${[nounOf(result.unit).many]} are in the model: everything is known of them all.`
      : say`${n} ${[nounOf(result.unit).many]} are in the model, with everything known; left out because something is not: ${bind(results, "count", at("nMissing"))}.`,
  ];
  const clear = result.differences
    .map((each, place) => ({ each, place }))
    .filter(({ each }) => each.pValue < 0.05)
    .sort((a, b) => a.each.pValue - b.each.pValue);
  for (const { each, place } of clear.slice(0, 2)) {
    sentences.push(differenceSentence(context, file, result, each, place));
  }
  if (clear.length === 0) {
    sentences.push(
      say`With all of them together, none differs clearly from its reference. A study of this size may miss a real difference.`,
    );
  }
  sentences.push(
    say`All else in the model is held as it is. That is a description of who differs, not of what would happen if something were changed.`,
  );
  return sentences;
}

function differenceSentence(
  context: SectionContext,
  file: string,
  result: ModelResult,
  each: AverageDifference,
  place: number,
): Sentence {
  const { results } = context;
  const at = (...steps: (string | number)[]): string => pathTo(file, ...steps);
  const find = (level: string): number =>
    result.percentages.findIndex(
      (own) =>
        own.variable === each.variable &&
        (own.level === level || own.label === level) &&
        own.outcome === each.outcome,
    );
  const [own, reference] = [find(each.level), find(each.against)];
  const p = bind(results, "p", at("differences", place, "pValue"));
  if (result.kind === "linear" || own < 0 || reference < 0) {
    return say`The largest clear difference is that of ${bind(results, "quoted", at("differences", place, "label"))} (p ${p}).`;
  }
  const variable = inWords(context, file, result, each.variable);
  const quoted = each.variable === context.study.authorityVariable ? "exact" : "quoted";
  return say`With everything else alike, ${bind(results, "level", at("percentages", own, "estimate"))} would come out as ${bind(results, "quoted", at("percentages", own, "outcome"))} where ${variable} is ${bind(results, quoted, at("percentages", own, "label"))}, against ${bind(results, "level", at("percentages", reference, "estimate"))} where it is ${bind(results, quoted, at("percentages", reference, "label"))} (p ${p}).`;
}

/** The label of a variable, bound to the study's list of labels where it has one. */
function inWords(
  context: SectionContext,
  file: string,
  result: ModelResult,
  name: string,
): Sentence {
  const path = pathTo("study.json", "labels", name);
  return context.results.find(path) === undefined
    ? [bind(context.results, "plain", pathTo(file, "with", Math.max(0, result.with.indexOf(name))))]
    : [bind(context.results, "plain", path)];
}

function percentagesTable(context: SectionContext, result: ModelResult): ReportTable {
  const mean = result.kind === "linear";
  return {
    caption: mean
      ? "Average predicted value, everybody set to one answer"
      : "Average predicted percentage, everybody set to one answer",
    columns: [
      { header: "" },
      { header: "Outcome" },
      { header: "n", align: "right" },
      { header: mean ? "Mean" : "%", align: "right" },
      { header: "95% interval", align: "right" },
    ],
    rows: result.percentages.map((row) => [
      `${labelOf(context, row.variable)}: ${row.label}${row.reference ? " (reference)" : ""}`,
      row.outcome,
      row.n,
      mean ? fixed(row.estimate, 2) : percent(row.estimate, 1),
      mean
        ? `${fixed(row.ciLow, 2)} to ${fixed(row.ciHigh, 2)}`
        : percentInterval(row.ciLow, row.ciHigh, 1),
    ]),
  };
}

function coefficientsTable(result: ModelResult): ReportTable {
  const odds = result.kind !== "linear";
  return {
    caption: `${result.method}${result.firth ? " (Firth's penalty)" : ""}; errors: ${result.errors}`,
    columns: [
      { header: "" },
      { header: "B", align: "right" },
      { header: "s.e.", align: "right" },
      ...(odds ? [{ header: "Odds ratio", align: "right" as const }] : []),
      { header: "95% interval", align: "right" },
      { header: "p", align: "right" },
      { header: "Plain p", align: "right" },
    ],
    rows: result.coefficients.map((row) => [
      row.outcome === null || row.outcome === row.name ? row.name : `${row.outcome}: ${row.name}`,
      fixed(row.estimate, 2),
      fixed(row.standardError, 2),
      ...(odds ? [row.oddsRatio === null ? null : fixed(row.oddsRatio, 2)] : []),
      odds && row.oddsRatio !== null
        ? `${fixed(row.oddsRatioLow, 2)} to ${fixed(row.oddsRatioHigh, 2)}`
        : `${fixed(row.ciLow, 2)} to ${fixed(row.ciHigh, 2)}`,
      pText(row.pValue),
      pText(row.naive.pValue),
    ]),
  };
}
