import type { CategoricalColumn } from "../../../data-dictionary/table/column.ts";
import type { Dataset } from "../../../data-dictionary/table/dataset.ts";
import type { AssociationScreen } from "../../association/associate.ts";
import { contingency } from "../../association/contingency.ts";
import { riskDifference } from "../../association/effect-sizes.ts";
import { wilson } from "../../association/wilson.ts";
import { isYesNo } from "../../describe/multi-response.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import { type PlannedResult, plannedFile, type ResultDocument } from "./results.ts";

/** Those of one group who have the event, of those in it. */
export interface ContrastRow {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly n: number;
  readonly share: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** One association turned into percentages of one event, with two groups set against each other. */
export interface Contrast {
  readonly file: string;
  /** Which result of that file. */
  readonly result: number;
  readonly outcome: string;
  readonly outcomeLabel: string;
  readonly event: readonly string[];
  readonly eventLabel: string;
  readonly predictor: string;
  readonly label: string;
  /** Do its answers have an order, or are they yes and no or a pattern? Others may be names. */
  readonly ordered: boolean;
  /** Whose fact the predictor is. */
  readonly unit: string;
  readonly n: number;
  readonly nMissing: number;
  readonly families: number | null;
  readonly designEffect: number | null;
  readonly rows: readonly ContrastRow[];
  /** The two groups compared: places in `rows`, the one with the larger share first. */
  readonly higher: number;
  readonly lower: number;
  /** Were the two chosen because they lie furthest apart, after looking? */
  readonly chosenAfter: boolean;
  readonly difference: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
  readonly pValue: number | null;
  /** Holm's p-value among the tests of the same screen. */
  readonly holmPValue: number | null;
  readonly tests: number;
}

export interface ContrastsDocument extends ResultDocument {
  readonly schema: "throughline/contrasts/v1";
  readonly contrasts: readonly Contrast[];
}

/** Groups smaller than this are set against another only where there are no two that are larger. */
export const leastCompared = 5;

/**
 * The associations of a plan as differences between percentages.
 *
 * The event is the one that the plan names for the outcome (under `model`, else under `compare`); else yes; else the
 * first answer of two; else the lower half of ordered answers; else the last answer. The two groups are the
 * first and last of an ordered predictor or of a pattern, or yes and no; for any other predictor those that
 * lie furthest apart, which is said. Groups of fewer than 5 are passed over where two larger ones are left.
 * Intervals are Wilson's and Newcombe's with every count divided by the
 * design effect, where families make one.
 */
export function contrasts(
  derived: DerivedStudy,
  planned: readonly PlannedResult[],
): ContrastsDocument {
  const found: Contrast[] = [];
  for (const item of planned) {
    if (item.document?.schema !== "throughline/associate/v1") continue;
    const screen = item.document as unknown as AssociationScreen;
    const data = screen.unit === "family" ? derived.families : derived.children;
    const outcome = data.columns.get(screen.outcome);
    if (outcome?.kind !== "categorical") continue;
    const event = eventOf(derived, outcome);
    screen.results.forEach((result, place) => {
      const contrast = contrastOf(derived, data, screen, result, outcome, event);
      if (contrast !== null) found.push({ file: plannedFile(item), result: place, ...contrast });
    });
  }
  return { schema: "throughline/contrasts/v1", contrasts: found };
}

/** The answers of an outcome that count as the event. */
export function eventOf(derived: DerivedStudy, outcome: CategoricalColumn): readonly string[] {
  const { plan } = derived.study.config;
  for (const item of plan) {
    if ("model" in item && item.model === outcome.name && item.event !== undefined)
      return item.event;
  }
  for (const item of plan) {
    if ("compare" in item && item.compare === outcome.name && item.event !== undefined)
      return item.event;
  }
  const values = outcome.levels
    .map((level) => level.value)
    .filter((value) => value !== "not_determinable" && value !== "mixed");
  if (isYesNo(outcome)) return values.filter((value) => /^(1|yes|true)$/i.test(value));
  if (values.length === 2) return values.slice(0, 1);
  return outcome.ordered ? values.slice(0, Math.floor(values.length / 2)) : values.slice(-1);
}

function contrastOf(
  derived: DerivedStudy,
  data: Dataset,
  screen: AssociationScreen,
  result: AssociationScreen["results"][number],
  outcome: CategoricalColumn,
  event: readonly string[],
): Omit<Contrast, "file" | "result"> | null {
  const { table } = result;
  const predictor = data.columns.get(result.predictor);
  if (table === null || predictor?.kind !== "categorical") return null;
  const columns = table.columns.flatMap((value, place) => (event.includes(value) ? [place] : []));
  const shrink = Math.max(1, result.designEffect ?? 1);
  const rows = table.rows.flatMap((value, place): ContrastRow[] => {
    const counts = table.counts[place] as readonly number[];
    const n = counts.reduce((sum, count) => sum + count, 0);
    if (n === 0) return [];
    const count = columns.reduce((sum, column) => sum + (counts[column] as number), 0);
    const { ciLow, ciHigh } = wilson(count / shrink, n / shrink);
    return [
      { value, label: table.rowLabels[place] as string, count, n, share: count / n, ciLow, ciHigh },
    ];
  });
  if (rows.length < 2 || columns.length === 0) return null;
  const pattern = derived.patterns.some((each) => each.name === result.predictor);
  // A percentage of a handful says nothing: such groups are shown, but not set against each other.
  const large = rows.flatMap((row, place) => (row.n >= leastCompared ? [place] : []));
  const offered = large.length < 2 ? rows.map((_, place) => place) : large;
  const planned = predictor.ordered || pattern || offered.length === 2 || isYesNo(predictor);
  const pair = planned ? [offered[0] as number, offered.at(-1) as number] : furthest(rows, offered);
  const [higher, lower] = pair.sort(
    (a, b) => (rows[b] as ContrastRow).share - (rows[a] as ContrastRow).share,
  ) as [number, number];
  const [up, down] = [rows[higher] as ContrastRow, rows[lower] as ContrastRow];
  const difference = riskDifference(
    contingency([up, down].map(({ count, n }) => [count / shrink, (n - count) / shrink])),
  );
  if ("refused" in difference) return null;
  return {
    outcome: screen.outcome,
    outcomeLabel: screen.label,
    event,
    eventLabel: event
      .map((value) => outcome.levels.find((level) => level.value === value)?.label ?? value)
      .join(" or "),
    predictor: result.predictor,
    label: result.label,
    ordered: predictor.ordered || pattern || isYesNo(predictor),
    unit: result.unit,
    n: result.n,
    nMissing: result.nMissing,
    families: result.families,
    designEffect: result.designEffect,
    rows,
    higher,
    lower,
    chosenAfter: !planned,
    difference: difference.estimate,
    ciLow: difference.ciLow as number,
    ciHigh: difference.ciHigh as number,
    ciLevel: difference.ciLevel ?? 0.95,
    pValue: result.pValue,
    holmPValue: result.holmPValue,
    tests: screen.tests,
  };
}

function furthest(rows: readonly ContrastRow[], order: readonly number[]): number[] {
  const by = (place: number): number => (rows[place] as ContrastRow).share;
  return [
    order.reduce((best, place) => (by(place) > by(best) ? place : best)),
    order.reduce((best, place) => (by(place) < by(best) ? place : best)),
  ];
}
