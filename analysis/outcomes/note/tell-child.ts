import { ageInYears } from "../../../data-dictionary/dates/day.ts";
import type { CategoricalColumn } from "../../../data-dictionary/table/column.ts";
import { lowerFirst, upperFirst } from "../../figures/number-words.ts";
import type { ChildStory } from "../../timeline/child-story.ts";
import { childStory } from "../../timeline/child-story.ts";
import { ownEvents } from "../../timeline/child-timeline.ts";
import { endOfIndexReturn, failedReturnPlaces, returnPlaces } from "../../timeline/returns.ts";
import { settingPhrases } from "../../timeline/setting-phrases.ts";
import type { Stay } from "../../timeline/stays.ts";
import { openEnd } from "../../timeline/timelines.ts";
import type { DerivedStudy } from "../derive-study.ts";
import type { Citations } from "./citations.ts";
import type { NoteSection } from "./note-section.ts";
import { amount, dayWords, lengthWords, listWords } from "./words.ts";

/** What the study calls its index event, as it follows "the". */
const indexName = (derived: DerivedStudy): string =>
  derived.study.config.source === "ssda903" ? "first return home on record" : "index return";

/** Who the child is: sex, age, authority, brothers and sisters. No identifier but the one asked for. */
export function tellWho(derived: DerivedStudy, child: number, cite: Citations): string {
  const story = childStory(derived.time, child);
  const unit = derived.time.children.unit;
  const sex = levelLabel(derived, "sex", child)?.toLowerCase();
  const noun =
    unit !== "child"
      ? `a ${unit}${sex === undefined ? "" : ` about a ${sex}`}`
      : sex === "boy" || sex === "male"
        ? "a boy"
        : sex === "girl" || sex === "female"
          ? "a girl"
          : "a child";
  const authority = levelLabel(derived, derived.study.config.columns.authority, child);
  const ages: string[] = [];
  const { birth, index, followUp } = story;
  if (birth !== null && index !== null) {
    ages.push(
      `aged ${ageInYears(birth, index)} at the ${indexName(derived)} on ${dayWords(index)}`,
    );
    if (followUp !== null) {
      const past = followUp > derived.time.recordEnds;
      ages.push(
        past
          ? `with a follow-up, to ${dayWords(followUp)}, that the record does not reach`
          : `${ageInYears(birth, followUp)} at follow-up on ${dayWords(followUp)}`,
      );
    }
  } else if (birth !== null) {
    const first = story.stays[0]?.start;
    if (first !== undefined) ages.push(`aged ${ageInYears(birth, first)} when the record begins`);
  } else ages.push(...ageGiven(derived, child));
  if (birth === null && index !== null)
    ages.push(`with the ${indexName(derived)} on ${dayWords(index)}`);
  if (derived.study.config.source === "ssda903" && index === null)
    ages.push("with no return home on record");
  const parts = [
    ...(authority === undefined ? [] : [authorityWords(authority)]),
    ...(ages.length === 0 ? [] : [listWords(ages)]),
  ];
  if (unit !== "child" && ages.length === 0) parts.push(...firstAnswers(derived, child));
  const who = `${upperFirst(noun)}${parts.length === 0 ? "" : `, ${parts.join(", ")}`}${cite.mark([{ table: "children", row: child }])}.`;
  return unit === "child" ? `${who} ${siblingWords(derived, child)}`.trim() : who;
}

/** An authority as it stands in a sentence: a letter or code alone needs the word. */
export const authorityWords = (label: string): string =>
  label.length <= 4 ? `authority ${label}` : label;

function siblingWords(derived: DerivedStudy, child: number): string {
  const { families, familiesKnown } = derived.time;
  if (!familiesKnown) return "";
  const others = families.of.reduce(
    (sum, family) => sum + (family === families.of[child] ? 1 : 0),
    -1,
  );
  return others === 0
    ? "No brother or sister is in the study."
    : `${upperFirst(others === 1 ? "one brother or sister is" : `${others} brothers or sisters are`)} in the study too.`;
}

/** The age as the table gives it, where there is no date of birth. */
function ageGiven(derived: DerivedStudy, child: number): string[] {
  for (const name of ["age_years", "age_group"]) {
    const column = derived.children.columns.get(name);
    if (column?.kind === "numeric" && !Number.isNaN(column.values[child]))
      return [`aged ${column.values[child]}`];
    const label = levelLabel(derived, name, child);
    if (label !== undefined) return [`the child's age ${lowerFirst(label)}`];
  }
  return [];
}

/** The first answers of a row that is no child: enough to know it by. */
function firstAnswers(derived: DerivedStudy, row: number): string[] {
  return [...derived.time.children.columns.values()]
    .flatMap((column) => {
      const label =
        column.kind === "categorical"
          ? column.levels[column.codes[row] as number]?.label
          : undefined;
      return label === undefined || column.name === derived.study.config.columns.authority
        ? []
        : [`${lowerFirst(column.label)}: ${lowerFirst(label)}`];
    })
    .slice(0, 2);
}

const levelLabel = (derived: DerivedStudy, name: string, row: number): string | undefined => {
  const column = derived.children.columns.get(name);
  return column?.kind === "categorical"
    ? column.levels[column.codes[row] as number]?.label
    : undefined;
};

/** What happened to the child: every stay up to follow-up, what became of the return, the chronology in brief. */
export function tellLife(
  derived: DerivedStudy,
  child: number,
  cite: Citations,
): NoteSection | null {
  const story = childStory(derived.time, child);
  if (story.stays.length === 0) return null;
  const until = Math.min(story.followUp ?? openEnd, derived.time.recordEnds);
  const shown = story.stays.filter((stay) => stay.start <= until);
  const later = story.stays.length - shown.length;
  const stays = shown.map((stay) => `• ${stayWords(derived, story, stay, until, cite)}`);
  const chronology = tellEvents(derived, child, until, cite);
  return {
    heading: "What happened",
    lines: [
      ...stays,
      ...(later === 0
        ? []
        : [
            `${upperFirst(amount(later, "later stay is", "later stays are"))} on record, after follow-up.`,
          ]),
      ...returnWords(derived, story),
      ...(chronology === null ? [] : [chronology]),
    ],
  };
}

function stayWords(
  derived: DerivedStudy,
  story: ChildStory,
  stay: Stay,
  until: number,
  cite: Citations,
): string {
  const { recordEnds } = derived.time;
  const goesOn = stay.end > until || stay.end >= recordEnds;
  const isIndex = story.stays[story.indexStay] === stay;
  const legal = legalWords(derived, stay);
  const where = settingPhrases[stay.setting] ?? settingPhrases.other;
  const cut = Math.min(stay.end, until);
  const period = goesOn
    ? `From ${dayWords(stay.start)}`
    : `${dayWords(stay.start)} to ${dayWords(stay.end)}`;
  const length = cut > stay.start ? `, ${lengthWords(stay.start, cut)}` : "";
  const state = !goesOn
    ? endWords(derived, stay)
    : story.followUp !== null && until === story.followUp
      ? `; still there at follow-up${length}`
      : until === recordEnds || stay.end >= recordEnds
        ? `; still there when the record ends${length}`
        : "; no end on record";
  return `${period}${goesOn ? "" : length}: ${where}${legal}${isIndex ? ` (the ${indexName(derived)})` : ""}${state}${cite.mark(stay.rows.map((row) => ({ table: "placements", row })))}.`;
}

/** The legal statuses of a stay in turn. */
function legalWords(derived: DerivedStudy, stay: Stay): string {
  const column = derived.time.spells.table?.columns.get("legal_status");
  const labels = stay.rows.flatMap((row) => {
    const level = rowLevel(column?.kind === "categorical" ? column : null, row);
    return level === undefined || level.value === "none" ? [] : [lowerFirst(level.label)];
  });
  const inTurn = labels.filter((label, place) => label !== labels[place - 1]);
  return inTurn.length === 0 ? "" : `, ${inTurn.join(", then ")}`;
}

function endWords(derived: DerivedStudy, stay: Stay): string {
  const table = derived.time.spells.table;
  const row = stay.rows.at(-1) ?? -1;
  const of = (name: string) => {
    const column = table?.columns.get(name);
    return rowLevel(column?.kind === "categorical" ? column : null, row);
  };
  const reason = of("end_reason");
  const planned = of("planned");
  if (reason === undefined) return "";
  const words = lowerFirst(reason.label).replaceAll("_", " ");
  const how = planned === undefined ? "" : planned.value === "1" ? ", planned" : ", not planned";
  return `; ended: ${words}${/planned/.test(words) ? "" : how}`;
}

const rowLevel = (column: CategoricalColumn | null, row: number) =>
  column?.levels[column.codes[row] as number];

function returnWords(derived: DerivedStudy, story: ChildStory): string[] {
  if (story.index === null || story.followUp === null) return [];
  const last = endOfIndexReturn(story);
  const name = indexName(derived);
  const became =
    last === null
      ? `No stay with a parent begins within a week of the ${name}, so what became of it is not known.`
      : last.how === "broke_down" && last.day <= story.followUp
        ? `The ${name} broke down on ${dayWords(last.day)}, after ${lengthWords(story.index, last.day)}.`
        : last.day > story.followUp || last.how === "goes_on"
          ? `The ${name} had not broken down ${story.followUp <= story.time.recordEnds ? "by follow-up" : "when the record ends"}.`
          : `The ${name} was seen to ${dayWords(last.day)} only; nothing says that the child left.`;
  const returns = returnPlaces(story).length;
  const failed = failedReturnPlaces(story).length;
  const counts =
    returns === 1
      ? "It is the only return home on record by then."
      : returns === 0
        ? ""
        : `In all ${amount(returns, "return")} home are on record by then, ${failed === 0 ? "none of which" : failed === returns ? "each of which" : `${failed} of which`} broke down.`;
  return [`${became} ${counts}`.trim()];
}

/** The chronology of the child and the whole family up to follow-up: how many of each kind, and when. */
function tellEvents(
  derived: DerivedStudy,
  child: number,
  until: number,
  cite: Citations,
): string | null {
  const { events } = derived.time;
  const { own, siblingEvents } = ownEvents(derived.time, child);
  const rows = own.filter((row) => (events.day[row] as number) <= until);
  if (rows.length === 0) return null;
  const kinds = new Map<string, { label: string; days: number[] }>();
  for (const row of rows) {
    const level = rowLevel(events.type, row);
    if (level === undefined) continue;
    const kind = kinds.get(level.value) ?? { label: level.label, days: [] };
    kind.days.push(events.day[row] as number);
    kinds.set(level.value, kind);
  }
  const told = [...kinds.values()].map(({ label, days }) => {
    const name = lowerFirst(label).replaceAll("_", " ");
    const [first, last] = [days[0] as number, days.at(-1) as number];
    return days.length === 1
      ? `${name} (${dayWords(first)})`
      : `${name} (${days.length}, ${dayWords(first)} to ${dayWords(last)})`;
  });
  const siblings =
    siblingEvents === 0
      ? ""
      : ` ${upperFirst(amount(siblingEvents, "record", "records"))} about a brother or sister alone ${siblingEvents === 1 ? "is" : "are"} left out.`;
  const whose = derived.time.familiesKnown ? "the child and the family" : "the child";
  return `In the chronology of ${whose}${until === openEnd ? "" : " by then"}: ${told.join("; ")}${cite.mark(rows.map((row) => ({ table: "events", row })))}.${siblings}`;
}
