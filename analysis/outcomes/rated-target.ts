import { InputError } from "../../data-dictionary/input-error.ts";
import { fieldsOf } from "../../data-dictionary/logic/condition.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import { childStory } from "../timeline/child-story.ts";
import { type RatedRow, ratedRows } from "./coder-view.ts";
import type { DerivedStudy } from "./derive-study.ts";
import { prepareRule, ruleConstants } from "./rule-runner.ts";

/** What is derived, and from which facts. */
export interface RatedTarget {
  readonly label: string;
  readonly unit: "child" | "family";
  readonly ordered: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly unknown: string;
  /** Columns that the rule reads, in the order of its rows. */
  readonly facts: readonly string[];
  /** The item of a pattern's dated ratings. */
  readonly item: string | null;
}

/**
 * The outcome or pattern of a name.
 *
 * @throws {InputError} `unknown-outcome`.
 */
export function targetOf(study: LoadedStudy, derived: DerivedStudy, name: string): RatedTarget {
  for (const rule of study.rules) {
    if ("outcome" in rule && rule.outcome === name) {
      const constants = ruleConstants(rule);
      const facts = prepareRule(rule).conditions.flatMap(({ condition }) => fieldsOf(condition));
      return {
        label: rule.label,
        unit: rule.level,
        ordered: rule.ordered,
        values: rule.values,
        unknown: rule.unknown,
        facts: [...new Set(facts)].filter((fact) => !constants.has(fact)),
        item: null,
      };
    }
    if ("pattern" in rule && rule.pattern === name) {
      const { label, item, unknown } = rule;
      const values = Object.fromEntries(
        Object.entries(rule.values).filter(([value]) => value !== unknown),
      );
      return { label, unit: "family", ordered: false, values, unknown, facts: [item], item };
    }
  }
  const names = [...derived.outcomes, ...derived.patterns].map((each) => each.name);
  const near = nearestName(name, names);
  throw new InputError(
    "unknown-outcome",
    `The study's rules derive no outcome named ${name}.`,
    near === null ? `Outcomes and patterns: ${names.join(", ")}.` : `Did you mean ${near}?`,
  );
}

/** The ratings an outcome hangs on, however many facts, bands and outcomes stand between. */
export function relevantRatings(
  derived: DerivedStudy,
  target: RatedTarget,
): { readonly items: readonly string[]; readonly rows: readonly RatedRow[] } {
  const { study, time } = derived;
  const all = ratedRows(study);
  const names = new Set(all.map((row) => row.item));
  const items = new Set<string>();
  const seen = new Set<string>();
  const walk = (field: string): void => {
    if (seen.has(field)) return;
    seen.add(field);
    if (names.has(field)) items.add(field);
    const { bands, rollups, yes_no: yesNo } = study.config;
    if (bands[field] !== undefined) walk(bands[field].of);
    if (yesNo[field] !== undefined) walk(yesNo[field].of);
    for (const part of rollups[field]?.any ?? []) walk(part);
    for (const rule of study.rules) {
      if ("outcome" in rule && rule.outcome === field) {
        for (const { condition } of prepareRule(rule).conditions) fieldsOf(condition).forEach(walk);
      }
      if ("pattern" in rule && rule.pattern === field) items.add(rule.item);
    }
    const fact = derived.facts.find((each) => each.name === field);
    if (fact === undefined || all.length === 0) return;
    for (let child = 0; child < time.childCount; child++) {
      for (const record of fact.records(childStory(time, child))) {
        const own = record.table === "ratings" ? time.ratings.item : null;
        const item = own?.levels[own.codes[record.row] as number]?.value;
        if (item !== undefined) items.add(item);
      }
    }
  };
  target.facts.forEach(walk);
  if (target.item !== null) items.add(target.item);
  const rows = all.filter((row) => items.has(row.item));
  const rated = new Set(rows.map((row) => row.item));
  return { items: [...items].filter((item) => rated.has(item)).sort(), rows };
}
