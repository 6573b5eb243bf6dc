import { cellText, type ResultTable } from "./result-table.ts";

/** Words in one look. */
export interface WordRun {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** The name of a heading that it leads to. */
  readonly to?: string;
}

/** A figure as a picture for a document. */
export interface WordPicture {
  readonly png: Uint8Array;
  readonly title: string;
  readonly subtitle: string;
  /** The alternative text: the same in words. */
  readonly description: string;
  /** In pixels of the drawing; it is fitted to the page. */
  readonly width: number;
  readonly height: number;
  readonly note: string | null;
}

/** A table as it is printed: every cell is text already. */
export interface WordTable {
  readonly caption: string;
  readonly columns: readonly { readonly header: string; readonly align?: "left" | "right" }[];
  readonly rows: readonly (readonly (string | WordRun)[])[];
  /** Places of rows that sum up the others. */
  readonly totals?: readonly number[];
  readonly note?: string;
}

/** What a Word document is made of, in reading order. */
export type WordBlock =
  | {
      readonly kind: "heading";
      readonly level: 1 | 2 | 3;
      readonly words: string;
      /** A name for links to it. */
      readonly name?: string;
    }
  | {
      readonly kind: "text";
      readonly runs: readonly WordRun[];
      readonly style?: "Lead" | "Soft" | "Banner";
    }
  | {
      readonly kind: "list";
      readonly numbered: boolean;
      readonly items: readonly (readonly WordRun[])[];
    }
  | { readonly kind: "table"; readonly table: WordTable }
  | { readonly kind: "picture"; readonly picture: WordPicture };

/**
 * A table of results as it is printed in a document, its notes under it.
 *
 * @example
 * wordTableOf({ title: "Sex", subtitle: "3 children", columns: [{ header: "n", format: "count" }], rows: [[3]], notes: ["Known for all."] })
 * // => { caption: "Sex. 3 children", columns: [{ header: "n", align: "right" }], rows: [["3"]], note: "Known for all." }
 */
export function wordTableOf(table: ResultTable): WordTable {
  return {
    caption: `${table.title}. ${table.subtitle}`,
    columns: table.columns.map(({ header, format }) => ({
      header,
      align: format === "text" ? "left" : "right",
    })),
    rows: table.rows.map((row) =>
      row.map((value, at) => cellText(value, table.columns[at]?.format ?? "text")),
    ),
    note: table.notes.join(" "),
  };
}
