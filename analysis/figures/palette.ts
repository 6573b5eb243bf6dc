/** Ink for text and axes. */
export const ink = "#0B0C0C";
/** Ink for what is secondary: almost 7:1 on white. */
export const softInk = "#505A5F";
export const paper = "#FFFFFF";
/** Thin lines that only guide the eye. */
export const guide = "#B1B4B6";

/** Colours of unordered categories, in order of use. */
export const categorical = ["#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"];
/** Two categories that must stand apart. */
export const pair = ["#12436D", "#F46A25"] as const;
/** Ordered categories, most to least; the two palest are drawn with a dark outline. */
export const sequential = ["#12436D", "#2073BC", "#6BACE6", "#D0E4F5"];

/** How a category is told apart: never by colour alone. */
export interface CategoryStyle {
  readonly fill: string;
  /** Drawn over the fill, so that the category survives a black and white printer. */
  readonly hatch: Hatch | null;
  /** A, B, C…: stands in the mark and in the key. */
  readonly letter: string;
  readonly outline: string;
}
export type Hatch = "rising" | "dots" | "level" | "falling" | "cross";

const hatches: readonly (Hatch | null)[] = [null, "rising", "dots", "falling", "level", "cross"];

/**
 * The look of each of `count` categories. Ordered ones run from dark to pale; unordered ones take the
 * palette in order, and beyond it again with the next hatch. A category that stands for "not known" is
 * white with grey hatching.
 *
 * @example
 * categoryStyles(3, { ordered: false })[1].fill // => "#28A197"
 * @see Government Analysis Function, data visualisation: colours in charts.
 */
export function categoryStyles(
  count: number,
  options: { readonly ordered?: boolean; readonly unknown?: readonly number[] } = {},
): CategoryStyle[] {
  const known = count - (options.unknown?.length ?? 0);
  const ordered = options.ordered === true && known <= sequential.length;
  let place = 0;
  return Array.from({ length: count }, (_, index): CategoryStyle => {
    const letter = letterOf(index);
    if (options.unknown?.includes(index)) {
      return { fill: paper, hatch: "rising", letter, outline: softInk };
    }
    const own = place++;
    if (ordered) {
      const fill = sequential[own] as string;
      return { fill, hatch: null, letter, outline: own >= 2 ? (sequential[0] as string) : fill };
    }
    const round = Math.floor(own / categorical.length);
    const fill = categorical[own % categorical.length] as string;
    const hatch = hatches[(own + round) % hatches.length] ?? null;
    return { fill, hatch, letter, outline: fill };
  });
}

/** A to Z, then AA, AB…. */
export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/**
 * The ink that reads best on a colour: white or black, whichever has the higher contrast.
 *
 * @example
 * inkOn("#28A197") // => "#0B0C0C"
 */
export function inkOn(fill: string): string {
  return contrast(fill, paper) >= contrast(fill, ink) ? paper : ink;
}

/**
 * Contrast ratio of two colours, from 1 to 21.
 *
 * @example
 * contrast("#000000", "#FFFFFF") // => 21
 * @see W3C, Web Content Accessibility Guidelines 2.2, definition of contrast ratio.
 */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
