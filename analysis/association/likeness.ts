import { refuseTest } from "./test-result.ts";

/** How alike rows of one family are. */
export type Likeness =
  | {
      readonly method: "intraclass-correlation";
      /** 1: the same within families; 0: no more alike than strangers; may be a little below. */
      readonly estimate: number;
      readonly n: number;
      readonly families: number;
    }
  | {
      readonly method: "intraclass-correlation";
      readonly refused: string;
      readonly reason: string;
    };

/**
 * The intraclass correlation within families by analysis of variance: (MSB − MSW)/(MSB + (n₀ − 1)·MSW) with
 * n₀ = (N − Σn_j²/N)/(f − 1). Of a variable with several categories, the mean squares of the yes/no variables of
 * its categories are added up first.
 *
 * @param scores - One list of numbers: a number, or for categories one list of 0 and 1 for each.
 * @param families - The family of each row.
 * @example
 * likeness([[1, 1, 0, 0]], Int32Array.of(0, 0, 1, 1)).estimate // => 1
 * @see Donner (1986), Int. Stat. Review 54, 67–82.
 */
export function likeness(scores: readonly ArrayLike<number>[], families: Int32Array): Likeness {
  const method = "intraclass-correlation";
  const n = families.length;
  const place = new Map<number, number>();
  for (const family of families) if (!place.has(family)) place.set(family, place.size);
  const f = place.size;
  const refuse = (code: string, reason: string): Likeness => {
    const { refused, reason: words } = refuseTest(method, code, reason, n);
    return { method, refused, reason: words };
  };
  if (f < 2) return refuse("one-family", "Fewer than two families have a known value.");
  if (n === f)
    return refuse("no-siblings", "Every family has one row, so likeness cannot be seen.");
  const sizes = new Float64Array(f);
  for (const family of families) {
    const own = place.get(family) as number;
    sizes[own] = (sizes[own] as number) + 1;
  }
  let between = 0;
  let within = 0;
  for (const score of scores) {
    const sums = new Float64Array(f);
    let all = 0;
    let squares = 0;
    families.forEach((family, row) => {
      const own = place.get(family) as number;
      const value = score[row] as number;
      sums[own] = (sums[own] as number) + value;
      all += value;
      squares += value * value;
    });
    const byFamily = sums.reduce((sum, own, j) => sum + (own * own) / (sizes[j] as number), 0);
    between += byFamily - (all * all) / n;
    within += squares - byFamily;
  }
  const meanBetween = Math.max(0, between) / (f - 1);
  const meanWithin = Math.max(0, within) / (n - f);
  const n0 = (n - sizes.reduce((sum, size) => sum + size * size, 0) / n) / (f - 1);
  const scale = meanBetween + (n0 - 1) * meanWithin;
  if (!(scale > 1e-12)) return refuse("constant", "All rows have the same value.");
  return { method, estimate: (meanBetween - meanWithin) / scale, n, families: f };
}

/** Families with several rows that it takes to say how alike brothers and sisters are. */
const fewestSiblingFamilies = 5;

/**
 * How alike brothers and sisters are: {@link likeness}, refused with fewer than five families of several rows. It
 * would be their accident, and may come out below −1.
 *
 * @example
 * siblingLikeness([[1, 1, 0]], Int32Array.of(0, 0, 1)).refused // => "few-siblings"
 */
export function siblingLikeness(
  scores: readonly ArrayLike<number>[],
  families: Int32Array,
): Likeness {
  const sizes = new Map<number, number>();
  for (const family of families) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  const several = [...sizes.values()].filter((size) => size > 1).length;
  if (several === 0 || several >= fewestSiblingFamilies) return likeness(scores, families);
  const method = "intraclass-correlation";
  return {
    method,
    refused: "few-siblings",
    reason: `${several === 1 ? "One family alone has" : `${several} families alone have`} several rows: too few to see likeness.`,
  };
}
