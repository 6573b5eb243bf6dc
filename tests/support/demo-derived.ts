import { type DerivedStudy, deriveStudy } from "../../analysis/outcomes/derive-study.ts";
import { demoFiles } from "../../cli/commands/demo.ts";
import { loadStudy } from "../../data-dictionary/study/load-study.ts";

let derived: DerivedStudy | undefined;

/** The demonstration study, derived in memory. */
export function demoDerived(): DerivedStudy {
  if (derived !== undefined) return derived;
  const files = demoFiles(undefined, "csv");
  const bytes = (path: string): Uint8Array | null => {
    const contents = files.get(path);
    return typeof contents === "string" ? Buffer.from(contents, "utf8") : (contents ?? null);
  };
  derived = deriveStudy(
    loadStudy({
      read: bytes,
      list: (folder) =>
        [...files.keys()]
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1))
          .sort(),
    }),
  );
  return derived;
}
