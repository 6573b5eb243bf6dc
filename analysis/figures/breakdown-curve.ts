import * as Plot from "@observablehq/plot";
import { isRefused } from "../association/test-result.ts";
import type { ReturnSurvival } from "../outcomes/return-survival.ts";
import { atRisk, type SurvivalCurve, stepAt } from "../time-to-event/kaplan-meier.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { counted, headline, lowerFirst, percent, pWords, whole } from "./number-words.ts";
import { categorical, softInk } from "./palette.ts";
import { plotPanel } from "./plot-panel.ts";
import { spreadOut } from "./spread-out.ts";
import { textWidth } from "./text-width.ts";

interface Line {
  readonly label: string;
  readonly curve: SurvivalCurve;
  readonly colour: string;
  readonly dash: string;
}

const dashes = ["", "8 3", "2 3", "8 3 2 3", "4 4", "1 4"];

/**
 * How long returns lasted: Kaplan–Meier curves with 95% bands, and under the axis how many are at risk, how
 * many have broken down and how many are no longer watched.
 */
export function breakdownCurve(result: ReturnSurvival, options: FigureOptions): Figure {
  const d = new Drawing(
    result.by === null
      ? "breakdown-curve"
      : `breakdown-curve-by-${result.by.replace(/[^a-z0-9]+/gi, "-")}`,
    options,
  );
  const lines = (
    result.groups.length === 0 ? [{ label: "All", curve: result.all }] : result.groups
  ).map(
    (own, at): Line => ({
      ...own,
      colour: categorical[at % categorical.length] as string,
      dash: dashes[at % dashes.length] as string,
    }),
  );
  const last = Math.max(1, ...lines.flatMap(({ curve }) => curve.steps.map((step) => step.time)));
  const end = Math.ceil(last / 12) * 12;
  const step = d.narrow && end > 60 ? 24 : 12;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step);
  const small = d.size - 1;
  const height = d.narrow ? 250 : Math.min(420, Math.max(300, d.width * 0.36));
  const several = lines.length > 1;
  // Long names stand in the key alone.
  const widest = Math.max(...lines.map(({ label }) => textWidth(label, small, true)));
  const isNamed = several && widest < d.width * 0.2;
  const names = lines.map(({ label, curve }) => {
    const share = percent(stepAt(curve, end)?.survival ?? 1);
    return isNamed ? `${label} ${share}` : share;
  });
  const right = Math.max(...names.map((name) => textWidth(name, small, true))) + 14;
  const left = d.narrow ? 52 : 150;
  let y = 4;
  if (several) {
    y += lineKey(d, y, lines) + 4;
  }
  const panel = plotPanel(d, { x: 0, y, width: d.width, height }, {
    marginLeft: left,
    marginRight: right,
    marginTop: 12,
    marginBottom: 26,
    x: { domain: [0, end] },
    y: { domain: [0, 1] },
    marks: [
      Plot.gridY([0, 0.25, 0.5, 0.75, 1], { stroke: softInk, strokeOpacity: 0.25 }),
      Plot.axisY([0, 0.25, 0.5, 0.75, 1], {
        label: null,
        tickFormat: percent,
        tickSize: 0,
        fontSize: small,
      }),
      Plot.axisX(ticks, { label: null, fontSize: small }),
      ...lines.flatMap(({ curve, colour, dash }) => {
        const points = [{ time: 0, survival: 1, low: 1, high: 1 }, ...curve.steps.map(bandOf)];
        return [
          ...(several && d.narrow
            ? []
            : [
                Plot.areaY(points, {
                  x: "time",
                  y1: "low",
                  y2: "high",
                  fill: colour,
                  fillOpacity: several ? 0.1 : 0.18,
                  curve: "step-after",
                }),
              ]),
          Plot.line(points, {
            x: "time",
            y: "survival",
            stroke: colour,
            strokeWidth: 2.5,
            ...(dash === "" ? {} : { strokeDasharray: dash }),
            curve: "step-after",
          }),
        ];
      }),
    ],
  } as Plot.PlotOptions);
  const ends = lines.map(({ curve }) => panel.y(stepAt(curve, end)?.survival ?? 1));
  spreadOut(ends, small * 1.25, y + 10, y + height - 30).forEach((place, at) => {
    d.text(d.width - right + 8, place + small * 0.36, names[at] as string, {
      size: small,
      bold: true,
    });
  });
  y += height;
  d.text((left + d.width - right) / 2, y + small, "Months since the return", {
    size: small,
    anchor: "middle",
    role: "tick",
    colour: softInk,
  });
  y += small + 12;
  for (const line of lines) y += riskTable(d, y, line, ticks, panel.x, several);
  const base = `${counted(result.n, result.unit)}${result.all.families === null ? "" : ` in ${counted(result.all.families, "family")}`}`;
  const final = stepAt(result.all, end)?.survival ?? 1;
  const { median } = result.all;
  const test = result.logRank;
  const testWords =
    test === null
      ? ""
      : isRefused(test)
        ? ` ${test.reason}`
        : ` Log-rank test, brothers and sisters taken singly: ${pWords(test.pValue)}.`;
  const times = ticks.filter((time) => time > 0);
  return d.finish(y + 4, {
    title: headline(
      !several
        ? `${percent(final)} of returns had lasted after ${end} months`
        : test === null || isRefused(test)
          ? `How long returns lasted, by ${lowerFirst(result.byLabel ?? "group")}`
          : test.pValue < 0.05
            ? `Returns lasted differently by ${lowerFirst(result.byLabel ?? "group")}`
            : `No clear difference by ${lowerFirst(result.byLabel ?? "group")}`,
      "How long returns lasted, by group",
    ),
    subtitle: `Share of index returns still lasting, by month${result.byLabel === null ? "" : `, by ${lowerFirst(result.byLabel)}`}; ${base}${several && d.narrow ? "" : "; bands are 95% intervals"}`,
    description: `Kaplan–Meier curve${several ? "s" : ""} for ${base}. ${lines
      .map(
        ({ label, curve }) =>
          `${label}: ${times.map((time) => `${percent(stepAt(curve, time)?.survival ?? 1)} lasting at ${time} months`).join(", ")}; ${curve.events} broke down`,
      )
      .join(
        ". ",
      )}.${median.estimate === null ? "" : ` Half had broken down after ${median.estimate} months.`}${testWords}`,
    table: {
      caption: `Index returns still lasting: ${base}`,
      columns: [
        ...(several ? [{ header: result.byLabel ?? "Group" }] : []),
        { header: "Months", align: "right" },
        { header: "At risk", align: "right" },
        { header: "Broken down so far", align: "right" },
        { header: "No longer watched", align: "right" },
        { header: "Still lasting", align: "right" },
        { header: "95% interval", align: "right" },
        { header: "Interval, families", align: "right" },
      ],
      rows: lines.flatMap(({ label, curve }) =>
        ticksFor(end).map((time) => {
          const at = stepAt(curve, time);
          return [
            ...(several ? [label] : []),
            time,
            atRisk(curve, time),
            soFar(curve, time, "events"),
            soFar(curve, time, "censored"),
            percent(at?.survival ?? 1),
            range(at?.ciLow, at?.ciHigh),
            range(at?.familyCiLow, at?.familyCiHigh),
          ];
        }),
      ),
    },
    note: `Breakdown: the child left the parents' home. At risk: still at home and watched just before the month.${
      median.estimate === null ? "" : ` Half had broken down after ${median.estimate} months.`
    }${testWords}${result.nMissing > 0 ? ` Left out: ${counted(result.nMissing, result.unit)} whose months are not known.` : ""}`,
  });
}

const ticksFor = (end: number): number[] =>
  Array.from({ length: Math.floor(end / 12) + 1 }, (_, at) => at * 12);

function bandOf(step: SurvivalCurve["steps"][number]) {
  return {
    time: step.time,
    survival: step.survival,
    low: step.familyCiLow ?? step.ciLow ?? step.survival,
    high: step.familyCiHigh ?? step.ciHigh ?? step.survival,
  };
}

function soFar(curve: SurvivalCurve, time: number, what: "events" | "censored"): number {
  return curve.steps.reduce((sum, step) => sum + (step.time <= time ? step[what] : 0), 0);
}

const range = (low: number | null | undefined, high: number | null | undefined): string | null =>
  low === null || low === undefined || high === null || high === undefined
    ? null
    : `${percent(low)} to ${percent(high)}`;

/** A piece of each line with its label. */
function lineKey(d: Drawing, top: number, lines: readonly Line[]): number {
  const small = d.size - 1;
  let x = 8;
  let y = top;
  for (const { label, colour, dash } of lines) {
    const wide = 40 + Math.min(textWidth(label, small), d.width - 60) + 18;
    if (x > 8 && x + wide > d.width - 8) {
      x = 8;
      y += small * 1.7;
    }
    d.line(x, y + small * 0.65, x + 32, y + small * 0.65, {
      stroke: colour,
      strokeWidth: 2.5,
      ...(dash === "" ? {} : { dash }),
    });
    y += d.paragraph(x + 38, y, label, d.width - 60, { size: small }) - small * 1.25;
    x += wide;
  }
  return y - top + small * 1.7;
}

/** How many are at risk, have broken down and are no longer watched, under each tick. */
function riskTable(
  d: Drawing,
  top: number,
  { label, curve, colour, dash }: Line,
  ticks: readonly number[],
  at: (time: number) => number,
  several: boolean,
): number {
  const small = d.size - 1;
  let y = top;
  if (several) {
    d.line(8, y + small * 0.6, 30, y + small * 0.6, {
      stroke: colour,
      strokeWidth: 2.5,
      ...(dash === "" ? {} : { dash }),
    });
    y += d.paragraph(36, y, label, d.width - 44, { size: small, bold: true });
  }
  for (const [name, value] of [
    ["At risk", (time: number) => atRisk(curve, time)],
    ["Broken down so far", (time: number) => soFar(curve, time, "events")],
    ["No longer watched", (time: number) => soFar(curve, time, "censored")],
  ] as const) {
    const used = d.paragraph(8, y, name, d.width - 16, { size: small - 1, colour: softInk });
    if (d.narrow) y += used;
    for (const time of ticks) {
      d.text(at(time), y + small * 0.95, whole(value(time)), { size: small, anchor: "middle" });
    }
    y += small * 1.4;
  }
  return y - top + 6;
}
