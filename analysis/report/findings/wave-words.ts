import type { WaveSeries } from "../../describe/share-waves.ts";
import { pathTo, type Results } from "../results/results.ts";
import { bind, type Sentence, say } from "./sentence.ts";

/** The first and last wave of one answer, and whether they differ. */
export function waveWords(results: Results, file: string, place: number): Sentence[] {
  const at = (...steps: (string | number)[]): string => pathTo(file, "series", place, ...steps);
  const series = results.at(at()) as unknown as WaveSeries;
  const ends = endsOf(series);
  const label = bind(results, "opening", at("label"));
  if (ends === null) return [say`${label}: fewer than two waves have answers.`];
  const side = (wave: number) =>
    say`${bind(results, "count", at("waves", wave, "count"))} of ${bind(results, "count", at("waves", wave, "n"))} (${bind(results, "level", at("waves", wave, "share"))}) in ${bind(results, "label", at("waves", wave, "label"))}`;
  return [say`${label}: ${side(ends[0])}, ${side(ends[1])}.`, changeWords(results, at, series)];
}

/** The first and last waves with answers. */
export function endsOf(series: WaveSeries): readonly [first: number, last: number] | null {
  const known = series.waves.flatMap((wave, at) => (wave.n > 0 ? [at] : []));
  return series.overall === null || known.length < 2
    ? null
    : [known[0] as number, known.at(-1) as number];
}

function changeWords(
  results: Results,
  at: (...steps: (string | number)[]) => string,
  { overall }: WaveSeries,
): Sentence {
  const points = (key: string) => bind(results, "points", at("overall", key));
  if (overall === null) return say`No change can be given.`;
  if (overall.ciLow > 0)
    return say`That is ${points("estimate")} more in every hundred (interval: ${points("ciLow")} to ${points("ciHigh")}).`;
  if (overall.ciHigh < 0)
    return say`That is ${points("estimate")} fewer in every hundred (interval: ${points("ciHigh")} to ${points("ciLow")}).`;
  return say`That is no clear change: it could be anything from ${points("ciLow")} fewer to ${points("ciHigh")} more in every hundred.`;
}
