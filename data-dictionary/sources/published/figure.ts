import { InputError } from "../../input-error.ts";

/** Symbols that stand in the place of a number, and what they say. */
export const symbolMeanings = {
  c: "confidential: too few children to publish",
  k: "rounds to nought, but is not nought",
  low: "rounds to nought, but is not nought",
  u: "of low reliability",
  x: "not available",
  z: "not applicable",
  ":": "not available",
  "~": "rounds to nought, but is not nought",
} as const;

export type FigureSymbol = keyof typeof symbolMeanings;

/**
 * One published cell: a number as it was printed, a symbol, or nothing. A symbol is never a number:
 * there is no way to get one out of it.
 */
export type Figure =
  | { readonly kind: "number"; readonly value: number; readonly text: string }
  | { readonly kind: "symbol"; readonly symbol: FigureSymbol }
  | { readonly kind: "blank" };

const numberPattern = /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;

/**
 * Reads a published cell, or gives null when it is none (such as a name).
 *
 * @example
 * parseFigure("c") // => { kind: "symbol", symbol: "c" }
 * @example
 * parseFigure("1,204") // => { kind: "number", value: 1204, text: "1,204" }
 * @example
 * parseFigure("Leeds") // => null
 */
export function parseFigure(text: string): Figure | null {
  const cell = text.trim();
  if (cell === "") return { kind: "blank" };
  if (Object.hasOwn(symbolMeanings, cell)) return { kind: "symbol", symbol: cell as FigureSymbol };
  if (!numberPattern.test(cell)) return null;
  return { kind: "number", value: Number(cell.replaceAll(",", "")), text: cell };
}

/**
 * Writes a figure as it was published.
 *
 * @example
 * writeFigure({ kind: "symbol", symbol: "z" }) // => "z"
 */
export function writeFigure(figure: Figure): string {
  if (figure.kind === "number") return figure.text;
  return figure.kind === "symbol" ? figure.symbol : "";
}

/**
 * The sum of figures, all of which must be numbers.
 *
 * @throws {InputError} `symbol-in-sum` naming the symbol: what it hides is not known.
 * @example
 * sumOfFigures([{ kind: "number", value: 2, text: "2" }, { kind: "number", value: 3, text: "3" }]) // => 5
 */
export function sumOfFigures(figures: readonly Figure[]): number {
  let sum = 0;
  for (const figure of figures) {
    if (figure.kind !== "number") {
      const what =
        figure.kind === "blank"
          ? "a blank cell"
          : `the symbol ${figure.symbol} (${symbolMeanings[figure.symbol]})`;
      throw new InputError(
        "symbol-in-sum",
        `A sum of published figures must hold numbers only, but holds ${what}.`,
        "Leave that cell out by name, and say how many were left out.",
      );
    }
    sum += figure.value;
  }
  return sum;
}
