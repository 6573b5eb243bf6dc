import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn, Level } from "../../data-dictionary/table/column.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { type Bitset, bitsetOf } from "./bitset.ts";

/** One variable of a table, with the level that stands for rows where it is not known. */
export interface TableVariable {
  readonly name: string;
  readonly label: string;
  readonly levels: readonly { readonly value: string; readonly label: string }[];
  /** Are its levels in order, so that only neighbours belong together? */
  readonly ordered?: boolean;
  /** Would it tell something about a child that those who know it may not know? */
  readonly sensitive: boolean;
}

/** The level that rows with a missing value are counted under. */
export const notKnown = { value: "not_known", label: "Not known" } as const;

/**
 * Values that say only that no judgement was made: that nobody has them tells nothing of a child, so that a
 * nought there may be shown where noughts of sensitive variables are hidden.
 */
export const judgementValues: readonly string[] = ["not_determinable", "mixed"];

/** One count of a table: a level for each variable, or null for all of its levels together. */
export interface TableCell {
  readonly coordinates: readonly (number | null)[];
  readonly count: number;
  readonly families: number;
  readonly members: Bitset;
  /** The families of the members; the members themselves where nothing says who is one family. */
  readonly familyMembers: Bitset;
}

/**
 * A table of counts of children (or families) with every margin, and behind each count the set of
 * rows. Each row of the data is in exactly one inner cell, so every total is the sum of its parts.
 */
export interface CountTable {
  readonly id: string;
  readonly title: string;
  /** What is counted: "child" or "family". */
  readonly unit: string;
  /** Which rows: the same words mean the same rows. */
  readonly population: string;
  readonly variables: readonly TableVariable[];
  readonly cells: readonly TableCell[];
}

/**
 * Counts a table over up to three categorical variables, with all margins.
 *
 * Rows with a missing value are counted under "Not known", a level that is there only when needed, so
 * that no total hides how many are missing.
 *
 * @throws {InputError} `too-many-variables` beyond three; `not-categorical`, `unknown-column`.
 * @example
 * countTable(dataset([categoricalColumn("sex", ["boy", "girl", "boy"])]), { id: "t", title: "Sex", variables: ["sex"], population: "children", sensitive: [] }).cells.map((cell) => cell.count) // => [2, 1, 3]
 */
export function countTable(
  data: Dataset,
  options: {
    readonly id: string;
    readonly title: string;
    readonly variables: readonly string[];
    readonly population: string;
    readonly sensitive: readonly string[];
    /** Only these rows; all of them when left out. */
    readonly rows?: Int32Array;
  },
): CountTable {
  if (options.variables.length > 3) {
    throw new InputError("too-many-variables", "A table for release has at most three variables.");
  }
  const columns = options.variables.map((name) => categoricalOf(data, name));
  const variables = columns.map((column): TableVariable => {
    return {
      name: column.name,
      label: column.label,
      levels: tableLevels(column, options.rows),
      ordered: column.ordered,
      sensitive: options.sensitive.includes(column.name),
    };
  });
  const rowsOf = new Map<string, number[]>();
  for (const coordinates of everyCoordinate(variables.map((variable) => variable.levels.length))) {
    rowsOf.set(coordinates.join(), []);
  }
  const own = new Array<number>(columns.length);
  const margins = 1 << columns.length;
  for (const row of options.rows ?? Array(data.rowCount).keys()) {
    columns.forEach((column, index) => {
      const code = column.codes[row] as number;
      own[index] = code < 0 ? column.levels.length : code;
    });
    for (let mask = 0; mask < margins; mask++) {
      const key = own.map((level, index) => (mask & (1 << index) ? null : level)).join();
      rowsOf.get(key)?.push(row);
    }
  }
  const cells = everyCoordinate(variables.map((variable) => variable.levels.length)).map(
    (coordinates): TableCell => {
      const rows = rowsOf.get(coordinates.join()) as number[];
      return {
        coordinates,
        count: rows.length,
        families: data.families === null ? rows.length : distinct(rows, data.families.of),
        members: bitsetOf(rows, data.rowCount),
        familyMembers: bitsetOf(
          data.families === null ? rows : rows.map((row) => data.families?.of[row] as number),
          data.families?.count ?? data.rowCount,
        ),
      };
    },
  );
  return {
    id: options.id,
    title: options.title,
    unit: data.unit,
    population: options.population,
    variables,
    cells,
  };
}

/** The levels of a column in a table: "Not known" too where some rows have no value. */
export function tableLevels(column: CategoricalColumn, rows?: Int32Array): readonly Level[] {
  const missing =
    rows === undefined
      ? column.codes.some((code) => code < 0)
      : rows.some((row) => (column.codes[row] as number) < 0);
  return missing ? [...column.levels, unusedLevel(column.levels)] : column.levels;
}

/** "Not known", in other words when the codebook has an answer of that name. */
function unusedLevel(levels: readonly Level[]): Level {
  const taken = (level: Level): boolean =>
    levels.some((each) => each.value === level.value || each.label === level.label);
  let level: Level = notKnown;
  while (taken(level)) level = { value: `${level.value}_`, label: `${level.label} (missing)` };
  return level;
}

/** Every combination of levels, each variable's "all" (null) last. */
function everyCoordinate(sizes: readonly number[]): (number | null)[][] {
  let combinations: (number | null)[][] = [[]];
  for (const size of sizes) {
    const levels: (number | null)[] = [...Array(size).keys(), null];
    combinations = combinations.flatMap((start) => levels.map((level) => [...start, level]));
  }
  return combinations;
}

function distinct(rows: readonly number[], groupOf: Int32Array): number {
  return new Set(rows.map((row) => groupOf[row] as number)).size;
}
