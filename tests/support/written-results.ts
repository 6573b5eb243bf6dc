import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Results } from "../../analysis/report/results/results.ts";

/** The results of a study as they lie in its folder. */
export function writtenResults(study: string): Results {
  const folder = join(study, "output/review/results");
  return new Results(
    new Map(
      readdirSync(folder).map((file) => [
        file,
        JSON.parse(readFileSync(join(folder, file), "utf8")),
      ]),
    ),
  );
}
