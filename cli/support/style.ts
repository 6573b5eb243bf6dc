import { styleText } from "node:util";
import type { Io } from "../io.ts";

type Format = Parameters<typeof styleText>[0];

/** Colour for standard output: only at a terminal, never with NO_COLOR or TERM=dumb. */
export function styler(io: Io): (format: Format, text: string) => string {
  const colour = io.outIsTerminal && !io.env.NO_COLOR && io.env.TERM !== "dumb";
  return (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
}
