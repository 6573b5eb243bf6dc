import { ageInYears } from "../../../data-dictionary/dates/day.ts";
import { childStory } from "../../timeline/child-story.ts";
import type { DerivedStudy, OutcomeResult, PatternResult } from "../derive-study.ts";
import { Citations, type NoteRecords } from "./citations.ts";
import type { NoteSection } from "./note-section.ts";
import { authorityWords, tellLife, tellWho } from "./tell-child.ts";
import { tellOutcome } from "./tell-outcome.ts";
import { tellPattern } from "./tell-pattern.ts";
import { amount, dayWords, listWords } from "./words.ts";

/** A note on one child or family that can stand in a case review; case-level, never for release. */
export interface CaseNote {
  /** Who it is about, in a sentence or two, without an identifier. */
  readonly who: string;
  readonly sections: readonly NoteSection[];
  /** The records behind the numbers in square brackets. */
  readonly records: readonly NoteRecords[];
}

/** Which outcomes and patterns a note is to explain. */
export interface NoteScope {
  readonly outcomes: readonly OutcomeResult[];
  readonly patterns: readonly PatternResult[];
}

/**
 * A note on one child: who, what happened with its dates, and for each outcome the rule that decided, the
 * facts that settled it and the rules that failed before, each with the records behind it. No free text and
 * no identifier is quoted.
 *
 * @param child - The child's number.
 */
export function childNote(derived: DerivedStudy, child: number, scope: NoteScope): CaseNote {
  const cite = new Citations(derived);
  const family = derived.time.families.of[child] as number;
  const who = tellWho(derived, child, cite);
  const life = tellLife(derived, child, cite);
  const sections = [
    ...(life === null ? [] : [life]),
    ...scope.outcomes.map((each) =>
      tellOutcome(
        derived,
        each,
        { unit: each.unit, row: each.unit === "child" ? child : family },
        cite,
      ),
    ),
    ...scope.patterns.map((each) => tellPattern(derived, each, family, cite)),
  ];
  return { who, sections, records: cite.list() };
}

/**
 * A note on one family: its children's ages, and why it has its patterns and outcomes.
 *
 * @param family - The family's number.
 */
export function familyNote(derived: DerivedStudy, family: number, scope: NoteScope): CaseNote {
  const cite = new Citations(derived);
  const { time } = derived;
  const children = Array.from(time.families.of.keys()).filter(
    (child) => time.families.of[child] === family,
  );
  const stories = children.map((child) => childStory(time, child));
  const ages = stories.flatMap(({ birth, index }) =>
    birth === null || index === null ? [] : [ageInYears(birth, index)],
  );
  const days = [...new Set(stories.flatMap(({ index }) => (index === null ? [] : [index])))].sort(
    (a, b) => a - b,
  );
  const authority = derived.families.columns.get(derived.study.config.columns.authority);
  const place =
    authority?.kind === "categorical"
      ? authority.levels[authority.codes[family] as number]?.label
      : undefined;
  const mark = cite.mark(children.map((row) => ({ table: "children", row })));
  const who = [
    `A family${place === undefined ? "" : ` of ${authorityWords(place)}`} with ${amount(children.length, "child", "children")} in the study`,
    ...(ages.length === 0 || days.length === 0
      ? []
      : [
          `aged ${listWords(ages.sort((a, b) => a - b).map(String))} at ${children.length === 1 ? "the index return" : "their index returns"} on ${listWords(days.map(dayWords))}`,
        ]),
  ].join(", ");
  const sections = [
    ...scope.outcomes
      .filter((each) => each.unit === "family")
      .map((each) => tellOutcome(derived, each, { unit: "family", row: family }, cite)),
    ...scope.patterns.map((each) => tellPattern(derived, each, family, cite)),
  ];
  return { who: `${who}${mark}.`, sections, records: cite.list() };
}
