import type { Drawing } from "./drawing.ts";
import { type CategoryStyle, paper, softInk } from "./palette.ts";
import { textWidth, wrapText } from "./text-width.ts";

/** A bar with its label and its number in words. */
export interface BarRow {
  readonly label: string;
  readonly share: number;
  readonly value: string;
  /** Its 95% interval, drawn as a line. */
  readonly interval?: { readonly low: number; readonly high: number } | null;
}

/**
 * Bars of one look on one scale from nought, from `top` down; gives the height used.
 *
 * @param whole - The scale goes to 1, as for shares of different bases; else to the longest bar.
 */
export function drawBars(
  d: Drawing,
  top: number,
  rows: readonly BarRow[],
  style: CategoryStyle,
  whole = false,
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
  const most = whole ? 1 : Math.max(1e-9, ...rows.map((row) => row.share));
  const at = (share: number): number => left + (share / most) * room;
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
    d.bar(left, middle - thick / 2, at(row.share) - left, thick, style);
    let end = at(row.share);
    if (row.interval != null) {
      const low = middle + thick / 2 - 4;
      const [from, to] = [at(row.interval.low), at(row.interval.high)];
      d.line(from, low, to, low, { stroke: paper, strokeWidth: 4.5, role: "halo" });
      d.line(from, low, to, low, { strokeWidth: 1.5 });
      for (const x of [from, to]) d.line(x, low - 3, x, low + 3, { strokeWidth: 1.5 });
      end = Math.max(end, to);
    }
    d.text(end + 8, middle + d.size * 0.36, row.value, { bold: true });
    y += height + 7;
  }
  if (!above) d.line(left, top, left, y - 7, { stroke: softInk });
  return y - top;
}
