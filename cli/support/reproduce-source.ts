/** Where the data of a screen come from. */
export interface ReproduceSource {
  /** The CSV file, or null for a study. */
  readonly file: string | null;
  readonly weights: string | null;
  readonly family: string | null;
  readonly paired: boolean;
}
