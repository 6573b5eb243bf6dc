import type { Level } from "../../../data-dictionary/table/column.ts";
import type { ChildStory } from "../../timeline/child-story.ts";
import type { RecordReference } from "../../timeline/record-reference.ts";
import { type Fact, notRecorded } from "../fact.ts";
import { amount } from "../note/words.ts";

/** The four levels of well-being, lowest first. */
export const wellbeingLevels: readonly Level[] = [
  { value: "very_poor", label: "Very poor" },
  { value: "poor", label: "Poor" },
  { value: "satisfactory", label: "Satisfactory" },
  { value: "good", label: "Good" },
];
const dimensionPrefix = "wellbeing_";

/**
 * The rows of a child's ratings of one item by the coder whose word counts: the agreed value if there is
 * one, else the first coder in name order; the latest period first.
 */
function ratingRows(story: ChildStory, matches: (item: string) => boolean): number[] {
  const { byChild, item, coder, to } = story.time.ratings;
  const rows: number[] = [];
  for (
    let at = byChild.start[story.child] as number;
    at < (byChild.start[story.child + 1] as number);
    at++
  ) {
    const row = byChild.rows[at] as number;
    if (matches(item?.levels[item.codes[row] as number]?.value ?? "")) rows.push(row);
  }
  const coderOf = (row: number): string => coder?.levels[coder.codes[row] as number]?.value ?? "";
  const rank = (name: string): string => (name === "agreed" || name === "consensus" ? "" : name);
  const first = rows.map((row) => rank(coderOf(row))).sort()[0];
  return rows
    .filter((row) => rank(coderOf(row)) === first)
    .sort((a, b) => (to[b] as number) - (to[a] as number));
}

const references = (rows: readonly number[]): RecordReference[] =>
  rows.map((row) => ({ table: "ratings", row }));

function levelOf(story: ChildStory, row: number): string | null {
  const { value } = story.time.ratings;
  const code = value?.codes[row] ?? -1;
  return code < 0 ? null : (value?.levels[code]?.value ?? null);
}

export const wellbeingJudged: Fact = {
  name: "wellbeing_judged",
  label: "Overall judgement of well-being",
  meaning:
    "The latest overall rating of the child's well-being; the agreed rating where coders differ.",
  levels: wellbeingLevels,
  ordered: true,
  sensitive: true,
  of: (story) => {
    const [row] = ratingRows(story, (item) => item === "wellbeing");
    const value = row === undefined ? null : levelOf(story, row);
    return value !== null && wellbeingLevels.some((level) => level.value === value)
      ? value
      : notRecorded;
  },
  records: (story) => references(ratingRows(story, (item) => item === "wellbeing").slice(0, 1)),
  tell: (value) =>
    `the overall judgement of the child's well-being is ${(wellbeingLevels.find((level) => level.value === value)?.label ?? String(value)).toLowerCase()}`,
  absence: () => "no overall judgement of the child's well-being is on record",
};

function dimensionScores(story: ChildStory): number[] {
  const seen = new Set<string>();
  const { item } = story.time.ratings;
  return ratingRows(story, (name) => name.startsWith(dimensionPrefix)).flatMap((row) => {
    const name = item?.levels[item.codes[row] as number]?.value ?? "";
    const place = wellbeingLevels.findIndex((level) => level.value === levelOf(story, row));
    if (place < 0 || seen.has(name)) return [];
    seen.add(name);
    return [place + 1];
  });
}

export const wellbeingDimensions: Fact = {
  name: "wellbeing_dimensions",
  label: "Dimensions of well-being that were rated",
  meaning: "How many dimensions (health, education and so on) have a rating.",
  unit: "dimensions",
  of: (story) => (story.time.ratings.table === null ? notRecorded : dimensionScores(story).length),
  records: (story) => references(ratingRows(story, (item) => item.startsWith(dimensionPrefix))),
  tell: (count) => `${amount(Number(count), "dimension is", "dimensions are")} rated`,
};

const medianWords = (place: number | string): string =>
  (wellbeingLevels[Number(place) - 1]?.label ?? String(place)).toLowerCase();

export const wellbeingMedian: Fact = {
  name: "wellbeing_median",
  label: "Middle rating over the dimensions",
  meaning:
    "The median of the rated dimensions, 1 very poor to 4 good; of an even number, the lower of the middle two.",
  of: (story) => {
    const scores = dimensionScores(story).sort((a, b) => a - b);
    return scores[Math.floor((scores.length - 1) / 2)] ?? notRecorded;
  },
  records: wellbeingDimensions.records,
  tell: (place) => `the middle rating of the dimensions is ${medianWords(place)}`,
  asked: medianWords,
};
