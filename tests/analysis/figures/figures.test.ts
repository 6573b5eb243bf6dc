import { describe, expect, it } from "vitest";
import type { Figure, FigureOptions } from "../../../analysis/figures/figure.ts";
import { svgText } from "../../../analysis/figures/svg-text.ts";
import { figureDocument, pngFile, requireFont, svgFile } from "../../../cli/support/draw.ts";
import { awkwardFigures } from "../../support/awkward-figures.ts";
import { demoFigures } from "../../support/demo-figures.ts";

const everyFigure = (options: FigureOptions): Figure[] => [
  ...demoFigures(options),
  ...awkwardFigures(options),
];
const widths = [320, 720, 1280];
const drawn = new Map(
  widths.map((width) => [width, everyFigure({ document: figureDocument(), width })]),
);

const second = everyFigure({ document: figureDocument(), width: 720 });
const figures = (drawn.get(720) as Figure[]).map((figure) => [figure.name, figure] as const);

describe.each(figures)("%s", (name, figure) => {
  const every = widths.map(
    (width) => drawn.get(width)?.find((each) => each.name === name) as Figure,
  );

  it("is the same bytes twice, with its name space, title and description", () => {
    const again = second.find((each) => each.name === name);
    expect(svgText(again as Figure)).toBe(svgText(figure));
    const text = svgText(figure);
    expect(text).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(text).toMatch(/<title id="[^"]+">.+<\/title><desc id="[^"]+">.+<\/desc>/);
  });

  it("holds nothing that is not a number", () => {
    for (const each of every) {
      for (const element of each.element.querySelectorAll("*")) {
        for (const { name: attribute, value } of element.attributes) {
          expect(`${attribute}=${value}`).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
        }
      }
      expect(each.element.textContent).not.toMatch(/NaN|Infinity|\[object|\bnull\b/);
      expect(JSON.stringify(each.table)).not.toMatch(/NaN|Infinity|\[object|undefined,/);
      expect(each.description).not.toMatch(/NaN|Infinity|\[object|\bnull\b|\.\.$/);
    }
  });

  it("has a headline of at most 10 words, and words with unit and number", () => {
    expect(figure.title.split(/\s+/).length).toBeLessThanOrEqual(10);
    expect(figure.description).toMatch(
      /\d[\d,]* (children|child|respondent|review|share|famil|authorit|year|item|event|variable|threshold|tree|resampl)/,
    );
    expect(figure.subtitle).not.toBe("");
  });

  it("has every number of the picture in its table", () => {
    const known = new Set(numbersIn(tableText(figure)));
    for (const each of every) {
      const shown = [...each.element.querySelectorAll("text")]
        .filter(
          (text) =>
            text.getAttribute("class") !== "tick" && text.closest('[aria-label*="axis"]') === null,
        )
        .flatMap((text) => numbersIn(text.textContent ?? ""));
      expect(shown.filter((number) => !known.has(number))).toEqual([]);
    }
  });

  it("has rows as long as its head", () => {
    for (const row of figure.table.rows) expect(row.length).toBe(figure.table.columns.length);
  });
});

it("refuses a picture file where there is no font, instead of leaving out its words", () => {
  expect(() => requireFont({ loadSystemFonts: false })).toThrow(/has none/);
  expect(() => requireFont({ loadSystemFonts: true })).not.toThrow();
});

it("makes a PNG of every figure, with something drawn in it", () => {
  for (const figure of drawn.get(720) as Figure[]) {
    const png = Buffer.from(pngFile(figure, { scale: 1 }));
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(png.readUInt32BE(16)).toBe(720);
    // An empty sheet weighs about a thousand bytes.
    expect(png.length).toBeGreaterThan(2500);
  }
});

it("makes files: SVG with a declaration, PNG of the size asked for", () => {
  const [figure] = drawn.get(320) as [Figure];
  expect(Buffer.from(svgFile(figure)).toString("utf8")).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg /,
  );
  const png = Buffer.from(pngFile(figure, { scale: 2, heading: false }));
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(png.readUInt32BE(16)).toBe(640);
});

function tableText({ table, subtitle, note }: Figure): string {
  const cells = table.rows.flat().filter((cell) => cell !== null);
  return [
    table.caption,
    subtitle,
    note ?? "",
    ...table.columns.map((column) => column.header),
    ...cells,
  ].join(" ; ");
}

function numbersIn(text: string): string[] {
  return text.replaceAll(/(\d),(?=\d{3})/g, "$1").match(/\d+(?:\.\d+)?/g) ?? [];
}
