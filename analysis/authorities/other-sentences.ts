import type { AuthorityPatterns } from "./authority-patterns.ts";
import type { TimeComparison } from "./compare-over-time.ts";
import type { PublishedComparison } from "./compare-published.ts";
import type { RateComparison } from "./compare-rates.ts";
import type { Funnel } from "./funnel.ts";
import { differSentence, wholePercent } from "./heterogeneity-sentence.ts";

/** The funnel in a sentence, with what chance alone would put outside. */
export function funnelSentence(result: Funnel): string {
  const outside = `Of ${result.n} authorities ${result.outside95} ${result.outside95 === 1 ? "is" : "are"} outside the 95% limits of the funnel and ${result.outside998} outside the 99.8% limits`;
  const chance = `by chance alone about ${result.expectedOutside95.toFixed(1)} and ${result.expectedOutside998.toFixed(1)} would be`;
  const before = result.outsideBefore;
  return `${outside}; ${chance}.${before === null ? "" : ` Before the limits were widened ${before.outside95} and ${before.outside998} were outside. ${result.overdispersion?.note}`}`;
}

/** Patterns by authority in sentences. */
export function patternSentences(result: AuthorityPatterns): string[] {
  const cells = result.authorities.flatMap(({ name, patterns }) =>
    patterns.map(({ label, residual }) => ({ name, label, residual: residual ?? 0 })),
  );
  const far = cells.filter(({ residual }) => Math.abs(residual) > 1.959963984540054);
  return [
    differSentence(result.heterogeneity, result.heterogeneityFamilies, "the authorities differ"),
    far.length === 0
      ? `None of the ${cells.length} counts is further than 2 standard errors from what all authorities together lead one to expect.`
      : `${far.length} of ${cells.length} counts are further than 2 standard errors from what all authorities together lead one to expect; about ${(cells.length * 0.05).toFixed(1)} would be by chance: ${far.map(({ name, label, residual }) => `${name} ${residual > 0 ? "more" : "fewer"} ${label.toLowerCase()}`).join(", ")}.`,
    "Nothing is adjusted for: authorities may differ because their children do.",
  ];
}

/** Rates in sentences. */
export function rateSentences(result: RateComparison): string[] {
  const shown = result.authorities.filter(({ rate }) => rate !== null);
  const outside = shown.filter(({ includesOverall }) => includesOverall === false);
  const middle = result.kind === "ratio" ? "1, which is as expected" : "the overall rate";
  return [
    outside.length === 0
      ? `Every authority's interval includes ${middle}. These data do not show that any authority is different.`
      : `${outside.length} of the ${shown.length} intervals ${outside.length === 1 ? "leaves" : "leave"} out ${middle}: ${outside.map(({ name }) => name).join(", ")}. About ${(shown.length * (1 - result.ciLevel)).toFixed(1)} would by chance.`,
    differSentence(result.heterogeneity, null, "the authorities differ"),
    "Counts do not say which events were of one family: with brothers and sisters among them the intervals are too narrow.",
    ...(result.standardisedBy === null && result.kind === "rate"
      ? ["Nothing is adjusted for: authorities may differ because their children do."]
      : []),
  ];
}

/** Change over time in sentences. */
export function timeSentences(result: TimeComparison): string[] {
  const { changed, authorities, expectedChanged, times } = result;
  const clear =
    changed.length === 0
      ? `No authority's change from its first to its last year (${times[0]} to ${times.at(-1)}) has an interval without 0.`
      : `${changed.length} of ${authorities.length} authorities changed from first to last year by more than chance would do: ${changed.join(", ")}. About ${expectedChanged.toFixed(1)} would by chance.`;
  return [clear, result.overall.note];
}

/** A published measure in sentences: the funnel, and the chosen authority if there is one. */
export function publishedSentences(result: PublishedComparison): string[] {
  const sentences = [funnelSentence(result.funnel)];
  const { chosen } = result;
  if (chosen === null) return sentences;
  const figure = (value: number): string =>
    result.kind === "proportion" ? wholePercent(value) : value.toFixed(1);
  const { own } = chosen;
  if (own.estimate === null || own.ciLow === null || own.ciHigh === null) {
    return [...sentences, `${own.name} has no figure in ${result.year}: ${own.reason}.`];
  }
  const point = result.funnel.points.find(({ name }) => name === own.name);
  const where =
    point === undefined || point.band === "inside"
      ? "inside the limits, so no different from the others"
      : `${point.band.startsWith("high") ? "above" : "below"} the ${point.band.endsWith("99.8") ? "99.8%" : "95%"} limits`;
  const unit = result.kind === "rate" ? ` per ${result.funnel.per.toLocaleString("en-GB")}` : "";
  sentences.push(
    `${own.name}: ${own.events} of ${own.n} (${figure(own.estimate)}${unit}; 95% interval ${figure(own.ciLow)} to ${figure(own.ciHigh)}), ${where}.`,
  );
  if (chosen.neighbourMedian !== null) {
    const known = chosen.neighbours.filter(({ estimate }) => estimate !== null).length;
    sentences.push(
      `The median of its ${known} statistical neighbours with a figure is ${figure(chosen.neighbourMedian)} (${chosen.neighbourVersion} model of neighbours).`,
    );
  }
  const against = chosen.againstNeighbours;
  if (against !== null) {
    const points = (value: number): string => String(Math.round(value * 100)).replace("-", "−");
    sentences.push(
      `Against all neighbours together the difference is ${points(against.estimate)} percentage points (95% interval ${points(against.ciLow)} to ${points(against.ciHigh)}).`,
    );
  }
  return sentences;
}
