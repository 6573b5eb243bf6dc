import { addMonths, type Day, dayNumber, isoDate } from "../../data-dictionary/dates/day.ts";
import { seededRandom } from "../random/random.ts";
import { demoAttributes } from "./demo-attributes.ts";
import { demoDoubleCoding } from "./demo-double-coding.ts";
import { type DemoEvent, demoEvents, planFirstReferrals } from "./demo-events.ts";
import { demoPlacements } from "./demo-placements.ts";
import { demoRatings } from "./demo-ratings.ts";
import { planCohort } from "./plan-cohort.ts";

/** The tables of the demonstration study: for each file the header and the rows, dates as YYYY-MM-DD. */
export interface DemoTables {
  readonly families: readonly (readonly string[])[];
  readonly children: readonly (readonly string[])[];
  readonly placements: readonly (readonly string[])[];
  readonly events: readonly (readonly string[])[];
  readonly ratings: readonly (readonly string[])[];
}

/**
 * The raw tables of the demonstration study: invented children whose records imply the published margins
 * of Farmer and Lutman's follow-up. No outcome is stored; the rules have to find them.
 *
 * @param seed - The same seed gives the same study, byte for byte.
 * @see Farmer and Lutman (2010), Case management and outcomes for neglected children returned to their parents, DCSF-RB214.
 */
export function demoTables(seed = 2): DemoTables {
  const cohort = planCohort(seed);
  const random = seededRandom(seed, "demo:records");
  const index = cohort.families.map(() => (dayNumber(2001, 1, 8) as Day) + random.below(340));
  const births = cohort.children.map((child) => {
    const day = index[child.family] as Day;
    // The youngest were born at least four months before they went home.
    const extra = child.age === 0 ? 125 + random.below(230) : random.below(355);
    return addMonths(day, -12 * child.age) - extra;
  });
  const careers = demoPlacements(cohort, index, births, random);
  const attributes = demoAttributes(cohort, random);
  const firstReferral = planFirstReferrals(cohort, births, index, random);
  const events = demoEvents(cohort, careers, firstReferral, attributes, random);
  const dated = demoRatings(cohort, index, firstReferral, attributes.wellbeing, random);
  const ratings = [...dated, ...demoDoubleCoding(cohort, attributes, dated, seed)];

  const childId = (child: number): string => `C${String(child + 1).padStart(3, "0")}`;
  const familyId = (family: number): string => `F${String(family + 1).padStart(3, "0")}`;
  const letter = (family: number): string =>
    "ABCDEFG"[cohort.families[family]?.authority ?? 0] as string;
  const childColumns = [...attributes.children];
  const familyColumns = [...attributes.families];
  const numbered = new Map<DemoEvent, string>(
    events.map((event, place) => [event, `E${String(place + 1).padStart(5, "0")}`]),
  );
  return {
    families: [
      ["family_id", ...familyColumns.map(([name]) => name)],
      ...cohort.families.map(({ number }) => [
        familyId(number),
        ...familyColumns.map(([, values]) => values[number] as string),
      ]),
    ],
    children: [
      [
        "child_id",
        "family_id",
        "authority",
        "date_of_birth",
        "return_date",
        ...childColumns.map(([name]) => name),
      ],
      ...cohort.children.map(({ number, family }) => [
        childId(number),
        familyId(family),
        letter(family),
        isoDate(births[number] as Day),
        isoDate(index[family] as Day),
        ...childColumns.map(([, values]) => values[number] as string),
      ]),
    ],
    placements: [
      [
        "placement_id",
        "child_id",
        "start",
        "end",
        "setting",
        "legal_status",
        "carer_id",
        "end_reason",
        "planned",
      ],
      ...careers
        .flatMap((career) => career.spells)
        .map((spell, place) => [
          `P${String(place + 1).padStart(4, "0")}`,
          childId(spell.child),
          isoDate(spell.start),
          spell.end === null ? "" : isoDate(spell.end),
          spell.setting,
          spell.legal,
          spell.carer === null ? "" : `K${String(spell.child + 1).padStart(3, "0")}-${spell.carer}`,
          spell.endReason,
          spell.planned,
        ]),
    ],
    events: [
      [
        "event_id",
        "child_id",
        "family_id",
        "date",
        "date_precision",
        "lane",
        "type",
        "answered_by",
        "category",
        "outcome",
        "source_page",
        "note",
      ],
      ...events.map((event, place) => [
        numbered.get(event) as string,
        event.child === null ? "" : childId(event.child),
        familyId(event.family),
        isoDate(event.date),
        event.precision,
        event.lane,
        event.type,
        event.answeredBy === null ? "" : (numbered.get(event.answeredBy) as string),
        event.category,
        event.outcome,
        String(1 + (place % 240)),
        "",
      ]),
    ],
    ratings: [
      [
        "rating_id",
        "family_id",
        "child_id",
        "item",
        "period_start",
        "period_end",
        "value",
        "coder",
        "evidence",
      ],
      ...ratings.map((rating, place) => [
        `R${String(place + 1).padStart(5, "0")}`,
        familyId(rating.family),
        rating.child === null ? "" : childId(rating.child),
        rating.item,
        rating.from === null ? "" : isoDate(rating.from),
        rating.to === null ? "" : isoDate(rating.to),
        rating.value,
        rating.coder,
        rating.evidence,
      ]),
    ],
  };
}
