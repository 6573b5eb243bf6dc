import { unzipSync, zipSync } from "fflate";

/** The first moment a zip archive can hold; written as local calendar parts, so that no time zone enters. */
const fixedTime = "1980-01-01T00:00:00";

/**
 * An Office file packed again so that the same content gives the same bytes: parts in name order behind the
 * list of contents, one fixed time, and no time of making or name of an author in the properties. Characters
 * that XML may not hold become the sign for "cannot be shown": one of them would make the file unreadable.
 *
 * @param edit - Changes the text of an XML part.
 * @param more - XML parts to put in, or in the place of others, by name.
 */
export function fixedZip(
  bytes: Uint8Array,
  edit: (name: string, text: string) => string = (_, text) => text,
  more: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  const parts = unzipSync(bytes);
  for (const [name, text] of more) parts[name] = new TextEncoder().encode(text);
  const names = Object.keys(parts).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const fixed: Record<string, Uint8Array> = {};
  for (const name of names) {
    const part = parts[name] as Uint8Array;
    fixed[name] = /\.(xml|rels)$/.test(name) ? encode(edit(name, withoutTimes(part))) : part;
  }
  return zipSync(fixed, { mtime: fixedTime, level: 6 });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones meant
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const encode = (text: string): Uint8Array =>
  new TextEncoder().encode(text.replace(unwritable, "\ufffd"));

/** The list of contents comes first, as readers expect. */
const rank = (name: string): number => (name === "[Content_Types].xml" ? 0 : 1);

const withoutTimes = (part: Uint8Array): string =>
  new TextDecoder()
    .decode(part)
    .replace(
      /(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)/g,
      (_, open: string, close: string) => `${open}2000-01-01T00:00:00Z${close}`,
    );
