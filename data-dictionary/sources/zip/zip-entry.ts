import { inflateSync } from "fflate";
import { InputError } from "../../input-error.ts";

/** The most bytes that one entry may unpack to. */
const mostBytes = 64 * 1024 * 1024;
/** The most entries that are looked through. */
const mostEntries = 10_000;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

/**
 * One file out of a zip archive, such as the text of a Word document. Its size is held to a limit before
 * anything is unpacked, and its checksum is compared afterwards.
 *
 * @returns The bytes, or null when the archive has no file of that name.
 * @throws {InputError} `bad-zip` for what is no archive or is damaged; `zip-too-large`; `zip-not-read` for
 *   encrypted, split or unusually packed archives.
 */
export function zipEntry(archive: Uint8Array, name: string): Uint8Array | null {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > mostEntries) throw tooLarge();
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > archive.length || view.getUint32(at, true) !== entrySignature) throw damaged();
    const nameLength = view.getUint16(at + 28, true);
    const own = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    if (own === name) return unpacked(archive, view, at);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return null;
}

/** The record at the end of an archive; a comment of up to 65,535 bytes may follow it. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 65_557; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  throw new InputError(
    "bad-zip",
    "The file is not a Word document or another zip archive.",
    "Save it again as .docx.",
  );
}

function unpacked(archive: Uint8Array, view: DataView, at: number): Uint8Array {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const checksum = view.getUint32(at + 16, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  if ((flags & 1) === 1 || (method !== 0 && method !== 8)) {
    throw new InputError(
      "zip-not-read",
      "The document is protected by a password, or packed in an unusual way.",
      "Save it without a password.",
    );
  }
  if (size > mostBytes) throw tooLarge();
  if (local + 30 > archive.length || view.getUint32(local, true) !== localSignature)
    throw damaged();
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = archive.subarray(start, start + packedSize);
  if (packed.length !== packedSize) throw damaged();
  const bytes = method === 0 ? packed.slice() : inflated(packed, size);
  if (bytes.length !== size || crc32(bytes) !== checksum) throw damaged();
  return bytes;
}

function inflated(packed: Uint8Array, size: number): Uint8Array {
  try {
    // The room is fixed beforehand, so that a bomb cannot grow past the size it names.
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw damaged();
  }
}

const damaged = (): InputError =>
  new InputError(
    "bad-zip",
    "The document is damaged: it cannot be unpacked.",
    "Save it again, or send a copy.",
  );
const tooLarge = (): InputError =>
  new InputError("zip-too-large", "The document unpacks to more than 64 MB of text.", "Split it.");

/**
 * The CRC-32 checksum of bytes, as zip archives carry it.
 *
 * @example
 * crc32(new TextEncoder().encode("123456789")) // => 0xcbf43926
 */
export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (crcTable[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});
