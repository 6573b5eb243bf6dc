import type { DriftIndicator } from "../drift-finding.ts";
import { beyond, elapsedText, exactly, monthsElapsed, monthsLater } from "../elapsed.ts";
import { eventsOf } from "../family-record.ts";

/** A protection plan that ran on without review or change; each review starts the count again. */
export const planUnchanged: DriftIndicator = {
  name: "plan_unchanged",
  label: "Plan without change",
  meaning: ({ planUnchangedMonths }) =>
    `A protection plan that ran for more than ${planUnchangedMonths} months without review or change.`,
  practice: "Review each plan in time, and change it when the child is no safer.",
  needs: { table: "events", kinds: ["planStart"] },
  find: (record) => {
    const limit = record.settings.planUnchangedMonths;
    const ends = eventsOf(record, "planEnd");
    const changes = eventsOf(record, "planChange");
    return eventsOf(record, "planStart").flatMap((start) => {
      const end = ends.find((each) => each.child === start.child && each.day >= start.day) ?? null;
      const last = end ?? exactly(record.to);
      const within = changes.filter(
        (each) =>
          each.day > start.day &&
          each.day < last.day &&
          (each.child < 0 || start.child < 0 || each.child === start.child),
      );
      return [start, ...within].flatMap((before, place) => {
        const after = within[place] ?? end;
        const elapsed = monthsElapsed(before, within[place] ?? last);
        const certainty = beyond(elapsed, limit);
        if (certainty === null) return [];
        const passed = monthsLater(before, limit);
        return [
          {
            indicator: "plan_unchanged",
            family: record.family,
            child: start.child < 0 ? null : start.child,
            day: passed.day,
            earliest: passed.earliest,
            latest: passed.latest,
            certainty,
            amount: { ...elapsed, unit: "months" as const },
            words: `A protection plan ran for ${elapsedText(elapsed, "months")} without review or change`,
            records: [
              ...new Set([start.row, before.row, ...(after === null ? [] : [after.row])]),
            ].map((row) => ({ table: "events" as const, row })),
          },
        ];
      });
    });
  },
};
