import type { Random } from "../random/random.ts";
import { choose } from "./choose.ts";
import { type PlannedCohort, poorestAuthority, shuffled } from "./plan-cohort.ts";

/** The coded characteristics of children and families, by column and then by number. */
export interface DemoAttributes {
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly families: ReadonlyMap<string, readonly string[]>;
  readonly wellbeing: readonly string[];
}

/**
 * Codes every characteristic so that the published counts hold exactly, with the missing values that
 * give each its published valid n, and the published directions hold between them.
 */
export function demoAttributes(cohort: PlannedCohort, random: Random): DemoAttributes {
  const children = cohort.children.map((child) => child.number);
  const families = cohort.families.map((family) => family.number);
  const stability = (child: number): string => cohort.children[child]?.stability ?? "";
  const familyOf = (child: number): number => cohort.children[child]?.family ?? 0;
  const age = (child: number): number => cohort.children[child]?.age ?? 0;
  const unstable = (child: number): number => (stability(child) === "unstable" ? 1 : 0);
  const unstableFamily = (family: number): number => {
    const own = cohort.families[family]?.children ?? [];
    return own.reduce((sum, child) => sum + unstable(child), 0) / Math.max(1, own.length);
  };
  const passive = (family: number): number =>
    ({
      proactive_throughout: 0,
      proactive_then_passive: 0.7,
      passive_then_proactive: 0.4,
      passive_throughout: 1.3,
    })[cohort.families[family]?.pattern ?? "proactive_throughout"];
  const childColumns = new Map<string, string[]>();
  const familyColumns = new Map<string, string[]>();
  const column = (
    columns: Map<string, string[]>,
    name: string,
    items: readonly number[],
    of: (item: number) => string,
  ): void => {
    columns.set(name, items.map(of));
  };
  /** A yes/no column with `yes` of `valid` known answers; the rest have a missing code. */
  const yesNo = (
    columns: Map<string, string[]>,
    name: string,
    items: readonly number[],
    yes: number,
    valid: number,
    score: (item: number) => number = () => 0,
  ): Set<number> => {
    const known = choose(items, valid, () => 0, random);
    const chosen = choose(
      [...known].sort((a, b) => a - b),
      yes,
      score,
      random,
    );
    column(columns, name, items, (item) =>
      chosen.has(item) ? "1" : known.has(item) ? "0" : random.next() < 0.7 ? "-9" : "-8",
    );
    return chosen;
  };

  column(
    childColumns,
    "sex",
    children,
    exactly(
      children,
      [
        ["boy", 82],
        ["girl", 56],
      ],
      random,
    ),
  );
  column(childColumns, "ethnicity", children, ethnicity(cohort, random));
  yesNo(childColumns, "disability_physical", children, 17, 138);
  yesNo(childColumns, "learning_difficulty", children, 24, 136);
  yesNo(childColumns, "special_needs_school", children, 31, 134);
  const behaviour = ordered(
    children,
    [
      ["serious", 34],
      ["some", 45],
      ["none", 57],
    ],
    2,
    (child) => age(child) / 5 + unstable(child) * 0.8,
    random,
  );
  childColumns.set("behaviour_problems", behaviour);
  const troubled = (child: number): number =>
    behaviour[child] === "serious" ? 1.5 : behaviour[child] === "some" ? 0.7 : 0;
  yesNo(childColumns, "emotional_problems", children, 58, 135, troubled);
  const offenders = choose(
    children.filter((child) => behaviour[child] !== "none" && age(child) >= 8),
    19,
    troubled,
    random,
  );
  column(childColumns, "offending", children, (child) =>
    behaviour[child] === "none" ? "-7" : offenders.has(child) ? "1" : "0",
  );
  yesNo(
    childColumns,
    "school_exclusion",
    children,
    22,
    138,
    (child) => troubled(child) + (age(child) < 5 ? -9 : 0),
  );
  yesNo(
    childColumns,
    "absconding",
    children,
    18,
    138,
    (child) => troubled(child) + (age(child) < 8 ? -9 : 0),
  );
  column(
    childColumns,
    "parent_returned_to",
    children,
    exactly(
      children,
      [
        ["mother", 83],
        ["both", 28],
        ["parent_partner", 15],
        ["father", 12],
      ],
      random,
    ),
  );
  yesNo(childColumns, "household_changed", children, 61, 137);

  // Neglect: each printed type with its own valid n; two are put together from parts.
  yesNo(childColumns, "neglect_supervisory", children, 106, 131);
  parts(
    childColumns,
    children,
    ["neglect_physical", "neglect_nutritional", "neglect_prenatal"],
    [92, 41, 23],
    107,
    133,
    random,
  );
  yesNo(childColumns, "neglect_emotional", children, 101, 130, unstable);
  yesNo(childColumns, "neglect_educational", children, 60, 122, (child) => age(child) / 7);
  parts(
    childColumns,
    children,
    ["neglect_medical", "neglect_mental_health"],
    [33, 14],
    42,
    123,
    random,
  );
  abuse(childColumns, children, random);

  // The family.
  const alcohol = familyProblems(familyColumns, families, unstableFamily, random);
  yesNo(familyColumns, "parent_mental_health", families, 46, 104);
  yesNo(familyColumns, "domestic_violence", families, 77, 104);
  for (const [name, yes, valid] of [
    ["parent_learning_difficulty", 15, 101],
    ["parent_in_care", 38, 92],
    ["housing_problems", 47, 103],
    ["poverty", 71, 102],
    ["isolation", 33, 97],
    ["children_removed_before", 17, 104],
  ] as const) {
    yesNo(familyColumns, name, families, yes, valid);
  }
  const severity = ordered(
    children,
    [
      ["4", 28],
      ["3", 47],
      ["2", 43],
      ["1", 17],
    ],
    3,
    (child) => (alcohol.has(familyOf(child)) ? 1.2 : 0) + unstable(child) * 0.5,
    random,
  );
  childColumns.set("neglect_severity", severity);
  const severe = (child: number): number =>
    Number(severity[child]) > 0 ? (Number(severity[child]) - 2) / 2 : 0;
  const persistent = yesNo(
    childColumns,
    "neglect_persistent",
    children,
    84,
    134,
    (child) => severe(child) + passive(familyOf(child)),
  );

  // Help and management.
  const engagement = (
    name: string,
    difficult: number,
    valid: number,
    rest: readonly [number, number],
  ): void => {
    familyColumns.set(
      name,
      ordered(
        families,
        [
          ["difficult", difficult],
          ["partly", rest[0]],
          ["engaged", rest[1]],
        ],
        104 - valid,
        (family) => passive(family) * 0.4,
        random,
        name === "engage_father" ? "-7" : "-9",
      ),
    );
  };
  engagement("engage_mother", 72, 104, [20, 12]);
  engagement("engage_father", 46, 85, [24, 15]);
  const familyYes = (name: string, yes: number, weight: number): Set<number> =>
    yesNo(familyColumns, name, families, yes, 104, (family) => weight * passive(family));
  familyYes("parents_resisted", 41, 0.2);
  const helped = yesNo(
    familyColumns,
    "specialist_help_parent",
    families,
    44,
    103,
    (family) => -1.6 * unstableFamily(family) - 0.5 * passive(family),
  );
  familyYes("parents_need_more_help", 64, 0.5);
  familyYes("response_inadequate", 62, 1.2);
  familyYes("focus_lost", 53, 1);
  familyYes("conditions_not_enforced", 49, 1.1);
  familyYes("too_many_chances", 44, 1);
  familyYes("monitoring_inconsistent", 47, 0.9);
  familyYes("closed_despite_problems", 42, 1.1);
  familyYes("proceedings_not_started", 15, 1.3);
  yesNo(childColumns, "child_needs_more_help", children, 80, 138, unstable);
  yesNo(childColumns, "child_therapeutic_help", children, 39, 137);
  const safeguarded = yesNo(
    childColumns,
    "safeguarding_prioritised",
    children,
    62,
    138,
    (child) =>
      -1.3 * passive(familyOf(child)) +
      (cohort.families[familyOf(child)]?.authority === poorestAuthority ? -0.8 : 0),
  );
  yesNo(childColumns, "proceedings_late", children, 39, 138, (child) => passive(familyOf(child)));
  childColumns.set(
    "engage_young_person",
    ordered(
      children,
      [
        ["difficult", 48],
        ["partly", 38],
        ["engaged", 51],
      ],
      1,
      (child) => troubled(child) + age(child) / 6,
      random,
    ),
  );
  column(
    childColumns,
    "sample_source",
    children,
    exactly(
      children,
      [
        ["earlier", 118],
        ["added", 20],
      ],
      random,
    ),
  );
  childColumns.set(
    "outcome_evidence",
    ordered(
      children,
      [
        ["thin", 14],
        ["some", 51],
        ["good", 73],
      ],
      0,
      () => 0,
      random,
    ),
  );

  const wellbeing = planWellbeing(cohort, random, (child) => {
    // Behaviour problems weigh heavily unless safeguarding and planning were put first.
    const behaviourCost = troubled(child) * (safeguarded.has(child) ? 0.2 : 1.5);
    const persistentCost = persistent.has(child) ? 0.8 : 0;
    return (
      -behaviourCost -
      persistentCost -
      severe(child) * 0.5 +
      (helped.has(familyOf(child)) ? 0.6 : 0)
    );
  });
  return { children: childColumns, families: familyColumns, wellbeing };
}

/** Values in exact numbers, dealt out at random. */
function exactly(
  items: readonly number[],
  counts: readonly (readonly [string, number])[],
  random: Random,
): (item: number) => string {
  const dealt = shuffled(
    counts.flatMap(([value, count]) => Array<string>(count).fill(value)),
    random,
  );
  return (item) => dealt[items.indexOf(item)] as string;
}

/** An ordered answer in exact numbers, the first value going to the highest scores; the rest missing. */
function ordered(
  items: readonly number[],
  counts: readonly (readonly [string, number])[],
  missing: number,
  score: (item: number) => number,
  random: Random,
  code = "-9",
): string[] {
  const out = new Array<string>(items.length).fill(code);
  const unknown = choose(items, missing, () => 0, random);
  let rest = items.filter((item) => !unknown.has(item));
  for (const [value, count] of counts) {
    const chosen = choose(rest, count, score, random, 0.8);
    for (const item of chosen) out[item] = value;
    rest = rest.filter((item) => !chosen.has(item));
  }
  const last = counts.at(-1)?.[0] ?? code;
  for (const item of rest) out[item] = last;
  return out;
}

/** Brothers and sisters share their ethnicity: whole families are chosen until the counts are met. */
function ethnicity(cohort: PlannedCohort, random: Random): (child: number) => string {
  const wanted = { black_asian_other: 7, mixed: 19 };
  const own = new Map<number, string>();
  for (const family of shuffled(cohort.families, random)) {
    const size = family.children.length;
    const value =
      wanted.black_asian_other >= size
        ? "black_asian_other"
        : wanted.mixed >= size
          ? "mixed"
          : "white";
    if (value !== "white") wanted[value] -= size;
    own.set(family.number, value);
  }
  return (child) => own.get(cohort.children[child]?.family ?? -1) ?? "white";
}

/**
 * Parts of a type of neglect: `any` children of `valid` have at least one part, each part in about the
 * number given; for the rest at least one part is missing and none is yes, so the whole is not known.
 */
function parts(
  columns: Map<string, string[]>,
  items: readonly number[],
  names: readonly string[],
  sizes: readonly number[],
  any: number,
  valid: number,
  random: Random,
): void {
  const known = choose(items, valid, () => 0, random);
  const yes = shuffled(
    [
      ...choose(
        [...known].sort((a, b) => a - b),
        any,
        () => 0,
        random,
      ),
    ],
    random,
  );
  const has = names.map(() => new Set<number>());
  yes.forEach((item, place) => {
    const first = place < (sizes[0] as number) ? 0 : 1 + (place % (names.length - 1));
    has[first]?.add(item);
    for (let part = 1; part < names.length; part++) {
      if ((has[part]?.size ?? 0) < (sizes[part] as number) && random.next() < 0.35)
        has[part]?.add(item);
    }
  });
  names.forEach((name, part) => {
    columns.set(
      name,
      items.map((item) =>
        has[part]?.has(item)
          ? "1"
          : known.has(item)
            ? "0"
            : part === 0 || random.next() < 0.5
              ? "-9"
              : "0",
      ),
    );
  });
}

/** Abuse: 116 of 138 in all; emotional 90, physical 84, sexual 37. */
function abuse(columns: Map<string, string[]>, items: readonly number[], random: Random): void {
  const any = shuffled([...choose(items, 116, () => 0, random)], random);
  const emotional = new Set(any.slice(0, 90));
  // The 26 without emotional abuse have physical (20) or sexual (6) abuse.
  const physical = new Set([
    ...any.slice(90, 110),
    ...shuffled(any.slice(0, 90), random).slice(0, 64),
  ]);
  const sexual = new Set([...any.slice(110), ...shuffled(any.slice(0, 110), random).slice(0, 31)]);
  for (const [name, set] of [
    ["abuse_emotional", emotional],
    ["abuse_physical", physical],
    ["abuse_sexual", sexual],
  ] as const) {
    columns.set(
      name,
      items.map((item) => (set.has(item) ? "1" : "0")),
    );
  }
}

/** Alcohol or drugs in 69 families: alcohol in 52, drugs in 41. */
function familyProblems(
  columns: Map<string, string[]>,
  items: readonly number[],
  score: (item: number) => number,
  random: Random,
): Set<number> {
  const either = shuffled([...choose(items, 69, score, random)], random);
  const alcohol = new Set(either.slice(0, 52));
  const drugs = new Set([...either.slice(52), ...either.slice(0, 24)]);
  columns.set(
    "parent_alcohol_misuse",
    items.map((item) => (alcohol.has(item) ? "1" : "0")),
  );
  columns.set(
    "parent_drug_misuse",
    items.map((item) => (drugs.has(item) ? "1" : "0")),
  );
  return alcohol;
}

/** Well-being in exact numbers within each stability group: a third of those stably at home are poor. */
function planWellbeing(
  cohort: PlannedCohort,
  random: Random,
  score: (child: number) => number,
): string[] {
  const counts = {
    stable_at_home: [
      ["very_poor", 6],
      ["poor", 14],
      ["satisfactory", 25],
      ["good", 14],
    ],
    stable_away: [
      ["very_poor", 1],
      ["poor", 7],
      ["satisfactory", 17],
      ["good", 15],
    ],
    unstable: [
      ["very_poor", 13],
      ["poor", 16],
      ["satisfactory", 8],
      ["good", 2],
    ],
  } as const;
  const out = new Array<string>(cohort.children.length).fill("");
  for (const [group, wanted] of Object.entries(counts)) {
    let rest = cohort.children
      .filter((child) => child.stability === group)
      .map((child) => child.number);
    for (const [value, count] of wanted) {
      const chosen = choose(rest, count, (child) => -score(child), random, 0.6);
      for (const child of chosen) out[child] = value;
      rest = rest.filter((child) => !chosen.has(child));
    }
  }
  return out;
}
