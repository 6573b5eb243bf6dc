import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialLimits, poissonLimits } from "../../../analysis/authorities/exact-limits.ts";
import { type FunnelEntry, funnel } from "../../../analysis/authorities/funnel.ts";
import { binomialLower, binomialUpper } from "../../../analysis/distributions/index.ts";
import { readPublished } from "../../../data-dictionary/sources/published/read-published.ts";

const file = "la_cla_placement_stability.csv";
const table = readPublished(readFileSync(`tests/fixtures/dfe-local-authorities/${file}`), file);

/** Events and n of each authority with numbers in both cells. */
function entries(year: string, group: string, measure: string): FunnelEntry[] {
  const n = new Map<string, number>();
  const events = new Map<string, number>();
  for (const row of table.rows) {
    if (row.time !== year || row.place.level !== "authority" || row.filters.cla_group !== group)
      continue;
    const figure = row.figures.children_count;
    if (figure?.kind !== "number") continue;
    if (row.filters.placement_stability === "Total children") n.set(row.place.name, figure.value);
    if (row.filters.placement_stability === measure) events.set(row.place.name, figure.value);
  }
  return [...events].flatMap(([name, count]) => {
    const size = n.get(name);
    return size === undefined ? [] : [{ name, events: count, n: size }];
  });
}

const all = "CLA on 31 March";
const two = "CLA 2 years on 31 March";
const long =
  "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years";
const inYear = "With 3 or more placements during the year";
const inTwo = "With 3 or more placements during the previous 2 years";
const carer = "Living with the same carer for at least 2 years";

describe("the funnel of published placement stability", () => {
  it.each([
    ["2025", all, inYear, 150, 0.103935, 4.158, 2.391, 0.000647, [43, 19], [18, 3]],
    ["2025", long, carer, 150, 0.685483, 3.007, 1.846, 0.001126, [34, 11], [19, 3]],
    ["2025", two, inTwo, 150, 0.225686, 3.785, 2.456, 0.000932, [43, 21], [20, 1]],
    ["2024", all, inYear, 149, 0.106169, 3.958, 2.469, 0.000666, [50, 18], [16, 2]],
    ["2023", all, inYear, 148, 0.10576, 5.101, 3.352, 0.001054, [53, 28], [16, 2]],
  ] as const)("%s %s: %s", (year, group, measure, k, p, raw, phi, tau2, before, after) => {
    const result = funnel(entries(year, group, measure), { overdispersion: true });
    expect(result.n).toBe(k);
    expect(result.target).toBeCloseTo(p, 6);
    expect(result.overdispersion?.phiRaw).toBeCloseTo(raw, 3);
    expect(result.overdispersion?.phi).toBeCloseTo(phi, 3);
    expect(result.overdispersion?.tau2).toBeCloseTo(tau2, 6);
    expect([result.outsideBefore?.outside95, result.outsideBefore?.outside998]).toEqual(before);
    expect([result.outside95, result.outside998]).toEqual(after);
  });

  it("labels only what is outside and says how many chance would put there", () => {
    const result = funnel(entries("2025", all, inYear));
    expect(result.points.filter((point) => point.labelled).length).toBe(result.outside95);
    expect(result.expectedOutside95).toBeGreaterThan(2);
    expect(result.expectedOutside95).toBeLessThan(7.5);
    expect(result.expectedOutside998).toBeLessThan(0.3);
    expect(result.curve.length).toBeLessThanOrEqual(101);
    expect(result.curve[0]?.n).toBe(Math.min(...result.points.map((point) => point.n)));
  });

  it("does not set Rutland's nine of nine apart", () => {
    const result = funnel(entries("2025", long, carer));
    const rutland = result.points.find((point) => point.name === "Rutland");
    expect(rutland).toMatchObject({ events: 9, n: 9, estimate: 1, band: "inside" });
  });
});

describe("exact limits", () => {
  it("hold the tails they promise, for binomial counts", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.constantFrom(0.025, 0.001),
        (n, p, tail) => {
          const { low, high, chanceOutside } = binomialLimits(n, p, tail);
          expect(binomialLower(low - 1, n, p)).toBeLessThanOrEqual(tail);
          expect(binomialLower(low, n, p)).toBeGreaterThan(tail);
          expect(binomialUpper(high, n, p)).toBeLessThanOrEqual(tail);
          expect(binomialUpper(high - 1, n, p)).toBeGreaterThan(tail);
          expect(chanceOutside).toBeLessThanOrEqual(2 * tail);
        },
      ),
    );
  });

  it("are those of R's ppois and pbinom", () => {
    // R: qpois(c(.025, .975), 10) gives 4 and 17; qbinom(c(.025, .975), 40, .25) gives 5 and 16.
    expect(poissonLimits(10, 0.025)).toMatchObject({ low: 4, high: 17 });
    expect(binomialLimits(40, 0.25, 0.025)).toMatchObject({ low: 5, high: 16 });
  });
});

describe("funnels in general", () => {
  const counts = fc.array(
    fc
      .integer({ min: 1, max: 300 })
      .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) })),
    { minLength: 1, maxLength: 12 },
  );
  const kinds = fc.constantFrom("proportion", "rate", "ratio" as const);

  it("do not depend on the order of the authorities, and hold no NaN", () => {
    fc.assert(
      fc.property(counts, kinds, fc.boolean(), (list, kind, overdispersion) => {
        const named = list.map((entry, i) => ({ ...entry, name: `A${i}` }));
        const one = funnel(named, { kind, overdispersion });
        const other = funnel([...named].reverse(), { kind, overdispersion });
        expect(JSON.stringify(one)).not.toMatch(/null,"(low|high|z)|NaN|Infinity/);
        for (const point of one.points) {
          expect(Number.isFinite(point.z)).toBe(true);
          const same = other.points.find(({ name }) => name === point.name);
          expect(same?.band).toBe(point.band);
          expect(same?.high95).toBeCloseTo(point.high95, 9);
          expect(point.low998).toBeLessThanOrEqual(point.low95);
          expect(point.high998).toBeGreaterThanOrEqual(point.high95);
        }
      }),
    );
  });

  it("scale rates by their unit and nothing else", () => {
    const list = [
      { name: "A", events: 30, n: 9000 },
      { name: "B", events: 90, n: 12000 },
    ];
    const one = funnel(list, { kind: "rate" });
    const per = funnel(list, { kind: "rate", per: 10_000 });
    expect(per.target).toBeCloseTo(one.target * 10_000, 9);
    expect(per.points.map((point) => point.band)).toEqual(one.points.map((point) => point.band));
    expect(per.points[1]?.high95).toBeCloseTo((one.points[1]?.high95 ?? 0) * 10_000, 9);
  });

  it("keep an authority with nobody, in a list of its own", () => {
    const result = funnel([
      { name: "A", events: 3, n: 9 },
      { name: "B", events: 0, n: 0 },
    ]);
    expect(result.notShown).toEqual([{ name: "B", reason: "nobody in the denominator" }]);
  });

  it("refuse what is not a count", () => {
    expect(() => funnel([{ name: "A", events: -100, n: 9 }])).toThrow("-100 of 9");
    expect(() => funnel([{ name: "A", events: Number.NaN, n: 9 }])).toThrow(/whole events/);
    expect(() => funnel([])).toThrow("No authority has anybody in its denominator.");
  });
});
