import type { Drawing } from "./drawing.ts";
import { type CategoryStyle, softInk } from "./palette.ts";
import { textWidth, wrapText } from "./text-width.ts";

/** A bar with its label and its number in words. */
export interface BarRow {
  readonly label: string;
  readonly share: number;
  readonly value: string;
}

/** Bars of one look on one scale from nought, from `top` down; gives the height used. */
export function drawBars(
  d: Drawing,
  top: number,
  rows: readonly BarRow[],
  style: CategoryStyle,
): number {
  const thick = d.narrow ? 18 : 22;
  const valueRoom = Math.max(0, ...rows.map((row) => textWidth(row.value, d.size, true))) + 10;
  const widest = Math.max(0, ...rows.map((row) => textWidth(row.label, d.size)));
  const above = d.narrow && widest > 60;
  const labelRoom = above
    ? d.width - 16
    : Math.min(d.width * 0.36, Math.max(d.narrow ? 12 : 40, widest) + 4);
  const left = above ? 8 : labelRoom + 18;
  const room = d.width - left - valueRoom - 8;
  const most = Math.max(1e-9, ...rows.map((row) => row.share));
  let y = top;
  for (const row of rows) {
    const lines = wrapText(row.label, labelRoom, d.size);
    if (above) y += d.paragraph(left, y, row.label, labelRoom) + 1;
    const height = above ? thick : Math.max(thick, lines.length * d.size * 1.25);
    const middle = y + height / 2;
    if (!above) {
      lines.forEach((line, at) => {
        const offset = (at - (lines.length - 1) / 2) * d.size * 1.25;
        d.text(left - 10, middle + offset + d.size * 0.36, line, { anchor: "end" });
      });
    }
    const long = (row.share / most) * room;
    d.bar(left, middle - thick / 2, long, thick, style);
    d.text(left + long + 8, middle + d.size * 0.36, row.value, { bold: true });
    y += height + 7;
  }
  if (!above) d.line(left, top, left, y - 7, { stroke: softInk });
  return y - top;
}
