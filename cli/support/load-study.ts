import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { DerivedStudy } from "../../analysis/outcomes/derive-study.ts";
import { countFaults } from "../../data-dictionary/fault.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { LoadedStudy, StudyFiles } from "../../data-dictionary/study/load-study.ts";
import { missingColumnCode } from "../../data-dictionary/study/missing-columns.ts";
import type { Io } from "../io.ts";
import { findStudy } from "./find-study.ts";
import { refuseEmptyStudy } from "./refuse-empty-study.ts";
import { finishInterrupted } from "./write-files.ts";

/** A study read from disk, with its outcomes and patterns. */
export interface OpenStudy {
  readonly folder: string;
  readonly loaded: LoadedStudy;
  readonly derived: DerivedStudy;
}

/** The files of a study folder, as the data dictionary reads them; nothing outside it. */
export function studyFiles(folder: string): StudyFiles {
  const inside = (path: string): string => {
    const file = resolve(folder, path);
    if (file !== folder && !file.startsWith(folder + sep)) {
      throw new InputError(
        "path-escape",
        "study.yaml names a file outside the study folder.",
        "Copy the file into the study's data folder and name it there.",
      );
    }
    return file;
  };
  return {
    read: (path) => {
      const file = inside(path);
      if (!existsSync(file)) return null;
      if (statSync(file).isDirectory()) {
        throw new InputError("is-a-folder", `${path} is a folder, but a file is needed.`);
      }
      return readFileSync(file);
    },
    list: (path) => {
      const file = inside(path);
      if (!existsSync(file)) return [];
      return readdirSync(file, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(file.length + 1)
            .split(sep)
            .join("/"),
        )
        .sort();
    },
  };
}

/** Reads a study folder without deriving anything. */
export async function readStudy(
  options: { readonly study?: string | undefined },
  io: Io,
): Promise<{ readonly folder: string; readonly loaded: LoadedStudy }> {
  const folder = findStudy(options.study, io);
  finishInterrupted(join(folder, "output"));
  const { loadStudy } = await import("../../data-dictionary/study/load-study.ts");
  return { folder, loaded: loadStudy(studyFiles(folder)) };
}

/**
 * Reads a study folder and derives its outcomes and patterns.
 *
 * Says on standard error when some of the data could not be used as they are.
 *
 * @throws {InputError} `no-rows` for a study that has no children yet; `missing-column` for a table that
 *   lacks a column of its structure.
 */
export async function openStudy(
  options: { readonly study?: string | undefined },
  io: Io,
): Promise<OpenStudy> {
  const { folder, loaded } = await readStudy(options, io);
  refuseEmptyStudy(loaded);
  refuseMissingColumns(loaded);
  warnOfFaults(loaded, io);
  const { deriveStudy } = await import("../../analysis/outcomes/derive-study.ts");
  return { folder, loaded, derived: deriveStudy(loaded) };
}

/** A table without a start, a type or an identifier gives numbers that mean nothing. */
function refuseMissingColumns({ faults }: LoadedStudy): void {
  const missing = faults.filter(
    (fault) => fault.code === missingColumnCode || fault.code === "no-header",
  );
  const [first] = missing;
  if (first === undefined) return;
  const others = missing.length === 1 ? "" : `, and ${missing.length - 1} more are missing`;
  throw new InputError(
    first.code,
    `${first.file}: ${first.message}${others}.`,
    `${first.remedy} See all of it with throughline check.`,
  );
}

function warnOfFaults({ faults, reconciliation }: LoadedStudy, io: Io): void {
  const errors = countFaults(faults, "error");
  const refused = reconciliation.reduce((sum, file) => sum + file.rowsRefused, 0);
  if (errors + refused === 0) return;
  const parts = [
    ...(errors === 0 ? [] : [`${errors} ${errors === 1 ? "error" : "errors"} in the data`]),
    ...(refused === 0 ? [] : [`${refused} ${refused === 1 ? "row" : "rows"} refused`]),
  ];
  io.err(`! ${parts.join(", ")}: see throughline check\n`);
}
