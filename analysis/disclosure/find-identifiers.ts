import type { Dataset } from "../../data-dictionary/table/dataset.ts";

const postcode = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/;
const exactDate = /\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{4})\b/;

/**
 * Files in which an identifier, a free text, a postcode or an exact date of the study can be read: the last
 * look before a release is written. Says which file and which variable, never the value.
 *
 * Single common words are not looked for: a text of the data counts from 4 characters, when it holds a
 * digit, a space or an @.
 */
export function findIdentifiers(
  files: ReadonlyMap<string, string>,
  tables: readonly Dataset[],
): { readonly file: string; readonly what: string }[] {
  const found: { file: string; what: string }[] = [];
  const texts = new Map<string, string>();
  for (const table of tables) {
    for (const column of table.columns.values()) {
      if (column.kind !== "text") continue;
      for (const value of column.values) {
        const text = value?.trim() ?? "";
        if (text.length >= 4 && /[\d\s@]/.test(text) && !/^\d{1,5}$/.test(text))
          texts.set(text, column.name);
      }
    }
  }
  for (const [file, contents] of files) {
    if (postcode.test(contents)) found.push({ file, what: "a postcode" });
    if (exactDate.test(contents)) found.push({ file, what: "an exact date" });
    for (const [text, variable] of texts) {
      if (!contents.includes(text)) continue;
      found.push({ file, what: `a value of ${variable}` });
      break;
    }
  }
  return found;
}
