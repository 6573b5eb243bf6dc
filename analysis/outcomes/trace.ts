import { isoDate } from "../../data-dictionary/dates/day.ts";
import type { LogicScope } from "../../data-dictionary/logic/compile-condition.ts";
import {
  type ConditionExplanation,
  explainCondition,
} from "../../data-dictionary/logic/explain-condition.ts";
import { missingReason } from "../../data-dictionary/table/column.ts";
import { missingLabels } from "../../data-dictionary/table/missing.ts";
import { childStory } from "../timeline/child-story.ts";
import type { RecordReference } from "../timeline/record-reference.ts";
import { openEnd } from "../timeline/timelines.ts";
import type { DerivedStudy, OutcomeResult, PatternResult } from "./derive-study.ts";
import { becauseText, ruleConstants } from "./rule-runner.ts";

/** Where a record stands: file, row, and the page of the case file if it is known. */
export interface RecordPlace {
  readonly file: string;
  readonly row: number;
  readonly page: string | null;
}

/** A record behind a value: where it stands, and its dates and codes in words. Never free text. */
export interface TraceRecord extends RecordPlace {
  readonly words: string;
}

/** One row of a decision table as it was tried for one child. */
export interface TriedRow {
  readonly number: number;
  readonly holds: boolean | null;
  readonly because: string;
  readonly parts: readonly ConditionExplanation[];
}

/** A fact used, with its meaning and the records behind it. */
export interface TracedFact {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly meaning: string;
  readonly records: readonly TraceRecord[];
}

/** Why a child or family has the value it has. */
export interface Trace {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly valueLabel: string;
  readonly version: number;
  readonly file: string;
  /** The words of the row that decided, or what was missing. */
  readonly because: string;
  readonly tried: readonly TriedRow[];
  readonly facts: readonly TracedFact[];
}

/**
 * Why a row has its value for an outcome: the rows of the table tried up to the one that decided, each
 * condition with the values it saw, the facts used and the records behind them.
 *
 * @param row - Number of the child (or of the family for a family's outcome).
 */
export function traceOutcome(derived: DerivedStudy, outcome: OutcomeResult, row: number): Trace {
  const data = outcome.unit === "child" ? derived.children : derived.families;
  const { rule, conditions } = outcome.prepared;
  const constants = ruleConstants(rule);
  const scope: LogicScope = { columns: data.columns, constants };
  const decided = outcome.decidedBy[row] as number;
  const last = decided < 0 ? conditions.length : decided;
  const tried: TriedRow[] = [];
  const used = new Set<string>();
  for (let place = 0; place < rule.first_match.length && place <= last; place++) {
    const written = rule.first_match[place] as (typeof rule.first_match)[number];
    const condition = conditions[place];
    const parts =
      condition === undefined
        ? []
        : explainCondition(condition.text, condition.condition, scope, row);
    for (const part of parts) for (const value of part.values) used.add(value.field);
    const holds =
      condition === undefined
        ? true
        : place === decided
          ? true
          : decided < 0 && place === openPlace(outcome, row, scope)
            ? null
            : false;
    tried.push({
      number: place + 1,
      holds,
      because: becauseText(written.because, constants),
      parts,
    });
    if (holds !== false) break;
  }
  const code = outcome.column.codes[row] as number;
  const level = outcome.column.levels[code];
  const open = tried.at(-1);
  const missing = open?.parts.flatMap((part) => part.values.filter((value) => value.missing)) ?? [];
  return {
    name: outcome.name,
    label: outcome.label,
    value: level?.value ?? "",
    valueLabel: level?.label ?? "",
    version: outcome.version,
    file: rule.file,
    because:
      decided < 0
        ? `Cannot be decided: ${missing.map((value) => `${value.field} is ${value.value}`).join("; ")}`
        : (tried.at(-1)?.because ?? ""),
    tried,
    facts: [...used].flatMap((name) => tracedFact(derived, outcome.unit, name, row)),
  };
}

/** The first condition that a missing value leaves open. */
function openPlace(outcome: OutcomeResult, row: number, scope: LogicScope): number {
  return outcome.prepared.conditions.findIndex(({ text, condition }) => {
    const parts = explainCondition(text, condition, scope, row);
    return (
      parts.some((part) => part.truth === null) && !parts.every((part) => part.truth === false)
    );
  });
}

function tracedFact(
  derived: DerivedStudy,
  unit: "child" | "family",
  name: string,
  row: number,
): TracedFact[] {
  const data = unit === "child" ? derived.children : derived.families;
  const column = data.columns.get(name);
  if (column === undefined) return [];
  const fact = unit === "child" ? derived.facts.find((each) => each.name === name) : undefined;
  const reason = missingReason(column, row);
  const value =
    reason !== 0
      ? missingLabels[reason].toLowerCase()
      : column.kind === "categorical"
        ? (column.levels[column.codes[row] as number]?.label ?? "")
        : column.kind === "numeric"
          ? `${column.values[row]}${column.unit === undefined ? "" : ` ${column.unit}`}`
          : column.kind === "date"
            ? isoDate(column.days[row] as number)
            : "";
  const records =
    fact === undefined
      ? []
      : fact.records(childStory(derived.time, row)).map((each) => recordInWords(derived, each));
  return [{ name, label: column.label, value, meaning: fact?.meaning ?? "", records }];
}

/** A record as a reader of the file would say it: dates, setting or type, and where it (first) stands. */
export function recordInWords(derived: DerivedStudy, reference: RecordReference): TraceRecord {
  const [place] = recordPlaces(derived, reference);
  return {
    file: place?.file ?? reference.table,
    row: place?.row ?? reference.row + 2,
    page: place?.page ?? null,
    words: wordsOf(derived, reference),
  };
}

/** Where a record stands in the study's files: one line, or several that were joined to it; none for a row made in memory. */
export function recordPlaces(derived: DerivedStudy, reference: RecordReference): RecordPlace[] {
  const { table: name, row } = reference;
  const table =
    name === "families" && derived.study.tables.has("families")
      ? derived.families
      : derived.study.tables.get(name);
  const pages = table?.columns.get("source_page");
  const page = pages?.kind === "text" ? (pages.values[row] ?? null) : null;
  const joined = table?.records?.[row];
  if (joined !== undefined) return joined.map((each) => ({ ...each, page }));
  const line = table?.lines?.[row];
  const file = derived.study.config.tables[name]?.file;
  return line === undefined || file === undefined ? [] : [{ file, row: line, page }];
}

function wordsOf(derived: DerivedStudy, { table: name, row }: RecordReference): string {
  const { spells, events, ratings } = derived.time;
  const level = (
    column: { codes: Int32Array; levels: readonly { label: string }[] } | null,
  ): string => (column === null ? "" : (column.levels[column.codes[row] as number]?.label ?? ""));
  switch (name) {
    case "placements": {
      const end = spells.end[row] as number;
      return `${isoDate(spells.start[row] as number)} to ${end === openEnd ? "no end on record" : isoDate(end)}: ${level(spells.setting)}`;
    }
    case "events":
      return [
        eventDate(events, row),
        level(events.type),
        level(events.category),
        level(events.outcome),
      ]
        .filter((part) => part !== "")
        .join(", ");
    case "ratings":
      return `${level(ratings.item)} ${isoDate(ratings.from[row] as number)} to ${isoDate(ratings.to[row] as number)}: ${level(ratings.value)}${ratings.coder === null ? "" : ` (${level(ratings.coder)})`}`;
    default:
      return "the child's own row";
  }
}

/** The date of an event as far as it is known: a day, a month, a quarter or a year. */
function eventDate({ table, day }: DerivedStudy["time"]["events"], row: number): string {
  const text = isoDate(day[row] as number);
  const precision = table?.columns.get("date_precision");
  if (precision?.kind !== "categorical") return text;
  switch (precision.levels[precision.codes[row] as number]?.value) {
    case "month":
      return `${text.slice(0, 7)} (month only)`;
    case "quarter":
      return `${text.slice(0, 4)}-Q${Math.ceil(Number(text.slice(5, 7)) / 3)} (quarter only)`;
    case "year":
      return `${text.slice(0, 4)} (year only)`;
    default:
      return text;
  }
}

/** Why a family has its pattern. */
export function tracePattern(derived: DerivedStudy, pattern: PatternResult, family: number): Trace {
  const judgement = pattern.judgements[family];
  const value = judgement?.value ?? "";
  const fit = judgement?.fit;
  const runnerUp = judgement?.runnerUp;
  return {
    name: pattern.name,
    label: pattern.label,
    value,
    valueLabel: pattern.labels[value] ?? value,
    version: pattern.version,
    file: pattern.rule.file,
    because: `${judgement?.because ?? ""}${fit === null || fit === undefined ? "" : ` (fits ${Math.round(fit * 100)}% of the rated time)`}${runnerUp === null || runnerUp === undefined ? "" : `; next best ${pattern.labels[runnerUp.value] ?? runnerUp.value}, ${Math.round(runnerUp.fit * 100)}%`}`,
    tried: [],
    facts: [
      {
        name: pattern.rule.item,
        label: `Ratings of ${pattern.label.toLowerCase()}`,
        value: `${judgement?.rows.length ?? 0} rated periods`,
        meaning: `Judged for the whole family by the ${pattern.method} method.`,
        records: (judgement?.rows ?? []).map((row) =>
          recordInWords(derived, { table: "ratings", row }),
        ),
      },
    ],
  };
}
