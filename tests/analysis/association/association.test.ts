import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adjustedResiduals,
  likelihoodRatio,
  pearson,
} from "../../../analysis/association/chi-squared.ts";
import { contingency } from "../../../analysis/association/contingency.ts";
import { cramersV, oddsRatio, riskRatio } from "../../../analysis/association/effect-sizes.ts";
import { fisherExact2x2, freemanHalton } from "../../../analysis/association/fisher-exact.ts";
import { benjaminiHochberg, holm } from "../../../analysis/association/multiplicity.ts";
import { kruskalWallis } from "../../../analysis/association/rank-tests.ts";
import { raoScott } from "../../../analysis/association/rao-scott.ts";
import { isRefused, type TestResult } from "../../../analysis/association/test-result.ts";
import { noncentralChiSquaredLower } from "../../../analysis/distributions/index.ts";

interface Expected {
  readonly statistic: number;
  readonly df?: number;
  readonly pValue: number;
}
interface TableReference {
  readonly table: number[][];
  readonly pearson: Expected;
  readonly likelihoodRatio: Expected;
  readonly residuals: number[][];
  readonly cramersV: number;
  readonly yates?: Expected;
  readonly fisher?: number;
}
const reference = JSON.parse(
  readFileSync(new URL("../../reference/association.json", import.meta.url), "utf8"),
) as {
  tables: Record<string, TableReference>;
  multiplicity: { p: number[]; holm: number[]; bh: number[] };
  kruskal: { groups: number[][]; statistic: number; pValue: number };
  noncentral: [number, number, number, number][];
  siblings: {
    x: number[];
    y: number[];
    family: number[];
    statistic: number;
    df: number[];
    pValue: number;
  };
};

const close = (found: number | undefined, expected: number, relative = 1e-10): void => {
  expect(found).toBeDefined();
  const scale = Math.max(Math.abs(expected), 1e-300);
  expect(Math.abs((found as number) - expected) / scale).toBeLessThan(relative);
};
const computed = (
  result: TestResult,
): { statistic?: number; pValue: number; df?: number; df2?: number } => {
  if (isRefused(result)) throw new Error(result.reason);
  return result;
};

describe.each(Object.entries(reference.tables))("the table %s", (_name, expected) => {
  const table = contingency(expected.table);

  it("has R's chi-squared, likelihood ratio and residuals", () => {
    const x2 = computed(pearson(table));
    close(x2.statistic, expected.pearson.statistic);
    close(x2.pValue, expected.pearson.pValue);
    const g = computed(likelihoodRatio(table));
    close(g.statistic, expected.likelihoodRatio.statistic);
    close(g.pValue, expected.likelihoodRatio.pValue);
    adjustedResiduals(table).forEach((found, cell) => {
      close(found as number, expected.residuals.flat()[cell] as number, 1e-9);
    });
    const v = cramersV(table);
    close("estimate" in v ? v.estimate : Number.NaN, expected.cramersV);
  });
});

const withYates = Object.entries(reference.tables).filter(([, each]) => each.yates !== undefined);
const withFisher = Object.entries(reference.tables).filter(([, each]) => each.fisher !== undefined);

it.each(withYates)("the table %s has R's continuity correction", (_name, expected) => {
  const found = computed(pearson(contingency(expected.table), true));
  close(found.statistic, expected.yates?.statistic as number, 1e-9);
  close(found.pValue, expected.yates?.pValue as number, 1e-9);
});

it.each(withFisher)("the table %s has R's exact p-value", (_name, expected) => {
  // R itself works out the 2 × 2 exact test to about 1e-9 in the far tail.
  close(
    computed(freemanHalton(contingency(expected.table), 1)).pValue,
    expected.fisher as number,
    1e-7,
  );
});

describe("association", () => {
  it("adjusts several p-values as R does", () => {
    const { p, holm: byHolm, bh } = reference.multiplicity;
    holm(p).forEach((found, index) => {
      close(found, byHolm[index] as number);
    });
    benjaminiHochberg(p).forEach((found, index) => {
      close(found, bh[index] as number);
    });
  });

  it("ranks as R's kruskal.test", () => {
    const { groups, statistic, pValue } = reference.kruskal;
    const found = computed(
      kruskalWallis(
        groups.flat(),
        Int32Array.from(groups.flatMap((own, g) => own.map(() => g))),
        3,
      ),
    );
    close(found.statistic, statistic);
    close(found.pValue, pValue);
  });

  it.each(reference.noncentral)("noncentral chi-squared %d %d %d", (x, df, ncp, expected) => {
    close(noncentralChiSquaredLower(x, df, ncp), expected, 1e-9);
  });

  it("respects families as survey::svychisq", () => {
    const { x, y, family, statistic, df, pValue } = reference.siblings;
    const found = computed(
      raoScott(Int32Array.from(x), Int32Array.from(y), 4, 3, Int32Array.from(family), null),
    );
    close(found.statistic, statistic);
    close(found.df, df[0] as number);
    close(found.df2, df[1] as number);
    close(found.pValue, pValue);
  });

  it("does not change when rows, columns or both are put in another order", () => {
    const tables = fc.array(fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(tables, (rows) => {
        const a = pearson(contingency(rows));
        const b = pearson(contingency([...rows].reverse().map((row) => [...row].reverse())));
        const c = pearson(
          contingency((rows[0] as number[]).map((_, j) => rows.map((row) => row[j] as number))),
        );
        if (isRefused(a)) return isRefused(b) && isRefused(c);
        return (
          Math.abs(a.pValue - computed(b).pValue) < 1e-10 &&
          Math.abs(a.pValue - computed(c).pValue) < 1e-10
        );
      }),
    );
  });

  it("counts every arrangement: the exact test agrees with a plain enumeration", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(4), { minLength: 3, maxLength: 3 }), {
          minLength: 2,
          maxLength: 3,
        }),
        (rows) => {
          const table = contingency(rows);
          const found = freemanHalton(table, 1);
          return isRefused(found) || Math.abs(found.pValue - plainExact(rows)) < 1e-7;
        },
      ),
      { numRuns: 60 },
    );
  });

  it("draws tables where they are too many to count: near the exact p, never nought, the same for a seed", () => {
    for (const rows of [
      [
        [3, 0, 1],
        [0, 4, 1],
        [1, 1, 3],
      ],
      [
        [8, 3, 5],
        [2, 7, 6],
        [4, 4, 1],
        [0, 3, 2],
      ],
    ]) {
      const table = contingency(rows);
      const exact = computed(freemanHalton(table, 1)).pValue;
      const drawn = freemanHalton(table, 1, 0, "draw");
      expect(drawn.method).toBe("freeman-halton-monte-carlo");
      const p = computed(drawn).pValue;
      expect(Math.abs(p - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 20_000));
      expect(freemanHalton(table, 1, 0, "draw")).toEqual(drawn);
    }
    const extreme = contingency([
      [40, 0, 0],
      [0, 40, 0],
      [0, 0, 40],
    ]);
    expect(computed(freemanHalton(extreme, 1, 0, "draw")).pValue).toBe(1 / 20_001);
    expect(freemanHalton(extreme, 1, 0)).toHaveProperty("refused", "too-large");
  });

  it.each([
    [
      "an empty table",
      [
        [0, 0],
        [0, 0],
      ],
    ],
    ["one row", [[3, 4]]],
    [
      "one column with anything",
      [
        [3, 0],
        [4, 0],
      ],
    ],
  ])("refuses %s by name", (_name, rows) => {
    expect(pearson(contingency(rows))).toMatchSnapshot();
    expect(cramersV(contingency(rows))).toMatchSnapshot();
  });

  it("refuses a ratio with a cell of nought and says what to use", () => {
    expect(
      oddsRatio(
        contingency([
          [5, 0],
          [0, 5],
        ]),
      ),
    ).toMatchSnapshot();
    expect(
      riskRatio(
        contingency([
          [5, 0],
          [0, 5],
        ]),
      ),
    ).toMatchSnapshot();
    expect(
      computed(
        fisherExact2x2(
          contingency([
            [5, 0],
            [0, 5],
          ]),
        ),
      ).pValue,
    ).toBeCloseTo(0.00793651, 8);
  });
});

/** All tables with the same margins, one by one. */
function plainExact(rows: readonly (readonly number[])[]): number {
  const columns = rows[0]?.length ?? 0;
  const rowTotals = rows.map((row) => row.reduce((a, b) => a + b, 0));
  const left = Array.from({ length: columns }, (_, j) =>
    rows.reduce((sum, row) => sum + (row[j] as number), 0),
  );
  const logFactorial = (k: number): number => (k < 2 ? 0 : Math.log(k) + logFactorial(k - 1));
  const observed = -rows.flat().reduce((sum, count) => sum + logFactorial(count), 0);
  let below = 0;
  let all = 0;
  const fill = (row: number, column: number, remaining: number, weight: number): void => {
    if (row === rows.length) {
      const own = Math.exp(weight);
      all += own;
      if (weight <= observed + 1e-7) below += own;
      return;
    }
    if (column === columns - 1) {
      if (remaining > (left[column] as number)) return;
      if (row === rows.length - 1 && left.some((rest, j) => j !== column && rest !== 0)) return;
      left[column] = (left[column] as number) - remaining;
      fill(row + 1, 0, rowTotals[row + 1] ?? 0, weight - logFactorial(remaining));
      left[column] = (left[column] as number) + remaining;
      return;
    }
    for (let x = 0; x <= Math.min(remaining, left[column] as number); x++) {
      left[column] = (left[column] as number) - x;
      fill(row, column + 1, remaining - x, weight - logFactorial(x));
      left[column] = (left[column] as number) + x;
    }
  };
  fill(0, 0, rowTotals[0] as number, 0);
  return below / all;
}
