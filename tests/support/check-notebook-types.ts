import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";

const codeTypes = new Set(["module", "text/x-typescript"]);

/** Names that Notebook Kit gives to every cell, as far as the packages come with Throughline. */
const globals = `
declare global {
  function display<T>(value: T): T;
  function view(input: Element): unknown;
  function html(parts: TemplateStringsArray, ...values: unknown[]): HTMLElement;
  function svg(parts: TemplateStringsArray, ...values: unknown[]): SVGElement;
  function md(parts: TemplateStringsArray, ...values: unknown[]): HTMLElement;
  const Plot: typeof import("@observablehq/plot");
  const aq: typeof import("arquero");
  const Inputs: any;
  const width: number;
  const invalidation: Promise<void>;
}
export {};
`;

/**
 * Checks the types of the TypeScript cells of notebooks in the source tree, with the project's own settings.
 * Everything but code is blanked out, so that line and column are those of the notebook; the cells of one
 * notebook make one module.
 *
 * @param root - The folder of package.json.
 * @returns What the compiler found, one line each, empty when all is well.
 */
export function checkNotebookTypes(files: readonly string[], root: string): string[] {
  const folder = mkdtempSync(join(root, ".notebook-types-"));
  try {
    mkdirSync(join(folder, "notebooks"));
    writeFileSync(join(folder, "globals.ts"), globals);
    const modules = files.map((file) => join("notebooks", `${basename(file)}.ts`));
    files.forEach((file, at) => {
      writeFileSync(join(folder, modules[at] as string), codeOnly(readFileSync(file, "utf8")));
    });
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings(modules)));
    const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
    const compiler = join(dirname(typescript), "bin", "tsc");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [compiler, "-p", folder, "--pretty", "false"],
      { encoding: "utf8", cwd: root },
    );
    if (status === 0) return [];
    return (stdout + stderr)
      .trim()
      .split("\n")
      .map((line) =>
        line.replaceAll(`${relative(root, folder)}/`, "").replace(".html.ts(", ".html("),
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The notebook with every character blanked except line ends and the code of its cells. */
function codeOnly(notebook: string): string {
  const blank = (text: string): string => text.replace(/[^\r\n]/g, " ");
  let code = "";
  let at = 0;
  for (const cell of notebook.matchAll(/(<script\b([^>]*)>)([\s\S]*?)<\/script>/gi)) {
    const [whole, opening = "", attributes = "", content = ""] = cell;
    const type = /\btype\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1]?.toLowerCase() ?? "module";
    const isCode = codeTypes.has(type);
    code += blank(notebook.slice(at, cell.index)) + blank(opening);
    code += isCode ? `${content};        ` : blank(content) + " ".repeat(9);
    at = cell.index + whole.length;
  }
  return `${code}${blank(notebook.slice(at))}\nexport {};\n`;
}

function settings(modules: readonly string[]): object {
  return {
    extends: "../tsconfig.json",
    compilerOptions: {
      noEmit: true,
      module: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: false,
      verbatimModuleSyntax: false,
      rootDir: "..",
      // A relative import finds its file as if the module stood where the notebook stands.
      rootDirs: ["..", "."],
    },
    // Named one by one: the compiler passes over folders that start with a dot.
    files: ["globals.ts", "../types/study-module.d.ts", "../types/jstat.d.ts", ...modules],
    include: [],
  };
}
