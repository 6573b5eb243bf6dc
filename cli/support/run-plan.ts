import { associate } from "../../analysis/association/associate.ts";
import { changeByArea } from "../../analysis/describe/change-by-area.ts";
import { describeBy, multiResponseBy } from "../../analysis/describe/describe-by.ts";
import { shareWaves } from "../../analysis/describe/share-waves.ts";
import { treeSettings } from "../../analysis/trees/settings.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { PlanItem } from "../../data-dictionary/study/study-schema.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { OpenStudy } from "./load-study.ts";
import { treeDocument } from "./tree-document.ts";
import { runTree } from "./tree-run.ts";

/** What became of one item of the plan: a document, or the reason there is none. */
export interface PlanResult {
  readonly number: number;
  readonly kind: string;
  readonly title: string;
  readonly document: ({ readonly schema: string } & Record<string, unknown>) | null;
  /** Why it could not be done. */
  readonly refused: string | null;
}

/** Which analysis an item of the plan asks for. */
export function kindOf(item: PlanItem): string {
  return (
    ["describe", "associate", "tree", "compare", "model", "change", "waves", "agree"].find(
      (kind) => kind in item,
    ) ?? "unknown"
  );
}

/**
 * Does one item of a study's plan. What cannot be done is a result with its reason; the rest goes on.
 */
export async function runPlanItem(
  open: OpenStudy,
  item: PlanItem,
  number: number,
): Promise<PlanResult> {
  const kind = kindOf(item);
  const title = item.title ?? kind;
  try {
    return { number, kind, title, document: await documentOf(open, item), refused: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { number, kind, title, document: null, refused: error.message };
  }
}

/** Does every item of a study's plan, saying on the way which one it is at. */
export async function runWholePlan(
  open: OpenStudy,
  say: (text: string) => void,
): Promise<PlanResult[]> {
  const { plan } = open.loaded.config;
  const results: PlanResult[] = [];
  for (const [index, item] of plan.entries()) {
    say(`[${index + 1}/${plan.length}] ${item.title ?? kindOf(item)}\n`);
    results.push(await runPlanItem(open, item, index + 1));
  }
  return results;
}

async function documentOf(
  open: OpenStudy,
  item: PlanItem,
): Promise<NonNullable<PlanResult["document"]>> {
  const { derived } = open;
  const { seed } = open.loaded.config;
  const data: Dataset =
    "unit" in item && item.unit === "family" ? derived.families : derived.children;
  if ("describe" in item) {
    const by = item.by ?? null;
    return item.multi
      ? {
          schema: "throughline/describe/v1",
          unit: data.unit,
          multi: true,
          ...multiResponseBy(data, item.describe, by),
        }
      : {
          schema: "throughline/describe/v1",
          unit: data.unit,
          multi: false,
          tables: item.describe.map((name) => describeBy(data, name, by)),
        };
  }
  if ("change" in item) {
    return {
      schema: "throughline/change/v1",
      ...changeByArea(data, item.change, item.better),
    };
  }
  if ("waves" in item) {
    return {
      schema: "throughline/waves/v1",
      ...shareWaves(data, item.waves, item.over, item.by ?? null, item.event),
    };
  }
  if ("associate" in item) {
    return {
      schema: "throughline/associate/v1",
      ...associate(data, item.associate, item.with, { seed }),
    };
  }
  if ("tree" in item) {
    const settings = {
      ...treeSettings("throughline", data.families !== null && data.families.count < data.rowCount),
      seed,
    };
    return treeDocument(
      runTree(data, item.tree, item.with, settings, {
        columns: item.cuts === undefined ? {} : { cuts: item.cuts },
        resamples: 1000,
        folds: 10,
        study: open,
      }),
    );
  }
  const { runLaterItem } = await import("./run-later-items.ts");
  return runLaterItem(open, item);
}
