/** Where the data are, for the code that reads them. */
export interface ModelSource {
  /** The CSV file, or null for a study, whose columns are first written with `throughline export`. */
  readonly data: string | null;
  /** The column of families, where there is one. */
  readonly family: string | null;
  readonly weights: string | null;
  readonly random: string | null;
}
