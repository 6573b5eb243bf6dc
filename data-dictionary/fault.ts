/**
 * Something wrong in the data, as data: collected, grouped and put into words later.
 *
 * `code` is a word such as `spell-overlap`. `row` is the physical line of the file (the header is
 * line 1). `found` and `expected` may name codes, counts and column names; they never hold an
 * identifier, a date of birth, a postcode or free text.
 */
export interface Fault {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly file: string;
  readonly row?: number;
  readonly column?: string;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  readonly found?: string;
  readonly expected?: string;
  /** What to do about it, in one sentence. */
  readonly remedy?: string;
}
