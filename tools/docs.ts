// npm run docs: writes the pages of the commands, the functions and the JSON results from the code. A test holds the pages to this.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { documentationPages } from "./documentation-pages.ts";

const pages = await documentationPages();
for (const folder of ["docs/commands", "docs/functions"]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
for (const [file, text] of pages) writeFileSync(file, text);
