import { type LoadedStudy, loadStudy } from "../../data-dictionary/study/load-study.ts";

/** A study from the texts of its files, without a disk. */
export function memoryStudy(files: Readonly<Record<string, string | Uint8Array>>): LoadedStudy {
  const encode = new TextEncoder();
  const bytes = new Map(
    Object.entries(files).map(([path, text]) => [
      path,
      typeof text === "string" ? encode.encode(text) : text,
    ]),
  );
  return loadStudy({
    read: (path) => bytes.get(path) ?? null,
    list: (folder) =>
      [...bytes.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1))
        .sort(),
  });
}
