import type { Plugin } from "vite";

/** The files of a study by path, as they are bundled into a notebook. */
export type BundledFiles = ReadonlyMap<string, Uint8Array>;

const id = "virtual:throughline-study";

/** Gives notebooks the study's files as a module: `files`, each path with its bytes in base 64. */
export function studyPlugin(files: BundledFiles): Plugin {
  return {
    name: "throughline:study",
    enforce: "pre",
    resolveId: (name) => (name === id ? `\0${id}` : null),
    load(name) {
      if (name !== `\0${id}`) return null;
      const entries = [...files].map(([path, bytes]) => [
        path,
        Buffer.from(bytes).toString("base64"),
      ]);
      return `export const files = ${JSON.stringify(Object.fromEntries(entries))};`;
    },
  };
}
