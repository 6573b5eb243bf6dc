import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import { packageFile } from "../package-file.ts";

/** The names of the ready-made instruments. */
export function instrumentNames(): string[] {
  return readdirSync(packageFile("data-dictionary", "instruments"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * The files of an instrument by path, as they are to stand in a study folder.
 *
 * @throws {InputError} `unknown-instrument`
 */
export function instrumentFiles(name: string): Map<string, Uint8Array> {
  const folder = packageFile("data-dictionary", "instruments", name);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(folder)) {
    const near = nearestName(name, instrumentNames());
    throw new InputError(
      "unknown-instrument",
      `There is no instrument named ${name}.`,
      near === null ? `There are: ${instrumentNames().join(", ")}.` : `Did you mean ${near}?`,
    );
  }
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .split(sep)
      .join("/");
    files.set(path, readFileSync(join(folder, path)));
  }
  return files;
}
