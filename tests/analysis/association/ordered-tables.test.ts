import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contingency } from "../../../analysis/association/contingency.ts";
import {
  goodmanKruskalGamma,
  goodmanKruskalLambda,
  kendallTauB,
  somersD,
} from "../../../analysis/association/ordered-measures.ts";
import { cochranArmitage, linearByLinear } from "../../../analysis/association/ordered-tables.ts";

interface Expected {
  readonly statistic: number;
  readonly pValue: number;
}
const reference = JSON.parse(
  readFileSync(new URL("../../reference/ordered-tables.json", import.meta.url), "utf8"),
) as {
  tables: Record<
    string,
    {
      table: number[][];
      linearByLinear: Expected;
      trend?: Expected;
      tauB: number;
      gamma: number;
      somersD: number;
      lambda: number;
    }
  >;
};
const close = (found: unknown, expected: number): void => {
  expect(Math.abs((found as number) - expected)).toBeLessThanOrEqual(
    1e-10 * Math.max(Math.abs(expected), 1e-300),
  );
};

describe("ordered tables", () => {
  for (const [name, expected] of Object.entries(reference.tables)) {
    it(`equals R on ${name}`, () => {
      const table = contingency(expected.table);
      const linear = linearByLinear(table);
      close("statistic" in linear && linear.statistic, expected.linearByLinear.statistic);
      // coin's own p is one less a lower tail; the reference takes the upper tail of its statistic.
      close("pValue" in linear && linear.pValue, expected.linearByLinear.pValue);
      for (const [measure, value] of [
        [kendallTauB, expected.tauB],
        [goodmanKruskalGamma, expected.gamma],
        [somersD, expected.somersD],
        [goodmanKruskalLambda, expected.lambda],
      ] as const) {
        const effect = measure(table);
        if ("refused" in effect) throw new Error(effect.reason);
        expect(effect.estimate).toBeCloseTo(value, 12);
      }
      if (expected.trend !== undefined) {
        const trend = cochranArmitage(table);
        close("statistic" in trend && trend.statistic, expected.trend.statistic);
        close("pValue" in trend && trend.pValue, expected.trend.pValue);
      }
    });
  }

  it("turns its sign when the levels are reversed", () => {
    const table = contingency([
      [21, 13],
      [28, 4],
      [5, 16],
    ]);
    const turned = contingency([
      [5, 16],
      [28, 4],
      [21, 13],
    ]);
    for (const measure of [kendallTauB, goodmanKruskalGamma, somersD]) {
      const [one, other] = [measure(table), measure(turned)];
      if ("refused" in one || "refused" in other) throw new Error("refused");
      expect(one.estimate).toBeCloseTo(-other.estimate, 12);
    }
  });

  it("refuses a constant variable by name", () => {
    const constant = contingency([
      [3, 0],
      [2, 0],
    ]);
    expect(linearByLinear(constant)).toHaveProperty("refused");
    expect(cochranArmitage(constant)).toHaveProperty("refused");
    expect(kendallTauB(constant)).toHaveProperty("refused", "no-variation");
    expect(goodmanKruskalLambda(constant)).toHaveProperty("refused", "no-variation");
  });
});
