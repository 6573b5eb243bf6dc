import { Draw, marked, type Rows } from "./draw.ts";

const professions = {
  health_visitor: 3,
  school_staff: 8,
  police: 3,
  social_worker: 3,
  early_years: 5,
};
const saw: Readonly<Record<string, number>> = {
  health_visitor: 0.85,
  school_staff: 0.6,
  police: 0.7,
  social_worker: 0.9,
  early_years: 0.5,
};
/** By wave: respondents, shift in seeing neglect, feeling powerless, meeting a barrier. */
const waves = [
  ["2009", 300, 0, 0.3, 0.4],
  ["2011", 320, 0.02, 0.36, 0.47],
  ["2013", 290, 0.05, 0.42, 0.5],
] as const;

/** 910 respondents of five professions in three waves; later questions are asked of those they concern. */
export function surveyWaves(): Record<string, Rows> {
  const draw = new Draw("survey-waves");
  const records = waves.flatMap(([year, size, shift, powerless, barrier]) =>
    Array.from({ length: size }, (_, place) => {
      const profession = draw.pick(professions);
      const seen = draw.seldomMissing(draw.yes((saw[profession] as number) + shift), 0.02);
      const asked = (chance: number): string =>
        seen === "1" ? draw.seldomMissing(draw.yes(chance), 0.03) : seen === "0" ? "-7" : seen;
      const met = asked(barrier);
      const why = (chance: number): string =>
        met === "1" ? draw.yes(chance) : met === "0" ? "-7" : met;
      return {
        respondent_id: `SYN${year}-${String(place + 1).padStart(3, "0")}`,
        year,
        profession,
        years_in_role: draw.whole(0, 30),
        saw_neglect: seen,
        saw_more: draw.seldomMissing(draw.pick({ more: 4, same: 5, less: 1 }), 0.04),
        felt_powerless: asked(powerless),
        met_barrier: met,
        barrier_resources: why(0.55),
        barrier_threshold: why(0.45),
        barrier_time: why(0.35),
        barrier_knowledge: why(0.25),
        barrier_response: why(0.3),
      };
    }),
  );
  return { respondents: marked(records) };
}
