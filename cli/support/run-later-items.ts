import { InputError } from "../../data-dictionary/input-error.ts";
import type { PlanItem } from "../../data-dictionary/study/study-schema.ts";
import type { OpenStudy } from "./load-study.ts";

/** The analyses of a plan that live in their own larger modules: comparison, models and agreement. */
export async function runLaterItem(
  open: OpenStudy,
  item: PlanItem,
): Promise<{ readonly schema: string } & Record<string, unknown>> {
  if ("compare" in item) {
    const { compareDataset } = await import("./compare-run.ts");
    const { compareDocument } = await import("./compared.ts");
    const { config } = open.loaded;
    const { compare: outcome, unit, by = config.columns.authority, ...rest } = item;
    const data = unit === "family" ? open.derived.families : open.derived.children;
    return compareDocument(compareDataset(data, { ...rest, outcome, by, seed: config.seed }));
  }
  if ("model" in item) {
    const { fitModel } = await import("../../analysis/models/fit-model.ts");
    const { model: outcome, event, reference } = item;
    const result = fitModel(open.derived.children, {
      outcome,
      with: item.with,
      ...(event === undefined ? {} : { event }),
      ...(reference === undefined ? {} : { reference }),
      seed: open.loaded.config.seed,
    });
    if ("refused" in result) throw new InputError(result.refused, result.reason);
    return { schema: "throughline/model/v1", ...result };
  }
  if ("agree" in item) {
    const { agreeItems } = await import("../../analysis/agreement/agree-items.ts");
    const { doubleCodedItems } = await import("../../analysis/outcomes/double-coded.ts");
    const { seed } = open.loaded.config;
    const items = doubleCodedItems(open.loaded, { items: item.agree });
    return { schema: "throughline/agree/v1", ...agreeItems(items, { seed, replications: 2000 }) };
  }
  throw new InputError(
    "not-in-plan",
    "An item of the plan asks for nothing that is known here.",
    "Write describe, associate, tree, compare, model or agree.",
  );
}
