import type { DriftFinding, DriftIndicator } from "../drift-finding.ts";
import { daysLater } from "../elapsed.ts";
import { type DriftEvent, eventsOf, type FamilyRecord } from "../family-record.ts";

/**
 * A condition that parents broke and nothing followed. A linked answer, a legal step or a child taken
 * into care within the time is a consequence.
 */
export const conditionsBroken: DriftIndicator = {
  name: "conditions_broken",
  label: "Conditions broken without consequence",
  meaning: ({ conditionAnswerDays }) =>
    `A condition set for the parents was broken, and no legal step, strategy meeting, plan or removal followed within ${conditionAnswerDays} days.`,
  practice: "Say beforehand what follows when a condition is broken, and do it.",
  needs: { table: "events", kinds: ["conditionBroken"] },
  find: (record) => {
    const limit = record.settings.conditionAnswerDays;
    return eventsOf(record, "conditionBroken").flatMap((broken): DriftFinding[] => {
      if (broken.latest + limit > record.to || answered(record, broken, limit)) return [];
      const passed = daysLater(broken, limit);
      return [
        {
          indicator: "conditions_broken",
          family: record.family,
          child: broken.child < 0 ? null : broken.child,
          day: passed.day,
          earliest: passed.earliest,
          latest: passed.latest,
          certainty: mayBeAnswered(record, broken, limit) ? "possible" : "certain",
          amount: null,
          words: `A broken condition with no consequence within ${limit} days`,
          records: [{ table: "events", row: broken.row }],
        },
      ];
    });
  },
};

/** Certainly followed in time, whatever the partial dates were. */
function answered(record: FamilyRecord, broken: DriftEvent, limit: number): boolean {
  if (broken.answer >= 0) return true;
  return (
    record.events.some(
      (event) =>
        event.kinds.has("consequence") &&
        event.earliest >= broken.latest &&
        event.latest <= broken.earliest + limit,
    ) || removed(record, broken, limit)
  );
}

/** Followed in time for some of the days that partial dates could be. */
const mayBeAnswered = (record: FamilyRecord, broken: DriftEvent, limit: number): boolean =>
  record.events.some(
    (event) =>
      event.kinds.has("consequence") &&
      event.latest >= broken.earliest &&
      event.earliest <= broken.latest + limit,
  );

const removed = ({ stories }: FamilyRecord, broken: DriftEvent, limit: number): boolean =>
  stories.some(({ stays }) =>
    stays.some(
      (stay, place) =>
        stays[place - 1]?.setting === "parent" &&
        stay.setting !== "parent" &&
        stay.start >= broken.earliest &&
        stay.start <= broken.latest + limit,
    ),
  );
