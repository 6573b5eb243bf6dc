import { headlineMeasure } from "../agreement/agree-item.ts";
import type { AgreementScreen, ItemAgreement } from "../agreement/agree-items.ts";
import {
  type AgreementMethod,
  type ComputedAgreement,
  isRefusedMeasure,
} from "../agreement/agreement-measure.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { drawIntervalRows, type IntervalRow } from "./interval-rows.ts";
import { counted, decimal, headline, lowerFirst, percent, whole } from "./number-words.ts";

/** One measure of one item, in words. */
interface Row {
  readonly item: string;
  readonly n: number;
  readonly name: string;
  readonly measure: ComputedAgreement | null;
  readonly reason: string;
}

/**
 * How far coders agree on each item: plain agreement, the measure beyond chance that suits the item, and
 * Gwet's AC, which is steadier where nearly all have one value. Lowest first.
 */
export function agreementByItem(result: AgreementScreen, options: FigureOptions): Figure {
  const d = new Drawing("agreement-by-item", options);
  const rows = result.results.flatMap(measuresOf);
  const compact = result.results.length > 6;
  const drawn = compact ? result.results.map(compactRow) : fullRows(rows);
  const used = drawIntervalRows(d, 4, drawn, {
    kind: "linear",
    title: "0 no better than chance (or no agreement at all), 1 full agreement",
    format: (value) => decimal(value, 1),
    reference: null,
    referenceWords: null,
    within: [-1, 1],
    atLeast: [0, 1],
  });
  const [lowest] = result.results;
  const headlineRow = rows.find(
    (row) => row.item === lowest?.label && row.measure?.method === lowest?.headline,
  );
  const base = `${counted(result.results.length, "item")}, ${counted(result.coders.length, "coder")}`;
  return d.finish(4 + used + 4, {
    title: headline(
      lowest === undefined || headlineRow?.measure == null
        ? "How far coders agree"
        : `Coders agree least on ${lowerFirst(lowest.label)}: ${decimal(headlineRow.measure.estimate, 2)}`,
      "How far coders agree, item by item",
    ),
    subtitle: `Agreement of coders on ${base}; ${whole(result.overall.agreeing)} of ${counted(result.overall.n, "rating")} alike; 95% intervals`,
    description: `Agreement on ${base}, lowest first. ${rows
      .map(
        ({ item, name, measure, reason }) =>
          `${item}, ${name === "Agreement" ? "agreement" : name}: ${measure === null ? reason.replace(/\.$/, "") : shown(measure)}`,
      )
      .join("; ")}.`,
    table: {
      caption: `Agreement of coders, by item: ${base}`,
      columns: [
        { header: "Item" },
        { header: "n", align: "right" },
        { header: "Measure" },
        { header: "Value (95% interval)", align: "right" },
      ],
      rows: rows.map(({ item, n, name, measure, reason }) => [
        item,
        n,
        name,
        measure === null ? reason : shown(measure),
      ]),
    },
    note: `${compact ? "Dot and line: the measure beyond chance with its interval; diamond: Gwet's AC; alike: plain agreement. " : ""}Kappa and alpha take chance agreement away; they fall when nearly all cases have one value, even where coders agree. Gwet's AC falls less.`,
  });
}

/** Every measure in a row of its own. */
function fullRows(rows: readonly Row[]): IntervalRow[] {
  let before: string | null = null;
  return rows.map(({ item, n, name, measure, reason }): IntervalRow => {
    const first = item !== before;
    before = item;
    return {
      heading: first ? `${item} (n = ${whole(n)})` : null,
      label: name,
      estimate: measure?.estimate ?? null,
      low: measure?.ciLow ?? null,
      high: measure?.ciHigh ?? null,
      value: measure === null ? "" : shown(measure),
      instead: measure === null ? reason : null,
    };
  });
}

/** One row for an item: the measure beyond chance with its interval, Gwet's AC, and plain agreement in words. */
function compactRow(item: ItemAgreement): IntervalRow {
  const [plain, main, gwet] = measuresOf(item);
  const measure = main?.measure ?? null;
  return {
    label: item.label,
    note: `n = ${whole(item.n)}, alike ${percent(plain?.measure?.estimate ?? null)}`,
    estimate: measure?.estimate ?? null,
    low: measure?.ciLow ?? null,
    high: measure?.ciHigh ?? null,
    second: gwet?.measure?.estimate ?? null,
    value: measure === null ? "" : shown(measure),
    instead: measure === null ? (main?.reason ?? "") : null,
  };
}

const names: Readonly<Partial<Record<AgreementMethod, string>>> = {
  "percent-agreement": "Agreement",
  "cohen-kappa": "Cohen's kappa",
  "weighted-kappa": "Weighted kappa",
  "fleiss-kappa": "Fleiss' kappa",
  "krippendorff-alpha": "Krippendorff's alpha",
  "icc-2-1": "Intraclass correlation",
  "gwet-ac1": "Gwet's AC1",
  "gwet-ac2": "Gwet's AC2",
};

function measuresOf(item: ItemAgreement): Row[] {
  const wanted: AgreementMethod[] = [
    "percent-agreement",
    item.headline,
    item.measures.some((each) => each.method === "gwet-ac2" && !isRefusedMeasure(each)) &&
    item.scale !== "nominal"
      ? "gwet-ac2"
      : "gwet-ac1",
  ];
  return wanted.flatMap((method): Row[] => {
    const found =
      method === item.headline
        ? headlineMeasure(item)
        : item.measures.find((each) => each.method === method);
    if (found === undefined) return [];
    const base = { item: item.label, n: item.n, name: names[method] ?? method };
    return isRefusedMeasure(found)
      ? [{ ...base, measure: null, reason: found.reason }]
      : [{ ...base, measure: found, reason: found.intervalReason ?? "" }];
  });
}

function shown(measure: ComputedAgreement): string {
  const show = (value: number): string =>
    measure.method === "percent-agreement" ? percent(value) : decimal(value, 2);
  const { ciLow, ciHigh } = measure;
  return `${show(measure.estimate)}${ciLow === null || ciHigh === null ? "" : ` (${show(ciLow)} to ${show(ciHigh)})`}`;
}
