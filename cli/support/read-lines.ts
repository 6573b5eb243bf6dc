import type { Reconciliation } from "../../data-dictionary/study/load-study.ts";

/** What became of the rows of each file, a line each, for standard error. */
export const readLines = (files: readonly Omit<Reconciliation, "table">[]): string =>
  files
    .map(
      ({ file, rowsIn, rowsUsed, rowsRefused, rowsBlank }) =>
        `read ${file}: ${rowsIn} rows = ${rowsUsed} used + ${rowsRefused} refused + ${rowsBlank} blank\n`,
    )
    .join("");
