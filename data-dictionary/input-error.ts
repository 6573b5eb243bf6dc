/**
 * A problem in what the caller gave us: shown as a sentence without a stack trace, with a stable code.
 *
 * The message may hold file and column names, codes, row numbers and counts; never an identifier, a
 * date of birth, a postcode or free text.
 *
 * @example
 * new InputError("too-few-values", "x must have 2 values, but has 1.").code // => "too-few-values"
 */
export class InputError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.name = "InputError";
    this.code = code;
    this.hint = hint;
  }
}
