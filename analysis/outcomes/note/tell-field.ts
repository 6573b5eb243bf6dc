import { isoDate } from "../../../data-dictionary/dates/day.ts";
import { type Column, missingReason } from "../../../data-dictionary/table/column.ts";
import { missingLabels } from "../../../data-dictionary/table/missing.ts";
import { dateWords } from "../../figures/date-words.ts";
import { lowerFirst } from "../../figures/number-words.ts";
import { childStory } from "../../timeline/child-story.ts";
import type { RecordReference } from "../../timeline/record-reference.ts";
import type { DerivedStudy } from "../derive-study.ts";
import type { Citations } from "./citations.ts";

/** Whose value is told: a child's or a family's, by number. */
export interface Subject {
  readonly unit: "child" | "family";
  readonly row: number;
}

/** The variables of the subject's table, facts and outcomes among them. */
export const columnsOf = (derived: DerivedStudy, { unit }: Subject): ReadonlyMap<string, Column> =>
  (unit === "child" ? derived.children : derived.families).columns;

/** What a field holds for the subject, as a clause with the mark of its records. */
export function tellField(
  derived: DerivedStudy,
  subject: Subject,
  name: string,
  cite: Citations,
): string {
  const column = columnsOf(derived, subject).get(name);
  if (column === undefined) return `“${name}” is not known`;
  const fact =
    subject.unit === "child" ? derived.facts.find((each) => each.name === name) : undefined;
  const mark = cite.mark(recordsOf(derived, subject, column));
  const reason = missingReason(column, subject.row);
  if (reason !== 0) {
    const absence = fact?.absence?.(childStory(derived.time, subject.row)) ?? null;
    return `${absence ?? `“${column.label}” is ${missingLabels[reason].toLowerCase()}`}${mark}`;
  }
  const value = valueIn(column, subject.row);
  if (fact?.tell !== undefined) return `${fact.tell(value.raw)}${mark}`;
  return `“${column.label}” is ${value.words}${mark}`;
}

/** The records behind a field: a fact's own, or the row of the table the field stands in. */
export function recordsOf(
  derived: DerivedStudy,
  { unit, row }: Subject,
  column: Column,
): readonly RecordReference[] {
  if (unit === "family") {
    return column.origin === "data" ? [{ table: "families", row }] : [];
  }
  const fact = derived.facts.find((each) => each.name === column.name);
  if (fact !== undefined) return fact.records(childStory(derived.time, row));
  const coded = [...derived.outcomes, ...derived.patterns].some(
    (each) => each.name === column.name,
  );
  if (coded) return [];
  return column.level === "family" && derived.study.tables.has("families")
    ? [{ table: "families", row: derived.time.families.of[row] as number }]
    : [{ table: "children", row }];
}

function valueIn(column: Column, row: number): { raw: number | string; words: string } {
  switch (column.kind) {
    case "categorical": {
      const level = column.levels[column.codes[row] as number];
      return { raw: level?.value ?? "", words: lowerFirst(level?.label ?? "") };
    }
    case "numeric": {
      const value = column.values[row] as number;
      return { raw: value, words: `${value}${column.unit === undefined ? "" : ` ${column.unit}`}` };
    }
    case "date": {
      const iso = isoDate(column.days[row] as number);
      return { raw: iso, words: dateWords(iso) };
    }
    case "text":
      return { raw: "", words: "on record" }; // free text and identifiers are never quoted
  }
}
