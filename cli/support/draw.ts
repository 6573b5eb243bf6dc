import { Resvg } from "@resvg/resvg-js";
import { parseHTML } from "linkedom";
import type { Figure } from "../../analysis/figures/figure.ts";
import { type SvgTextOptions, svgText } from "../../analysis/figures/svg-text.ts";
import { InputError } from "../../data-dictionary/input-error.ts";

/** A document to draw in, outside a browser. */
export function figureDocument(): Document {
  const { document } = parseHTML("<!doctype html><html><head></head><body></body></html>");
  return document as unknown as Document;
}

/** The bytes of an .svg file. */
export function svgFile(figure: Figure, options: SvgTextOptions = { heading: true }): Uint8Array {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${svgText(figure, options)}`, "utf8");
}

const font = { loadSystemFonts: true };
let fontKnown = false;

/**
 * Refuses to draw where there is no font: letters would be left out without a word.
 *
 * @throws {InputError} `no-font`.
 */
export function requireFont(fonts: { readonly loadSystemFonts: boolean }): void {
  if (new Resvg(probe, { font: fonts }).getBBox() !== undefined) return;
  throw new InputError(
    "no-font",
    "A picture file needs a font, but this machine has none.",
    "Install one, such as Arial or Liberation Sans (on Debian: fonts-liberation), or take the .svg files.",
  );
}

/**
 * A figure as a PNG, `scale` pixels to the pixel, drawn with the fonts of this machine: Arial or a font of
 * its proportions where there is one.
 *
 * @throws {InputError} `no-font` when the machine has none: a picture would come out without its words and
 *   numbers.
 */
export function pngFile(
  figure: Figure,
  options: SvgTextOptions & { readonly scale?: number } = {},
): Uint8Array {
  if (!fontKnown) requireFont(font);
  fontKnown = true;
  const { scale = 2, heading = true } = options;
  return new Resvg(svgText(figure, { heading }), {
    fitTo: { mode: "zoom", value: scale },
    font,
    background: "#FFFFFF",
    logLevel: "off",
  })
    .render()
    .asPng();
}

const probe =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15" font-family="Arial">W</text></svg>';
