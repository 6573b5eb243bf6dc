import { files } from "virtual:throughline-study";
import { type DerivedStudy, deriveStudy } from "../../analysis/outcomes/derive-study.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import { loadStudy } from "../../data-dictionary/study/load-study.ts";

/** The study this notebook was built from: settings, codebook, typed tables, rules and faults. */
export const study: LoadedStudy = loadStudy({
  read: (path) => {
    const text = files[path];
    return text === undefined
      ? null
      : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  },
  list: (folder) =>
    Object.keys(files)
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1))
      .sort(),
});

/** Everything derived from it by its own rules, here in the browser. */
export const derived: DerivedStudy = deriveStudy(study);
