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
  /** How many further places this one stands for, where a list would be too long. */
  readonly more?: number;
}

/**
 * How many places of one severity are wrong, those that a long list only counts among them.
 *
 * @example
 * countFaults([{ code: "a", severity: "error", file: "f", message: "m" }, { code: "a", severity: "error", file: "f", message: "m", more: 4 }], "error") // => 5
 */
export function countFaults(faults: readonly Fault[], severity: Fault["severity"]): number {
  return faults.reduce(
    (sum, fault) => sum + (fault.severity === severity ? (fault.more ?? 1) : 0),
    0,
  );
}
