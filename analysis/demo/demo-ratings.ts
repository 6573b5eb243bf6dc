import { addMonths, type Day } from "../../data-dictionary/dates/day.ts";
import type { Random } from "../random/random.ts";
import type { PlannedCohort } from "./plan-cohort.ts";
import { shuffled } from "./plan-cohort.ts";

/** One row of ratings.csv before identifiers are put in. */
export interface DemoRating {
  readonly family: number;
  readonly child: number | null;
  readonly item: string;
  readonly from: Day;
  readonly to: Day;
  readonly value: string;
  readonly coder: string;
  readonly evidence: string;
}

const doubleCoded = 30;
const dimensions = ["health", "education", "identity", "emotional", "relationships"];
const levels = ["very_poor", "poor", "satisfactory", "good"];

/**
 * Writes yearly ratings of each family's case management and each child's well-being. Thirty families are
 * double-coded: both coders' values are kept, and the agreed one beside them.
 *
 * @param firstReferral - The day each family was first referred.
 * @param wellbeing - The judgement planned for each child.
 */
export function demoRatings(
  cohort: PlannedCohort,
  index: readonly Day[],
  firstReferral: readonly Day[],
  wellbeing: readonly string[],
  random: Random,
): DemoRating[] {
  const ratings: DemoRating[] = [];
  const twice = new Set(shuffled([...cohort.families.keys()], random).slice(0, doubleCoded));
  const add = (rating: Omit<DemoRating, "coder">, others: readonly string[]): void => {
    ratings.push({ ...rating, coder: "coder_1" });
    if (!twice.has(rating.family)) return;
    const differs = random.next() < 0.13;
    const value = differs ? (others[random.below(others.length)] as string) : rating.value;
    ratings.push({ ...rating, value, coder: "coder_2" });
    ratings.push({ ...rating, coder: "agreed" });
  };
  for (const family of cohort.families) {
    const boundary = index[family.number] as Day;
    const followUp = addMonths(boundary, 60);
    const start = Math.max(firstReferral[family.number] as Day, addMonths(boundary, -48));
    const early = family.pattern.startsWith("proactive");
    const late =
      family.pattern === "proactive_throughout" || family.pattern === "passive_then_proactive";
    for (const [from, to, proactive] of [
      [start, boundary, early],
      [boundary, followUp, late],
    ] as const) {
      const years = Math.max(1, Math.round((to - from) / 365.25));
      // At most one period in a phase of four or more goes the other way.
      const odd = years >= 4 && random.next() < 0.3 ? random.below(years) : -1;
      for (let year = 0; year < years; year++) {
        const [a, b] = [
          from + Math.round(((to - from) * year) / years),
          from + Math.round(((to - from) * (year + 1)) / years),
        ];
        const value = (year === odd ? !proactive : proactive) ? "proactive" : "passive";
        add(
          {
            family: family.number,
            child: null,
            item: "case_management",
            from: a,
            to: b,
            value,
            evidence:
              value === "proactive"
                ? "Plan made and followed through"
                : "Concerns noted; no change of plan",
          },
          [value === "proactive" ? "passive" : "proactive"],
        );
      }
    }
    for (const child of family.children) {
      const value = wellbeing[child] as string;
      const place = levels.indexOf(value);
      const near = [levels[place - 1], levels[place + 1]].filter((each) => each !== undefined);
      const from = addMonths(followUp, -12);
      add(
        {
          family: family.number,
          child,
          item: "wellbeing",
          from,
          to: followUp,
          value,
          evidence: "Last year of the file",
        },
        near,
      );
      for (const dimension of dimensions) {
        if (random.next() < 0.12) continue;
        const shift = random.next() < 0.35 ? (random.next() < 0.5 ? -1 : 1) : 0;
        const own = levels[Math.max(0, Math.min(3, place + shift))] as string;
        ratings.push({
          family: family.number,
          child,
          item: `wellbeing_${dimension}`,
          from,
          to: followUp,
          value: own,
          coder: "coder_1",
          evidence: "",
        });
      }
    }
  }
  return ratings;
}
