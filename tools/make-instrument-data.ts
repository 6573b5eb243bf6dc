// node --import tsx tools/make-instrument-data.ts: writes the instruments' synthetic data again. A test
// holds the committed files to this.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { instrumentData } from "./instrument-data/instrument-data.ts";

for (const [file, text] of instrumentData()) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
