import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { Io } from "../io.ts";

/**
 * The study folder: the one named by `--study` or THROUGHLINE_STUDY, else the nearest folder at or
 * above the current one that holds a study.yaml, as git looks for its own.
 */
export function findStudy(named: string | undefined, io: Io): string {
  const chosen = named ?? io.env.THROUGHLINE_STUDY;
  if (chosen !== undefined) {
    const folder = resolve(io.cwd, chosen);
    if (existsSync(join(folder, "study.yaml"))) return folder;
    throw new InputError(
      "no-study",
      `There is no study.yaml in ${chosen}.`,
      `Start one there:  throughline init ${chosen} --instrument neglect-return`,
    );
  }
  let folder = resolve(io.cwd);
  while (!existsSync(join(folder, "study.yaml"))) {
    const above = dirname(folder);
    if (above === folder) {
      throw new InputError(
        "no-study",
        "There is no study.yaml here or in any folder above.",
        "Name the study with --study DIR, start one with throughline init, or use --data FILE.csv.",
      );
    }
    folder = above;
  }
  return folder;
}
