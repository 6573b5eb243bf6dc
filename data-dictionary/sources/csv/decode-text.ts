import { InputError } from "../../input-error.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/**
 * The text of a file and the encoding it was in.
 *
 * A byte-order mark decides; without one, zero bytes in every other place mean UTF-16, bytes that are
 * strictly UTF-8 are UTF-8, and anything else is Windows-1252. A declared encoding is believed, and
 * refused if the bytes contradict it.
 *
 * @throws {InputError} `bad-encoding`
 * @example
 * decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)) // => { text: "a", encoding: "utf-8", bom: true }
 * @example
 * decodeText(Uint8Array.of(0x93, 0x94)).text // => "“”"
 */
export function decodeText(
  bytes: Uint8Array,
  declared?: Encoding,
  file = "The file",
): { readonly text: string; readonly encoding: Encoding; readonly bom: boolean } {
  const marked = markedEncoding(bytes);
  if (marked !== null && declared !== undefined && marked.encoding !== declared) {
    throw new InputError(
      "bad-encoding",
      `${file} is declared as ${declared}, but its byte-order mark says ${marked.encoding}.`,
      "Change the encoding in study.yaml under dialect, or leave it out.",
    );
  }
  const encoding = marked?.encoding ?? declared ?? likelyEncoding(bytes);
  const body = bytes.subarray(marked?.length ?? 0);
  return { text: decodeAs(body, encoding, file), encoding, bom: marked !== null };
}

function markedEncoding(bytes: Uint8Array): { encoding: Encoding; length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { encoding: "utf-8", length: 3 };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

function likelyEncoding(bytes: Uint8Array): Encoding {
  const sample = bytes.subarray(0, 2000);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even++;
    else odd++;
  });
  if (sample.length >= 4) {
    if (odd > sample.length / 4 && even === 0) return "utf-16le";
    if (even > sample.length / 4 && odd === 0) return "utf-16be";
  }
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decodeAs(bytes: Uint8Array, encoding: Encoding, file: string): string {
  if (encoding === "windows-1252") return decodeWindows1252(bytes);
  if (encoding === "utf-16be") return decodeAs(swapped(bytes), "utf-16le", file);
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError(
      "bad-encoding",
      `${file} has bytes that are not ${encoding}.`,
      "Save it again as UTF-8 (in Excel: CSV UTF-8), or declare its encoding under dialect.",
    );
  }
}

function swapped(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    out[index] = bytes[index + 1] as number;
    out[index + 1] = bytes[index] as number;
  }
  return out;
}

// The 32 characters in which Windows-1252 differs from Latin-1. The platform's own decoder is wrong
// here in some versions of Node.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function decodeWindows1252(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    let text = "";
    for (const byte of bytes.subarray(start, start + 8192)) {
      text += byte >= 0x80 && byte < 0xa0 ? windows1252[byte - 0x80] : String.fromCharCode(byte);
    }
    parts.push(text);
  }
  return parts.join("");
}
