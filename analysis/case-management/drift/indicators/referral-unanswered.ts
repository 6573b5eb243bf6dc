import type { DriftFinding, DriftIndicator } from "../drift-finding.ts";
import { beyond, daysElapsed, daysLater, elapsedText } from "../elapsed.ts";
import { type DriftEvent, eventsOf, type FamilyRecord } from "../family-record.ts";

/**
 * A referral without an answer in time. Where the study links events to their answers, only the link
 * counts; where it links none, any answering event in time does. A referral so near the end of the record
 * that its answer could not have been seen is left out.
 */
export const referralUnanswered: DriftIndicator = {
  name: "referral_unanswered",
  label: "Referral with no answer",
  meaning: ({ referralAnswerDays }) =>
    `A referral that nobody answered within ${referralAnswerDays} days.`,
  practice: "Answer every referral, write down what was decided, and read it with those before it.",
  needs: { table: "events", kinds: ["referral"] },
  find: (record) => {
    const limit = record.settings.referralAnswerDays;
    return eventsOf(record, "referral").flatMap((referral): DriftFinding[] => {
      const answer = answerTo(record, referral);
      const source =
        referral.categoryLabel === "" ? "" : ` (${referral.categoryLabel.toLowerCase()})`;
      const passed = daysLater(referral, limit);
      const common = {
        indicator: "referral_unanswered",
        family: record.family,
        child: referral.child < 0 ? null : referral.child,
        day: passed.day,
        earliest: passed.earliest,
        latest: passed.latest,
      };
      if (answer === null) {
        if (referral.latest + limit > record.to) return [];
        return [
          {
            ...common,
            certainty: "certain",
            amount: null,
            words: `A referral${source} with no answer on record`,
            records: [{ table: "events", row: referral.row }],
          },
        ];
      }
      const elapsed = daysElapsed(referral, answer);
      const certainty = beyond(elapsed, limit);
      if (certainty === null) return [];
      return [
        {
          ...common,
          certainty,
          amount: { ...elapsed, unit: "days" },
          words: `A referral${source} answered ${certainty === "certain" ? "only " : ""}after ${elapsedText(elapsed, "days")}`,
          records: [referral, answer].map(({ row }) => ({ table: "events", row })),
        },
      ];
    });
  },
};

function answerTo(record: FamilyRecord, referral: DriftEvent): DriftEvent | null {
  if (record.linked) return record.events.find(({ row }) => row === referral.answer) ?? null;
  return (
    record.events.find(
      (event) =>
        event.kinds.has("answer") &&
        event.row !== referral.row &&
        event.latest >= referral.earliest,
    ) ?? null
  );
}
