import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DisclosureRefusal } from "../exit-codes.ts";
import type { Io } from "../io.ts";

/**
 * The folder that `--output` names, links followed, or null without one.
 *
 * @param what - What would be written, to begin the sentence of the refusal.
 * @throws {DisclosureRefusal} when it lies in a release: only `throughline release` writes there.
 */
export function refuseRelease(output: string | undefined, io: Io, what: string): string | null {
  if (output === undefined) return null;
  const folder = realFolder(resolve(io.cwd, output));
  if (/(^|[\\/])output[\\/]release([\\/]|$)/.test(folder)) {
    throw new DisclosureRefusal(
      `${what}, and may not be written into output/release.`,
      "Choose another folder; throughline release writes what may leave the team.",
    );
  }
  return folder;
}

/** The path with links followed as far as it exists. */
function realFolder(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realFolder(parent), path.slice(parent.length + 1));
}
