import { InputError } from "../../data-dictionary/input-error.ts";
import type { PlanItem } from "../../data-dictionary/study/study-schema.ts";
import type { OpenStudy } from "./load-study.ts";

/** The analyses of a plan that live in their own larger modules: comparison, models and agreement. */
export async function runLaterItem(
  _open: OpenStudy,
  item: PlanItem,
): Promise<{ readonly schema: string } & Record<string, unknown>> {
  const kind = "compare" in item ? "compare" : "model" in item ? "model" : "agree";
  throw new InputError(
    "not-in-plan-yet",
    `The plan cannot do ${kind} by itself yet.`,
    `Use throughline ${kind}.`,
  );
}
