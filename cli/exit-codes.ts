/** How the process ends; documented in docs/exit-codes.md. */
export const exitCodes = {
  /** Done. */
  done: 0,
  /** Finished, and found problems. */
  problems: 1,
  /** Wrong usage. */
  usage: 2,
  /** Input, dictionary or surroundings cannot be used. */
  input: 3,
  /** Refused for disclosure: nothing was written. */
  disclosure: 4,
  /** A file hash or the ledger does not match. */
  integrity: 5,
  /** A fault of ours. */
  fault: 70,
  /** Interrupted. */
  interrupted: 130,
} as const;

/** Refused for disclosure; ends with exit code 4. */
export class DisclosureRefusal extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = "DisclosureRefusal";
    this.hint = hint;
  }
}

/** A hash, ledger or manifest that does not match; ends with exit code 5. */
export class IntegrityError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = "IntegrityError";
    this.hint = hint;
  }
}
