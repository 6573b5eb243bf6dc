import type { RunChart } from "../../analysis/authorities/run-chart.ts";
import { fixed, percent } from "../../analysis/words/number-text.ts";
import { intervalPicture, type PictureRow } from "./interval-picture.ts";
import { textTable } from "./text-table.ts";

/** A table whose last column is a picture of dots and intervals. */
export function pictureTable(
  columns: readonly { readonly header: string; readonly align?: "left" | "right" }[],
  rows: readonly (readonly string[])[],
  picture: readonly (PictureRow | null)[],
  options: {
    readonly middle: number | null;
    readonly scale: { readonly from: number; readonly to: number };
    readonly width: number;
    readonly label: (value: number) => string;
  },
): string {
  const used = columns.reduce(
    (sum, { header }, index) =>
      sum + 2 + Math.max(header.length, ...rows.map((row) => (row[index] ?? "").length)),
    0,
  );
  const room = Math.max(16, Math.min(44, options.width - used));
  const { lines, axis } = intervalPicture(
    picture,
    options.middle,
    options.scale,
    room,
    options.label,
  );
  return textTable(
    [...columns, { header: axis }],
    rows.map((row, index) => [...row, lines[index] as string]),
    options.width,
  );
}

/** The figure of one year, in percent or per so many. */
export const figureText = (value: number, share: boolean, n: number): string =>
  share ? percent(value, n) : fixed(value, value < 10 ? 2 : 1);

/** The change over the years, and its interval. */
export function changeCells(chart: RunChart, share: boolean): [string, string] {
  const { change } = chart;
  if (change === null) return ["–", "–"];
  const scale = share ? 100 : 1;
  const digits = share ? (Math.min(...chart.points.map(({ n }) => n)) < 200 ? 0 : 1) : 1;
  return [
    fixed(change.estimate * scale, digits),
    `${fixed(change.ciLow * scale, digits)} to ${fixed(change.ciHigh * scale, digits)}`,
  ];
}
