import type { Association } from "../../analysis/association/association.ts";

/** Writes the line that prints a test's p or an effect's estimate and limits, if the screen has that method. */
export type Say = (method: string, code: string, group?: string) => void;

/** What a line of R is written from. */
export interface RPart {
  readonly lines: string[];
  /** For a test: `code` gives its p-value. */
  readonly test: Say;
  /** For an effect: `code` gives its estimate, or estimate, lower and upper limit. */
  readonly effect: Say;
  readonly result: Association;
}

/** Text in quotes, as R reads it. */
export const quoted = (text: string): string => JSON.stringify(text);
