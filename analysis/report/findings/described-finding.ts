import type { ChangeByArea } from "../../describe/change-by-area.ts";
import type { Description } from "../../describe/describe-by.ts";
import type { FrequencyTable } from "../../describe/frequency-table.ts";
import type { MultiResponse } from "../../describe/multi-response.ts";
import type { NumericSummary } from "../../describe/numeric-summary.ts";
import type { FigureTable } from "../../figures/figure.ts";
import { outcomeBars } from "../../figures/outcome-bars.ts";
import { shareBars } from "../../figures/share-bars.ts";
import { percent } from "../../words/number-text.ts";
import { drawn } from "../html/figure-node.ts";
import type { PlanDocument } from "../results/plan-document.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { RulesDocument } from "../results/rules-summary.ts";
import type { Finding } from "./finding.ts";
import { nounFor, nounOf } from "./nouns.ts";
import { bind, say } from "./sentence.ts";

/**
 * Findings from what the plan only describes, one for each of its analyses, in the plan's order: of several
 * yes/no questions the one with the most yes, of a list of answers the commonest, else the mean of a number.
 * The plan's first description says who is in the study; it is no finding as long as there are others.
 */
export function describedFindings(results: Results): Finding[] {
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  const described = items.filter((item) => item.kind === "describe" && item.file !== null);
  const told = toldElsewhere(results);
  const others = described.length > 1 && described[0] === items[0] ? described.slice(1) : described;
  return others.flatMap((item): Finding[] => {
    const file = item.file as string;
    const unit = String(results.at(pathTo(file, "unit")));
    const all = results.find(pathTo(file, "all")) as MultiResponse | undefined;
    if (all !== undefined) {
      const place = largest(all.rows.map((row) => row.share));
      const rows = all.rows.map((row) => ({ ...row, value: row.variable }));
      return place < 0
        ? []
        : [shareFinding(results, item.title, unit, [file, "all", "rows", place], rows, null)];
    }
    const tables = (results.find(pathTo(file, "tables")) ?? []) as readonly Description[];
    const place = tables.findIndex(
      (each) => each.all.kind !== "numeric" && !told.has(each.variable),
    );
    return place >= 0
      ? tableFinding(results, unit, file, place)
      : tables
          .flatMap((each, at) =>
            each.all.kind === "numeric"
              ? meanFinding(results, unit, each.all, [file, "tables", at, "all"])
              : [],
          )
          .slice(0, 1);
  });
}

/** Outcomes of rules, and grades whose change is a finding of its own. */
function toldElsewhere(results: Results): ReadonlySet<string> {
  const { rules } = results.at(pathTo("rules.json")) as RulesDocument;
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  const areas = items.flatMap(({ kind, file }) =>
    kind === "change" && file !== null
      ? (results.at(pathTo(file, "areas")) as ChangeByArea["areas"])
      : [],
  );
  return new Set([
    ...rules.map((rule) => rule.name),
    ...areas.flatMap(({ before, after }) => [before, after]),
  ]);
}

/** The finding of one variable that the plan describes; null when it does not, or nobody's answer is known. */
export function describedVariable(results: Results, variable: string): Finding | null {
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  for (const { kind, file } of items) {
    if (kind !== "describe" || file === null) continue;
    const tables = (results.find(pathTo(file, "tables")) ?? []) as readonly Description[];
    const place = tables.findIndex(
      (each) => each.variable === variable && each.all.kind !== "numeric",
    );
    if (place < 0) continue;
    return tableFinding(results, String(results.at(pathTo(file, "unit"))), file, place)[0] ?? null;
  }
  return null;
}

const yes = /^(1|yes|true)$/i;

function tableFinding(results: Results, unit: string, file: string, at: number): Finding[] {
  const table = results.at(pathTo(file, "tables", at, "all")) as FrequencyTable;
  const own = table.rows.findIndex((row) => yes.test(row.value));
  const isYesNo = table.rows.length === 2 && own >= 0;
  const place = isYesNo ? own : largest(table.rows.map((row) => row.share));
  if (place < 0 || table.rows[place]?.share === null) return [];
  const steps: Steps = [file, "tables", at, "all", "rows", place];
  return [shareFinding(results, table.label, unit, steps, table.rows, table, isYesNo)];
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
  isYesNo = false,
): Finding {
  const [file, ...rest] = steps;
  const at = (key: string): string => pathTo(file, ...rest, key);
  const own = results.at(pathTo(file, ...rest)) as FrequencyTable["rows"][number];
  const families = own.familyCiLow !== null;
  const [low, high] = families ? ["familyCiLow", "familyCiHigh"] : ["ciLow", "ciHigh"];
  const label = bind(results, "opening", at("label"));
  const count = bind(results, "count", at("count"));
  const n = bind(results, "count", at("n"));
  // Of a yes/no question only the yes, under the words of the question.
  const bars = isYesNo ? [{ ...own, label: title }] : rows;
  const heading = pathTo(file, ...rest.slice(0, -2), "label");
  const topic =
    table === null
      ? bind(results, "label", pathTo(file, "title"))
      : bind(results, "label", heading);
  const counted = say`${count} of ${n} ${[nounFor(unit, n.value)]} (${bind(results, "percent", at("share"))})`;
  const claim =
    table === null
      ? say`${label}: ${counted}, the most of what was asked here.`
      : isYesNo
        ? say`${bind(results, "opening", heading)}: ${counted}.`
        : say`${bind(results, "opening", heading)} is most often ${bind(results, table.ordered ? "quoted" : "exact", at("label"))}: ${counted}.`;
  const plain =
    table === null
      ? say`${label}: it was so for ${count} in ${n} ${[nounFor(unit, n.value)]}.`
      : isYesNo
        ? say`${bind(results, "opening", heading)}: it was so for ${count} in ${n} ${[nounFor(unit, n.value)]}.`
        : say`${bind(results, "opening", heading)} was most often ${bind(results, table.ordered ? "quoted" : "exact", at("label"))}: ${count} in ${n} ${[nounFor(unit, n.value)]}.`;
  return {
    id: `described-${rest.join("-")}-${file.replace(".json", "")}`,
    topic: [topic],
    claim,
    confidence: [
      say`In others like these the true share probably lies between ${bind(results, "percent-number", at(low as string))} and ${bind(results, "percent", at(high as string))}.`,
    ],
    limits: [say`It is a count of what was written down, and says nothing of why.`],
    plain: {
      claim: plain,
      sure: [say`With so few, the true share could be some way off.`],
    },
    question: say`Would the same be true of our own cases?`,
    draw: (document) =>
      drawn(document, (options) =>
        table === null || isYesNo
          ? shareBars({ name: title, unit, rows: bars, table: countsTable(title, bars) }, options)
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
        say`In others like these the true average probably lies between ${bind(results, "two-decimals", at("ciLow"))} and ${bind(results, "two-decimals", at("ciHigh"))}.`,
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
