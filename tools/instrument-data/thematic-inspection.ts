import { Draw, marked, type Rows } from "./draw.ts";

/** 124 case files of 11 authorities, 78 of them long-term and 26 of those with drift. */
export function thematicInspection(): Record<string, Rows> {
  const draw = new Draw("thematic-inspection");
  const longTerm = 78;
  const drifting = 26;
  const sizes = [12, 11, 11, 12, 11, 11, 11, 12, 11, 11, 11];
  const authorities = sizes.flatMap((size, place) =>
    Array<string>(size).fill("ABCDEFGHIJK"[place] as string),
  );
  // Spread over the authorities, a few of them worse than the rest.
  const order = authorities
    .map((authority, place) => ({
      place,
      key: draw.whole(0, 999) - ("BFH".includes(authority) ? 250 : 0),
    }))
    .sort((a, b) => a.key - b.key)
    .map(({ place }) => place);
  const long = new Set(order.slice(0, longTerm));
  const drift = new Set(order.slice(0, drifting));
  const records = authorities.map((authority, place) => {
    const isLong = long.has(place);
    const hasDrift = drift.has(place);
    const plan = draw.pick(
      hasDrift
        ? { none: 2, weak: 10, adequate: 6, good: 1 }
        : { none: 1, weak: 6, adequate: 12, good: 7 },
    );
    const nonCompliance = draw.yes(hasDrift ? 0.7 : 0.35);
    const asked = (value: string): string => (plan === "none" ? "-7" : value);
    return {
      case_id: `SYN${String(place + 1).padStart(3, "0")}`,
      authority,
      case_type: isLong ? "long_term" : "new",
      plan_type: draw.pick({ child_in_need: 5, protection_plan: 6, looked_after: 2 }),
      age_years: draw.whole(0, 16),
      sex: draw.pick({ boy: 1, girl: 1 }),
      assessment_missed_history: draw.seldomMissing(draw.yes(hasDrift ? 0.55 : 0.27)),
      assessment_missed_impact: draw.seldomMissing(draw.yes(hasDrift ? 0.5 : 0.25)),
      assessment_in_time: draw.yes(0.72),
      assessment_renewed: isLong ? draw.yes(hasDrift ? 0.3 : 0.6) : "-7",
      plan_quality: plan,
      plan_says_what_must_change: asked(draw.yes(plan === "good" ? 0.95 : 0.4)),
      plan_has_dates: asked(draw.yes(plan === "weak" ? 0.3 : 0.7)),
      plan_consequence: asked(draw.yes(plan === "good" ? 0.8 : 0.2)),
      drift: isLong ? (hasDrift ? "1" : "0") : "-7",
      drift_months: hasDrift ? draw.whole(3, 30) : "-7",
      non_compliance: nonCompliance,
      non_compliance_challenged: nonCompliance === "1" ? draw.yes(hasDrift ? 0.25 : 0.6) : "-7",
      engage_mother: draw.pick({ engaged: 3, partly: 4, difficult: 3 }),
      engage_father: draw.pick({ engaged: 2, partly: 3, difficult: 4, "-7": 2 }),
      child_seen_alone: draw.seldomMissing(draw.yes(0.62)),
      child_views: draw.yes(0.58),
      supervision_recorded: draw.yes(hasDrift ? 0.35 : 0.7),
      manager_challenged: draw.yes(hasDrift ? 0.2 : 0.4),
      chair_challenged: draw.yes(hasDrift ? 0.2 : 0.35),
    };
  });
  return { cases: marked(records) };
}
