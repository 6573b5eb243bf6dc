import { addMonths, type Day } from "../../data-dictionary/dates/day.ts";
import type { Random } from "../random/random.ts";
import { choose } from "./choose.ts";
import type { PlannedChild, PlannedCohort } from "./plan-cohort.ts";

/** One row of placements.csv before identifiers are put in. */
export interface DemoSpell {
  readonly child: number;
  readonly start: Day;
  readonly end: Day | null;
  readonly setting: string;
  readonly legal: string;
  /** A number for the carer within the child, or null for the parents. */
  readonly carer: number | null;
  readonly endReason: string;
  readonly planned: "1" | "0" | "";
}

/** What placements make of a child, for the events that must fit them. */
export interface DemoCareer {
  readonly spells: readonly DemoSpell[];
  readonly birth: Day;
  readonly index: Day;
  readonly followUp: Day;
  /** Days on which a return ended. */
  readonly breakdowns: readonly Day[];
  readonly broke: boolean;
  readonly entry: Day;
}

/** Children whose return lasted, were back at home later, and failed within two years. */
const lasted = 48;
const failedWithinTwoYears = 69;
/** Families in which a child had two or more returns that broke down. */
const familiesWithTwoFailures = 52;

/**
 * Writes every child's placements so that the rules find what was planned: 48 returns that lasted, 11
 * children at home after a later return, settled placements away, and unsettled ends.
 *
 * @param index - The day of the index return of each family; brothers and sisters return together.
 */
export function demoPlacements(
  cohort: PlannedCohort,
  index: readonly Day[],
  birth: readonly Day[],
  random: Random,
): DemoCareer[] {
  const home = cohort.children.filter((child) => child.stability === "stable_at_home");
  const keepers = choose(
    home.map((child) => child.number),
    lasted,
    () => 0,
    random,
  );
  const broken = cohort.children.filter((child) => !keepers.has(child.number));
  const twice = childrenWithTwoFailures(broken, random);
  const early = choose(
    broken.map((child) => child.number),
    failedWithinTwoYears,
    (number) =>
      (cohort.children[number] as PlannedChild).stability !== "stable_away"
        ? 0
        : twice.has(number)
          ? 9
          : 1,
    random,
  );
  return cohort.children.map((child) =>
    career(child, {
      birth: birth[child.number] as Day,
      index: index[child.family] as Day,
      broke: !keepers.has(child.number),
      early: early.has(child.number),
      twice: twice.has(child.number),
      random,
    }),
  );
}

function childrenWithTwoFailures(broken: readonly PlannedChild[], random: Random): Set<number> {
  const families = [...new Set(broken.map((child) => child.family))];
  const chosen = choose(
    families,
    familiesWithTwoFailures,
    (family) =>
      broken.some((child) => child.family === family && child.stability === "unstable") ? 2 : 0,
    random,
  );
  return new Set(broken.filter((child) => chosen.has(child.family)).map((child) => child.number));
}

const month = 365.25 / 12;

function career(
  child: PlannedChild,
  plan: {
    readonly birth: Day;
    readonly index: Day;
    readonly broke: boolean;
    readonly early: boolean;
    readonly twice: boolean;
    readonly random: Random;
  },
): DemoCareer {
  const { birth, index, random } = plan;
  const followUp = addMonths(index, 60);
  const between = (low: number, high: number): number => low + random.next() * (high - low);
  const days = (months: number): number => Math.round(months * month);
  const spells: DemoSpell[] = [];
  const breakdowns: Day[] = [];
  let carer = 0;
  const add = (
    start: Day,
    end: Day | null,
    setting: string,
    legal: string,
    endReason = "",
    planned: DemoSpell["planned"] = "",
  ): void => {
    spells.push({
      child: child.number,
      start,
      end,
      setting,
      legal,
      carer: setting === "parent" ? null : ++carer,
      endReason,
      planned,
    });
  };
  const care = (): string =>
    random.next() < 0.45 ? "s20" : random.next() < 0.5 ? "interim_care_order" : "care_order";

  // Before the index return: at home, into care, and for some an earlier return that failed.
  const before = index - birth;
  const away = Math.max(20, Math.min(days(between(3, 16)), Math.floor(before * 0.4)));
  let entry = index - away;
  const earlierReturn =
    plan.twice && before > days(20) && (child.stability !== "unstable" || random.next() < 0.4);
  if (earlierReturn) {
    const home = Math.min(days(between(2, 8)), Math.floor((entry - birth) * 0.3));
    const first = Math.min(days(between(2, 8)), Math.floor((entry - birth) * 0.3));
    const start = entry - home - first;
    add(birth, start, "parent", "none", "taken_into_care", "0");
    add(start, start + first, random.next() < 0.2 ? "kin" : "foster", "s20", "returned_home", "1");
    add(start + first, entry, "parent", "none", "return_broke_down", "0");
    breakdowns.push(entry);
    entry = start;
  } else add(birth, entry, "parent", "none", "taken_into_care", random.next() < 0.5 ? "1" : "0");
  const lastEntry = earlierReturn ? (breakdowns[0] as Day) : entry;
  const legal = care();
  if (away > days(8) && random.next() < 0.35) {
    const middle = lastEntry + Math.round((index - lastEntry) * between(0.3, 0.6));
    add(lastEntry, middle, "foster", legal, "moved", "0");
    add(middle, index, random.next() < 0.25 ? "kin" : "foster", legal, "returned_home", "1");
  } else
    add(
      lastEntry,
      index,
      random.next() < 0.15 ? "kin" : "foster",
      legal,
      "returned_home",
      random.next() < 0.73 ? "1" : "0",
    );

  // After it.
  const homeLegal =
    legal === "care_order" ? "care_order" : random.next() < 0.4 ? "supervision_order" : "none";
  if (!plan.broke) {
    add(index, null, "parent", homeLegal);
    return { spells, birth, index, followUp, breakdowns, broke: false, entry };
  }
  const breakdown =
    addMonths(index, 0) +
    days(plan.early ? between(1.5, 23) : between(25, child.stability === "unstable" ? 54 : 33));
  add(index, breakdown, "parent", homeLegal, "return_broke_down", "0");
  breakdowns.push(breakdown);
  const needAnother = plan.twice && !earlierReturn;
  const teen = child.age + 5 >= 14;
  if (child.stability === "stable_at_home") {
    const settled = Math.max(breakdown + days(4), followUp - days(between(14, 30)));
    const room = settled - breakdown;
    if (needAnother || (plan.twice && random.next() < 0.3)) {
      const [a, b] = [breakdown + Math.round(room * 0.3), breakdown + Math.round(room * 0.6)];
      add(breakdown, a, "foster", care(), "returned_home", "1");
      add(a, b, "parent", "none", "return_broke_down", "0");
      breakdowns.push(b);
      add(b, settled, random.next() < 0.3 ? "kin" : "foster", care(), "returned_home", "1");
    } else add(breakdown, settled, "foster", care(), "returned_home", "1");
    add(settled, null, "parent", random.next() < 0.3 ? "supervision_order" : "none");
  } else if (child.stability === "stable_away") {
    const latest = followUp - days(15);
    let settled = Math.min(latest, breakdown + days(between(4, 26)));
    let from = breakdown;
    if (needAnother) {
      settled = Math.max(settled, Math.min(latest, breakdown + days(9)));
      const [a, b] = [
        from + Math.round((settled - from) * 0.35),
        from + Math.round((settled - from) * 0.65),
      ];
      add(from, a, "foster", "s20", "returned_home", "1");
      add(a, b, "parent", "none", "return_broke_down", "0");
      breakdowns.push(b);
      from = b;
    }
    if (settled - from > 10) add(from, settled, "foster", "care_order", "moved", "1");
    else settled = from;
    const kind = random.next();
    if (child.age < 5 && kind < 0.45) add(settled, null, "adoption", "adoption_order");
    else if (kind < 0.62) add(settled, null, "kin", "care_order");
    else if (kind < 0.68 && child.age < 10)
      add(settled, null, "special_guardianship", "special_guardianship_order");
    else add(settled, null, "foster", "care_order");
  } else {
    // Unsettled: moves, for some another failed return, and an ending not yet a year old.
    const last = followUp - days(between(1, 9.5));
    const stops = needAnother ? 3 : 1 + random.below(4);
    let at = breakdown;
    for (let stop = 0; stop < stops; stop++) {
      const next = at + Math.round(((last - at) * 1) / (stops - stop + 0.5));
      if (next - at < 5) break;
      const back = needAnother
        ? stop === 1
        : plan.twice && random.next() < 0.3 && stop > 0 && spells.at(-1)?.setting !== "parent";
      add(
        at,
        next,
        back ? "parent" : teen && random.next() < 0.35 ? "residential" : "foster",
        back ? "none" : care(),
        back ? "return_broke_down" : "moved",
        "0",
      );
      if (back) breakdowns.push(next);
      at = next;
    }
    if (last > at) add(at, last, teen ? "residential" : "foster", care(), "moved", "0");
    const end = Math.max(last, at);
    const kind = random.next();
    const setting =
      teen && kind < 0.15
        ? "custody"
        : teen && kind < 0.35
          ? "independent"
          : teen && kind < 0.6
            ? "residential"
            : kind < 0.72
              ? "foster"
              : spells.at(-1)?.setting === "parent"
                ? "foster"
                : "parent";
    add(
      end,
      null,
      setting,
      setting === "parent" || setting === "independent"
        ? "none"
        : setting === "custody"
          ? "remand"
          : care(),
    );
  }
  return { spells, birth, index, followUp, breakdowns, broke: true, entry };
}
