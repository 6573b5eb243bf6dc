import type { TreeStability } from "../trees/tree-stability.ts";
import type { Drawing } from "./drawing.ts";
import { percent } from "./number-words.ts";
import { type CategoryStyle, guide, softInk } from "./palette.ts";
import { textWidth, wrapText } from "./text-width.ts";

/**
 * A column for each cut point, its value beneath, or two where cuts below the root are counted too; rows of bars where there
 * is no room for columns. Gives the height used.
 *
 * @param anywhere - The look of cuts made anywhere in the tree; null where all were made at the root.
 */
export function drawCutPoints(
  d: Drawing,
  top: number,
  cuts: TreeStability["cuts"],
  first: CategoryStyle,
  anywhere: CategoryStyle | null,
): number {
  const slot = (d.width - 24) / cuts.length;
  const small = d.size - 1;
  const widest = Math.max(...cuts.map(({ below }) => textWidth(below, small)));
  if (slot < Math.max(40, widest + 8)) return rows(d, top, cuts, first, anywhere);
  const most = Math.max(...cuts.map((cut) => cut.anywhereShare));
  const tall = 130;
  const lines = (anywhere === null ? 1 : 2) * (small + 2);
  const base = top + tall + lines + 4;
  const wide = Math.min(56, slot - 6);
  cuts.forEach(({ below, share, anywhereShare }, at) => {
    const x = 12 + slot * (at + 0.5);
    const heightOf = (own: number): number => (own / most) * tall;
    const thick = anywhere === null ? wide : wide / 2;
    d.bar(x - wide / 2, base - heightOf(share), thick, heightOf(share), first);
    let above = base - heightOf(anywhereShare) - 5;
    if (anywhere !== null) {
      d.bar(x, base - heightOf(anywhereShare), thick, heightOf(anywhereShare), anywhere);
      d.text(x, above, percent(anywhereShare), { size: small, anchor: "middle", colour: softInk });
      above -= small + 2;
    }
    d.text(x, above, percent(share), { size: small, bold: true, anchor: "middle" });
    d.text(x, base + small + 4, below, { size: small, anchor: "middle" });
  });
  d.line(8, base, d.width - 8, base, { stroke: guide });
  return tall + lines + small + 16;
}

/** A pair of bars for each cut point: the first split's, and anywhere in the tree. */
function rows(
  d: Drawing,
  top: number,
  cuts: TreeStability["cuts"],
  first: CategoryStyle,
  anywhere: CategoryStyle | null,
): number {
  const thick = (anywhere === null ? 2 : 1) * (d.narrow ? 8 : 9);
  const words = ({ share, anywhereShare }: (typeof cuts)[number]): string =>
    anywhere === null ? percent(share) : `${percent(share)}, ${percent(anywhereShare)}`;
  const valueRoom = Math.max(...cuts.map((cut) => textWidth(words(cut), d.size))) + 10;
  const labelRoom = Math.min(
    d.width * 0.36,
    Math.max(...cuts.map(({ below }) => textWidth(below, d.size))) + 4,
  );
  const left = 8 + labelRoom + 8;
  const room = d.width - left - valueRoom - 8;
  const most = Math.max(...cuts.map((cut) => cut.anywhereShare));
  let y = top;
  for (const cut of cuts) {
    const lines = wrapText(cut.below, labelRoom, d.size);
    const height = Math.max(d.narrow ? 16 : 18, lines.length * d.size * 1.25);
    const middle = y + height / 2;
    lines.forEach((line, at) => {
      const offset = (at - (lines.length - 1) / 2) * d.size * 1.25;
      d.text(left - 8, middle + offset + d.size * 0.36, line, { anchor: "end" });
    });
    const longest = (cut.anywhereShare / most) * room;
    const upper = middle - (anywhere === null ? thick / 2 : thick);
    d.bar(left, upper, (cut.share / most) * room, thick, first);
    if (anywhere !== null) d.bar(left, middle, longest, thick, anywhere);
    d.text(left + longest + 8, middle + d.size * 0.36, words(cut));
    y += height + 5;
  }
  d.line(left, top, left, y - 5, { stroke: softInk });
  return y - top;
}
