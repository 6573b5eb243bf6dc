import { InputError } from "../../data-dictionary/input-error.ts";
import type { FamilyIndex } from "../../data-dictionary/table/dataset.ts";

/** What coders, working apart, gave to the same cases: one row a case, one column a coder. */
export interface RatingMatrix {
  readonly cases: number;
  readonly coders: readonly string[];
  /** cases × coders, row by row; a negative code is missing. */
  readonly codes: Int32Array;
  /** Every value a coder could give, used or not; in order where the scale has one. */
  readonly categories: readonly string[];
  /** The number each category stands for, on an interval scale; null where values are only names. */
  readonly scores: Float64Array | null;
  /** How many cases each row stands for; null when each stands for one. */
  readonly frequencies: Float64Array | null;
  /** Which cases are of one family; null when nothing says so. */
  readonly families: FamilyIndex | null;
}

/**
 * Ratings from one list of values for each coder; null is missing.
 *
 * @param values - For each coder a value for each case.
 * @param options - `categories` in their order; without them, the values present, sorted as text, or as
 *   numbers when all are numbers. `interval` reads the categories as numbers.
 * @throws {InputError} `uneven-columns`, `value-not-in-scale`, `not-numeric`.
 * @example
 * ratingMatrix({ A: ["yes", "no"], B: ["yes", null] }).codes // => Int32Array.of(1, 1, 0, -1)
 */
export function ratingMatrix(
  values: Readonly<Record<string, readonly (string | null)[]>>,
  options: {
    readonly categories?: readonly string[];
    readonly interval?: boolean;
    readonly frequencies?: Float64Array | null;
    readonly families?: FamilyIndex | null;
  } = {},
): RatingMatrix {
  const coders = Object.keys(values);
  const columns = Object.values(values);
  const cases = columns[0]?.length ?? 0;
  const present = new Set<string>();
  for (const column of columns) {
    if (column.length !== cases) {
      throw new InputError(
        "uneven-columns",
        `Each coder must have ${cases} values, but one has ${column.length}.`,
      );
    }
    for (const value of column) if (value !== null) present.add(value);
  }
  const categories = options.categories ?? sortedValues([...present]);
  const codeOf = new Map(categories.map((value, code) => [value, code]));
  const codes = new Int32Array(cases * coders.length).fill(-1);
  columns.forEach((column, coder) => {
    column.forEach((value, row) => {
      if (value === null) return;
      const code = codeOf.get(value);
      if (code === undefined) {
        throw new InputError(
          "value-not-in-scale",
          `A coder gave a value that is not one of the ${categories.length} of the scale.`,
          "Name every value of the scale, lowest first, or correct the cell.",
        );
      }
      codes[row * coders.length + coder] = code;
    });
  });
  return {
    cases,
    coders,
    codes,
    categories,
    scores: options.interval === true ? scoresOf(categories) : null,
    frequencies: options.frequencies ?? null,
    families: options.families ?? null,
  };
}

/**
 * Ratings of two coders from their table: rows the first coder's values, columns the second's.
 *
 * @throws {InputError} `bad-count` for a table that is not square or a count below 0.
 * @example
 * ratingsFromTable([[20, 5], [10, 15]]).frequencies // => Float64Array.of(20, 5, 10, 15)
 */
export function ratingsFromTable(
  counts: readonly (readonly number[])[],
  options: { readonly categories?: readonly string[]; readonly interval?: boolean } = {},
): RatingMatrix {
  const size = counts.length;
  const categories = options.categories ?? counts.map((_row, place) => String(place + 1));
  const square = counts.every((row) => row.length === size && row.every((count) => count >= 0));
  if (size === 0 || !square || categories.length !== size) {
    throw new InputError(
      "bad-count",
      "A table of agreement must have as many columns as rows, and counts of at least 0.",
    );
  }
  const codes: number[] = [];
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) codes.push(row, column);
  return {
    cases: size * size,
    coders: ["1", "2"],
    codes: Int32Array.from(codes),
    categories,
    scores: options.interval === true ? scoresOf(categories) : null,
    frequencies: Float64Array.from(counts.flat()),
    families: null,
  };
}

/**
 * Ratings from how many coders put each case into each category. Who gave which is not known, so
 * statistics of named coders (Cohen's kappa, the intraclass correlation) mean nothing here.
 *
 * @throws {InputError} `bad-count` for uneven rows or counts that are not whole.
 * @example
 * ratingsFromCounts([[2, 0], [0, 1]]).codes // => Int32Array.of(0, 0, 1, -1)
 */
export function ratingsFromCounts(
  counts: readonly (readonly number[])[],
  options: { readonly categories?: readonly string[]; readonly interval?: boolean } = {},
): RatingMatrix {
  const size = counts[0]?.length ?? 0;
  const categories = options.categories ?? Array.from({ length: size }, (_, k) => String(k + 1));
  if (
    !counts.every((row) => row.length === size && row.every((c) => Number.isInteger(c) && c >= 0))
  ) {
    throw new InputError(
      "bad-count",
      "Each case must have a whole count of coders in each category.",
    );
  }
  const given = counts.map((row) => row.flatMap((count, code) => Array<number>(count).fill(code)));
  const coders = given.reduce((most, row) => Math.max(most, row.length), 0);
  return {
    cases: counts.length,
    coders: Array.from({ length: coders }, (_, coder) => String(coder + 1)),
    codes: Int32Array.from(
      given.flatMap((row) => Array.from({ length: coders }, (_, at) => row[at] ?? -1)),
    ),
    categories,
    scores: options.interval === true ? scoresOf(categories) : null,
    frequencies: null,
    families: null,
  };
}

/**
 * The same cases with only some of the coders.
 *
 * @example
 * pickCoders(ratingMatrix({ A: ["1"], B: ["2"], C: ["1"] }), [0, 2]).codes // => Int32Array.of(0, 0)
 */
export function pickCoders(ratings: RatingMatrix, places: readonly number[]): RatingMatrix {
  const codes = new Int32Array(ratings.cases * places.length);
  for (let row = 0; row < ratings.cases; row++) {
    places.forEach((place, at) => {
      codes[row * places.length + at] = ratings.codes[
        row * ratings.coders.length + place
      ] as number;
    });
  }
  return { ...ratings, codes, coders: places.map((place) => ratings.coders[place] as string) };
}

/** Values in the order of numbers when all are numbers, else of their text. */
function sortedValues(values: readonly string[]): string[] {
  const numbers = values.every((value) => value.trim() !== "" && Number.isFinite(Number(value)));
  return [...values].sort((a, b) => (numbers ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0));
}

function scoresOf(categories: readonly string[]): Float64Array {
  return Float64Array.from(categories, (value) => {
    const score = Number(value);
    if (value.trim() !== "" && Number.isFinite(score)) return score;
    throw new InputError(
      "not-numeric",
      "An interval scale needs numbers, but some of its values are words.",
      "Use an ordinal scale and name its values, lowest first.",
    );
  });
}
