import { addMonths, ageInYears, type Day, dayNumber } from "../../dates/day.ts";
import type { Episode } from "./episode.ts";

/** How placements are counted, where the published rule is silent. Each choice has a name and is printed. */
export interface CountingChoices {
  /** Temporary placements (T0 to T4) count as placements. */
  readonly temporary: boolean;
  /** A new placement with the same carer (reasons T and U) counts as one. */
  readonly sameCarer: boolean;
  /** Placed for adoption with the current foster carer (A3, A5) counts when the row says the carer changed. */
  readonly adoptionByFosterCarer: boolean;
  /** Children in short breaks (V3, V4): left out if any open row is one, or only if the latest is, or counted. */
  readonly shortBreaks: "leave-out-any" | "leave-out-latest" | "count";
  /** The placement held on the first day of the year counts. */
  readonly heldOnFirstDay: boolean;
  /** Only children in care on 31 March; else all in care in the year. */
  readonly inCareOnLastDay: boolean;
}

export const defaultCounting: CountingChoices = {
  temporary: false,
  sameCarer: false,
  adoptionByFosterCarer: true,
  shortBreaks: "leave-out-any",
  heldOnFirstDay: true,
  inCareOnLastDay: true,
};

/** A figure by the return's own definition, with the choices it was counted under. */
export interface PlacementMeasure {
  readonly name: string;
  readonly label: string;
  readonly period: string;
  readonly count: number;
  readonly n: number;
  readonly choices: Readonly<Record<string, boolean | string>>;
}

const shortBreak = (each: Episode): boolean => each.legal === "V3" || each.legal === "V4";
const openOn = (each: Episode, day: Day): boolean =>
  each.start <= day && (each.end === null || each.end > day);

function isNewPlacement(each: Episode, choices: CountingChoices): boolean {
  if (!choices.temporary && /^T[0-4]$/.test(each.place)) return false;
  if (each.rne === "L") return false;
  const staysWithCarer = each.place === "A3" || each.place === "A5";
  if (staysWithCarer && !choices.adoptionByFosterCarer && each.rne !== "S") return false;
  return choices.sameCarer || (each.rne !== "T" && each.rne !== "U");
}

function inBase(own: readonly Episode[], from: Day, last: Day, choices: CountingChoices): boolean {
  const open = choices.inCareOnLastDay
    ? own.filter((each) => openOn(each, last))
    : own.filter((each) => each.start <= last && (each.end === null || each.end > from));
  if (open.length === 0) return false;
  if (choices.shortBreaks === "count") return true;
  return !(choices.shortBreaks === "leave-out-any" ? open : open.slice(-1)).some(shortBreak);
}

/** Placements begun after `from` and by `last`, and the one held on `from` if that is chosen. */
export function placementsBetween(
  own: readonly Episode[],
  from: Day,
  last: Day,
  choices: CountingChoices = defaultCounting,
): number {
  let count = choices.heldOnFirstDay && own.some((each) => openOn(each, from)) ? 1 : 0;
  for (const each of own) {
    if (each.start > from && each.start <= last && isNewPlacement(each, choices)) count++;
  }
  return count;
}

/** Since when a child has been in care without a break on a day; null if not in care. */
function inCareSince(own: readonly Episode[], day: Day, withCarer: boolean): Day | null {
  let since: Day | null = null;
  for (let index = own.length - 1; index >= 0; index--) {
    const each = own[index] as Episode;
    if (since === null) {
      if (!openOn(each, day)) continue;
      since = each.start;
    } else if (each.end === null || each.end < since || each.rec !== "X1") break;
    else since = each.start;
    const keepsCarer = "LTU".includes(each.rne) || each.place === "A3" || each.place === "A5";
    if (each.rne === "S" || (withCarer && !keepsCarer)) break;
  }
  return since;
}

/**
 * The official measures of placement stability for the year that ends on 31 March of `year`:
 * three or more placements in the year; the same in two years for those two years in care; and, of
 * children under 16 in care for two and a half years, those two years with the same carer.
 *
 * How the department counts temporary placements, moves with the same carer and the placement held on
 * 1 April is not published, so every choice is named and can be changed. Dates before a child's first row are
 * not known: a child whose record begins mid-care is counted from there.
 *
 * @param byChild - Episodes of each child, in order.
 */
export function placementMeasures(
  byChild: ReadonlyMap<string, readonly Episode[]>,
  year: number,
  births: ReadonlyMap<string, Day> = new Map(),
  choices: CountingChoices = defaultCounting,
): PlacementMeasure[] {
  const last = dayNumber(year, 3, 31) as Day;
  const from = dayNumber(year - 1, 4, 1) as Day;
  const twoYears = dayNumber(year - 2, 4, 1) as Day;
  const count = { year: [0, 0], two: [0, 0], long: [0, 0] } as Record<string, [number, number]>;
  const tally = (name: string, holds: boolean): void => {
    const pair = count[name] as [number, number];
    pair[1]++;
    if (holds) pair[0]++;
  };
  for (const [child, own] of byChild) {
    if (!inBase(own, from, last, choices)) continue;
    tally("year", placementsBetween(own, from, last, choices) >= 3);
    const since = inCareSince(own, last, false);
    if (since === null) continue;
    if (since <= addMonths(last, -24)) {
      tally("two", placementsBetween(own, twoYears, last, choices) >= 3);
    }
    const birth = births.get(child);
    if (birth === undefined || ageInYears(birth, last) >= 16 || since > addMonths(last, -30))
      continue;
    tally("long", (inCareSince(own, last, true) as Day) <= addMonths(last, -24));
  }
  const measure = (name: string, label: string, key: string): PlacementMeasure => ({
    name,
    label,
    period: `year ending 31 March ${year}`,
    count: (count[key] as [number, number])[0],
    n: (count[key] as [number, number])[1],
    choices: { ...choices },
  });
  return [
    measure("three_or_more_placements", "3 or more placements in the year", "year"),
    measure("three_or_more_in_two_years", "In care 2 years, 3 or more placements in them", "two"),
    measure("same_carer_two_years", "Under 16, in care 2½ years, same carer for 2", "long"),
  ];
}
