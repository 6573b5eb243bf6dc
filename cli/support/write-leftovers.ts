import { createHash, randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Files being made ready, an exchange that was decided, or one file being written. */
export type LeftoverKind = "staging" | "commit" | "file";

/** A temporary folder or file of ours that stands in a folder. */
export interface Leftover {
  readonly path: string;
  readonly kind: LeftoverKind;
  /** May the process that made it still be at work? */
  readonly alive: boolean;
}

const pattern = /^\.throughline-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.(staging|commit|file)$/;
const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const day = 24 * 60 * 60 * 1000;

/** A name for a temporary folder or file that says whose it is. */
export const leftoverName = (kind: LeftoverKind): string =>
  `.throughline-${host}-${process.pid}-${randomBytes(4).toString("hex")}.${kind}`;

/**
 * What stands in a folder under such names. A process of this computer is asked whether it runs; of another
 * computer (a shared drive) a day's silence is taken for an end.
 */
export function findLeftovers(folder: string): Leftover[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const found = pattern.exec(name);
    if (found === null) return [];
    const [, where, pid, kind] = found as unknown as [string, string, string, LeftoverKind];
    const path = join(folder, name);
    const alive = where === host ? runs(Number(pid)) : age(path) < day;
    return [{ path, kind, alive }];
  });
}

/** Does another process with this number run? Our own number is left over from before a failure. */
function runs(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function age(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
