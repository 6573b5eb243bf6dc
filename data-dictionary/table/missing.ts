/** Why a value is missing. Blank means "not yet coded" and nothing else. */
export const missingCodes = {
  notRecorded: -9,
  couldNotJudge: -8,
  notApplicable: -7,
  documentUnavailable: -6,
  /** An empty cell: in files a blank, in columns -1. */
  notYetCoded: -1,
} as const;

export type MissingCode = -9 | -8 | -7 | -6 | -1;

/** The words for each missing code, as they are printed. */
export const missingLabels: Readonly<Record<MissingCode, string>> = {
  [-9]: "Not recorded on file",
  [-8]: "Could not judge",
  [-7]: "Not applicable",
  [-6]: "Document unavailable",
  [-1]: "Not yet coded",
};

/**
 * The missing code that a cell's text stands for, or 0 when the cell holds a value.
 *
 * @example
 * missingCodeOf("-9") // => -9
 * @example
 * missingCodeOf("") // => -1
 * @example
 * missingCodeOf("9") // => 0
 */
export function missingCodeOf(text: string): MissingCode | 0 {
  switch (text) {
    case "":
      return -1;
    case "-9":
      return -9;
    case "-8":
      return -8;
    case "-7":
      return -7;
    case "-6":
      return -6;
    default:
      return 0;
  }
}
