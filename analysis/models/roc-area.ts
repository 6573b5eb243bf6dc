import { normalQuantile } from "../distributions/index.ts";

/** Area under the ROC curve with DeLong's interval. */
export interface RocArea {
  readonly method: "AUC (DeLong)";
  readonly estimate: number;
  readonly standardError: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly ciLevel: number;
  /** Why there is no interval. */
  readonly intervalReason: string | null;
  readonly events: number;
  readonly n: number;
}

/**
 * The chance that a row with the event scores higher than a row without it, ties counting half, with
 * DeLong's standard error; the interval is cut at 0 and 1. Rows are treated as independent. There is no interval
 * with fewer than two rows of either kind, or when every event scores above (or below) all other rows.
 *
 * @param scores - Fitted probability, or any number that should be higher with the event.
 * @param y - 1 for the event, 0 without; both must occur.
 * @example
 * rocArea([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], [1, 1, 1, 1]).estimate // => 0.75
 * @see DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44:837.
 */
export function rocArea(
  scores: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  ciLevel = 0.95,
): RocArea {
  const order = Array.from({ length: scores.length }, (_, i) => i)
    .filter((i) => (weights[i] as number) > 0)
    .sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let events = 0;
  let others = 0;
  for (const i of order) {
    if (y[i] === 1) events += weights[i] as number;
    else others += weights[i] as number;
  }
  // For each row, the share of the other kind that it beats.
  const beats = new Float64Array(scores.length);
  let eventsBelow = 0;
  let othersBelow = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let eventsHere = 0;
    let othersHere = 0;
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) {
      const i = order[to++] as number;
      if (y[i] === 1) eventsHere += weights[i] as number;
      else othersHere += weights[i] as number;
    }
    for (let k = from; k < to; k++) {
      const i = order[k] as number;
      beats[i] =
        y[i] === 1
          ? (othersBelow + othersHere / 2) / others
          : (events - eventsBelow - eventsHere / 2) / events;
    }
    eventsBelow += eventsHere;
    othersBelow += othersHere;
    from = to;
  }
  let estimate = 0;
  for (const i of order)
    if (y[i] === 1) estimate += ((weights[i] as number) * (beats[i] as number)) / events;
  let eventSpread = 0;
  let otherSpread = 0;
  for (const i of order) {
    const square = (weights[i] as number) * ((beats[i] as number) - estimate) ** 2;
    if (y[i] === 1) eventSpread += square;
    else otherSpread += square;
  }
  const base = { method: "AUC (DeLong)", estimate, ciLevel, events, n: events + others } as const;
  const without = (intervalReason: string): RocArea => ({
    ...base,
    standardError: null,
    ciLow: null,
    ciHigh: null,
    intervalReason,
  });
  if (events < 2 || others < 2) {
    return without("DeLong's interval needs at least two rows with the event and two without.");
  }
  const standardError = Math.sqrt(
    eventSpread / (events - 1) / events + otherSpread / (others - 1) / others,
  );
  if (!(standardError > 1e-12)) {
    return without(
      "The scores tell the outcome with certainty, which DeLong's error cannot judge.",
    );
  }
  const half = normalQuantile(0.5 + ciLevel / 2) * standardError;
  return {
    ...base,
    standardError,
    ciLow: Math.max(0, estimate - half),
    ciHigh: Math.min(1, estimate + half),
    intervalReason: null,
  };
}
