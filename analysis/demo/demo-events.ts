import { addMonths, type Day } from "../../data-dictionary/dates/day.ts";
import type { Random } from "../random/random.ts";
import { choose } from "./choose.ts";
import type { DemoAttributes } from "./demo-attributes.ts";
import type { DemoCareer } from "./demo-placements.ts";
import type { PlannedCohort } from "./plan-cohort.ts";

/** One row of events.csv before identifiers are put in; `answers` is the place of its response in the list. */
export interface DemoEvent {
  readonly family: number;
  readonly child: number | null;
  readonly date: Day;
  readonly lane: string;
  readonly type: string;
  readonly category: string;
  readonly outcome: string;
  readonly precision: string;
  answeredBy: DemoEvent | null;
}

const month = 365.25 / 12;

/** When the family was first referred, by how old each child was: 46 before birth, 31 under 2, 27 at 2 to 4, 34 later. */
export function planFirstReferrals(
  cohort: PlannedCohort,
  births: readonly Day[],
  index: readonly Day[],
  random: Random,
): Day[] {
  const wanted = { before: 46, under2: 31, two: 27, five: 34 };
  const out = new Array<Day>(cohort.families.length).fill(0);
  const take = (family: number, day: Day): void => {
    out[family] = day;
    for (const child of cohort.families[family]?.children ?? []) {
      const birth = births[child] as Day;
      if (day < birth) wanted.before--;
      else if (day < addMonths(birth, 24)) wanted.under2--;
      else if (day < addMonths(birth, 60)) wanted.two--;
      else wanted.five--;
    }
  };
  // Families with brothers and sisters: when the eldest was small.
  for (const family of cohort.families) {
    if (family.children.length < 2) continue;
    const eldest = Math.min(...family.children.map((child) => births[child] as Day));
    const latest = (index[family.number] as Day) - Math.round(14 * month);
    take(family.number, Math.min(latest, eldest + Math.round((random.next() * 5 - 0.5) * 365)));
  }
  // Single children fill what is left; the youngest cannot have been referred late.
  const singles = cohort.families
    .filter((family) => family.children.length === 1)
    .sort(
      (a, b) => (births[b.children[0] as number] as Day) - (births[a.children[0] as number] as Day),
    );
  for (const family of singles) {
    const birth = births[family.children[0] as number] as Day;
    const latest = (index[family.number] as Day) - Math.round(14 * month);
    const room = latest - birth;
    const options: [number, Day, Day][] = [];
    if (wanted.before > 0) options.push([wanted.before, birth - 240, birth - 80]);
    if (room > 60 && wanted.under2 > 0)
      options.push([wanted.under2, birth + 10, Math.min(latest, birth + 700)]);
    if (room > 800 && wanted.two > 0)
      options.push([wanted.two, birth + 740, Math.min(latest, birth + 1790)]);
    if (room > 1900 && wanted.five > 0) options.push([wanted.five, birth + 1830, latest]);
    // The young take the early places; what only older children can fill is left to them.
    const [, low, high] = options[0] ?? [0, birth - 240, birth - 80];
    const older = room > 1900 && wanted.five > 0;
    const chosen = older ? (options.at(-1) as [number, Day, Day]) : ([0, low, high] as const);
    take(family.number, Math.round(chosen[1] + random.next() * (chosen[2] - chosen[1])));
  }
  return out;
}

/** Published counts that events must imply. */
const reabusedEarly = 81;
const reabusedLate = 66;
const onPlan = 99;
const unprotected = 42;
const courtOrders = [
  ["care_order_away", 21, 5],
  ["care_order_home", 32, 28],
  ["supervision_order_home", 34, 21],
] as const;

/** Writes the chronology of every family: referrals and answers, plans, orders, incidents, workers. */
export function demoEvents(
  cohort: PlannedCohort,
  careers: readonly DemoCareer[],
  firstReferral: readonly Day[],
  attributes: DemoAttributes,
  random: Random,
): DemoEvent[] {
  const events: DemoEvent[] = [];
  const add = (
    family: number,
    child: number | null,
    date: Day,
    lane: string,
    type: string,
    category = "",
    outcome = "",
  ): DemoEvent => {
    const precision =
      random.next() < 0.06 && type !== "order" && type !== "incident" && !type.startsWith("plan")
        ? "month"
        : "day";
    const event: DemoEvent = {
      family,
      child,
      date,
      lane,
      type,
      category,
      outcome,
      precision,
      answeredBy: null,
    };
    events.push(event);
    return event;
  };
  const incidents = childEvents(cohort, careers, random, add);
  for (const family of cohort.families) {
    familyEvents(
      family.number,
      cohort,
      careers,
      firstReferral[family.number] as Day,
      attributes,
      incidents,
      random,
      add,
    );
  }
  return events.sort(
    (a, b) => a.family - b.family || a.date - b.date || (a.child ?? -1) - (b.child ?? -1),
  );
}

type Add = (
  family: number,
  child: number | null,
  date: Day,
  lane: string,
  type: string,
  category?: string,
  outcome?: string,
) => DemoEvent;

const kinds = [
  "neglect",
  "neglect",
  "neglect",
  "emotional_abuse",
  "physical_abuse",
  "sexual_abuse",
];

function childEvents(
  cohort: PlannedCohort,
  careers: readonly DemoCareer[],
  random: Random,
  add: Add,
): Map<number, Day[]> {
  const all = cohort.children.map((child) => child.number);
  const broke = (child: number): number => (careers[child]?.broke ? 1 : 0);
  const early = choose(all, reabusedEarly, (child) => broke(child) * 1.2, random);
  const late = choose(
    all,
    reabusedLate,
    (child) =>
      cohort.children[child]?.stability === "unstable"
        ? 1.2
        : cohort.children[child]?.stability === "stable_away"
          ? -0.8
          : 0,
    random,
  );
  const incidents = new Map<number, Day[]>();
  for (const { number: child, family } of cohort.children) {
    const { index } = careers[child] as DemoCareer;
    const days: Day[] = [];
    const incident = (from: number, to: number): void => {
      const day =
        addMonths(index, from) +
        Math.floor(random.next() * (addMonths(index, to) - addMonths(index, from)));
      days.push(day);
      add(
        family,
        child,
        day,
        "referrals_and_incidents",
        "incident",
        kinds[random.below(kinds.length)],
      );
    };
    if (early.has(child)) for (let k = 0; k < 1 + random.below(2); k++) incident(1, 24);
    if (late.has(child)) for (let k = 0; k < 1 + random.below(2); k++) incident(24, 60);
    incidents.set(
      child,
      days.sort((a, b) => a - b),
    );
  }
  plans(cohort, careers, incidents, random, add);
  orders(cohort, careers, random, add);
  return incidents;
}

/** Protection plans: 42 with an incident while the plan ran, 57 without one. */
function plans(
  cohort: PlannedCohort,
  careers: readonly DemoCareer[],
  incidents: ReadonlyMap<number, readonly Day[]>,
  random: Random,
  add: Add,
): void {
  const hurt = cohort.children
    .filter((child) => (incidents.get(child.number)?.length ?? 0) > 0)
    .map((child) => child.number);
  const exposed = choose(hurt, unprotected, () => 0, random);
  const rest = cohort.children.map((child) => child.number).filter((child) => !exposed.has(child));
  const covered = choose(rest, onPlan - unprotected, () => 0, random);
  for (const { number: child, family } of cohort.children) {
    const { index, birth, followUp } = careers[child] as DemoCareer;
    if (exposed.has(child)) {
      const first = (incidents.get(child) as Day[])[0] as Day;
      const start = Math.max(index + 2, first - Math.round((0.5 + random.next() * 4) * month));
      add(
        family,
        child,
        Math.min(start, first),
        "protection_and_plans",
        "plan_start",
        random.next() < 0.75 ? "neglect" : "emotional_abuse",
      );
      add(
        family,
        child,
        Math.min(followUp - 5, first + Math.round((3 + random.next() * 9) * month)),
        "protection_and_plans",
        "plan_end",
      );
    } else if (covered.has(child)) {
      // Before the return, or before birth for the youngest: no incident can fall in it.
      const end = index - 10 - Math.floor(random.next() * 60);
      const start = Math.max(birth - 40, end - Math.round((4 + random.next() * 10) * month));
      add(
        family,
        child,
        start,
        "protection_and_plans",
        "plan_start",
        random.next() < 0.8 ? "neglect" : "emotional_abuse",
      );
      add(family, child, Math.max(start + 20, end), "protection_and_plans", "plan_end");
    }
  }
}

/** Orders in care proceedings, with what became of the plan behind them. */
function orders(
  cohort: PlannedCohort,
  careers: readonly DemoCareer[],
  random: Random,
  add: Add,
): void {
  const left = new Set(cohort.children.map((child) => child.number));
  for (const [plan, count, failed] of courtOrders) {
    const away = plan === "care_order_away";
    const did = (child: number): boolean => careers[child]?.broke === true;
    const settledAway = (child: number): boolean =>
      cohort.children[child]?.stability === "stable_away";
    const fails = (child: number): number =>
      away ? (settledAway(child) ? -9 : did(child) ? 1 : -9) : did(child) ? 1 : -9;
    const works = (child: number): number =>
      away ? (settledAway(child) ? 1 : -9) : did(child) ? -9 : 1;
    const failing = choose([...left], failed, fails, random);
    for (const child of failing) left.delete(child);
    const working = choose([...left], count - failed, works, random);
    for (const child of working) left.delete(child);
    for (const child of [...failing, ...working].sort((a, b) => a - b)) {
      const { index, breakdowns, followUp, birth } = careers[child] as DemoCareer;
      const family = cohort.children[child]?.family as number;
      const afterBreakdown = breakdowns.filter((day) => day >= index)[0] ?? index;
      const made = away
        ? Math.min(followUp - 100, afterBreakdown + Math.round((4 + random.next() * 8) * month))
        : Math.max(birth + 30, index - Math.round(random.next() * 4 * month));
      add(
        family,
        child,
        made - Math.round((5 + random.next() * 6) * month),
        "legal",
        "proceedings",
        plan,
      );
      add(
        family,
        child,
        made,
        "legal",
        "order",
        plan,
        failing.has(child) ? "did_not_work_out" : "worked_out",
      );
    }
  }
}

function familyEvents(
  family: number,
  cohort: PlannedCohort,
  careers: readonly DemoCareer[],
  first: Day,
  attributes: DemoAttributes,
  incidents: ReadonlyMap<number, readonly Day[]>,
  random: Random,
  add: Add,
): void {
  const planned = cohort.families[family];
  if (planned === undefined) return;
  const { index, followUp } = careers[planned.children[0] as number] as DemoCareer;
  const early = planned.pattern.startsWith("proactive");
  const late =
    planned.pattern === "proactive_throughout" || planned.pattern === "passive_then_proactive";
  const proactive = (day: Day): boolean => (day < index ? early : late);
  const coded = (name: string): boolean => attributes.families.get(name)?.[family] === "1";
  const answer = (referral: DemoEvent): void => {
    const chance = proactive(referral.date) ? 0.95 : coded("response_inadequate") ? 0.45 : 0.7;
    if (random.next() >= chance) return;
    const delay = proactive(referral.date) ? 2 + random.below(20) : 5 + random.below(60);
    const kind = random.next();
    referral.answeredBy =
      kind < 0.5
        ? add(
            family,
            null,
            referral.date + delay,
            "agency_response",
            "assessment",
            proactive(referral.date) ? "core" : "initial",
          )
        : kind < 0.8
          ? add(family, null, referral.date + delay, "agency_response", "visit")
          : add(family, null, referral.date + delay, "agency_response", "strategy_meeting");
  };
  const sources = [
    "school",
    "health_visitor",
    "police",
    "neighbour",
    "relative",
    "hospital",
    "anonymous",
  ];
  answer(
    add(
      family,
      null,
      first,
      "referrals_and_incidents",
      "referral",
      sources[random.below(sources.length)],
    ),
  );
  const gap = 5 + random.next() * 12;
  for (
    let day = first + Math.round(gap * month);
    day < followUp - 40;
    day += Math.round((0.5 + random.next()) * gap * month)
  ) {
    answer(
      add(
        family,
        null,
        day,
        "referrals_and_incidents",
        "referral",
        sources[random.below(sources.length)],
      ),
    );
  }
  for (const child of planned.children) {
    for (const day of incidents.get(child) ?? []) {
      if (random.next() < 0.6)
        answer(
          add(
            family,
            null,
            day + 1 + random.below(10),
            "referrals_and_incidents",
            "referral",
            sources[random.below(sources.length)],
          ),
        );
    }
  }
  // Assessments and reviews: regular where practice was proactive.
  for (let day = Math.max(first, index - 1400) + 60; day < followUp - 30; ) {
    const active = proactive(day);
    add(
      family,
      null,
      day,
      "agency_response",
      random.next() < 0.5 ? "assessment" : "review",
      "core",
    );
    day += Math.round((active ? 5 + random.next() * 4 : 11 + random.next() * 12) * month);
  }
  if (coded("specialist_help_parent"))
    add(
      family,
      null,
      index + 30 + random.below(400),
      "parents",
      "service",
      coded("parent_alcohol_misuse") ? "alcohol" : "parenting",
    );
  const conditions = random.next() < 0.75;
  if (conditions) {
    const set = index - 10 - random.below(40);
    add(family, null, set, "protection_and_plans", "condition_set");
    const broken = coded("conditions_not_enforced")
      ? 1 + random.below(3)
      : random.next() < 0.25
        ? 1
        : 0;
    for (let k = 0; k < broken; k++) {
      const day = index + 40 + random.below(900);
      const event = add(family, null, day, "protection_and_plans", "condition_broken");
      if (!coded("conditions_not_enforced"))
        event.answeredBy = add(
          family,
          null,
          day + 5 + random.below(20),
          "agency_response",
          "legal_advice",
        );
    }
  }
  const changes = Math.round((late ? 2 : 4) * (0.5 + random.next()));
  for (let k = 0; k < changes; k++)
    add(family, null, index - 300 + random.below(2000), "agency_response", "worker_change");
  if (coded("closed_despite_problems")) {
    const day = index + Math.round((10 + random.next() * 35) * month);
    add(
      family,
      null,
      Math.min(day, followUp - 90),
      "agency_response",
      "closure",
      "problems_continuing",
    );
  } else if (random.next() < 0.4)
    add(
      family,
      null,
      followUp - 30 - random.below(300),
      "agency_response",
      "closure",
      "concerns_resolved",
    );
}
