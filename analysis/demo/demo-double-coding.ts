import type { Day } from "../../data-dictionary/dates/day.ts";
import { seededRandom } from "../random/random.ts";
import type { DemoAttributes } from "./demo-attributes.ts";
import type { DemoRating } from "./demo-ratings.ts";
import type { PlannedCohort } from "./plan-cohort.ts";

/** A rating of a characteristic, which belongs to no period. */
export interface UndatedRating extends Omit<DemoRating, "from" | "to"> {
  readonly from: Day | null;
  readonly to: Day | null;
}

interface DoubleItem {
  readonly name: string;
  readonly unit: "child" | "family";
  /** The values in their order; a coder who differs is one step off, or on the other side of two. */
  readonly values: readonly string[];
  /** How often the second coder differs. */
  readonly slips: number;
}

const yesNo = ["0", "1"];
const engaged = ["engaged", "partly", "difficult"];

/** What was coded twice besides the dated ratings: facts that are easy to find, and judgements that are not. */
const items: readonly DoubleItem[] = [
  { name: "neglect_supervisory", unit: "child", values: yesNo, slips: 0.05 },
  { name: "neglect_physical", unit: "child", values: yesNo, slips: 0.06 },
  { name: "neglect_emotional", unit: "child", values: yesNo, slips: 0.16 },
  { name: "neglect_educational", unit: "child", values: yesNo, slips: 0.1 },
  { name: "neglect_medical", unit: "child", values: yesNo, slips: 0.1 },
  { name: "neglect_severity", unit: "child", values: ["1", "2", "3", "4"], slips: 0.3 },
  { name: "neglect_persistent", unit: "child", values: yesNo, slips: 0.12 },
  { name: "abuse_physical", unit: "child", values: yesNo, slips: 0.04 },
  { name: "abuse_sexual", unit: "child", values: yesNo, slips: 0.04 },
  { name: "behaviour_problems", unit: "child", values: ["none", "some", "serious"], slips: 0.15 },
  { name: "safeguarding_prioritised", unit: "child", values: yesNo, slips: 0.2 },
  { name: "parent_alcohol_misuse", unit: "family", values: yesNo, slips: 0.06 },
  { name: "parents_resisted", unit: "family", values: yesNo, slips: 0.15 },
  { name: "closed_despite_problems", unit: "family", values: yesNo, slips: 0.12 },
  { name: "specialist_help_parent", unit: "family", values: yesNo, slips: 0.07 },
  { name: "engage_mother", unit: "family", values: engaged, slips: 0.2 },
];
const dimensionLevels = ["very_poor", "poor", "satisfactory", "good"];
const cannotJudge = "-8";

/**
 * The second coder's values for the families that were coded twice: every dimension of well-being, and
 * characteristics of children and families, the first coder's value beside each.
 *
 * No outcome or pattern reads the second coder: rules take the agreed value, or else the first coder's, and
 * those are the values in the other tables.
 *
 * @param ratings - The ratings so far; a family with a second coder's rating was coded twice.
 */
export function demoDoubleCoding(
  cohort: PlannedCohort,
  attributes: DemoAttributes,
  ratings: readonly DemoRating[],
  seed: number,
): UndatedRating[] {
  const random = seededRandom(seed, "demo:double-coding");
  const twice = new Set(
    ratings.filter((each) => each.coder === "coder_2").map((each) => each.family),
  );
  /** What the second coder gives where the first gave `value`. */
  const second = (value: string, values: readonly string[], slips: number): string => {
    if (random.next() < 0.02) return cannotJudge;
    const place = values.indexOf(value);
    if (random.next() >= slips || place < 0) return value;
    const near = [values[place - 1], values[place + 1]].filter((each) => each !== undefined);
    return near[random.below(near.length)] as string;
  };
  const added: UndatedRating[] = ratings
    .filter((each) => twice.has(each.family) && each.item.startsWith("wellbeing_"))
    .map((each) => ({
      ...each,
      coder: "coder_2",
      value: second(each.value, dimensionLevels, 0.22),
    }));
  for (const { name, unit, values, slips } of items) {
    const column = (unit === "child" ? attributes.children : attributes.families).get(name) ?? [];
    for (const family of cohort.families) {
      if (!twice.has(family.number)) continue;
      for (const child of unit === "child" ? family.children : [null]) {
        const value = column[child ?? family.number] as string;
        const rating = { family: family.number, child, item: name, from: null, to: null };
        added.push(
          { ...rating, value, coder: "coder_1", evidence: "" },
          { ...rating, value: second(value, values, slips), coder: "coder_2", evidence: "" },
        );
      }
    }
  }
  return added;
}
