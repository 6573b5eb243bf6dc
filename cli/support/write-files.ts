import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { InputError } from "../../data-dictionary/input-error.ts";
import { findLeftovers, leftoverName } from "./write-leftovers.ts";

/** Contents of files by their path inside a folder, with forward slashes. */
export type FileMap = ReadonlyMap<string, string | Uint8Array>;

/** What takes the place of what was there, by path: all the files of a folder, or one file. */
export type NewParts = ReadonlyMap<string, FileMap | string | Uint8Array>;

/**
 * Replaces folders and files under a root, all of them or none. Everything is written beside them and flushed
 * to disk; one rename then decides for the new; only after it are names exchanged. A failure at any moment
 * leaves the old in place. Should the process be killed while names are exchanged, whoever next opens the
 * root finishes the exchange (see finishInterrupted).
 *
 * @throws {InputError} `path-escape`, `being-written`.
 */
export function replaceTogether(root: string, parts: NewParts): void {
  const top = resolve(root);
  mkdirSync(top, { recursive: true, mode: 0o700 });
  finishInterrupted(top);
  const staging = join(top, leftoverName("staging"));
  const commit = staging.replace(/staging$/, "commit");
  try {
    writeParts(staging, parts);
    refuseOtherWriter(top);
    renameSync(staging, commit); // from here on the new wins
  } catch (error) {
    tryRemoving(staging);
    throw error;
  }
  try {
    putInPlace(top, commit);
  } catch (error) {
    takeBack(top, commit);
    throw error;
  }
  tryRemoving(commit);
}

/** Replaces one folder at once, with everything in it. */
export function replaceFolder(folder: string, files: FileMap): void {
  const target = resolve(folder);
  replaceTogether(dirname(target), new Map([[basename(target), files]]));
}

/** Replaces one file at once: a temporary file, flushed, then renamed over the old one. */
export function writeFileAtomic(path: string, contents: string | Uint8Array): void {
  const target = resolve(path);
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true });
  finishInterrupted(folder);
  const fresh = join(folder, leftoverName("file"));
  try {
    writeFlushed(fresh, contents);
    renameSync(fresh, target);
  } catch (error) {
    tryRemoving(fresh);
    throw error;
  }
  flushFolder(folder);
}

/**
 * Finishes what a killed process left in a folder: an exchange that was decided is carried out, anything
 * less is cleared away. What a process that still runs is writing is left alone.
 */
export function finishInterrupted(root: string): void {
  const top = resolve(root);
  for (const { path, kind, alive } of findLeftovers(top)) {
    if (alive) continue;
    if (kind === "commit") putInPlace(top, path);
    tryRemoving(path);
  }
}

function refuseOtherWriter(top: string): void {
  if (!findLeftovers(top).some((each) => each.kind === "commit")) return;
  throw new InputError(
    "being-written",
    "Another run of Throughline is writing to this folder at this moment.",
    "Nothing was replaced. Wait until it is done, and run the command again.",
  );
}

const listName = "parts.json";

function writeParts(staging: string, parts: NewParts): void {
  for (const [path, contents] of parts) {
    if (typeof contents === "string" || contents instanceof Uint8Array) {
      writeInside(join(staging, "new"), path, contents);
      continue;
    }
    const folder = inside(join(staging, "new"), path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [file, text] of contents) writeInside(folder, file, text);
    flushFolder(folder);
  }
  writeFlushed(join(staging, listName), JSON.stringify([...parts.keys()]));
  flushFolder(staging);
}

/** Exchanges names, part by part; parts that were exchanged before are passed over. */
function putInPlace(top: string, commit: string): void {
  flushFolder(top);
  for (const { fresh, target, old } of listedParts(top, commit)) {
    if (!existsSync(fresh)) continue;
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    mkdirSync(dirname(old), { recursive: true, mode: 0o700 });
    if (existsSync(target)) {
      if (existsSync(old)) rmSync(old, { recursive: true, force: true });
      renameSync(target, old);
    }
    renameSync(fresh, target);
    flushFolder(dirname(target));
  }
}

/** After a failure half-way, puts the old back; should that fail too, the exchange is finished later. */
function takeBack(top: string, commit: string): void {
  try {
    for (const { fresh, target, old } of listedParts(top, commit).reverse()) {
      if (!existsSync(fresh) && existsSync(target)) renameSync(target, fresh);
      if (existsSync(old) && !existsSync(target)) renameSync(old, target);
    }
    tryRemoving(commit);
  } catch {
    // left for finishInterrupted
  }
}

interface Exchange {
  readonly fresh: string;
  readonly target: string;
  readonly old: string;
}

function listedParts(top: string, commit: string): Exchange[] {
  const paths = JSON.parse(readFileSync(join(commit, listName), "utf8")) as string[];
  return paths.map((path) => ({
    fresh: join(commit, "new", ...path.split("/")),
    target: inside(top, path),
    old: join(commit, "old", ...path.split("/")),
  }));
}

function inside(folder: string, path: string): string {
  const file = resolve(folder, path);
  if (file.startsWith(resolve(folder) + sep)) return file;
  throw new InputError("path-escape", "A file name must stay inside its folder.");
}

function writeInside(folder: string, path: string, contents: string | Uint8Array): void {
  const file = inside(folder, path);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFlushed(file, contents);
}

function tryRemoving(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // cleared by finishInterrupted, later
  }
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
