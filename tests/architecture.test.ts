import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceFiles } from "./support/source-files.ts";

/** Which top folders a folder may import from, besides itself. */
const mayImport: Record<string, readonly string[]> = {
  "data-dictionary": [],
  analysis: ["data-dictionary"],
  notebooks: ["analysis", "data-dictionary"],
  cli: ["analysis", "data-dictionary", "notebooks"],
};

/** Folders of analysis that know nothing of children, studies or reports. */
const statistics = [
  "distributions",
  "association",
  "models",
  "trees",
  "agreement",
  "time-to-event",
  "random",
];
const domain = [
  "timeline",
  "outcomes",
  "case-management",
  "authorities",
  "disclosure",
  "report",
  "figures",
  "demo",
  "export",
];

const files = sourceFiles(Object.keys(mayImport));
const importPattern = /(?:from\s+|import\(\s*|import\s+)"(\.[^"]+)"/g;
const imports = new Map(
  files.map((file) => [
    file,
    [...readFileSync(file, "utf8").matchAll(importPattern)].map((match) =>
      relative(resolve("."), resolve(dirname(file), match[1] as string)),
    ),
  ]),
);
const top = (file: string): string => file.split("/")[0] as string;

describe("architecture", () => {
  it("imports one way: data-dictionary, then analysis, then the doors", () => {
    const wrong = files.flatMap((file) =>
      (imports.get(file) as string[])
        .filter((to) => top(to) !== top(file) && !mayImport[top(file)]?.includes(top(to)))
        .map((to) => `${file} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps the statistics free of the domain", () => {
    const wrong = files
      .filter((file) => statistics.some((folder) => file.startsWith(`analysis/${folder}/`)))
      .flatMap((file) =>
        (imports.get(file) as string[])
          .filter((to) => domain.some((folder) => to.startsWith(`analysis/${folder}/`)))
          .map((to) => `${file} imports ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it("has no import cycle", () => {
    const state = new Map<string, "open" | "done">();
    const visit = (file: string, trail: readonly string[]): void => {
      if (state.get(file) === "done") return;
      if (state.get(file) === "open") throw new Error([...trail, file].join(" -> "));
      state.set(file, "open");
      for (const to of imports.get(file) ?? []) visit(to, [...trail, file]);
      state.set(file, "done");
    };
    for (const file of files) visit(file, []);
  });

  it("keeps data-dictionary and analysis out of the process", () => {
    const touching =
      /\bconsole\.|\bprocess\.|Math\.random|Date\.now|new Date\(|"node:fs|\beval\(|new Function\(/;
    const wrong = files
      .filter((file) => top(file) === "data-dictionary" || top(file) === "analysis")
      .filter((file) => touching.test(withoutComments(readFileSync(file, "utf8"))));
    expect(wrong).toEqual([]);
  });

  it("does no work that may go to the network", () => {
    const wrong = files.filter((file) =>
      /\bfetch\(|node:https?"|node:dgram|node:tls|WebSocket\(/.test(
        withoutComments(readFileSync(file, "utf8")).replace(/^import type .*$/gm, ""),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it("listens nowhere but in the preview of notebooks, and there on this computer only", () => {
    const listening = files.filter((file) =>
      /\.listen\(|createServer\(|\bpreview\(|"node:net"/.test(
        withoutComments(readFileSync(file, "utf8")),
      ),
    );
    expect(listening).toEqual(["notebooks/tool/serve-notebooks.ts"]);
    const code = withoutComments(readFileSync(listening[0] as string, "utf8"));
    expect(code).toContain('const host = "127.0.0.1"');
    expect(code.match(/\bhost:|preview: \{ host,/g)).toEqual(["preview: { host,"]);
  });
});

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
