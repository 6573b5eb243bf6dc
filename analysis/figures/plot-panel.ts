import * as Plot from "@observablehq/plot";
import type { Drawing } from "./drawing.ts";
import { ink } from "./palette.ts";

/** Where a panel stands on its sheet, its margins included. */
export interface PanelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A drawn panel: places on the sheet for values on its axes. */
export interface Panel {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/**
 * Draws an Observable Plot panel on a sheet. Its style sheet is left out, so that figures on one page
 * cannot disturb each other, and the texts of its axes are marked as ticks.
 */
export function plotPanel(d: Drawing, box: PanelBox, options: Plot.PlotOptions): Panel {
  const plot = Plot.plot({
    ...options,
    document: d.document,
    width: box.width,
    height: box.height,
  } as Plot.PlotOptions);
  for (const style of [...plot.querySelectorAll("style")]) style.remove();
  for (const text of [...plot.querySelectorAll("text")]) {
    const axis = text.closest('[aria-label*="axis"]') !== null;
    text.setAttribute("class", axis ? "tick" : "ink");
  }
  for (const group of [...plot.querySelectorAll("[aria-label]")]) {
    if (!group.getAttribute("aria-label")?.includes("axis")) group.removeAttribute("aria-label");
  }
  const group = d.add("g", {
    transform: `translate(${box.x} ${box.y})`,
    class: "panel",
    color: ink,
    fill: "currentColor",
    "text-anchor": "middle",
    "font-size": d.size - 1,
  });
  group.append(...plot.childNodes);
  const place =
    (axis: "x" | "y", offset: number) =>
    (value: number): number =>
      offset + (plot.scale(axis)?.apply(value) as number);
  return { x: place("x", box.x), y: place("y", box.y) };
}
