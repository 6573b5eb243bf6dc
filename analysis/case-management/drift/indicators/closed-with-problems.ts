import { addMonths } from "../../../../data-dictionary/dates/day.ts";
import type { DriftFinding, DriftIndicator } from "../drift-finding.ts";
import { type DriftEvent, eventsOf, type FamilyRecord } from "../family-record.ts";

/**
 * A case closed while problems went on: the closure says so, a protection plan was running, or the child was
 * hurt shortly before it, or hurt or referred shortly after.
 */
export const closedWithProblems: DriftIndicator = {
  name: "closed_with_problems",
  label: "Case closed with problems persisting",
  meaning: ({ closureQuietMonths }) =>
    `A case closed although the file says that problems went on, a protection plan was running, harm was recorded in the ${closureQuietMonths} months before, or harm or a referral in the ${closureQuietMonths} months after.`,
  practice: "Before closing, show what has changed for the child, and let a second person look.",
  needs: { table: "events", kinds: ["closure"] },
  find: (record) =>
    eventsOf(record, "closure").flatMap((closure): DriftFinding[] => {
      const signs = signsAt(record, closure);
      if (signs.length === 0) return [];
      return [
        {
          indicator: "closed_with_problems",
          family: record.family,
          child: closure.child < 0 ? null : closure.child,
          day: closure.day,
          earliest: closure.earliest,
          latest: closure.latest,
          certainty: signs.some((sign) => sign.certain) ? "certain" : "possible",
          amount: null,
          words: `Closed although ${signs.map((sign) => sign.words).join(", and ")}`,
          records: [...new Set([closure.row, ...signs.flatMap((sign) => sign.rows)])].map(
            (row) => ({
              table: "events",
              row,
            }),
          ),
        },
      ];
    }),
};

interface Sign {
  readonly words: string;
  readonly certain: boolean;
  readonly rows: readonly number[];
}

function signsAt(record: FamilyRecord, closure: DriftEvent): Sign[] {
  const { types, closureQuietMonths: quiet } = record.settings;
  const signs: Sign[] = [];
  if (
    types.problemsContinuing.includes(closure.category) ||
    types.problemsContinuing.includes(closure.outcome)
  )
    signs.push({ words: "the closure itself says that problems went on", certain: true, rows: [] });
  const plans = runningPlans(record, closure);
  if (plans.length > 0)
    signs.push({
      words: "a protection plan was running",
      certain: plans.some((plan) => plan.latest < closure.earliest),
      rows: plans.map((plan) => plan.row),
    });
  const before = eventsOf(record, "incident").filter(
    (event) => event.day <= closure.day && event.latest >= addMonths(closure.earliest, -quiet),
  );
  if (before.length > 0)
    signs.push({
      words: `harm was recorded in the ${quiet} months before`,
      certain: before.some((event) => event.earliest >= addMonths(closure.latest, -quiet)),
      rows: before.map((event) => event.row),
    });
  const after = [...eventsOf(record, "incident"), ...eventsOf(record, "referral")].filter(
    (event) => event.day > closure.day && event.earliest <= addMonths(closure.latest, quiet),
  );
  if (after.length > 0)
    signs.push({
      words: `harm or a referral followed within ${quiet} months`,
      certain: after.some(
        (event) =>
          event.earliest > closure.latest && event.latest <= addMonths(closure.earliest, quiet),
      ),
      rows: after.map((event) => event.row),
    });
  return signs;
}

const runningPlans = (record: FamilyRecord, closure: DriftEvent): DriftEvent[] => {
  const ends = eventsOf(record, "planEnd");
  return eventsOf(record, "planStart").filter((start) => {
    const end = ends.find((each) => each.child === start.child && each.day >= start.day);
    return start.day < closure.day && (end === undefined || end.day > closure.day);
  });
};
