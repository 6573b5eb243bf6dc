import { addMonths } from "../../../data-dictionary/dates/day.ts";
import type { LoadedStudy } from "../../../data-dictionary/study/load-study.ts";
import type { Level } from "../../../data-dictionary/table/column.ts";
import type { ChildStory } from "../../timeline/child-story.ts";
import type { RecordReference } from "../../timeline/record-reference.ts";
import { type Fact, notApplicable, notRecorded, yesNoLevels } from "../fact.ts";

/** Categories of incident that are abuse or neglect. */
const maltreatment = new Set([
  "neglect",
  "physical_abuse",
  "emotional_abuse",
  "sexual_abuse",
  "abuse",
  "abuse_or_neglect",
]);

/** The rows of a child's own events (and, if asked, the family's) of one type, by date. */
function eventRows(story: ChildStory, type: string, withFamily = false): number[] {
  const { events } = story.time;
  const code = events.type?.levels.findIndex((level) => level.value === type) ?? -1;
  if (code < 0) return [];
  const gather = (by: { start: Int32Array; rows: Int32Array }, group: number): number[] => {
    const rows: number[] = [];
    for (let at = by.start[group] as number; at < (by.start[group + 1] as number); at++) {
      const row = by.rows[at] as number;
      if (events.type?.codes[row] === code) rows.push(row);
    }
    return rows;
  };
  return withFamily ? gather(events.byFamily, story.family) : gather(events.byChild, story.child);
}

/** Does the study record events of a type at all? Without one anywhere, nobody can be said to have none. */
function isRecorded(story: ChildStory, type: string): boolean {
  const { type: column } = story.time.events;
  return column?.levels.some((level) => level.value === type) ?? false;
}

const references = (rows: readonly number[]): RecordReference[] =>
  rows.map((row) => ({ table: "events", row }));

function incidents(story: ChildStory, from: number, to: number): number[] {
  const { events } = story.time;
  if (story.index === null) return [];
  const [first, last] = [addMonths(story.index, from), addMonths(story.index, to)];
  return eventRows(story, "incident").filter((row) => {
    const day = events.day[row] as number;
    const code = events.category?.codes[row] ?? -1;
    const category = events.category?.levels[code]?.value ?? "";
    return day >= first && day < last && maltreatment.has(category);
  });
}

function reabuseFact(name: string, label: string, from: number, to: number): Fact {
  return {
    name,
    label,
    meaning: `An incident of abuse or neglect of the child is dated from ${from} up to ${to} months after the index date.`,
    levels: yesNoLevels,
    sensitive: true,
    of: (story) =>
      story.index === null ||
      !isRecorded(story, "incident") ||
      addMonths(story.index, to) > story.time.recordEnds
        ? notRecorded
        : incidents(story, from, to).length > 0
          ? "1"
          : "0",
    records: (story) => references(incidents(story, from, to)),
  };
}

/**
 * Re-abuse by each follow-up window of the study, and ever up to follow-up.
 */
export function reabuseFacts(study: LoadedStudy): Fact[] {
  const windows = Object.entries(study.config.windows).map(([window, { from, to }]) =>
    reabuseFact(
      `reabuse_${window.replaceAll(/[^A-Za-z0-9]+/g, "_")}`,
      `Abused or neglected again, ${window} years`,
      from,
      to,
    ),
  );
  const months = Math.round(study.config.followUp.years * 12);
  return [...windows, reabuseFact("reabuse_ever", "Abused or neglected again, ever", 0, months)];
}

/** Was the child ever the subject of a protection plan, by follow-up? */
export const protectionPlan: Fact = {
  name: "protection_plan",
  label: "Subject of a child protection plan",
  meaning: "A protection plan for the child starts on record before follow-up.",
  levels: yesNoLevels,
  sensitive: true,
  of: (story) =>
    !isRecorded(story, "plan_start") ? notRecorded : planRows(story).length > 0 ? "1" : "0",
  records: (story) => references(planRows(story)),
};

function planRows(story: ChildStory): number[] {
  return eventRows(story, "plan_start").filter(
    (row) => story.followUp === null || (story.time.events.day[row] as number) <= story.followUp,
  );
}

/** Was a child on a plan abused or neglected while it ran? */
export const unprotectedOnPlan: Fact = {
  name: "unprotected_on_plan",
  label: "Abused or neglected while on a plan",
  meaning:
    "An incident of abuse or neglect is dated between the start and the end of a protection plan; not applicable without a plan.",
  levels: yesNoLevels,
  sensitive: true,
  of: (story) => {
    if (!isRecorded(story, "plan_start") || !isRecorded(story, "incident")) return notRecorded;
    if (planRows(story).length === 0) return notApplicable;
    return incidentsOnPlan(story).length > 0 ? "1" : "0";
  },
  records: (story) => references([...planRows(story), ...incidentsOnPlan(story)]),
};

function incidentsOnPlan(story: ChildStory): number[] {
  const { day, category } = story.time.events;
  const ends = eventRows(story, "plan_end").map((row) => day[row] as number);
  return planRows(story).flatMap((plan) => {
    const start = day[plan] as number;
    const end = ends.find((each) => each > start) ?? Number.POSITIVE_INFINITY;
    return eventRows(story, "incident").filter((row) => {
      const on = day[row] as number;
      const kind = category?.levels[category.codes[row] as number]?.value ?? "";
      return on >= start && on < end && maltreatment.has(kind);
    });
  });
}

const courtPlans: readonly Level[] = [
  { value: "supervision_order_home", label: "Supervision order, child at home" },
  { value: "care_order_home", label: "Care order, returned to a parent" },
  { value: "care_order_away", label: "Care order, permanence away from home" },
  { value: "none", label: "No such order" },
];

/** The plan made in the last care proceedings. */
export const courtPlan: Fact = {
  name: "court_plan",
  label: "Plan in care proceedings",
  meaning: "The plan recorded with the last order made in care proceedings for the child.",
  levels: courtPlans,
  sensitive: true,
  of: (story) => {
    if (!isRecorded(story, "order")) return notRecorded;
    const row = eventRows(story, "order").at(-1);
    if (row === undefined) return "none";
    const { category } = story.time.events;
    const plan = category?.levels[category.codes[row] as number]?.value ?? "";
    return courtPlans.some((level) => level.value === plan) ? plan : notRecorded;
  },
  records: (story) => references(eventRows(story, "order").slice(-1)),
};

/** Did the plan made in proceedings work out? */
export const courtPlanOutcome: Fact = {
  name: "court_plan_outcome",
  label: "Did the plan in proceedings work out?",
  meaning:
    "What the file says became of the plan of the last order; not applicable without such an order.",
  levels: [
    { value: "did_not_work_out", label: "Did not work out" },
    { value: "worked_out", label: "Worked out" },
  ],
  sensitive: true,
  of: (story) => {
    const row = eventRows(story, "order").at(-1);
    if (row === undefined) return isRecorded(story, "order") ? notApplicable : notRecorded;
    const { outcome } = story.time.events;
    const value = outcome?.levels[outcome.codes[row] as number]?.value;
    return value === "worked_out" || value === "did_not_work_out" ? value : notRecorded;
  },
  records: (story) => references(eventRows(story, "order").slice(-1)),
};

const countFact = (name: string, label: string, type: string, meaning: string): Fact => ({
  name,
  label,
  meaning,
  unit: type,
  of: (story) => (isRecorded(story, type) ? eventRows(story, type, true).length : notRecorded),
  records: (story) => references(eventRows(story, type, true)),
});

export const referrals = countFact(
  "referrals",
  "Referrals on record",
  "referral",
  "Referrals of the child's family on record.",
);
export const workerChanges = countFact(
  "worker_changes",
  "Changes of social worker",
  "worker_change",
  "Changes of the family's social worker on record.",
);

/** When the family was first referred, by the child's age. */
export const firstReferral: Fact = {
  name: "first_referral",
  label: "Age at the family's first referral",
  meaning: "The child's age on the day of the family's first referral on record.",
  levels: [
    { value: "before_birth", label: "Before birth" },
    { value: "under_2", label: "Under 2" },
    { value: "2_to_4", label: "2 to 4" },
    { value: "5_and_over", label: "5 and over" },
  ],
  ordered: true,
  of: (story) => {
    const row = eventRows(story, "referral", true)[0];
    if (row === undefined || story.birth === null) return notRecorded;
    const day = story.time.events.day[row] as number;
    if (day < story.birth) return "before_birth";
    if (day < addMonths(story.birth, 24)) return "under_2";
    return day < addMonths(story.birth, 60) ? "2_to_4" : "5_and_over";
  },
  records: (story) => references(eventRows(story, "referral", true).slice(0, 1)),
};
