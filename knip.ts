import type { KnipConfig } from "knip";

/** The code of a notebook's cells: what they import is in use. */
const cells = (notebook: string): string =>
  [...notebook.matchAll(/^\s*import .* from "[^"]+";$/gm)].map(([line]) => line).join("\n");

export default {
  entry: [
    "cli/commands/*.ts",
    "bench/*.ts",
    "tools/*.mjs",
    "tools/{docs,screenshots,schemas,make-instrument-data}.ts",
    "notebooks/*.html",
    "notebooks/**/*.ts",
    // Started by tests/reference/export.R.
    "tests/support/write-awkward.ts",
    "tests/support/write-reproduce.ts",
  ],
  project: [
    "data-dictionary/**/*.ts",
    "analysis/**/*.ts",
    "cli/**/*.ts",
    "notebooks/*.{ts,html}",
    "notebooks/{support,tool}/*.ts",
    "tests/**/*.ts",
    "bench/**/*.ts",
    "tools/**/*.{mjs,ts}",
  ],
  compilers: { html: cells },
  exclude: ["exports", "types", "duplicates"],
  ignoreBinaries: ["apt-get", "Rscript", "pspp", "soffice"],
  // Names that Notebook Kit gives to every cell, found by the offline plugin; axe is read as a text;
  // flechette is pinned for arquero where this package is itself a dependency and overrides do not reach.
  ignoreDependencies: ["@observablehq/inputs", "htl", "axe-core", "@uwdata/flechette"],
} satisfies KnipConfig;
