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
