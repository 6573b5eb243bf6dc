import { InputError } from "../../data-dictionary/input-error.ts";
import type { PlanItem } from "../../data-dictionary/study/study-schema.ts";
import type { OpenStudy } from "./load-study.ts";

/** The analyses of a plan that live in their own larger modules: comparison, models and agreement. */
export async function runLaterItem(
  open: OpenStudy,
  item: PlanItem,
): Promise<{ readonly schema: string } & Record<string, unknown>> {
  if ("compare" in item) {
    const { compareDataset, compareDocument } = await import("./compare-run.ts");
    const { config } = open.loaded;
    const { compare: outcome, unit, by = config.columns.authority, ...rest } = item;
    const data = unit === "family" ? open.derived.families : open.derived.children;
    return compareDocument(compareDataset(data, { ...rest, outcome, by, seed: config.seed }));
  }
  const kind = "model" in item ? "model" : "agree";
  throw new InputError(
    "not-in-plan-yet",
    `The plan cannot do ${kind} by itself yet.`,
    `Use throughline ${kind}.`,
  );
}
