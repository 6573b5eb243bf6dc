import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DerivedStudy, deriveStudy } from "../../analysis/outcomes/derive-study.ts";
import { memoryStudy } from "./memory-study.ts";

/** A ready-made study with its sample data, derived in memory. */
export function instrumentDerived(name: string): DerivedStudy {
  const folder = `data-dictionary/instruments/${name}`;
  const files: Record<string, Uint8Array> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (/\.(csv|yaml)$/.test(path))
      files[path.replaceAll("\\", "/")] = readFileSync(join(folder, path));
  }
  return deriveStudy(memoryStudy(files));
}
