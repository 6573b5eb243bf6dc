import { describe, expect, it } from "vitest";
import { logMultiplier } from "../../../analysis/trees/multipliers.ts";

/** Every way to put the categories 0 … n − 1 into groups. */
function partitions(n: number): number[][][] {
  if (n === 0) return [[]];
  return partitions(n - 1).flatMap((groups) => [
    ...groups.map((_, at) => groups.map((own, place) => (place === at ? [...own, n - 1] : own))),
    [...groups, [n - 1]],
  ]);
}

const together = (group: readonly number[]): boolean =>
  group.every((own, at) => at === 0 || own === (group[at - 1] as number) + 1);

/** The ways to so many groups that a type allows, counted one by one; the last category is the missing one. */
function counted(type: "nominal" | "ordinal" | "ordinal-floating", n: number, r: number): number {
  return partitions(n).filter((groups) => {
    if (groups.length !== r) return false;
    if (type === "nominal") return true;
    const floating = type === "ordinal-floating" ? n - 1 : -1;
    return groups.every((group) => together(group.filter((own) => own !== floating)));
  }).length;
}

/** The pairs that the exhaustive method compares on its way to two groups and beyond, one by one. */
function pairsCompared(n: number, neighbours: boolean): number {
  let pairs = 0;
  for (let groups = n; groups >= 2; groups--) {
    for (let a = 0; a < groups; a++) {
      for (let b = a + 1; b < groups; b++) if (!neighbours || b === a + 1) pairs++;
    }
  }
  return pairs;
}

const types = ["nominal", "ordinal", "ordinal-floating"] as const;
const sizes = [2, 3, 4, 5, 6, 7, 8];
const standard = types.flatMap((type) =>
  sizes.flatMap((n) => Array.from({ length: n - 1 }, (_, at) => [type, n, at + 2] as const)),
);

describe("Bonferroni multipliers", () => {
  it.each(standard)("count the ways of a %s predictor from %d to %d", (type, n, r) => {
    const ways = counted(type, n, r);
    expect(Math.exp(logMultiplier(type, n, r, false, "spss"))).toBeCloseTo(Math.max(1, ways), 6);
  });

  it.each(sizes)("count the pairs compared by the exhaustive method from %d categories", (n) => {
    const of = (type: (typeof types)[number], version: "spss" | "biggs"): number =>
      Math.exp(logMultiplier(type, n, 2, true, version));
    const neighbours = pairsCompared(n, true);
    const any = pairsCompared(n, false);
    expect(of("ordinal", "spss")).toBeCloseTo(neighbours, 8);
    expect(of("ordinal-floating", "biggs")).toBeCloseTo(neighbours, 8);
    expect(of("nominal", "biggs")).toBeCloseTo(any, 8);
    // IBM prints three times the count for nominal predictors.
    expect(of("nominal", "spss")).toBeCloseTo(3 * any, 8);
  });

  it("stay exact where the alternating sum of the Stirling number would cancel", () => {
    const rows: bigint[][] = [[1n]];
    for (let n = 1; n <= 300; n++) {
      const last = rows[n - 1] as bigint[];
      rows.push(
        Array.from({ length: n + 1 }, (_, k) =>
          k === 0 ? 0n : BigInt(k) * (last[k] ?? 0n) + (last[k - 1] ?? 0n),
        ),
      );
    }
    const logOf = (whole: bigint): number => {
      const digits = whole.toString();
      return Math.log(Number(`0.${digits.slice(0, 17)}`)) + digits.length * Math.LN10;
    };
    for (const [n, k] of [
      [40, 3],
      [60, 5],
      [150, 75],
      [300, 2],
      [300, 12],
    ] as const) {
      const exact = logOf(rows[n]?.[k] as bigint);
      expect(logMultiplier("nominal", n, k, false, "spss") / exact).toBeCloseTo(1, 11);
    }
  });
});
