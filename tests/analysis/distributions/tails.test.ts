import { readFileSync } from "node:fs";
import jstat from "jstat";
import { describe, expect, it } from "vitest";
import * as distributions from "../../../analysis/distributions/index.ts";
import { logBetaTail } from "../../../analysis/distributions/tails.ts";

interface Reference {
  readonly functions: Record<string, { readonly arguments: string[]; readonly points: number[][] }>;
}

const { functions } = JSON.parse(
  readFileSync(new URL("../../reference/tails.json", import.meta.url), "utf8"),
) as Reference;
const ours = distributions as unknown as Record<string, (...args: number[]) => number>;

describe.each(Object.entries(functions))("%s", (name, { points }) => {
  it("agrees with 60-digit arithmetic, from 1 down to 1e-300", () => {
    const compute = ours[name] as (...args: number[]) => number;
    const worst = points
      .map((row) => {
        const expected = row.at(-1) as number;
        const args = row.slice(0, -1);
        const found = compute(...args);
        const error =
          expected === 0 ? Math.abs(found) : Math.abs(found - expected) / Math.abs(expected);
        return { args, found, expected, error };
      })
      .reduce((a, b) => (a.error >= b.error ? a : b));
    expect(worst.error, JSON.stringify(worst)).toBeLessThan(
      name.endsWith("Quantile") ? 1e-10 : 1e-12,
    );
  });
});

describe("the noncentral chi-squared", () => {
  const { points } = JSON.parse(
    readFileSync(new URL("../../reference/noncentral.json", import.meta.url), "utf8"),
  ) as { points: [x: number, df: number, ncp: number, p: number][] };

  it("agrees with 50-digit arithmetic, noncentralities from 0.01 to 30,000", () => {
    expect(points.length).toBe(180);
    for (const [x, df, ncp, p] of points) {
      const found = distributions.noncentralChiSquaredLower(x, df, ncp);
      expect(Math.abs(found / p - 1), `${x} ${df} ${ncp}`).toBeLessThan(1e-12);
    }
  });

  it("gives back its noncentrality", () => {
    for (const [x, df, ncp, p] of points) {
      if (p < 1e-12 || p > 0.99) continue;
      const found = distributions.noncentralityFor(x, df, p);
      expect(Math.abs(found - ncp), `${x} ${df} ${ncp}`).toBeLessThan(1e-9 * (1 + ncp));
    }
  });
});

describe("distributions", () => {
  it("agree with jstat, an independent hand, to 1e-6 where it can", () => {
    for (const [x, df] of [
      [0.5, 1],
      [3.84, 1],
      [9.2, 4],
      [30, 20],
    ] as const) {
      expect(distributions.chiSquaredLower(x, df) / jstat.chisquare.cdf(x, df)).toBeCloseTo(1, 6);
    }
  });

  it("keep the logarithm beyond the smallest double", () => {
    expect(distributions.chiSquaredUpper(5000, 3)).toBe(0);
    expect(distributions.logChiSquaredUpper(5000, 3)).toBeCloseTo(-2495.967, 3);
    expect(distributions.logNormalUpper(50)).toBeCloseTo(-1254.831361, 5);
  });

  it("have sides that add up to one, and exact ends", () => {
    expect(distributions.normalLower(1.3) + distributions.normalUpper(1.3)).toBeCloseTo(1, 15);
    expect(distributions.tUpper(0, 7)).toBe(0.5);
    expect(distributions.fUpper(0, 2, 9)).toBe(1);
    expect(distributions.binomialLower(5, 5, 0.3)).toBe(1);
    expect(distributions.hypergeometricDensity(6, 20, 10, 5)).toBe(0);
  });

  it("end where both sides of a beta seem the longer by a rounding", () => {
    const [x, y, a, b] = [0.5000000000000001, 0.5, 0.5, 0.4999999999999998];
    expect(Math.exp(logBetaTail(x, y, a, b, "lower"))).toBeCloseTo(0.5, 12);
    expect(Math.exp(logBetaTail(y, x, b, a, "upper"))).toBeCloseTo(0.5, 12);
  });

  it("refuse by name what has no answer", () => {
    expect(() => distributions.chiSquaredUpper(1, 0)).toThrow("shape must be a positive number");
    expect(() => distributions.normalQuantile(2)).toThrow("a probability from 0 to 1");
  });
});
