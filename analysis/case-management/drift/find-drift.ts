import type { DriftSettings } from "../../../data-dictionary/study/drift-schema.ts";
import type { Timelines } from "../../timeline/timelines.ts";
import type { DriftFinding, DriftIndicator } from "./drift-finding.ts";
import { familyRecords } from "./family-record.ts";
import { assessmentGap } from "./indicators/assessment-gap.ts";
import { closedWithProblems } from "./indicators/closed-with-problems.ts";
import { conditionsBroken } from "./indicators/conditions-broken.ts";
import { planUnchanged } from "./indicators/plan-unchanged.ts";
import { proceedingsLate } from "./indicators/proceedings-late.ts";
import { referralUnanswered } from "./indicators/referral-unanswered.ts";
import { repeatedReturn } from "./indicators/repeated-return.ts";
import { workersChanged } from "./indicators/workers-changed.ts";

/** Every drift indicator, in the order of a case: from the first referral to the court. */
export const driftIndicators: readonly DriftIndicator[] = [
  referralUnanswered,
  assessmentGap,
  planUnchanged,
  conditionsBroken,
  closedWithProblems,
  repeatedReturn,
  proceedingsLate,
  workersChanged,
];

/** How common one indicator is. */
export interface DriftSummary {
  readonly name: string;
  readonly label: string;
  readonly meaning: string;
  readonly practice: string;
  /** Families with at least one finding that holds whatever the partial dates were; null if it cannot be seen. */
  readonly families: number | null;
  /** Families with findings, all of which depend on partial dates. */
  readonly possibleFamilies: number | null;
  readonly findings: number | null;
  /** Why it cannot be seen in this study. */
  readonly notSeen: string | null;
}

/** The drift of a study's families. */
export interface Drift {
  /** "child" where the study does not say who is whose brother or sister. */
  readonly unit: "family" | "child";
  /** Families looked at. */
  readonly n: number;
  readonly settings: DriftSettings;
  /** By linked answers, or by any answering event in time. */
  readonly answersBy: "link" | "time";
  readonly summary: readonly DriftSummary[];
  /** How many indicators families show: at place k, the families with k of them. */
  readonly indicatorsPerFamily: readonly number[];
  readonly findings: readonly DriftFinding[];
}

/**
 * Looks for signs of drift in every family's chronology.
 *
 * Findings dated before the period looked at (`monthsBeforeIndex` before the index return) or after
 * follow-up are left out. An indicator whose events are nowhere in the study is "not seen", not nought.
 */
export function findDrift(time: Timelines, settings: DriftSettings): Drift {
  const records = familyRecords(time, settings);
  const seen = driftIndicators.map((indicator) => whyNotSeen(time, indicator, records.kindCounts));
  const findings: DriftFinding[] = [];
  const perFamily = new Array<number>(driftIndicators.length + 1).fill(0);
  for (let family = 0; family < records.count; family++) {
    const record = records.of(family);
    let shown = 0;
    driftIndicators.forEach((indicator, place) => {
      if (seen[place] !== null) return;
      const own = indicator
        .find(record)
        .filter((finding) => finding.day >= record.from && finding.day <= record.to);
      if (own.some((finding) => finding.certainty === "certain")) shown++;
      findings.push(...own);
    });
    perFamily[shown] = (perFamily[shown] as number) + 1;
  }
  return {
    unit: time.familiesKnown ? "family" : "child",
    n: records.count,
    settings,
    answersBy: records.linked ? "link" : "time",
    summary: driftIndicators.map((indicator, place) =>
      summarise(indicator, settings, findings, seen[place] ?? null),
    ),
    indicatorsPerFamily: perFamily,
    findings,
  };
}

function whyNotSeen(
  time: Timelines,
  { needs }: DriftIndicator,
  counts: Readonly<Record<string, number>>,
): string | null {
  const table = needs.table === "events" ? time.events.table : time.spells.table;
  if (table === null) return `the study has no table of ${needs.table}`;
  const absent = needs.kinds.find((kind) => counts[kind] === 0);
  if (absent === undefined) return null;
  const types = (time.study.config.drift.types[absent] ?? []).join(" or ");
  return `no event of type ${types} is on record`;
}

function summarise(
  { name, label, meaning, practice }: DriftIndicator,
  settings: DriftSettings,
  findings: readonly DriftFinding[],
  notSeen: string | null,
): DriftSummary {
  const own = findings.filter((finding) => finding.indicator === name);
  const certain = new Set(
    own.filter((finding) => finding.certainty === "certain").map((finding) => finding.family),
  );
  const all = new Set(own.map((finding) => finding.family));
  const unseen = notSeen !== null;
  return {
    name,
    label,
    meaning: meaning(settings),
    practice,
    families: unseen ? null : certain.size,
    possibleFamilies: unseen ? null : all.size - certain.size,
    findings: unseen ? null : own.length,
    notSeen,
  };
}
