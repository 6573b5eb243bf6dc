import type { DriftIndicator } from "../drift-finding.ts";
import { beyond, elapsedText, exactly, monthsElapsed, monthsLater } from "../elapsed.ts";
import type { DriftEvent, FamilyRecord } from "../family-record.ts";

/**
 * An open case that nobody assessed or reviewed for too long. A case opens with a referral and closes with
 * a closure; time after the last assessment counts up to the closure or the end of the record.
 */
export const assessmentGap: DriftIndicator = {
  name: "assessment_gap",
  label: "Long gap between assessments",
  meaning: ({ assessmentGapMonths }) =>
    `An open case without assessment or review for more than ${assessmentGapMonths} months.`,
  practice: "Assess again at set times and at every change, against the whole history.",
  needs: { table: "events", kinds: ["referral", "assessment"] },
  find: (record) => {
    const limit = record.settings.assessmentGapMonths;
    return openPeriods(record).flatMap(({ opened, closed, assessments }) =>
      [opened, ...assessments].flatMap((before, place) => {
        const after = assessments[place] ?? closed;
        const elapsed = monthsElapsed(before, after ?? exactly(record.to));
        const certainty = beyond(elapsed, limit);
        if (certainty === null) return [];
        const passed = monthsLater(before, limit);
        return [
          {
            indicator: "assessment_gap",
            family: record.family,
            child: null,
            day: passed.day,
            earliest: passed.earliest,
            latest: passed.latest,
            certainty,
            amount: { ...elapsed, unit: "months" as const },
            words: `No assessment or review for ${elapsedText(elapsed, "months")}${after === null ? ", to the end of the record" : ""}`,
            records: [before, ...(after === null ? [] : [after])].map(({ row }) => ({
              table: "events" as const,
              row,
            })),
          },
        ];
      }),
    );
  },
};

interface OpenPeriod {
  readonly opened: DriftEvent;
  readonly closed: DriftEvent | null;
  readonly assessments: readonly DriftEvent[];
}

function openPeriods({ events, to }: FamilyRecord): OpenPeriod[] {
  const periods: OpenPeriod[] = [];
  let opened: DriftEvent | null = null;
  let assessments: DriftEvent[] = [];
  for (const event of events) {
    if (event.day > to) break;
    if (opened === null) {
      if (event.kinds.has("referral")) opened = event;
    } else if (event.kinds.has("closure")) {
      periods.push({ opened, closed: event, assessments });
      [opened, assessments] = [null, []];
    } else if (event.kinds.has("assessment")) assessments.push(event);
  }
  return opened === null ? periods : [...periods, { opened, closed: null, assessments }];
}
