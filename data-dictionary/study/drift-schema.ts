import { z } from "zod";

const types = (...usual: string[]) => z.array(z.string().min(1)).min(1).default(usual);
const days = (usual: number) => z.number().int().min(1).max(3650).default(usual);
const months = (usual: number) => z.number().int().min(1).max(120).default(usual);
const times = (usual: number) => z.number().int().min(1).max(50).default(usual);

/** The thresholds of the drift indicators, under `drift` in study.yaml. */
export const driftSchema = z.strictObject({
  /** Findings from longer before the index return than this are left out; null keeps all of them. */
  monthsBeforeIndex: z.number().int().min(0).max(600).nullable().default(24),
  /** A referral without an answer within so many days. */
  referralAnswerDays: days(28),
  /** An open case without assessment or review for longer than this. */
  assessmentGapMonths: months(12),
  /** A protection plan that ran for longer than this without review or change. */
  planUnchangedMonths: months(6),
  /** A broken condition without a consequence within so many days. */
  conditionAnswerDays: days(56),
  /** Harm or a referral within so many months of a closure, before or after. */
  closureQuietMonths: months(3),
  /** So many returns of one child that broke down. */
  failedReturns: times(2),
  /** So many signs of serious harm … */
  proceedingsSigns: times(3),
  /** … within so many months … */
  proceedingsSignMonths: months(24),
  /** … and no proceedings within so many months after. */
  proceedingsMonths: months(12),
  /** So many changes of social worker … */
  workerChanges: times(3),
  /** … within so many months. */
  workerChangeMonths: months(12),
  /** Which event types of the study stand for what. */
  types: z
    .strictObject({
      referral: types("referral"),
      answer: types("assessment", "visit", "strategy_meeting", "review", "plan_start"),
      assessment: types("assessment", "review"),
      incident: types("incident"),
      planStart: types("plan_start"),
      planEnd: types("plan_end"),
      planChange: types("review", "assessment", "plan_change", "conference", "proceedings"),
      conditionBroken: types("condition_broken"),
      consequence: types("legal_advice", "proceedings", "order", "strategy_meeting", "plan_start"),
      closure: types("closure"),
      /** Categories or outcomes of a closure that say that problems went on. */
      problemsContinuing: types("problems_continuing"),
      proceedings: types("proceedings", "order"),
      workerChange: types("worker_change"),
    })
    .prefault({}),
});

export type DriftSettings = z.infer<typeof driftSchema>;
export type DriftEventKind = keyof DriftSettings["types"];
