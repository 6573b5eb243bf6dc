import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { zipEntry } from "../../../data-dictionary/sources/zip/zip-entry.ts";

const archive = zipSync({
  "word/document.xml": strToU8("<w:p/>".repeat(100)),
  "plain.txt": [strToU8("as it is"), { level: 0 }],
});
const read = (bytes: Uint8Array, name: string): string | null => {
  const entry = zipEntry(bytes, name);
  return entry === null ? null : new TextDecoder().decode(entry);
};

test("reads packed and plain entries, and says when there is none", () => {
  expect(read(archive, "word/document.xml")).toBe("<w:p/>".repeat(100));
  expect(read(archive, "plain.txt")).toBe("as it is");
  expect(read(archive, "absent.xml")).toBeNull();
});

test("refuses what is no archive, is cut off, or has one byte changed", () => {
  expect(() => zipEntry(strToU8("no archive"), "a")).toThrow(/not a Word document/);
  expect(() => zipEntry(archive.subarray(40), "plain.txt")).toThrow(/damaged/);
  const changed = archive.slice();
  const at = new TextDecoder("latin1").decode(changed).indexOf("as it is");
  changed[at] = 0x62;
  expect(() => zipEntry(changed, "plain.txt")).toThrow(/damaged/);
});

test("refuses an entry that names a size beyond the limit, without unpacking it", () => {
  const bomb = archive.slice();
  const text = new TextDecoder("latin1").decode(bomb);
  const central = text.lastIndexOf("PK\x01\x02");
  new DataView(bomb.buffer).setUint32(central + 24, 0x7fffffff, true);
  expect(() => zipEntry(bomb, "plain.txt")).toThrow(/more than 64 MB/);
});

test("refuses an entry that unpacks to another size than it names", () => {
  const lied = archive.slice();
  const text = new TextDecoder("latin1").decode(lied);
  const central = text.indexOf("PK\x01\x02");
  new DataView(lied.buffer).setUint32(central + 24, 10, true);
  expect(() => zipEntry(lied, "word/document.xml")).toThrow(/damaged/);
});

test("refuses a protected entry", () => {
  const locked = archive.slice();
  const central = new TextDecoder("latin1").decode(locked).indexOf("PK\x01\x02");
  new DataView(locked.buffer).setUint16(central + 8, 1, true);
  expect(() => zipEntry(locked, "word/document.xml")).toThrow(/password/);
});
