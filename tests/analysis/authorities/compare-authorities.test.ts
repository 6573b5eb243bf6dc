import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefused } from "../../../analysis/association/test-result.ts";
import { authorityPatterns } from "../../../analysis/authorities/authority-patterns.ts";
import { compareAuthorities } from "../../../analysis/authorities/compare-authorities.ts";
import { compareCounts } from "../../../analysis/authorities/compare-counts.ts";
import { compareOverTime } from "../../../analysis/authorities/compare-over-time.ts";
import { compareRates } from "../../../analysis/authorities/compare-rates.ts";
import { comparisonSentences } from "../../../analysis/authorities/comparison-sentences.ts";
import {
  patternSentences,
  rateSentences,
  timeSentences,
} from "../../../analysis/authorities/other-sentences.ts";
import { rankIntervals } from "../../../analysis/authorities/rank-intervals.ts";
import { runChart } from "../../../analysis/authorities/run-chart.ts";
import { categoricalColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";

// Seven authorities of 10 to 39 children; the counts and intervals of the reference study's walk-through.
const seven = [
  { name: "A", events: 29, n: 39 },
  { name: "B", events: 19, n: 30 },
  { name: "C", events: 9, n: 15 },
  { name: "D", events: 7, n: 14 },
  { name: "E", events: 10, n: 14 },
  { name: "F", events: 11, n: 16 },
  { name: "G", events: 6, n: 10 },
];
const percent = (value: number | undefined): number => Math.round((value ?? Number.NaN) * 100);
const infinite = /NaN|Infinity/;

/** Rows of children, two to a family, a share of each authority with the event. */
function children(
  counts: readonly { readonly name: string; readonly events: number; readonly n: number }[],
  familySize = 2,
): Dataset {
  const rows = counts.flatMap(({ name, events, n }) =>
    Array.from({ length: n }, (_, i) => ({
      name,
      event: i < events ? "yes" : "no",
      family: `${name}${Math.floor(i / familySize)}`,
      age: i % 3 === 0 ? "young" : "old",
    })),
  );
  return dataset(
    [
      categoricalColumn(
        "authority",
        rows.map((row) => row.name),
      ),
      categoricalColumn(
        "stable",
        rows.map((row) => row.event),
      ),
      categoricalColumn(
        "age",
        rows.map((row) => row.age),
      ),
    ],
    { unit: "child", families: familyIndex(rows.map((row) => row.family)) },
  );
}

describe("compareCounts", () => {
  it("gives the intervals of the walk-through, in name order whatever the input's", () => {
    const result = compareCounts([...seven].reverse());
    expect(
      result.authorities.map(({ name, share }) => [
        name,
        percent(share?.estimate),
        percent(share?.ciLow),
        percent(share?.ciHigh),
      ]),
    ).toEqual([
      ["A", 74, 59, 85],
      ["B", 63, 46, 78],
      ["C", 60, 36, 80],
      ["D", 50, 27, 73],
      ["E", 71, 45, 88],
      ["F", 69, 44, 86],
      ["G", 60, 31, 83],
    ]);
    expect(comparisonSentences(result)[0]).toBe(
      "Every authority's interval includes the overall figure. These data do not show that any authority is different.",
    );
    expect(result.ranks).toBeNull();
    expect(comparisonSentences(result)).toMatchSnapshot();
  });

  it("draws every figure towards the overall one, never past it", () => {
    const counts = fc.array(
      fc
        .integer({ min: 1, max: 60 })
        .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) })),
      { minLength: 2, maxLength: 9 },
    );
    fc.assert(
      fc.property(counts, (list) => {
        const result = compareCounts(list.map((each, i) => ({ ...each, name: `A${i}` })));
        expect(JSON.stringify(result)).not.toMatch(infinite);
        for (const { share, shrunken, randomIntercept } of result.authorities) {
          const own = share?.estimate as number;
          const middle = result.shrinkage?.mean as number;
          const drawn = shrunken?.estimate as number;
          expect((drawn - own) * (middle - drawn)).toBeGreaterThanOrEqual(-1e-9);
          for (const each of [share, shrunken, randomIntercept]) {
            if (each === null) continue;
            expect(each.ciLow).toBeLessThanOrEqual(each.estimate + 1e-9);
            expect(each.ciHigh).toBeGreaterThanOrEqual(each.estimate - 1e-9);
            expect(each.ciLow).toBeGreaterThanOrEqual(0);
            expect(each.ciHigh).toBeLessThanOrEqual(1);
          }
        }
      }),
      {
        numRuns: 40,
        examples: [
          [
            [
              { n: 58, events: 0 },
              { n: 1, events: 1 },
            ],
          ],
        ],
      },
    );
  });

  it("does not pretend to know more than all authorities together when nothing differs", () => {
    const result = compareCounts([
      { name: "A", events: 10, n: 20 },
      { name: "B", events: 10, n: 20 },
    ]);
    const [a] = result.authorities;
    expect(result.shrinkage?.singular).toBe(true);
    expect(a?.shrunken).toMatchObject({
      ciLow: result.overall.ciLow,
      ciHigh: result.overall.ciHigh,
    });
    const drawn = a?.randomIntercept;
    expect((drawn?.ciHigh ?? 0) - (drawn?.ciLow ?? 0)).toBeGreaterThan(0.25);
  });

  it("warns of few and of empty cells, and gives no odds ratio there", () => {
    const result = compareCounts(
      [
        { name: "A", events: 0, n: 8 },
        { name: "B", events: 9, n: 20 },
        { name: "C", events: 0, n: 0 },
      ],
      { reference: "b" },
    );
    expect(result.warnings).toEqual([
      "Fewer than 10 in the denominator: A. Prefer the shrunken estimates, or join authorities.",
      "Everybody or nobody has the event: A. An odds ratio cannot be given there.",
      "Nobody's outcome is known: C.",
    ]);
    const [a, b, c] = result.authorities;
    expect(a?.oddsRatio).toMatchObject({ refused: "zero-cell", share: 0, referenceShare: 0.45 });
    expect(b?.oddsRatio).toBeNull();
    expect(c).toMatchObject({ share: null, difference: null, oddsRatio: null });
    expect(result.funnel?.notShown).toEqual([{ name: "C", reason: "nobody in the denominator" }]);
  });

  it("says so when everybody has the same outcome", () => {
    const result = compareCounts([
      { name: "A", events: 12, n: 12 },
      { name: "B", events: 15, n: 15 },
    ]);
    expect(isRefused(result.heterogeneity)).toBe(true);
    expect(result.between).toMatchObject({ refused: "constant-outcome" });
    expect(JSON.stringify(result)).not.toMatch(infinite);
    expect(comparisonSentences(result)).toMatchSnapshot();
  });

  it("gives no spread between authorities where each has everybody or nobody", () => {
    const { between, authorities } = compareCounts([
      { name: "A", events: 1, n: 1 },
      { name: "B", events: 0, n: 56 },
    ]);
    expect(between).toMatchObject({ refused: "separated" });
    expect(authorities[0]?.randomIntercept).toBeNull();
  });

  it("refuses what it cannot compare", () => {
    expect(() => compareCounts([{ name: "A", events: 3, n: 9 }])).toThrow("needs 2 authorities");
    expect(() => compareCounts(seven.map((each) => ({ ...each, events: 50 })))).toThrow("50 of 39");
    expect(() => compareCounts(seven, { reference: "H" })).toThrow("no authority named H");
  });

  it("ranks only when asked, by a seed, each rank with its range", () => {
    const result = compareCounts(seven, { rank: true, seed: 3 });
    expect(result.ranks).toEqual(
      compareCounts([...seven].reverse(), { rank: true, seed: 3 }).ranks,
    );
    expect(result.ranks?.find(({ name }) => name === "E")).toMatchObject({
      rank: 2,
      ciLow: 1,
      ciHigh: 7,
    });
  });

  it("ranks wider when families repeat themselves", () => {
    const width = (designEffect: number): number =>
      rankIntervals(seven, { seed: 1, designEffect }).reduce(
        (sum, { ciLow, ciHigh }) => sum + ciHigh - ciLow,
        0,
      );
    expect(width(3)).toBeGreaterThanOrEqual(width(1));
  });
});

describe("compareAuthorities", () => {
  it("is wider, never narrower, once siblings are counted as siblings", () => {
    const data = children(seven);
    const result = compareAuthorities(data, "authority", "stable", null, { adjust: ["age"] });
    expect(result.families).toBe(new Set(data.families?.of).size);
    expect(result.designEffect).toBeGreaterThan(1.5);
    for (const { share, shareFamilies, difference, differenceFamilies } of result.authorities) {
      const width = (each: { ciLow: number; ciHigh: number } | null): number =>
        (each?.ciHigh ?? 0) - (each?.ciLow ?? 0);
      expect(width(shareFamilies)).toBeGreaterThan(width(share));
      expect(width(differenceFamilies)).toBeGreaterThan(width(difference));
      expect(shareFamilies?.estimate).toBe(share?.estimate);
    }
    expect(result.heterogeneityFamilies).toMatchObject({ respectsFamilies: true });
    expect(result.caseMix?.method).toContain("family-robust");
    expect(comparisonSentences(result)).toMatchSnapshot();
  });

  it("counts the same as the counts alone", () => {
    const rows = compareAuthorities(children(seven, 1), "authority", "stable", ["yes"]);
    const counts = compareCounts(seven);
    expect(rows.authorities.map(({ share }) => share)).toEqual(
      counts.authorities.map(({ share }) => share),
    );
    expect((rows.heterogeneity as { pValue: number }).pValue).toBeCloseTo(
      (counts.heterogeneity as { pValue: number }).pValue,
      2,
    );
  });

  it("says what is left of an authority that stands out", () => {
    const counts = seven.map((each) => (each.name === "D" ? { ...each, events: 1 } : each));
    const result = compareAuthorities(children(counts), "authority", "stable", null, {
      adjust: ["age"],
    });
    const sentences = comparisonSentences(result);
    expect(sentences[1]).toMatch(/^D stands out most: 1 of 14/);
    expect(sentences[1]).toContain("with brothers and sisters counted for what they add");
    expect(sentences[1]).toContain("adjusted for age");
    expect(sentences[1]).toContain("drawn towards the others");
    expect(sentences).toMatchSnapshot();
  });

  it("standardises over strata", () => {
    const result = compareAuthorities(children(seven), "authority", "stable", null, {
      standardise: ["age"],
    });
    expect(result.standardisedBy).toEqual(["age"]);
    for (const { direct, indirect } of result.authorities) {
      expect(direct).toMatchObject({ method: "directly-standardised-share" });
      expect(indirect).toMatchObject({ method: "indirectly-standardised-share" });
    }
    const expected = result.authorities.reduce(
      (sum, { indirect }) => sum + (indirect !== null && "n" in indirect ? indirect.n : 0),
      0,
    );
    expect(expected).toBeCloseTo(result.events, 9);
  });

  it("uses Firth's penalty where an authority has only events, and says so", () => {
    const counts = seven.map((each) => (each.name === "G" ? { ...each, events: 10 } : each));
    const { caseMix } = compareAuthorities(children(counts), "authority", "stable", null, {
      adjust: ["age"],
    });
    expect(caseMix?.method).toContain("Firth");
    const g = caseMix?.authorities.find(({ name }) => name === "G");
    expect(g?.estimate).toBeGreaterThan(0.8);
    expect(g?.estimate).toBeLessThan(1);
  });

  it("keeps the rest when case mix cannot be adjusted for", () => {
    const data = children(seven);
    const same = categoricalColumn(
      "same",
      Array.from({ length: data.rowCount }, () => "x"),
    );
    const result = compareAuthorities(
      { ...data, columns: new Map([...data.columns, ["same", same]]) },
      "authority",
      "stable",
      null,
      { adjust: ["same"] },
    );
    expect(result.caseMix).toBeNull();
    expect(result.caseMixRefused?.refused).toBe("constant-predictor");
    expect(comparisonSentences(result).join(" ")).toContain("Case mix could not be adjusted for.");
  });

  it("counts those without an outcome or an authority, and does not list empty levels", () => {
    const data = dataset([
      categoricalColumn("authority", ["A", "A", "B", "B", null, "C"], {
        levels: ["A", "B", "C", "D"].map((value) => ({ value, label: `Authority ${value}` })),
      }),
      categoricalColumn("stable", ["yes", "no", "yes", "-9", "yes", "not_determinable"]),
    ]);
    const result = compareAuthorities(data, "authority", "stable", ["yes"], {
      leaveOut: ["not_determinable"],
    });
    expect(result).toMatchObject({ n: 3, nMissing: 2, nWithoutAuthority: 1 });
    expect(result.authorities.map(({ name, n }) => [name, n])).toEqual([
      ["Authority A", 2],
      ["Authority B", 1],
      ["Authority C", 0],
    ]);
    expect(() => compareAuthorities(data, "authority", "stable", null)).toThrow(
      "stable has 3 values, so the event must be named.",
    );
    expect(() => compareAuthorities(data, "authority", "stable", ["yess"])).toThrow(
      "no value yess",
    );
    expect(() =>
      compareAuthorities(data, "authority", "stable", ["yes"], { adjust: ["authority"] }),
    ).toThrow("authority is compared, so it cannot be adjusted for.");
  });
});

describe("authorityPatterns", () => {
  const data = dataset(
    [
      categoricalColumn("authority", [..."AAAAAAAAAABBBBBBBBBBCC"]),
      categoricalColumn("pattern", [..."ppppppppqqqqqqqqqrrrpz"], {
        levels: [..."pqrsz"].map((value) => ({ value, label: `pattern ${value}` })),
      }),
    ],
    { unit: "family" },
  );
  const result = authorityPatterns(data, "authority", "pattern", { leaveOut: ["z"] });
  it("spreads each authority over the values that somebody has", () => {
    expect(result.overall.map(({ value, events }) => [value, events])).toEqual([
      ["p", 9],
      ["q", 9],
      ["r", 3],
    ]);
    expect(result.authorities[2]).toMatchObject({ name: "C", n: 1, nMissing: 1 });
    expect(result.warnings).toEqual(["Fewer than 10 families: C. Their percentages say little."]);
    for (const { patterns, n } of result.authorities) {
      expect(patterns.reduce((sum, { events }) => sum + events, 0)).toBe(n);
    }
  });
  it("says which counts are far from what is expected, and how many are by chance", () => {
    expect(patternSentences(result)).toMatchSnapshot();
  });
});

describe("compareRates", () => {
  const entries = [
    { name: "A", stratum: "young", events: 12, n: 900 },
    { name: "A", stratum: "old", events: 30, n: 2100 },
    { name: "B", stratum: "young", events: 0, n: 300 },
    { name: "B", stratum: "old", events: 4, n: 500 },
  ];
  it("sums strata, and standardises for them", () => {
    const result = compareRates(entries, { per: 1000 });
    expect(result.authorities.map(({ name, events, n }) => [name, events, n])).toEqual([
      ["A", 42, 3000],
      ["B", 4, 800],
    ]);
    expect(result.authorities[0]?.rate?.estimate).toBeCloseTo(14, 12);
    expect(result.authorities[0]?.direct).toMatchObject({ method: "directly-standardised-rate" });
    expect(result.authorities[1]?.direct).toMatchObject({ refused: "too-few-events" });
    expect(result.authorities[1]?.ratioToRest?.estimate).toBeCloseTo(4 / 800 / (42 / 3000), 12);
    expect(rateSentences(result)).toMatchSnapshot();
  });
  it("sets ratios beside 1", () => {
    const list = [
      { name: "A", stratum: "", events: 30, n: 12.5 },
      { name: "B", stratum: "", events: 10, n: 11 },
    ];
    const result = compareRates(list, { expected: true });
    expect(result.authorities.map(({ includesOverall }) => includesOverall)).toEqual([false, true]);
    expect(result.funnel).toMatchObject({ kind: "ratio", target: 1 });
    expect(rateSentences(result)[0]).toContain(
      "1 of the 2 intervals leaves out 1, which is as expected: A.",
    );
  });
  it("refuses what is no count", () => {
    expect(() => compareRates([{ name: "A", stratum: "", events: 1.5, n: 9 }])).toThrow(
      "1.5 and 9",
    );
    expect(() => compareRates([{ name: "A", stratum: "", events: 1, n: 9 }])).toThrow("there is 1");
    const none = compareRates([
      { name: "A", stratum: "", events: 0, n: 9 },
      { name: "B", stratum: "", events: 0, n: 9 },
    ]);
    expect(none.heterogeneity).toMatchObject({ refused: "no-events" });
    expect(JSON.stringify(none)).not.toMatch(infinite);
  });
});

describe("change over time", () => {
  const counts = ["A", "B"].flatMap((name) =>
    ["2021", "2022", "2023"].map((time, i) => ({
      name,
      time,
      events: name === "A" ? 10 + 15 * i : 20,
      n: 80,
    })),
  );
  it("finds the authority that moved, and says how many would by chance", () => {
    const result = compareOverTime([...counts, { name: "C", time: "2021", events: 0, n: 0 }]);
    expect(result.changed).toEqual(["A"]);
    expect(result.expectedChanged).toBeCloseTo(0.1, 12);
    expect(result.notShown).toEqual([
      { name: "C", time: "2021", reason: "nobody in the denominator" },
    ]);
    expect(result.authorities[0]?.chart.change?.estimate).toBeCloseTo(30 / 80, 12);
    expect(timeSentences(result)).toMatchSnapshot();
  });
  it("does the same for rates", () => {
    const result = compareOverTime(counts, { per: 1000 });
    expect(result.overall.method).toBe("u-chart-exact-limits");
    expect(result.authorities[0]?.chart.change).toMatchObject({ method: "mover-byar", per: 1000 });
  });
  it("needs two years", () => {
    expect(() => compareOverTime(counts.filter(({ time }) => time === "2021"))).toThrow(
      "needs 2 times, but there is 1",
    );
    expect(() => runChart([])).toThrow("no year with a known figure");
  });
  it("counts the longest run on one side of the average", () => {
    const years = [2, 3, 2, 9, 8, 9, 9].map((events, i) => ({
      time: `20${10 + i}`,
      events,
      n: 40,
    }));
    expect(runChart(years).longestRun).toBe(4);
  });
});
