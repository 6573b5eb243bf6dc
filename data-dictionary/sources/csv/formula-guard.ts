// Characters that make a spreadsheet read a cell as a formula or a command, also after apostrophes,
// so that guarding twice can be undone twice.
const risky = /^'*[=+\-@\t\r\n\0\u00a0\uff1d]/;

/**
 * The text of a cell made safe for spreadsheets: an apostrophe before text that a spreadsheet could
 * take for a formula. For text only; a number is no text, and −5 stays −5.
 *
 * @example
 * guardCell("=1+1") // => "'=1+1"
 * @example
 * guardCell("Ynys Môn") // => "Ynys Môn"
 * @see OWASP Application Security Verification Standard 5.0, 1.2.10.
 */
export function guardCell(text: string): string {
  return risky.test(text) ? `'${text}` : text;
}

/**
 * Undoes `guardCell`: takes one apostrophe from text that has it before a risky character.
 *
 * @example
 * unguardCell(guardCell("'=1+1")) // => "'=1+1"
 */
export function unguardCell(text: string): string {
  return text.startsWith("'") && risky.test(text) ? text.slice(1) : text;
}
