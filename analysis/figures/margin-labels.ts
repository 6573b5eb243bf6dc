import type { Drawing } from "./drawing.ts";
import { softInk } from "./palette.ts";
import { spreadOut } from "./spread-out.ts";

/** A short name for a level of the picture, written in its right margin. */
export interface MarginLabel {
  readonly words: string;
  /** Where the level is. */
  readonly y: number;
  /** Bold and dark: a result. The others are soft: they only name a line. */
  readonly bold: boolean;
}

/** Writes names of levels in the right margin, from `x`, apart from one another and between `top` and `bottom`. */
export function marginLabels(
  d: Drawing,
  labels: readonly MarginLabel[],
  x: number,
  top: number,
  bottom: number,
): void {
  const size = d.size - 2;
  const places = spreadOut(
    labels.map((label) => label.y),
    size * 1.25,
    top + size / 2,
    bottom - size / 2,
  );
  labels.forEach(({ words, bold }, at) => {
    d.text(x, (places[at] as number) + size * 0.36, words, {
      size,
      bold,
      ...(bold ? {} : { colour: softInk, role: "tick" }),
    });
  });
}
