import { csvText } from "../../cli/support/csv-text.ts";
import type { Rows } from "./draw.ts";
import { seriousCaseReview } from "./serious-case-review.ts";
import { serviceEvaluation } from "./service-evaluation.ts";
import { ssda903 } from "./ssda903.ts";
import { surveyWaves } from "./survey-waves.ts";
import { thematicInspection } from "./thematic-inspection.ts";

const generators: Readonly<Record<string, () => Record<string, Rows>>> = {
  "serious-case-review": seriousCaseReview,
  "service-evaluation": serviceEvaluation,
  ssda903,
  "survey-waves": surveyWaves,
  "thematic-inspection": thematicInspection,
};

/** Every instrument's synthetic data files by path in the repository, always the same bytes. */
export function instrumentData(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, generate] of Object.entries(generators)) {
    for (const [table, rows] of Object.entries(generate())) {
      files.set(`data-dictionary/instruments/${name}/data/${table}.csv`, csvText(rows));
    }
  }
  return files;
}
