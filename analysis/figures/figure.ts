/** The numbers of a figure as a table: what a reader who cannot see it is given instead. */
export interface FigureTable {
  readonly caption: string;
  readonly columns: readonly { readonly header: string; readonly align?: "left" | "right" }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A drawn figure with its words. The picture itself holds no heading: title and subtitle stand beside it. */
export interface Figure {
  /** Stem of a file name, in kebab case. */
  readonly name: string;
  /** Headline of at most 10 words. */
  readonly title: string;
  /** What is shown, in which unit, and how many. */
  readonly subtitle: string;
  /** The alternative text: the same in words. */
  readonly description: string;
  readonly element: SVGElement;
  readonly width: number;
  readonly height: number;
  /** Every number of the picture. */
  readonly table: FigureTable;
  /** What to bear in mind when reading it; null when there is nothing. */
  readonly note: string | null;
}

export interface FigureOptions {
  /** The browser's document, or one made on the server. */
  readonly document: Document;
  /** In pixels; below 480 the narrow layout is drawn. 720 when left out. */
  readonly width?: number;
  /** Prefix of ids inside the picture, for a page that shows the same figure twice; the name when left out. */
  readonly id?: string;
}
