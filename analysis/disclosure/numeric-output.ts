import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { type Bitset, bitsetOf } from "./bitset.ts";
import type { Profile } from "./profile.ts";

/** A mean, with a median where enough stand behind it. Least and greatest values are never released. */
export interface NumericOutput {
  readonly id: string;
  readonly variable: string;
  readonly label: string;
  readonly unit: string;
  readonly population: string;
  readonly n: number;
  readonly mean: number;
  readonly median: number | null;
  readonly members: Bitset;
  readonly familyMembers: Bitset;
}

/**
 * The mean of a number for release, or why it is withheld: too few have a value, or so few have none that they
 * could be told from the whole; or the mean itself tells of few.
 */
export function numericOutput(
  data: Dataset,
  name: string,
  profile: Profile,
  version: number,
  number: number,
): NumericOutput | string {
  const column = columnOf(data, name);
  if (column.kind !== "numeric") return "It is not a number.";
  const rows = [...column.values.keys()].filter((row) => column.reasons[row] === 0);
  const families = data.families;
  const behind =
    families === null ? rows.length : new Set(rows.map((row) => families.of[row])).size;
  // Those without a value are the difference between this number and the whole table: enough, or none.
  const missing = data.rowCount - rows.length;
  if (rows.length < profile.threshold || behind < profile.minimumFamilies) {
    return `Fewer than ${profile.threshold} have a value.`;
  }
  if (missing > 0 && missing < profile.threshold) {
    return `Fewer than ${profile.threshold} have no value, and could be told from the whole.`;
  }
  const few = tellsOfFew(
    rows.map((row) => column.values[row] as number),
    profile,
  );
  if (few !== null) return few;
  const values = Float64Array.from(rows, (row) => column.values[row] as number).sort();
  const middle = (values.length - 1) / 2;
  const median =
    ((values[Math.floor(middle)] as number) + (values[Math.ceil(middle)] as number)) / 2;
  return {
    id: `numbers-${String(number).padStart(2, "0")}`,
    variable: name,
    label: column.label,
    unit: data.unit,
    population: `${data.unit === "family" ? "families" : "children"} with a value, data version ${version}`,
    n: rows.length,
    mean: Math.round((values.reduce((sum, value) => sum + value, 0) / rows.length) * 10) / 10,
    median: rows.length >= 2 * profile.threshold ? Math.round(median * 10) / 10 : null,
    members: bitsetOf(rows, data.rowCount),
    familyMembers: bitsetOf(
      families === null ? rows : rows.map((row) => families.of[row] as number),
      families?.count ?? data.rowCount,
    ),
  };
}

/** Does a mean tell of few: of those who differ from all others, or of the two who make up most of the sum? */
function tellsOfFew(values: readonly number[], profile: Profile): string | null {
  const often = new Map<number, number>();
  for (const value of values) often.set(value, (often.get(value) ?? 0) + 1);
  const others = values.length - [...often.values()].reduce((most, own) => Math.max(most, own), 0);
  if (others === 0) return "All have the same value.";
  if (others < profile.threshold) return `Fewer than ${profile.threshold} differ from the others.`;
  const sum = values.reduce((total, value) => total + value, 0);
  // Of counts, no more can have any than the sum, and the sum is known from the mean.
  if (sum > -0.5 && sum + 0.05 * values.length + profile.roundTo < profile.threshold) {
    return `Fewer than ${profile.threshold} in all.`;
  }
  if (values.every((value) => value >= 0)) {
    const [first = 0, second = 0] = [...values].sort((a, b) => b - a);
    if (first + second >= 0.9 * sum || sum - first - second < 0.1 * first) {
      return "Two of them make up most of it.";
    }
  }
  return null;
}
