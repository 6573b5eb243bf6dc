// node --import tsx tests/support/write-awkward.ts FOLDER: the awkward table in the formats other programs read.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awkwardFiles } from "./awkward-files.ts";

const folder = process.argv[2] as string;
mkdirSync(folder, { recursive: true });
for (const [name, contents] of await awkwardFiles()) writeFileSync(join(folder, name), contents);
