import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { InputError } from "../../data-dictionary/input-error.ts";

/** Contents of files by their path inside a folder, with forward slashes. */
export type FileMap = ReadonlyMap<string, string | Uint8Array>;

/**
 * Replaces a whole folder at once: the new files are written beside it and flushed to disk, then the
 * names are exchanged. Until then the old folder is untouched; after a failure nothing is left over.
 */
export function replaceFolder(folder: string, files: FileMap): void {
  const target = resolve(folder);
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true });
  const fresh = join(parent, `.${basename(target)}.new-${randomBytes(4).toString("hex")}`);
  const old = join(parent, `.${basename(target)}.old-${randomBytes(4).toString("hex")}`);
  try {
    mkdirSync(fresh, { recursive: true, mode: 0o700 });
    for (const [path, contents] of files) {
      const file = resolve(fresh, path);
      if (!file.startsWith(fresh + sep)) {
        throw new InputError("path-escape", "A file name must stay inside its folder.");
      }
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFlushed(file, contents);
    }
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (existsSync(old) && !existsSync(target)) renameSync(old, target);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
  flushFolder(parent);
}

/** Replaces one file at once: a temporary file, flushed, then renamed over the old one. */
export function writeFileAtomic(path: string, contents: string | Uint8Array): void {
  const target = resolve(path);
  mkdirSync(dirname(target), { recursive: true });
  const fresh = join(dirname(target), `.${basename(target)}.new-${randomBytes(4).toString("hex")}`);
  try {
    writeFlushed(fresh, contents);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  flushFolder(dirname(target));
}

function writeFlushed(path: string, contents: string | Uint8Array): void {
  const bytes = typeof contents === "string" ? Buffer.from(contents, "utf8") : contents;
  const descriptor = openSync(path, "w", 0o600);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function flushFolder(folder: string): void {
  if (process.platform === "win32") return; // a folder cannot be opened there
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
