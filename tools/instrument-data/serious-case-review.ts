import { Draw, marked, type Rows } from "./draw.ts";

/** 20 reviews, most of them of small children whom many workers knew. */
export function seriousCaseReview(): Record<string, Rows> {
  const draw = new Draw("serious-case-review");
  const records = Array.from({ length: 20 }, (_, place) => {
    const age = draw.pick({ under_1: 6, "1_to_5": 7, "6_to_10": 3, "11_to_15": 3, "16_17": 1 });
    const baby = age === "under_1";
    return {
      review_id: `SYN${String(place + 1).padStart(2, "0")}`,
      year_published: draw.whole(2009, 2019),
      age_group: age,
      outcome_for_child: draw.pick({ death: 11, serious_harm: 9 }),
      known_as: draw.pick({
        none: 2,
        early_help: 3,
        child_in_need: 6,
        protection_plan: 5,
        closed: 4,
      }),
      recognised: draw.pick({ never: 6, late: 10, early: 4 }),
      history_used: draw.yes(0.3),
      incidents_seen_singly: draw.yes(0.7),
      became_used_to_it: draw.yes(0.6),
      parents_believed: draw.yes(0.65),
      theme_thresholds: draw.yes(0.55),
      theme_workload: draw.yes(0.5),
      theme_supervision: draw.yes(0.6),
      theme_information: draw.yes(0.75),
      theme_reorganisation: draw.seldomMissing(draw.yes(0.35), 0.15),
      theme_roles: draw.yes(0.4),
      social_workers: draw.seldomMissing(String(draw.whole(1, 11)), 0.15),
      social_workers_changed: draw.seldomMissing(draw.yes(0.55), 0.1),
      unallocated_period: draw.seldomMissing(draw.yes(0.3), 0.2),
      child_seen_alone: baby ? "-7" : draw.pick({ never: 5, seldom: 5, regularly: 2 }),
      child_voice: draw.pick({ absent: 9, through_adults: 7, direct: 4 }),
      father_overlooked: draw.yes(0.65),
    };
  });
  return { reviews: marked(records) };
}
