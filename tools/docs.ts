// npm run docs: writes docs/commands from the commands themselves. A test holds the pages to this.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { documentationPages } from "./documentation-pages.ts";

rmSync("docs/commands", { recursive: true, force: true });
mkdirSync("docs/commands", { recursive: true });
for (const [file, text] of await documentationPages()) writeFileSync(file, text);
