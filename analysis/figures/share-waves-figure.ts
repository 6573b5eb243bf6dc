import type { ShareWaves, WaveSeries, WaveShare } from "../describe/share-waves.ts";
import { linearScale, niceRange, niceTicks } from "./axis.ts";
import { coordinate, Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import {
  counted,
  decimal,
  fileStem,
  headline,
  lowerFirst,
  percent,
  whole,
} from "./number-words.ts";
import { categorical, paper, softInk } from "./palette.ts";
import { textWidth, wrapText } from "./text-width.ts";

/**
 * A share in each wave of a survey, with its 95% interval: a panel for each answer or group, all on one scale.
 * A wave in which nobody answered has a gap, not a nought.
 */
export function shareWavesFigure(result: ShareWaves, options: FigureOptions): Figure {
  const { series } = result;
  const d = new Drawing(
    `share-waves-${fileStem(series[0]?.variable ?? "")}${result.by === null ? "" : `-by-${fileStem(result.by)}`}`,
    options,
  );
  const names = series.map((each) => nameOf(each, result));
  const columns = Math.min(series.length, d.narrow ? 1 : d.width < 1000 ? 3 : 4);
  const small = d.size - 1;
  const top = Math.max(
    0.1,
    ...series.flatMap(({ waves }) => waves.map((wave) => wave.ciHigh ?? 0)),
  );
  const [, high] = niceRange(0, Math.min(1, top), 4);
  const most = Math.min(1, high);
  const ticks = niceTicks(0, most, d.narrow ? 2 : 4);
  const axis = Math.max(...ticks.map((tick) => textWidth(percent(tick), small))) + 12;
  const gap = 18;
  const wide = (d.width - 16 - axis - (columns - 1) * gap) / columns;
  const tall = d.narrow ? 96 : series.length === 1 ? 180 : 130;
  let y = 4;
  for (let from = 0; from < series.length; from += columns) {
    const row = series.slice(from, from + columns);
    // A single panel is named by the words beside the picture.
    const heads = row.map((_, at) =>
      series.length === 1 ? 0 : wrapText(names[from + at] as string, wide, small, true).length,
    );
    const head = Math.max(...heads) * small * 1.25 + 20;
    const scale = linearScale(0, most, y + head + tall, y + head);
    for (const tick of ticks) {
      d.line(8 + axis, scale.at(tick), d.width - 8, scale.at(tick), { role: "guide" });
      d.text(axis, scale.at(tick) + small * 0.36, percent(tick), {
        size: small,
        anchor: "end",
        role: "tick",
        colour: softInk,
      });
    }
    row.forEach((each, at) => {
      const left = 8 + axis + at * (wide + gap);
      if (series.length > 1)
        d.paragraph(left, y, names[from + at] as string, wide, { size: small, bold: true });
      panel(d, each.waves, { left, wide, foot: y + head + tall, at: scale.at });
    });
    y += head + tall + small + 24;
  }
  return d.finish(y, words(result, names));
}

interface Panel {
  readonly left: number;
  readonly wide: number;
  readonly foot: number;
  readonly at: (share: number) => number;
}

function panel(d: Drawing, waves: readonly WaveShare[], { left, wide, foot, at }: Panel): void {
  const small = d.size - 1;
  const colour = categorical[0] as string;
  const step = wide / waves.length;
  const x = (place: number): number => left + step * (place + 0.5);
  const known = waves.flatMap((wave, place) =>
    wave.share === null || wave.ciLow === null || wave.ciHigh === null
      ? []
      : [{ place, share: wave.share, low: wave.ciLow, high: wave.ciHigh }],
  );
  d.path(
    known
      .map(
        ({ place, share }, own) =>
          `${own === 0 || known[own - 1]?.place !== place - 1 ? "M" : "L"}${coordinate(x(place))} ${coordinate(at(share))}`,
      )
      .join("") || "M0 0",
    { role: "rule", stroke: colour, strokeWidth: 2 },
  );
  for (const { place, low, high, share } of known) {
    d.line(x(place), at(low), x(place), at(high), { stroke: colour, strokeWidth: 2 });
    d.dot(x(place), at(share), 5, { fill: colour, stroke: paper });
  }
  const widest = Math.max(...known.map(({ share }) => textWidth(percent(share), small, true)), 0);
  const every = Math.max(1, Math.ceil((widest + 8) / step));
  for (const { place, high, share } of known) {
    if (place % every !== 0 && place !== waves.length - 1) continue;
    const value = percent(share);
    const half = textWidth(value, small, true) / 2;
    const top = at(high) - 5;
    d.rect(x(place) - half - 2, top - small, half * 2 + 4, small + 3, {
      fill: paper,
      role: "paper",
    });
    d.text(x(place), top, value, { size: small, bold: true, anchor: "middle" });
  }
  const labels = Math.max(...waves.map(({ label }) => textWidth(label, small)));
  const skip = Math.max(1, Math.ceil((labels + 6) / step));
  waves.forEach(({ label }, place) => {
    if (place % skip === 0)
      d.text(x(place), foot + small + 6, label, {
        size: small,
        anchor: "middle",
        role: "tick",
        colour: softInk,
      });
  });
}

/** What tells one series from the others: its group, its answer, or both. */
function nameOf(each: WaveSeries, result: ShareWaves): string {
  const answers = new Set(result.series.map(({ variable }) => variable)).size;
  if (result.by === null) return each.label;
  const group = each.group?.label ?? "Everybody";
  return answers === 1 ? group : `${each.label}: ${lowerFirst(group)}`;
}

function words(result: ShareWaves, names: readonly string[]) {
  const [first] = result.series;
  const answers = new Set(result.series.map(({ variable }) => variable)).size;
  const known = (first?.waves ?? []).filter((wave) => wave.n > 0);
  const from = known[0];
  const to = known.at(-1);
  const about = answers === 1 ? (first?.label ?? "") : "";
  const asked = Math.max(
    0,
    ...result.series
      .filter((each) => each.group === null)
      .map(({ waves }) => waves.reduce((sum, wave) => sum + wave.n + wave.nMissing, 0)),
  );
  const claim = (own: WaveSeries | undefined): string => {
    const overall = own?.overall;
    if (overall === null || overall === undefined || from === undefined || to === undefined)
      return "The share in each wave";
    return overall.ciLow > 0
      ? `${percent(from.share)} in ${from.label}, ${percent(to.share)} in ${to.label}: a rise`
      : overall.ciHigh < 0
        ? `${percent(from.share)} in ${from.label}, ${percent(to.share)} in ${to.label}: a fall`
        : `No clear change from ${from.label} to ${to.label}`;
  };
  const risen = result.series.filter(({ overall }) => overall !== null && overall.ciLow > 0).length;
  const fallen = result.series.filter(
    ({ overall }) => overall !== null && overall.ciHigh < 0,
  ).length;
  return {
    title: headline(
      answers === 1
        ? claim(first)
        : risen + fallen === 0
          ? `None of ${result.series.length} answers changed clearly`
          : fallen === 0
            ? `${risen} of ${result.series.length} answers rose, none fell`
            : `${risen} of ${result.series.length} answers rose, ${fallen} fell`,
      "The share in each wave",
    ),
    subtitle: `${about === "" ? "Share who said yes" : about}: share of those who answered, with 95% intervals; ${counted(asked, result.unit)}`,
    description: `Panels of shares by wave, ${counted(asked, result.unit)}. ${result.series
      .map(
        (each, at) =>
          `${names[at]}: ${each.waves.map((wave) => `${wave.label} ${wave.n === 0 ? "nobody answered" : `${percent(wave.share)} (${whole(wave.count)} of ${whole(wave.n)})`}`).join(", ")}`,
      )
      .join(". ")}.`,
    table: {
      caption: `${about === "" ? "Share who said yes" : about}, by wave`,
      columns: [
        { header: "" },
        { header: "Wave" },
        { header: "Yes", align: "right" as const },
        { header: "Of", align: "right" as const },
        { header: "%", align: "right" as const },
        { header: "95% interval", align: "right" as const },
        { header: "Not known", align: "right" as const },
        { header: "Since the wave before, points", align: "right" as const },
      ],
      rows: result.series.flatMap((each, at) =>
        each.waves.map((wave) => [
          names[at] as string,
          wave.label,
          wave.count,
          wave.n,
          percent(wave.share),
          wave.ciLow === null ? "–" : `${percent(wave.ciLow)} to ${percent(wave.ciHigh)}`,
          wave.nMissing,
          wave.change === null
            ? "–"
            : `${points(wave.change.estimate)} (${points(wave.change.ciLow)} to ${points(wave.change.ciHigh)})`,
        ]),
      ),
    },
    note: `All panels have one scale. ${result.notes.join(" ")}`,
  };
}

const points = (value: number): string => decimal(value * 100, 0);
