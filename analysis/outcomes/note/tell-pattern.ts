import { type RatedPeriod, ratedPeriods } from "../../case-management/rated-periods.ts";
import { lowerFirst } from "../../figures/number-words.ts";
import type { RecordReference } from "../../timeline/record-reference.ts";
import { openEnd } from "../../timeline/timelines.ts";
import type { DerivedStudy, PatternResult } from "../derive-study.ts";
import type { Citations } from "./citations.ts";
import type { NoteSection } from "./note-section.ts";
import { amount, dayWords, lengthWords } from "./words.ts";

/** Why a family has its pattern: the phases, what was rated in each, and how well the pattern fits. */
export function tellPattern(
  derived: DerivedStudy,
  pattern: PatternResult,
  family: number,
  cite: Citations,
): NoteSection {
  const judgement = pattern.judgements[family];
  const value = judgement?.value ?? "not_determinable";
  const label = pattern.labels[value] ?? "Not determinable";
  const heading = `${pattern.label}: ${lowerFirst(label)}`;
  const source = `${pattern.rule.file} (version ${pattern.version}, ${pattern.method} method)`;
  const references = (rows: readonly number[]): RecordReference[] =>
    rows.map((row) => ({ table: "ratings", row }));
  const periods = ratedPeriods(derived.time, family, pattern.rule.item);
  if (judgement === undefined || judgement.fit === null) {
    return {
      heading,
      lines: [
        `Cannot be judged by ${source}: ${lowerFirst(judgement?.because ?? "nothing was rated")}${cite.mark(references(periods.map((each) => each.row)))}.`,
      ],
    };
  }
  const meaning = pattern.rule.meanings?.[value];
  const lines = [
    `Judged for the whole family by ${source}.${meaning === undefined ? "" : ` ${meaning}`}`,
  ];
  const boundary = judgement.switchDay;
  if (boundary === null) lines.push(...phase("Throughout", periods, cite, references));
  else {
    const named =
      pattern.method === "two-phase"
        ? `the ${pattern.rule.boundary.months === 0 ? "earliest index return of its children" : "boundary"}`
        : "the switch that fits best";
    lines.push(
      ...phase(
        `Before ${dayWords(boundary)} (${named})`,
        clip(periods, -openEnd, boundary),
        cite,
        references,
      ),
      ...phase("From then on", clip(periods, boundary, openEnd), cite, references),
    );
  }
  const percent = (share: number): string => `${Math.round(share * 100)}%`;
  const needed = Number(pattern.rule.parameters.mixed_below ?? pattern.rule.mixed_below);
  const next = judgement.runnerUp;
  lines.push(
    `The ${value === "mixed" ? "best single pattern" : "pattern"} agrees with ${percent(judgement.fit)} of the rated time; below ${percent(needed)} a case is called mixed.${next === null ? "" : ` Next best: ${lowerFirst(pattern.labels[next.value] ?? next.value)}, ${percent(next.fit)}.`}`,
  );
  return { heading, lines };
}

function clip(periods: readonly RatedPeriod[], from: number, to: number): RatedPeriod[] {
  return periods.flatMap((each) => {
    const own = { ...each, from: Math.max(each.from, from), to: Math.min(each.to, to) };
    return own.to > own.from ? [own] : [];
  });
}

/** A phase in a sentence: how much of the rated time was proactive, and the stretches of each value. */
function phase(
  name: string,
  periods: readonly RatedPeriod[],
  cite: Citations,
  references: (rows: readonly number[]) => RecordReference[],
): string[] {
  if (periods.length === 0) return [`• ${name}: nothing was rated.`];
  let proactive = 0;
  let rated = 0;
  const runs: { from: number; to: number; proactive: boolean }[] = [];
  for (const each of periods) {
    rated += each.to - each.from;
    if (each.proactive) proactive += each.to - each.from;
    const run = runs.at(-1);
    if (run?.proactive === each.proactive && run.to >= each.from - 1) run.to = each.to;
    else runs.push({ from: each.from, to: each.to, proactive: each.proactive });
  }
  const stretches = runs.map(
    (run) =>
      `${run.proactive ? "proactive" : "passive"} from ${dayWords(run.from)}${run.to >= openEnd ? " on" : ` to ${dayWords(run.to)}`}`,
  );
  const share = `proactive for ${Math.round((100 * proactive) / rated)}% of ${lengthWords(0, Math.min(rated, 36500))} rated`;
  return [
    `• ${name}: ${runs.length === 1 ? stretches[0] : `${share}: ${stretches.join(", ")}`}${cite.mark(references(periods.map((each) => each.row)))} (${amount(periods.length, "rating")}).`,
  ];
}
