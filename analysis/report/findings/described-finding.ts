import type { Description } from "../../describe/describe-by.ts";
import type { FrequencyTable } from "../../describe/frequency-table.ts";
import type { MultiResponse } from "../../describe/multi-response.ts";
import type { NumericSummary } from "../../describe/numeric-summary.ts";
import type { FigureTable } from "../../figures/figure.ts";
import { outcomeBars } from "../../figures/outcome-bars.ts";
import { shareBars } from "../../figures/share-bars.ts";
import { drawn } from "../html/figure-node.ts";
import { percent } from "../number-text.ts";
import type { PlanDocument } from "../results/plan-document.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { Finding } from "./finding.ts";
import { nounOf } from "./nouns.ts";
import { bind, say } from "./sentence.ts";

/** Findings from what the plan only describes: the largest share of each analysis, in the plan's order. */
export function describedFindings(results: Results): Finding[] {
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  return items.flatMap((item): Finding[] => {
    if (item.kind !== "describe" || item.file === null) return [];
    const unit = String(results.at(pathTo(item.file, "unit")));
    const all = results.find(pathTo(item.file, "all")) as MultiResponse | undefined;
    if (all !== undefined) {
      const place = largest(all.rows.map((row) => row.share));
      const rows = all.rows.map((row) => ({ ...row, value: row.variable }));
      return place < 0
        ? []
        : [shareFinding(results, item.title, unit, [item.file, "all", "rows", place], rows, null)];
    }
    const tables = (results.find(pathTo(item.file, "tables")) ?? []) as readonly Description[];
    return tables.flatMap((each, at): Finding[] => {
      const file = item.file as string;
      if (each.all.kind === "numeric")
        return meanFinding(results, unit, each.all, [file, "tables", at, "all"]);
      const place = largest(each.all.rows.map((row) => row.share));
      return place < 0
        ? []
        : [
            shareFinding(
              results,
              each.all.label,
              unit,
              [file, "tables", at, "all", "rows", place],
              each.all.rows,
              each.all,
            ),
          ];
    });
  });
}

function largest(shares: readonly (number | null)[]): number {
  return shares.reduce(
    (best: number, share, place) =>
      share !== null && (best < 0 || share > (shares[best] as number)) ? place : best,
    -1,
  );
}

type Steps = readonly [file: string, ...(string | number)[]];

function shareFinding(
  results: Results,
  title: string,
  unit: string,
  steps: Steps,
  rows: readonly FrequencyTable["rows"][number][],
  table: FrequencyTable | null,
): Finding {
  const [file, ...rest] = steps;
  const at = (key: string): string => pathTo(file, ...rest, key);
  const own = results.at(pathTo(file, ...rest)) as FrequencyTable["rows"][number];
  const families = own.familyCiLow !== null;
  const [low, high] = families ? ["familyCiLow", "familyCiHigh"] : ["ciLow", "ciHigh"];
  const label = bind(results, "quoted", at("label"));
  const count = bind(results, "count", at("count"));
  const n = bind(results, "count", at("n"));
  const noun = nounOf(unit);
  const topic =
    table === null ? label : bind(results, "label", pathTo(file, ...rest.slice(0, -2), "label"));
  return {
    id: `described-${rest.join("-")}-${file.replace(".json", "")}`,
    topic: [topic],
    claim: say`${label}: ${count} of ${n} ${[noun.many]} (${bind(results, "percent", at("share"))}), the largest share here.`,
    confidence: [
      say`With others drawn in the same way it would probably lie between ${bind(results, "percent-number", at(low as string))} and ${bind(results, "percent", at(high as string))}.`,
    ],
    limits: [say`It is a count of what was written down, and says nothing of why.`],
    plain: {
      claim: say`${label}: ${count} in ${n} ${[noun.many]}.`,
      sure: [say`With so few, the true share could be some way off.`],
    },
    question: say`Would the same be true of our own cases?`,
    draw: (document) =>
      drawn(document, (options) =>
        table === null
          ? shareBars({ name: title, unit, rows, table: countsTable(title, rows) }, options)
          : outcomeBars(
              {
                name: title,
                label: title,
                unit,
                n: table.of,
                ordered: table.ordered,
                counts: Object.fromEntries(rows.map((row) => [row.value, row.count])),
                labels: Object.fromEntries(rows.map((row) => [row.value, row.label])),
              },
              options,
            ),
      ),
  };
}

const countsTable = (
  caption: string,
  rows: readonly FrequencyTable["rows"][number][],
): FigureTable => ({
  caption,
  columns: [
    { header: "" },
    { header: "Count", align: "right" },
    { header: "Of", align: "right" },
    { header: "%", align: "right" },
  ],
  rows: rows.map((row) => [row.label, row.count, row.n, percent(row.share, row.n)]),
});

function meanFinding(results: Results, unit: string, own: NumericSummary, steps: Steps): Finding[] {
  if (own.mean === null || own.ciLow === null) return [];
  const [file, ...rest] = steps;
  const at = (key: string): string => pathTo(file, ...rest, key);
  const mean = bind(results, "two-decimals", at("mean"));
  const label = bind(results, "label", at("label"));
  return [
    {
      id: `described-${own.variable}`,
      topic: [label],
      claim: say`${label}: ${mean} on average over ${bind(results, "count", at("n"))} ${[nounOf(unit).many]}.`,
      confidence: [
        say`With others drawn in the same way the average would probably lie between ${bind(results, "two-decimals", at("ciLow"))} and ${bind(results, "two-decimals", at("ciHigh"))}.`,
      ],
      limits: [say`An average hides how far single cases differ.`],
      plain: {
        claim: say`${label}: ${mean} on average.`,
        sure: [say`Single cases differ a lot from the average.`],
      },
      question: null,
      draw: null,
    },
  ];
}
