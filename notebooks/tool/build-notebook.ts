import { basename, dirname, resolve } from "node:path";
import { build, type Rollup } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";
import { notebookPlugins, offlineConfig, type PackageRoot } from "./offline-plugin.ts";
import { type PageSettings, pagePlugin } from "./page-plugin.ts";
import { type BundledFiles, studyPlugin } from "./study-plugin.ts";

/**
 * One notebook with everything it needs, its study's data too, as the text of one HTML file that opens from
 * disk with the network off.
 *
 * @throws {Error} in Vite's or Notebook Kit's words, when a cell cannot be compiled or asks for the network.
 */
export async function buildNotebook(
  file: string,
  options: {
    readonly root: PackageRoot;
    readonly study: BundledFiles;
    readonly page: PageSettings;
  },
): Promise<string> {
  const input = resolve(file);
  const made = (await build({
    ...offlineConfig(),
    configFile: false,
    root: dirname(input),
    logLevel: "silent",
    // No cache and no public folder: nothing is written beside the notebook.
    publicDir: false,
    plugins: [
      studyPlugin(options.study),
      ...notebookPlugins(options.root),
      pagePlugin(options.page),
      viteSingleFile(),
    ],
    build: {
      write: false,
      target: "es2022",
      assetsInlineLimit: 1e9,
      cssCodeSplit: false,
      chunkSizeWarningLimit: 1e6,
      rolldownOptions: { input },
    },
  })) as Rollup.RollupOutput;
  const page = made.output.find(
    (part) => part.type === "asset" && part.fileName === basename(input),
  );
  if (page?.type !== "asset") throw new Error("The build gave no page.");
  return typeof page.source === "string" ? page.source : new TextDecoder().decode(page.source);
}
