import type { StudyConfig } from "../../../data-dictionary/study/study-schema.ts";
import { type PlannedResult, plannedFile, type ResultDocument } from "./results.ts";

/** One item of the plan, and where its result stands. */
export interface PlanEntry {
  readonly number: number;
  readonly kind: string;
  readonly title: string;
  readonly note: string | null;
  /** R3 and the like: the numbered sections of a report that it answers. */
  readonly sections: readonly string[];
  readonly file: string | null;
  readonly refused: string | null;
}

export interface PlanDocument extends ResultDocument {
  readonly schema: "throughline/plan/v1";
  readonly items: readonly PlanEntry[];
}

/** The plan of a study with what became of each item. */
export function planDocument(config: StudyConfig, planned: readonly PlannedResult[]): PlanDocument {
  return {
    schema: "throughline/plan/v1",
    items: planned.map((result) => {
      const item = config.plan[result.number - 1];
      return {
        number: result.number,
        kind: result.kind,
        title: result.title,
        note: item?.note ?? null,
        sections: item?.section === undefined ? [] : [item.section].flat(),
        file: result.document === null ? null : plannedFile(result),
        refused: result.refused,
      };
    }),
  };
}
