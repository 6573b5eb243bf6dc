import type { RunChart, RunPoint } from "../authorities/run-chart.ts";
import { linearScale, niceRange, niceTicks } from "./axis.ts";
import { coordinate, Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { marginLabels } from "./margin-labels.ts";
import { counted, decimal, headline, lowerFirst, percent, whole } from "./number-words.ts";
import { categorical, ink, paper, softInk } from "./palette.ts";
import { textWidth } from "./text-width.ts";

/** What a run chart is of, in words. */
export interface RunChartWords {
  /** The event or measure. */
  readonly measure: string;
  /** Whose: an authority's name, or "All authorities". */
  readonly whose: string;
  /** Singular noun of what is counted. */
  readonly unit: string;
  /** For rates: per how many. */
  readonly per?: number | undefined;
}

/**
 * A figure over the years: each year with its 95% interval, the average of all years and the 95% and 99.8% limits that chance alone
 * would give round it. Years outside the 95% limits are squares.
 */
export function runChartFigure(
  result: RunChart,
  words: RunChartWords,
  options: FigureOptions,
): Figure {
  const d = new Drawing("run-chart", options);
  const { points } = result;
  const isShare = result.method === "p-chart-exact-limits";
  const show = (value: number): string =>
    isShare ? percent(value) : decimal(value, value >= 10 ? 0 : 1);
  const small = d.size - 1;
  const all = points.flatMap((point) => [point.ciLow, point.ciHigh, point.low998, point.high998]);
  const [low, high] = niceRange(Math.min(...all), Math.max(...all), 5);
  const ticks = niceTicks(low, high, 5);
  const left = 8 + Math.max(...ticks.map((tick) => textWidth(show(tick), small))) + 10;
  const right = 62;
  const height = d.narrow ? 240 : Math.min(400, Math.max(280, d.width * 0.32));
  const top = 22;
  const y = linearScale(low, high, top + height, top);
  const step = (d.width - left - right) / points.length;
  const x = (at: number): number => left + step * (at + 0.5);
  for (const tick of ticks) {
    d.line(left, y.at(tick), d.width - right, y.at(tick), { role: "guide" });
    d.text(left - 6, y.at(tick) + small * 0.36, show(tick), {
      size: small,
      anchor: "end",
      role: "tick",
      colour: softInk,
    });
  }
  const stairs = (value: (point: RunPoint) => number): string =>
    points
      .map((point, at) => {
        const level = coordinate(y.at(value(point)));
        return `${at === 0 ? "M" : "L"}${coordinate(left + step * at)} ${level}H${coordinate(left + step * (at + 1))}`;
      })
      .join("");
  for (const [value, dash] of [
    [(point: RunPoint) => point.low95, "6 4"],
    [(point: RunPoint) => point.high95, "6 4"],
    [(point: RunPoint) => point.low998, null],
    [(point: RunPoint) => point.high998, null],
  ] as const) {
    d.path(stairs(value), {
      role: "rule",
      stroke: softInk,
      strokeWidth: 1.5,
      ...(dash === null ? {} : { dash }),
    });
  }
  d.line(left, y.at(result.centre), d.width - right, y.at(result.centre), {
    stroke: ink,
    strokeWidth: 1.5,
  });
  const last = points.at(-1) as RunPoint;
  marginLabels(
    d,
    [
      { words: "99.8%", y: y.at(last.high998), bold: false },
      { words: "95%", y: y.at(last.high95), bold: false },
      {
        words: d.narrow ? show(result.centre) : `All ${show(result.centre)}`,
        y: y.at(result.centre),
        bold: true,
      },
    ],
    d.width - right + 5,
    top - 8,
    top + height + 8,
  );
  const line = points
    .map(
      (point, at) =>
        `${at === 0 ? "M" : "L"}${coordinate(x(at))} ${coordinate(y.at(point.estimate))}`,
    )
    .join("");
  const colour = categorical[0] as string;
  d.path(line, { role: "rule", stroke: colour, strokeWidth: 2 });
  const every = Math.max(
    1,
    Math.ceil((Math.max(...points.map((point) => textWidth(point.time, small))) + 8) / step),
  );
  points.forEach((point, at) => {
    d.line(x(at), y.at(point.ciLow), x(at), y.at(point.ciHigh), { stroke: colour, strokeWidth: 2 });
    if (point.outside)
      d.rect(x(at) - 6, y.at(point.estimate) - 6, 12, 12, {
        fill: categorical[2] as string,
        stroke: paper,
      });
    else d.dot(x(at), y.at(point.estimate), 5.5, { fill: colour, stroke: paper });
    const named = at === 0 || at === points.length - 1 || point.outside;
    if (named && step > 34) {
      const value = show(point.estimate);
      const wide = textWidth(value, small, true);
      const place = Math.max(top + small, y.at(point.ciHigh) - 6);
      d.rect(x(at) - wide / 2 - 2, place - small, wide + 4, small + 3, {
        fill: paper,
        role: "paper",
      });
      d.text(x(at), place, value, { size: small, bold: true, anchor: "middle" });
    }
    if (at % every === 0)
      d.text(x(at), top + height + small + 6, point.time, {
        size: small,
        anchor: "middle",
        role: "tick",
        colour: softInk,
      });
  });
  const change = result.change;
  const span = `${points[0]?.time} to ${last.time}`;
  const points100 = (value: number): string =>
    decimal(isShare ? value * 100 : value, isShare ? 0 : 1);
  const changeWords =
    change === null
      ? ""
      : ` From ${span}: ${signed(points100(change.estimate))} (${points100(change.ciLow)} to ${points100(change.ciHigh)})${isShare ? " percentage points" : ""}.`;
  const outside = points.filter((point) => point.outside);
  return d.finish(top + height + small + 16, {
    title: headline(
      outside.length === 0
        ? "No year is outside what chance alone would give"
        : `${outside.length} of ${points.length} years ${outside.length === 1 ? "is" : "are"} outside the 95% limits`,
    ),
    subtitle: `${words.whose}: ${lowerFirst(words.measure)}, ${span}${isShare || words.per === undefined ? "" : `, per ${whole(words.per)}`}; upright lines are 95% intervals`,
    description: `Run chart of ${lowerFirst(words.measure)} for ${counted(points.length, "year")}, ${words.whose}. Average ${show(result.centre)}. ${points
      .map(
        (point) =>
          `${point.time} ${show(point.estimate)} (${whole(point.events)} of ${counted(point.n, words.unit)})`,
      )
      .join("; ")}.${changeWords}`,
    table: {
      caption: `${words.measure}, ${words.whose}: average ${show(result.centre)}`,
      columns: [
        { header: "Year" },
        { header: "Events", align: "right" },
        { header: "n", align: "right" },
        { header: "Figure", align: "right" },
        { header: "95% interval", align: "right" },
        { header: "95% limits", align: "right" },
        { header: "99.8% limits", align: "right" },
      ],
      rows: points.map((point) => [
        point.time,
        point.events,
        whole(point.n),
        show(point.estimate),
        `${show(point.ciLow)} to ${show(point.ciHigh)}`,
        `${show(point.low95)} to ${show(point.high95)}`,
        `${show(point.low998)} to ${show(point.high998)}`,
      ]),
    },
    note: `Dashed lines: 95% limits; full lines: 99.8%.${changeWords} Longest run on one side of the average: ${counted(result.longestRun, "year")}. ${result.note}`,
  });
}

/** A plus before what is above nought once rounded. */
const signed = (text: string): string =>
  text.startsWith("−") || Number(text) === 0 ? text : `+${text}`;
