import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Notebook } from "@observablehq/notebook-kit";
import { config, observable } from "@observablehq/notebook-kit/vite";
import type { Alias, Plugin, PluginOption, UserConfig } from "vite";

const cdn = "https://cdn.jsdelivr.net/npm/";
const missing = "\0not-installed:";
const buildModes = new Set(["node", "python", "r"]);
const remoteImport = /\b(?:from|import)\s*\(?\s*["'`]((?:npm:|jsr:|https?:|\/\/)[^"'`]*)/;

/** Where a notebook's imports are found. */
export interface PackageRoot {
  /** The folder of package.json. */
  readonly folder: string;
  /** Is the compiled copy in dist/ to be used, as in an installed package? */
  readonly compiled: boolean;
}

/** Vite's settings for notebooks: those of Notebook Kit less its aliases that lead to the network. */
export function offlineConfig(): UserConfig {
  const kit = config();
  const aliases = (kit.resolve?.alias ?? []) as readonly Alias[];
  const local = aliases.filter(({ find }) => !/npm|jsr/.test(String(find)));
  return { base: kit.base, appType: kit.appType, resolve: { alias: local } } as UserConfig;
}

/** The plugins that turn a notebook into a page that asks nothing of the network. */
export function notebookPlugins(root: PackageRoot): PluginOption[] {
  return [
    offlinePlugin(root),
    observable({
      template: join(root.folder, "notebooks", "template", "page.html"),
      transformNotebook: onlyLocal,
    }),
  ];
}

/**
 * Finds what cells import. Our own modules (`../analysis/…`, `../data-dictionary/…`, `../notebooks/…`)
 * come from the package, wherever the notebook lies; the names that Notebook Kit would load from a CDN come
 * from node_modules, and what is not installed becomes an error that names it, thrown only if a cell uses
 * it; any other remote import stops the build.
 */
export function offlinePlugin(root: PackageRoot): Plugin {
  const importer = join(root.folder, "package.json");
  return {
    name: "throughline:offline",
    enforce: "pre",
    async resolveId(id) {
      const own = /^\.\.\/((?:analysis|data-dictionary|notebooks)\/.*)\.ts$/.exec(id);
      if (own !== null) {
        const file = packageModule(root, own[1] as string);
        if (existsSync(file)) return file;
      }
      // The Node build of the CSV reader needs Node's Buffer.
      if (id === "csv-parse/sync") {
        return this.resolve("csv-parse/browser/esm/sync", importer, { skipSelf: true });
      }
      const specifier = packageOnCdn(id);
      if (specifier !== null) {
        const found = await this.resolve(specifier, importer, { skipSelf: true });
        return found ?? missing + specifier;
      }
      if (/^(https?:)?\/\//.test(id)) this.error(`Notebooks work offline, but one imports ${id}.`);
      // A notebook in a study folder finds the packages that come with Throughline.
      if (/^(@observablehq\/|arquero$|htl$|d3)/.test(id)) {
        return this.resolve(id, importer, { skipSelf: true });
      }
      return null;
    },
    load(id) {
      if (!id.startsWith(missing)) return null;
      const message = `${id.slice(missing.length)} does not come with Throughline, so notebooks cannot use it.`;
      // CommonJS, so that named imports of the missing package still build.
      return `module.exports = {}; throw new Error(${JSON.stringify(message)});`;
    },
    transform(code, id) {
      const file = id.split("?")[0] ?? id;
      if (file.endsWith("/stdlib/inputs.css")) {
        return replaceOnce(
          code,
          `@import url("${cdn}@observablehq/inputs/dist/index.css");`,
          inputsCss(root),
        );
      }
      if (file.endsWith("/stdlib/tex.js")) {
        return replaceOnce(code, /const link = [\s\S]*?appendChild\(link\);/, "");
      }
      return null;
    },
  };
}

/** A module of ours: the source, or its compiled copy. */
function packageModule(root: PackageRoot, path: string): string {
  return root.compiled
    ? resolve(root.folder, "dist", `${path}.js`)
    : resolve(root.folder, `${path}.ts`);
}

function inputsCss(root: PackageRoot): string {
  let folder = root.folder;
  for (;;) {
    const file = join(folder, "node_modules/@observablehq/inputs/dist/index.css");
    if (existsSync(file)) return `@import ${JSON.stringify(file)};`;
    const above = resolve(folder, "..");
    if (above === folder) throw new Error("The package @observablehq/inputs is not installed.");
    folder = above;
  }
}

/**
 * Refuses what would not work, or not be true, offline: imports from an address, and cells that run when the
 * notebook is built, whose results are kept by their text alone and so outlive the data.
 */
function onlyLocal(notebook: Notebook): Notebook {
  for (const { id, mode, database, value } of notebook.cells) {
    const runsAtBuild = mode === "sql" ? !database?.startsWith("var:") : buildModes.has(mode);
    if (runsAtBuild) {
      throw new Error(
        `cell ${id} is a ${mode} cell, which cannot run here; write the result beside the notebook and read it with FileAttachment`,
      );
    }
    const remote = mode === "js" || mode === "ts" ? remoteImport.exec(value) : null;
    if (remote !== null) {
      throw new Error(
        `cell ${id} imports ${remote[1]}, but notebooks work offline; use a plain package name`,
      );
    }
  }
  return notebook;
}

/** `https://cdn.jsdelivr.net/npm/d3@7/+esm` → `d3`; null for anything else. */
function packageOnCdn(id: string): string | null {
  if (!id.startsWith(cdn)) return null;
  const match = /^((?:@[^/]+\/)?[^/@]+)(?:@[^/]+)?(?:\/(.*))?$/.exec(id.slice(cdn.length));
  if (match === null) return null;
  const path = (match[2] ?? "").replace(/\/?\+esm$/, "");
  return path ? `${match[1]}/${path}` : (match[1] ?? null);
}

function replaceOnce(code: string, what: string | RegExp, by: string): string {
  const changed = code.replace(what, () => by);
  if (changed === code)
    throw new Error("Notebook Kit has changed: review notebooks/tool/offline-plugin.ts.");
  return changed;
}
