/** A line of a text: a line of a file, or a paragraph or a row of a table of a Word document. */
export interface TextLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Where the line is a row of a table: which table, counted from 1, and its cells. */
  readonly row?: { readonly table: number; readonly cells: readonly string[] };
}

/** Something in a text that a reader should look at again. */
export interface TextFinding {
  readonly rule:
    | "count-and-percentage"
    | "impossible-percentage"
    | "parts-do-not-add-up"
    | "two-totals"
    | "times-more-likely"
    | "no-current-result"
    | "causal-words";
  readonly line: number;
  /** Counted from 1, in characters. */
  readonly column: number;
  /** The numbers as they stand, or words of our own list: never any other words of the text. */
  readonly words: string;
  /** What is the matter, in a sentence without those words. */
  readonly message: string;
  readonly hint: string;
}

/** A whole number as it is printed, with or without commas for thousands. */
export const countPattern = String.raw`\d{1,3}(?:,\d{3})+|\d+`;

/**
 * The number behind a printed whole number.
 *
 * @example
 * countOf("1,204") // => 1204
 */
export const countOf = (text: string): number => Number(text.replaceAll(",", ""));

/** A finding from its parts. */
export const slip = (
  line: number,
  column: number,
  rule: TextFinding["rule"],
  words: string,
  message: string,
  hint: string,
): TextFinding => ({ rule, line, column, words, message, hint });
