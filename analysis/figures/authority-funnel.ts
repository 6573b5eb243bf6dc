import * as Plot from "@observablehq/plot";
import type { Funnel, FunnelPoint } from "../authorities/funnel.ts";
import { fittingTicks, linearScale, logScale, niceTicks, ratioTicks } from "./axis.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { marginLabels } from "./margin-labels.ts";
import { counted, decimal, headline, lowerFirst, percent, whole } from "./number-words.ts";
import { categorical, ink, paper, softInk } from "./palette.ts";
import { placeLabels } from "./place-labels.ts";
import { type Panel, plotPanel } from "./plot-panel.ts";
import { textWidth } from "./text-width.ts";

/** What a funnel is of, in words. */
export interface FunnelWords {
  /** The event or measure, such as "Stably at home at five years". */
  readonly measure: string;
  /** What the sizes count, such as "child"; a singular noun. */
  readonly unit: string;
  /** An authority to name wherever it stands. */
  readonly chosen?: string | null;
}

/**
 * Authorities against their size, with the 95% and 99.8% limits that chance alone would give. Only those
 * outside the 95% limits are named (and a chosen one); the order inside means nothing.
 */
export function authorityFunnel(
  result: Funnel,
  words: FunnelWords,
  options: FigureOptions,
): Figure {
  const d = new Drawing("authority-funnel", options);
  const show = (value: number): string =>
    result.kind === "proportion"
      ? percent(value)
      : decimal(value, value >= 10 ? 0 : result.kind === "ratio" ? 2 : 1);
  const { points, curve } = result;
  const sizes = points.map((point) => point.n);
  const high = Math.max(...sizes);
  const low = Math.min(...sizes);
  const logged = high / low > 12;
  const top = Math.max(...points.map((point) => point.estimate), ...curve.map((at) => at.high998));
  const bottom = Math.min(...points.map((p) => p.estimate), ...curve.map((at) => at.low998));
  const [floor, most] =
    top > bottom
      ? [bottom, result.kind === "proportion" ? Math.min(1, top) : top]
      : // Everybody alike, all or none: the whole scale.
        [0, result.kind === "proportion" ? 1 : Math.max(1, top * 1.2)];
  const height = d.narrow ? 330 : Math.min(520, Math.max(380, d.width * 0.42));
  const isApart = (point: FunnelPoint): boolean => point.labelled;
  const isChosen = (point: FunnelPoint): boolean => point.name === words.chosen;
  const yTicks = niceTicks(floor, most, 6);
  const radius = points.length > 40 ? 4 : 5.5;
  const lines = [
    ["low95", "6 4"],
    ["high95", "6 4"],
    ["low998", ""],
    ["high998", ""],
  ] as const;
  const marginLeft = 52;
  const marginRight = d.narrow ? 44 : 62;
  const [from, to] = logged ? [low / 1.15, high * 1.15] : [0, high * 1.06];
  const sizeScale = (logged ? logScale : linearScale)(from, to, marginLeft, d.width - marginRight);
  const sizeTicks = fittingTicks(
    logged
      ? ratioTicks(from, to, 99)
      : niceTicks(from, to, d.narrow ? 4 : 8).filter((tick) => Number.isInteger(tick)),
    sizeScale.at,
    (tick) => textWidth(whole(tick), d.size - 1) + 4,
  );
  const panel = plotPanel(d, { x: 0, y: 0, width: d.width, height }, {
    marginLeft,
    marginRight,
    marginBottom: 28,
    marginTop: 22,
    x: {
      type: logged ? "log" : "linear",
      domain: [from, to],
    },
    y: { domain: [Math.min(floor, yTicks[0] ?? floor), most], nice: true },
    marks: [
      Plot.gridY(yTicks, { stroke: softInk, strokeOpacity: 0.25 }),
      Plot.axisY(yTicks, { label: null, tickFormat: show, tickSize: 0, fontSize: d.size - 1 }),
      Plot.axisX({
        label: null,
        tickFormat: (value: number) => whole(value),
        ticks: sizeTicks,
        fontSize: d.size - 1,
      }),
      ...lines.map(([limit, dash]) =>
        Plot.line(curve, {
          x: "n",
          y: limit,
          stroke: softInk,
          strokeWidth: 1.5,
          ...(dash === "" ? {} : { strokeDasharray: dash }),
          curve: result.method.startsWith("exact") ? "step-after" : "linear",
        }),
      ),
      Plot.ruleY([result.target], { stroke: ink, strokeWidth: 1.5 }),
      Plot.dot(
        points.filter((point) => !isApart(point)),
        {
          x: "n",
          y: "estimate",
          r: radius,
          fill: categorical[0] as string,
          stroke: paper,
        },
      ),
      Plot.dot(points.filter(isApart), {
        x: "n",
        y: "estimate",
        r: radius + 1.5,
        symbol: "square",
        fill: categorical[2] as string,
        stroke: paper,
      }),
    ],
  } as Plot.PlotOptions);
  const last = curve.at(-1) as (typeof curve)[number];
  marginLabels(
    d,
    [
      { words: "99.8%", y: panel.y(last.high998), bold: false },
      { words: "95%", y: panel.y(last.high95), bold: false },
      {
        words: d.narrow ? show(result.target) : `All ${show(result.target)}`,
        y: panel.y(result.target),
        bold: true,
      },
    ],
    d.width - marginRight + 5,
    8,
    height - 22,
  );
  const mostNamed = d.narrow ? 6 : 12;
  const named = new Set(
    points
      .filter(isApart)
      .sort((one, other) => Math.abs(other.z) - Math.abs(one.z))
      .slice(0, mostNamed)
      .map((point) => point.name),
  );
  const wanted = points.filter((point) => named.has(point.name) || isChosen(point)).length;
  const written = placeLabels(
    d,
    points.map((point) => ({
      x: panel.x(point.n),
      y: panel.y(point.estimate),
      radius: radius + 2,
    })),
    points.map((point) => (named.has(point.name) || isChosen(point) ? point.name : null)),
    { left: 54, right: d.width - marginRight, top: 4, bottom: height - 30 },
    limitSpots(curve, panel),
  );
  let y = height;
  y += d.paragraph(
    52,
    y - 6,
    `${sizeWords(result, words)}${logged ? ", on a scale of ratios" : ""}`,
    d.width - 60,
    {
      size: d.size - 1,
      colour: softInk,
    },
  );
  const expected = `By chance alone about ${decimal(result.expectedOutside95, 1)} would be outside the 95% limits and ${decimal(result.expectedOutside998, 1)} outside 99.8%.`;
  const base = `${counted(points.length, "authority")}`;
  return d.finish(y, {
    title: headline(
      result.outside95 === 0
        ? `No authority is outside the funnel's 95% limits`
        : `${result.outside95} of ${points.length} outside; chance would give ${decimal(result.expectedOutside95, 1)}`,
    ),
    subtitle: `${words.measure} in ${base}, against size; dashed lines are 95% limits, full lines 99.8%`,
    description: `Funnel plot of ${lowerFirst(words.measure)} in ${base}, overall ${show(result.target)}. ${result.outside95} outside the 95% limits${
      result.outside95 === 0
        ? ""
        : ` (${points
            .filter(isApart)
            .map((point) => `${point.name} ${show(point.estimate)}`)
            .join(", ")})`
    }, ${result.outside998} outside 99.8%. ${expected}`,
    table: {
      caption: `${words.measure}: overall ${show(result.target)}, ${base}`,
      columns: [
        { header: "Authority" },
        { header: "Events", align: "right" },
        { header: upper(sizeWords(result, words)), align: "right" },
        { header: "Figure", align: "right" },
        { header: "95% limits", align: "right" },
        { header: "99.8% limits", align: "right" },
        { header: "Where it stands" },
      ],
      rows: points.map((point) => [
        point.name,
        point.events,
        whole(point.n),
        show(point.estimate),
        `${show(point.low95)} to ${show(point.high95)}`,
        `${show(point.low998)} to ${show(point.high998)}`,
        standing[point.band],
      ]),
    },
    note: `${expected} Inside the limits there is no order: do not rank.${
      result.outside95 > named.size
        ? ` Those furthest outside are named; the table has all ${result.outside95}.`
        : written < wanted
          ? " Names that find no room stand in the table."
          : ""
    }${
      result.notShown.length === 0
        ? ""
        : ` Not shown: ${result.notShown.map(({ name, reason }) => `${name} (${reason})`).join(", ")}.`
    }`,
  });
}

const standing: Readonly<Record<FunnelPoint["band"], string>> = {
  "high-99.8": "above 99.8%",
  "high-95": "above 95%",
  inside: "inside",
  "low-95": "below 95%",
  "low-99.8": "below 99.8%",
};

function sizeWords(result: Funnel, words: FunnelWords): string {
  if (result.kind === "ratio") return "Expected events";
  return `Number of ${words.unit === "child" ? "children" : words.unit}`;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Places along the limits' lines, close enough that no name slips between. */
function limitSpots(
  curve: Funnel["curve"],
  panel: Panel,
): { x: number; y: number; radius: number }[] {
  return (["low95", "high95", "low998", "high998"] as const).flatMap((limit) =>
    curve.flatMap((at, place) => {
      const from = panel.x(at.n);
      const to = panel.x(curve[place + 1]?.n ?? at.n);
      const y = panel.y(at[limit]);
      const steps = Math.max(1, Math.ceil((to - from) / 6));
      return Array.from({ length: steps }, (_, step) => ({
        x: from + ((to - from) * step) / steps,
        y,
        radius: 3,
      }));
    }),
  );
}
