import type { Drawing } from "./drawing.ts";
import { percent } from "./number-words.ts";
import { type CategoryStyle, softInk } from "./palette.ts";
import { textWidth } from "./text-width.ts";

/** Counts that make up a whole. */
export interface SharesOfOne {
  readonly label: string;
  readonly counts: readonly number[];
  readonly n: number;
}

/** A labelled bar of full length cut into shares, from `top` down; gives the height used. */
export function drawShareRow(
  d: Drawing,
  top: number,
  { label, counts, n }: SharesOfOne,
  styles: readonly CategoryStyle[],
): number {
  const side = d.narrow ? 0 : Math.min(160, d.width * 0.22);
  const left = 8 + side;
  let y = top;
  if (d.narrow) y += d.paragraph(8, y, label, d.width - 16, { bold: true }) + 2;
  else d.paragraph(8, y + 8, label, side - 10, { bold: true });
  drawShares(d, { x: left, y, wide: d.width - left - 8, tall: 32 }, counts, n, styles);
  return y - top + 42;
}

/** Where a bar of shares stands. */
export interface ShareBox {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly tall: number;
}

/** A bar of full length cut into shares, each with its letter and percentage where they fit. */
export function drawShares(
  d: Drawing,
  { x, y, wide, tall }: ShareBox,
  counts: readonly number[],
  n: number,
  styles: readonly CategoryStyle[],
  size = d.size - 1,
): void {
  if (n === 0) {
    d.rect(x, y, wide, tall, { fill: "none", stroke: softInk, dash: "3 3", role: "rule" });
    d.text(x + 8, y + tall / 2 + d.size * 0.36, "nobody", { colour: softInk });
    return;
  }
  let before = 0;
  counts.forEach((count, at) => {
    if (count === 0) return;
    const from = x + (before / n) * wide;
    before += count;
    const to = x + (before / n) * wide;
    const style = styles[at] as CategoryStyle;
    d.bar(from + 0.5, y, to - from - 1, tall, style);
    const share = percent(count / n);
    const words = [`${style.letter} ${share}`, share, style.letter].find(
      (text) => textWidth(text, size, true) + 6 <= to - from,
    );
    if (words !== undefined)
      d.onMark((from + to) / 2, y + tall / 2 + size * 0.36, words, style, size);
  });
}
