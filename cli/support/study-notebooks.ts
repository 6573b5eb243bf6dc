import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import { loadStudy, type StudyFiles } from "../../data-dictionary/study/load-study.ts";
import { buildNotebook } from "../../notebooks/tool/build-notebook.ts";
import type { PageSettings } from "../../notebooks/tool/page-plugin.ts";
import { packageFile } from "../package-file.ts";
import { studyFiles } from "./load-study.ts";
import { withoutNames } from "./nameless-study.ts";

/** A notebook that can be built for a study. */
export interface StudyNotebook {
  /** File name of the page: `01-what-is-in-the-study.html`. */
  readonly file: string;
  readonly title: string;
  readonly path: string;
  /** Made by the study's team, or one of ours. */
  readonly own: boolean;
}

/** The notebooks of a study, in name order: ours, and those in its folder `notebooks/`; its own win. */
export function notebooksOf(folder: string): StudyNotebook[] {
  const found = new Map<string, StudyNotebook>();
  for (const [place, own] of [
    [packageFile("notebooks"), false],
    [join(folder, "notebooks"), true],
  ] as const) {
    if (!existsSync(place)) continue;
    for (const file of readdirSync(place).filter((name) => /^[^.].*\.html$/.test(name))) {
      const path = join(place, file);
      found.set(file, { file, title: titleOf(path), path, own });
    }
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * The notebooks that are meant: by file name, with or without `.html`, or by number; all of them without names.
 *
 * @throws {InputError} `unknown-notebook`
 */
export function chosenNotebooks(folder: string, wanted: readonly string[]): StudyNotebook[] {
  const all = notebooksOf(folder);
  if (wanted.length === 0) return all;
  return wanted.map((name) => {
    const file = `${basename(name, ".html")}.html`;
    const number = /^\d+$/.test(name) ? `${name.padStart(2, "0")}-` : null;
    const found = all.find(
      (each) => each.file === file || (number !== null && each.file.startsWith(number)),
    );
    if (found !== undefined) return found;
    const known = all.map((each) => basename(each.file, ".html"));
    const near = nearestName(basename(name, ".html"), known);
    throw new InputError(
      "unknown-notebook",
      `There is no notebook named ${name}.`,
      near === null ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`,
    );
  });
}

/** The text of the element title: a notebook's name for people. */
function titleOf(path: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(readFileSync(path, "utf8"))?.[1]?.trim();
  return title === undefined || title === "" ? basename(path, ".html") : title;
}

/** Every file that reading the study touches, without names and texts, to know when to build again. */
export function bundledStudy(folder: string): {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly title: string;
  readonly synthetic: boolean;
} {
  const files = new Map<string, Uint8Array>();
  const disk = studyFiles(folder);
  const recording: StudyFiles = {
    read: (path) => {
      const bytes = disk.read(path);
      if (bytes !== null) files.set(path, bytes);
      return bytes;
    },
    list: disk.list,
  };
  const study = loadStudy(recording);
  const { title, synthetic } = study.config;
  return { files: withoutNames(files, study), title, synthetic };
}

/**
 * The page of a notebook with the study in it.
 *
 * @throws {InputError} `bad-notebook` when a cell cannot be compiled or asks for the network.
 */
export async function notebookPage(
  notebook: StudyNotebook,
  folder: string,
  contents: PageSettings["contents"],
): Promise<string> {
  const study = bundledStudy(folder);
  const compiled = import.meta.url.endsWith(".js");
  try {
    return await buildNotebook(notebook.path, {
      root: { folder: packageFile("."), compiled },
      study: study.files,
      page: {
        studyTitle: study.title,
        banner: `PRIVATE: this page holds real cases. For the research team only, not for release.${study.synthetic ? " SYNTHETIC: these are no real children." : ""}`,
        contents,
        current: notebook.file,
      },
    });
  } catch (error) {
    throw new InputError(
      "bad-notebook",
      `${notebook.file} cannot be built: ${firstLines(error)}`,
      "Correct the cell and build again; the notebooks that come with Throughline show how cells are written.",
    );
  }
}

/** What the compiler says, without colours and without the piece of code it quotes. */
function firstLines(error: unknown): string {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^[│╭╰|\d]|^Build failed|^at /.test(line))
    .slice(0, 2)
    .join(" ")
    .slice(0, 300);
}

/** Changes whenever a file of the study or a notebook changes. */
export function stateOf(folder: string, notebook: StudyNotebook): string {
  const { files } = bundledStudy(folder);
  const times = [...files.keys()].map((path) => statSync(join(folder, path)).mtimeMs);
  return [statSync(notebook.path).mtimeMs, ...times].join();
}
