import { addMonths } from "../../../../data-dictionary/dates/day.ts";
import type { ChildStory } from "../../../timeline/child-story.ts";
import type { RecordReference } from "../../../timeline/record-reference.ts";
import { failedReturnPlaces } from "../../../timeline/returns.ts";
import type { DriftFinding, DriftIndicator } from "../drift-finding.ts";
import { beyond, elapsedText, exactly, monthsElapsed, monthsLater } from "../elapsed.ts";
import { type DayRange, eventsOf, type FamilyRecord } from "../family-record.ts";

/**
 * Care proceedings late or never: so many signs of serious harm to a child within a stated time (incidents,
 * broken conditions, returns that broke down), and no proceedings in the months that followed. Proceedings
 * begun in the time of the signs, or an order in force by then, are in time.
 */
export const proceedingsLate: DriftIndicator = {
  name: "proceedings_late",
  label: "Proceedings late or never",
  meaning: ({ proceedingsSigns, proceedingsSignMonths, proceedingsMonths }) =>
    `${proceedingsSigns} signs of serious harm to a child within ${proceedingsSignMonths} months (incidents, broken conditions, returns that broke down), and no care proceedings within ${proceedingsMonths} months after.`,
  practice: "Set a date by which things must be better, and go to court when they are not.",
  needs: { table: "events", kinds: ["incident"] },
  find: (record) => record.stories.flatMap((story) => findingOf(record, story)),
};

interface Sign extends DayRange {
  readonly record: RecordReference;
}

function findingOf(record: FamilyRecord, story: ChildStory): DriftFinding[] {
  const {
    proceedingsSigns: wanted,
    proceedingsSignMonths: span,
    proceedingsMonths: limit,
  } = record.settings;
  const signs = signsOf(record, story);
  const legal = eventsOf(record, "proceedings").filter(
    (event) => event.child < 0 || event.child === story.child,
  );
  for (let place = wanted - 1; place < signs.length; place++) {
    const first = signs[place - wanted + 1] as Sign;
    const last = signs[place] as Sign;
    if (last.day >= addMonths(first.day, span) || last.day < record.from) continue;
    if (legal.some((event) => event.day >= addMonths(first.day, -span) && event.day <= last.day))
      continue;
    if (orderInForce(story, addMonths(last.day, limit))) continue;
    const next = legal.find((event) => event.day > last.day) ?? null;
    if (next === null && addMonths(last.latest, limit) > record.to) return [];
    const elapsed = monthsElapsed(last, next ?? exactly(record.to));
    const certainty = beyond(elapsed, limit);
    if (certainty === null) continue;
    const passed = monthsLater(last, limit);
    return [
      {
        indicator: "proceedings_late",
        family: record.family,
        child: story.child,
        day: passed.day,
        earliest: passed.earliest,
        latest: passed.latest,
        certainty,
        amount: { ...elapsed, unit: "months" },
        words:
          next === null
            ? `${wanted} signs of serious harm to a child, and no proceedings to the end of the record`
            : `${wanted} signs of serious harm to a child, and proceedings only ${elapsedText(elapsed, "months")} later`,
        records: [
          ...signs.slice(place - wanted + 1, place + 1).map((sign) => sign.record),
          ...(next === null ? [] : [{ table: "events" as const, row: next.row }]),
        ],
      },
    ];
  }
  return [];
}

function signsOf(record: FamilyRecord, story: ChildStory): Sign[] {
  const events = record.events.filter(
    (event) =>
      (event.kinds.has("incident") || event.kinds.has("conditionBroken")) &&
      (event.child < 0 || event.child === story.child),
  );
  const broken = failedReturnPlaces(story).map((place): Sign => {
    const stay = story.stays[place] as ChildStory["stays"][number];
    return {
      ...exactly(stay.end),
      record: { table: "placements", row: stay.rows.at(-1) as number },
    };
  });
  return [
    ...events.map((event): Sign => ({ ...event, record: { table: "events", row: event.row } })),
    ...broken,
  ]
    .filter((sign) => sign.day <= record.to)
    .sort((a, b) => a.day - b.day);
}

const orders = new Set([
  "care_order",
  "interim_care_order",
  "placement_order",
  "special_guardianship_order",
  "adoption_order",
  "supervision_order",
]);

/** Was the child on an order of a court on a day, by the legal status of the placement? */
function orderInForce({ time, stays }: ChildStory, day: number): boolean {
  const { table, start, end } = time.spells;
  const status = table?.columns.get("legal_status");
  if (status?.kind !== "categorical") return false;
  return stays.some((stay) =>
    stay.rows.some(
      (row) =>
        (start[row] as number) <= day &&
        day < (end[row] as number) &&
        orders.has(status.levels[status.codes[row] as number]?.value ?? ""),
    ),
  );
}
