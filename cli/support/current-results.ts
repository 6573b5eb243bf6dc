import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ResultDocument, Results } from "../../analysis/report/results/results.ts";
import { InputError } from "../../data-dictionary/input-error.ts";

/** The results that `throughline run` or `report` wrote last, or null when there are none. */
export function currentResults(folder: string): Results | null {
  const results = join(folder, "output/review/results");
  if (!existsSync(results)) return null;
  const files = readdirSync(results)
    .filter((file) => file.endsWith(".json"))
    .sort();
  if (files.length === 0) return null;
  return new Results(new Map(files.map((file) => [file, documentIn(join(results, file), file)])));
}

function documentIn(path: string, file: string): ResultDocument {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ResultDocument;
  } catch {
    throw new InputError(
      "bad-result",
      `output/review/results/${file} cannot be read as a result.`,
      "Write it again with throughline run.",
    );
  }
}
