import { headlineMeasure } from "../../analysis/agreement/agree-item.ts";
import type { AgreementScreen, ItemAgreement } from "../../analysis/agreement/agree-items.ts";
import {
  type AgreementMeasure,
  type ComputedAgreement,
  isRefusedMeasure,
} from "../../analysis/agreement/agreement-measure.ts";
import { counted, fixed, percent } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrap-text.ts";

/** How the headline measures are written, short and long. */
const words: Readonly<Record<string, readonly [short: string, long: string]>> = {
  "cohen-kappa": ["κ", "κ Cohen's kappa"],
  "weighted-kappa": ["κw", "κw kappa with linear weights, for values in order"],
  "fleiss-kappa": ["κF", "κF Fleiss' kappa, for more than two coders"],
  "krippendorff-alpha": ["α", "α Krippendorff's alpha"],
  "icc-2-1": ["ICC", "ICC(2,1), absolute agreement of numbers"],
};

/** The names of measures as they are printed under --all. */
export const measureNames: Readonly<Record<string, string>> = {
  "percent-agreement": "Percent agreement",
  "cohen-kappa": "Cohen's kappa",
  "weighted-kappa": "Weighted kappa",
  "fleiss-kappa": "Fleiss' kappa",
  "gwet-ac1": "Gwet's AC1",
  "gwet-ac2": "Gwet's AC2",
  "krippendorff-alpha": "Krippendorff's alpha",
  "icc-2-1": "ICC(2,1)",
  pabak: "PABAK",
  "prevalence-index": "Prevalence index",
  "bias-index": "Bias index",
};

/** The name of a measure with its weights, as in "Weighted kappa, linear". */
export const measureName = (measure: Pick<AgreementMeasure, "method" | "weights">): string =>
  `${measureNames[measure.method] ?? measure.method}${measure.weights === null ? "" : `, ${measure.weights}`}`;

/** The measure of one kind, where there is one to print. */
export function measureOf(
  measures: readonly AgreementMeasure[],
  method: string,
): ComputedAgreement | null {
  const found = measures.find((each) => each.method === method);
  return found === undefined || isRefusedMeasure(found) ? null : found;
}

/** Two decimals without the leading nought, for what cannot exceed one. */
export const unit = (value: number | null): string => fixed(value, 2).replace(/^(−?)0\./, "$1.");

export function intervalText(measure: ComputedAgreement): string {
  return measure.ciLow === null || measure.ciHigh === null
    ? ""
    : ` [${unit(measure.ciLow)}, ${unit(measure.ciHigh)}]`;
}

/** The agreement of coders for people: items lowest first, then pairs of coders, then what could not be measured. */
export function agreeText(
  screen: AgreementScreen,
  options: { readonly all: boolean; readonly table: boolean },
  io: Io,
): string {
  const paint = styler(io);
  const width = Math.min(io.width, 80);
  const { results, overall } = screen;
  const blocks = [
    `${paint("bold", "How far coders agree, lowest first")}\n`,
    wrapped(
      `${counted(screen.coders.length, "coder", "coders")} (${screen.coders.join(", ")}), ${counted(results.length, "item", "items")}; ${fixed(overall.n, 0)} ratings made twice or more, alike in ${fixed(overall.agreeing, 0)} (${percent(overall.n === 0 ? null : overall.agreeing / overall.n, overall.n)}).`,
      width,
    ),
    "\n",
    textTable(
      [
        { header: "Item" },
        { header: "n", align: "right" },
        { header: "miss.", align: "right" },
        { header: "agree", align: "right" },
        { header: `Beyond chance [${fixed(screen.ciLevel * 100, 0)}%]` },
        { header: "AC1", align: "right" },
        { header: "α", align: "right" },
      ],
      results.map((result) => [
        result.item,
        fixed(result.n, 0),
        result.nMissing === 0 ? "" : fixed(result.nMissing, 0),
        percent(measureOf(result.measures, "percent-agreement")?.estimate ?? null, result.n),
        headlineText(result),
        unit(measureOf(result.measures, "gwet-ac1")?.estimate ?? null),
        unit(measureOf(result.measures, "krippendorff-alpha")?.estimate ?? null),
      ]),
      width,
    ),
    ...legend(screen).map((line) => wrapped(line, width)),
    ...results.flatMap((result) => notes(result).map((line) => wrapped(line, width))),
    pairsText(screen, io),
  ];
  if (options.all) blocks.push(...results.map((result) => measuresText(result, io)));
  if (options.table) blocks.push(...results.flatMap((result) => tablesText(result, io)));
  return blocks.join("");
}

function headlineText(result: ItemAgreement): string {
  const headline = headlineMeasure(result);
  return isRefusedMeasure(headline)
    ? "–"
    : `${words[headline.method]?.[0] ?? ""} ${unit(headline.estimate)}${intervalText(headline)}`;
}

function legend(screen: AgreementScreen): string[] {
  const used = new Set(screen.results.map((result) => result.headline));
  const respects = screen.results.some((result) => result.families !== null);
  return [
    `${[...used].map((method) => words[method]?.[1] ?? method).join("; ")}.`,
    respects
      ? `Intervals draw whole families anew, ${fixed(screen.replications, 0)} times, seed ${screen.seed}, where families have several ratings.`
      : `α by drawing cases anew, ${fixed(screen.replications, 0)} times, seed ${screen.seed}.`,
  ];
}

function notes(result: ItemAgreement): string[] {
  const headline = headlineMeasure(result);
  if (isRefusedMeasure(headline)) return [`! ${result.item}: ${headline.reason}`];
  return [
    ...(headline.intervalReason === null
      ? []
      : [`! ${result.item}, interval: ${headline.intervalReason}`]),
    ...(headline.note === undefined ? [] : [`! ${result.item}: ${headline.note}`]),
  ];
}

function pairsText(screen: AgreementScreen, io: Io): string {
  const rows = screen.results
    .filter((result) => result.pairs.length > 1)
    .flatMap((result) =>
      result.pairs.map((pair) => {
        const kappa = measureOf(
          pair.measures,
          result.scale === "nominal" ? "cohen-kappa" : "weighted-kappa",
        );
        return {
          kappa: kappa?.estimate ?? 2,
          cells: [
            result.item,
            pair.coders.join(" – "),
            fixed(pair.n, 0),
            percent(measureOf(pair.measures, "percent-agreement")?.estimate ?? null, pair.n),
            kappa === null ? "–" : `${unit(kappa.estimate)}${intervalText(kappa)}`,
            unit(measureOf(pair.measures, "gwet-ac1")?.estimate ?? null),
          ],
        };
      }),
    )
    .sort((a, b) => a.kappa - b.kappa)
    .map(({ cells }) => cells);
  if (rows.length === 0) return "";
  return `\n${styler(io)("bold", "By pair of coders, lowest first")}\n${textTable(
    [
      { header: "Item" },
      { header: "Coders" },
      { header: "n", align: "right" },
      { header: "agree", align: "right" },
      { header: "κ" },
      { header: "AC1", align: "right" },
    ],
    rows,
    Math.min(io.width, 80),
  )}`;
}

/** Every measure of an item, one a line. */
function measuresText(result: ItemAgreement, io: Io): string {
  const width = Math.min(io.width, 80);
  return `\n${styler(io)("bold", `${result.label} (${result.item})`)}\n${textTable(
    [
      { header: "Measure" },
      { header: "estimate", align: "right" },
      { header: "interval", align: "right" },
      { header: "by" },
      { header: "n", align: "right" },
    ],
    result.measures.map((measure) =>
      isRefusedMeasure(measure)
        ? [measureName(measure), "–", "–", measure.refused, fixed(measure.n, 0)]
        : [
            measureName(measure),
            unit(measure.estimate),
            measure.ciLow === null ? "–" : `${unit(measure.ciLow)} to ${unit(measure.ciHigh)}`,
            measure.interval ?? "–",
            fixed(measure.n, 0),
          ],
    ),
    width,
  )}`;
}

/** The table of each pair of coders: rows the first, columns the second. */
function tablesText(result: ItemAgreement, io: Io): string[] {
  return result.pairs.map(
    (pair) =>
      `\n${styler(io)("bold", `${result.item}: ${pair.coders[0]} (rows) and ${pair.coders[1]}`)}\n${textTable(
        [
          { header: "" },
          ...result.categories.map(({ label }) => ({ header: label, align: "right" as const })),
        ],
        pair.table.map((row, place) => [
          result.categories[place]?.label ?? "",
          ...row.map((count) => fixed(count, 0)),
        ]),
        io.width,
      )}`,
  );
}
