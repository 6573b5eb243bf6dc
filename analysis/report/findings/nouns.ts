import type { Results } from "../results/results.ts";
import { bind, type Sentence } from "./sentence.ts";

/** The words for what is counted, for one and for many. */
export interface Noun {
  readonly one: string;
  readonly many: string;
}

const nouns: Readonly<Record<string, Noun>> = {
  child: { one: "child", many: "children" },
  family: { one: "family", many: "families" },
  authority: { one: "authority", many: "authorities" },
  case: { one: "case", many: "cases" },
  review: { one: "review", many: "reviews" },
  row: { one: "row", many: "rows" },
  year: { one: "year", many: "years" },
};

/**
 * The words for a unit.
 *
 * @example
 * nounOf("child").many // => "children"
 * @example
 * nounOf("placement").many // => "placements"
 */
export function nounOf(unit: string): Noun {
  return nouns[unit] ?? { one: unit, many: `${unit}s` };
}

/**
 * The word for so many of a unit.
 *
 * @example
 * nounFor("child", 1) // => "child"
 */
export function nounFor(unit: string, count: number | string): string {
  const { one, many } = nounOf(unit);
  return count === 1 ? one : many;
}

/** A bound count and what is counted, in the right number: "1 child", "138 children". */
export function quantity(results: Results, path: string, unit: string): Sentence {
  const count = bind(results, "count", path);
  const { one, many } = nounOf(unit);
  return [count, ` ${count.value === 1 ? one : many}`];
}
