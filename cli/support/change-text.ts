import type { ChangeByArea } from "../../analysis/describe/change-by-area.ts";
import type { ShareWaves, WaveSeries } from "../../analysis/describe/share-waves.ts";
import { fixed, percent, percentInterval, pText } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";
import { unitWords } from "./unit-words.ts";
import { wrapText } from "./wrap-text.ts";

/** Change by area, for the terminal. */
export function changeText(result: ChangeByArea, io: Io): string {
  const rows = result.areas.map((area) => [
    area.label,
    String(area.n),
    fixed(area.better.count, 0),
    fixed(area.same.count, 0),
    fixed(area.worse.count, 0),
    percent(area.better.share, area.n),
    percentInterval(
      area.better.familyCiLow ?? area.better.ciLow,
      area.better.familyCiHigh ?? area.better.ciHigh,
      area.n,
    ),
    "pValue" in area.test ? pText(area.test.pValue) : "–",
  ]);
  const missing = Math.max(...result.areas.map((area) => area.nMissing));
  return `${styler(io)("bold", `Change from before to after (${unitWords(result.unit, Math.max(...result.areas.map((area) => area.n)))}; better is ${result.betterIs})`)}\n${textTable(
    [
      { header: "" },
      { header: "pairs", align: "right" },
      { header: "better", align: "right" },
      { header: "same", align: "right" },
      { header: "worse", align: "right" },
      { header: "% better", align: "right" },
      { header: "95% interval", align: "right" },
      { header: "p", align: "right" },
    ],
    rows,
    io.width,
  )}${missing > 0 ? `Up to ${missing} without both values in an area are left out of it.\n` : ""}${notes(result.notes, io)}`;
}

/** Shares by wave, for the terminal. */
export function wavesText(result: ShareWaves, io: Io): string {
  const paint = styler(io);
  const blocks = result.series.map((series) => seriesText(series, io, paint));
  return `${blocks.join("\n")}\n${notes(result.notes, io)}`;
}

function seriesText(series: WaveSeries, io: Io, paint: ReturnType<typeof styler>): string {
  const rows = series.waves.map((wave) => [
    wave.label,
    `${fixed(wave.count, 0)} of ${fixed(wave.n, 0)}`,
    percent(wave.share, wave.n),
    percentInterval(wave.familyCiLow ?? wave.ciLow, wave.familyCiHigh ?? wave.ciHigh, wave.n),
    wave.change === null ? "" : pointsText(wave.change),
  ]);
  const group = series.group === null ? "" : `: ${series.group.label}`;
  const overall =
    series.overall === null
      ? ""
      : `First to last: ${pointsText(series.overall)} percentage points\n`;
  return `${paint("bold", `${series.label}${group}`)}\n${textTable(
    [
      { header: "" },
      { header: "n of base", align: "right" },
      { header: "%", align: "right" },
      { header: "95% interval", align: "right" },
      { header: "change in points", align: "right" },
    ],
    rows,
    io.width,
  )}${overall}`;
}

/** A difference of shares in percentage points with its interval: "+6 (−2 to 14)". */
const pointsText = (each: {
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}): string => {
  const points = (value: number): string => fixed(value * 100, 0);
  const sign = points(each.estimate).startsWith("−") || points(each.estimate) === "0" ? "" : "+";
  return `${sign}${points(each.estimate)} (${points(each.ciLow)} to ${points(each.ciHigh)})`;
};

const notes = (list: readonly string[], io: Io): string =>
  list.map((note) => `${wrapText(note, 0, io.width).join("\n")}\n`).join("");

type Rows = readonly (readonly (string | number | null)[])[];

/** Change by area as tidy rows. */
export const changeRows = (result: ChangeByArea): Rows => [
  [
    "before",
    "after",
    "label",
    "n",
    "missing",
    "better",
    "same",
    "worse",
    "share_better",
    "ci_low",
    "ci_high",
    "method",
    "p",
  ],
  ...result.areas.map((area) => [
    area.before,
    area.after,
    area.label,
    area.n,
    area.nMissing,
    area.better.count,
    area.same.count,
    area.worse.count,
    area.better.share,
    area.better.familyCiLow ?? area.better.ciLow,
    area.better.familyCiHigh ?? area.better.ciHigh,
    area.test.method,
    "pValue" in area.test ? area.test.pValue : null,
  ]),
];

/** Shares by wave as tidy rows. */
export const waveRows = (result: ShareWaves): Rows => [
  [
    "variable",
    "group",
    "wave",
    "count",
    "n",
    "missing",
    "share",
    "ci_low",
    "ci_high",
    "change",
    "change_low",
    "change_high",
  ],
  ...result.series.flatMap((series) =>
    series.waves.map((wave) => [
      series.variable,
      series.group?.value ?? null,
      wave.value,
      wave.count,
      wave.n,
      wave.nMissing,
      wave.share,
      wave.familyCiLow ?? wave.ciLow,
      wave.familyCiHigh ?? wave.ciHigh,
      wave.change?.estimate ?? null,
      wave.change?.ciLow ?? null,
      wave.change?.ciHigh ?? null,
    ]),
  ),
];
