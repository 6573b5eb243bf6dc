import {
  checkPercentage,
  type PercentageVerdict,
} from "../../../data-dictionary/checks/printed-percentage.ts";
import type {
  PublishedFigure,
  PublishedFigures,
} from "../../../data-dictionary/study/published-figures.ts";
import type { Dataset } from "../../../data-dictionary/table/dataset.ts";
import { numericSummary } from "../../describe/numeric-summary.ts";
import { shareOf } from "../../describe/share.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import type { ResultDocument } from "./results.ts";

/** A published figure, ours beside it, and whether each agrees: with the other, and with itself. */
export interface BesideOurs {
  readonly label: string;
  readonly variable: string;
  readonly source: string;
  /** What the print counts. */
  readonly unit: PublishedFigure["unit"];
  /** What ours counts. */
  readonly ourUnit: string;
  readonly printed: {
    readonly count: number | null;
    readonly n: number | null;
    readonly percent: string | null;
    readonly mean: string | null;
  };
  readonly ours: {
    readonly count: number;
    readonly n: number;
    readonly share: number | null;
    readonly ciLow: number | null;
    readonly ciHigh: number | null;
    readonly mean: number | null;
  } | null;
  /** Percentage points (or years), ours less the print; null when one of them is not there. */
  readonly difference: number | null;
  /** Within one point, as whole percentages are printed. */
  readonly agrees: boolean | null;
  /** Does the printed percentage follow from the printed count and base? null when they are not printed. */
  readonly print: PercentageVerdict | null;
  readonly note: string | null;
}

export interface PublishedDocument extends ResultDocument {
  readonly schema: "throughline/published/v1";
  readonly title: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly figures: readonly BesideOurs[];
  readonly compared: number;
  readonly agreeing: number;
  /** Prints that disagree with themselves. */
  readonly misprinted: number;
}

/**
 * Sets published figures beside ours. A figure whose unit the print does not state is compared by the unit of
 * the variable, and both units are shown.
 */
export function publishedBesideOurs(
  derived: DerivedStudy,
  published: PublishedFigures,
): PublishedDocument {
  const figures = published.figures.map((figure) => besideOurs(derived, figure));
  return {
    schema: "throughline/published/v1",
    title: published.title,
    sources: published.sources,
    figures,
    compared: figures.filter((each) => each.agrees !== null).length,
    agreeing: figures.filter((each) => each.agrees === true).length,
    misprinted: figures.filter((each) => each.print !== null && each.print.verdict !== "ok").length,
  };
}

function besideOurs(derived: DerivedStudy, figure: PublishedFigure): BesideOurs {
  const level = derived.children.columns.get(figure.variable)?.level;
  const family = figure.unit === "family" || (figure.unit === "not stated" && level === "family");
  const data = family ? derived.families : derived.children;
  const ours = figure.mean === undefined ? shareIn(data, figure) : meanIn(data, figure);
  const printed = figure.mean ?? figure.percent;
  const own = ours === null ? null : (ours.mean ?? (ours.share === null ? null : ours.share * 100));
  const difference = own === null || printed === undefined ? null : own - Number(printed);
  const allowed = figure.mean === undefined ? 1 : 0.05;
  return {
    label: figure.label,
    variable: figure.variable,
    source: figure.source,
    unit: figure.unit,
    ourUnit: data.unit,
    printed: {
      count: figure.count ?? null,
      n: figure.n ?? null,
      percent: figure.percent ?? null,
      mean: figure.mean ?? null,
    },
    ours,
    difference,
    agrees: difference === null ? null : Math.abs(difference) <= allowed,
    print:
      figure.n === undefined || figure.percent === undefined
        ? null
        : checkPercentage(figure.count ?? null, figure.n, figure.percent),
    note: figure.note ?? null,
  };
}

function shareIn(data: Dataset, figure: PublishedFigure): BesideOurs["ours"] {
  const column = data.columns.get(figure.variable);
  if (column?.kind !== "categorical") return null;
  const within = figure.within === undefined ? null : data.columns.get(figure.within.variable);
  if (within !== null && within?.kind !== "categorical") return null;
  const values = [figure.value ?? []].flat();
  const wanted = [figure.within?.value ?? []].flat();
  const has = new Int8Array(data.rowCount);
  for (let row = 0; row < data.rowCount; row++) {
    const own = column.levels[column.codes[row] as number]?.value;
    const group = within?.levels[within.codes[row] as number]?.value;
    const outside =
      own === undefined || (within !== null && (group === undefined || !wanted.includes(group)));
    has[row] = outside ? -1 : values.includes(own) ? 1 : 0;
  }
  const share = shareOf(has, data.families, data.weights);
  if (share.n === 0) return null;
  return {
    count: share.count,
    n: share.n,
    share: share.share,
    ciLow: share.familyCiLow ?? share.ciLow,
    ciHigh: share.familyCiHigh ?? share.ciHigh,
    mean: null,
  };
}

function meanIn(data: Dataset, figure: PublishedFigure): BesideOurs["ours"] {
  const column = data.columns.get(figure.variable);
  if (column?.kind !== "numeric") return null;
  const summary = numericSummary(data, column);
  return {
    count: summary.n,
    n: summary.n,
    share: null,
    ciLow: summary.ciLow,
    ciHigh: summary.ciHigh,
    mean: summary.mean,
  };
}
