import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { associate } from "../../../analysis/association/associate.ts";
import { associatePairs } from "../../../analysis/association/associate-pairs.ts";
import type { Association } from "../../../analysis/association/association.ts";
import { type Contingency, contingency } from "../../../analysis/association/contingency.ts";
import type { EffectResult } from "../../../analysis/association/effect-sizes.ts";
import { generalizedMantelHaenszel } from "../../../analysis/association/generalized-mantel-haenszel.ts";
import { threeWayHomogeneity } from "../../../analysis/association/homogeneity.ts";
import {
  breslowDay,
  mantelHaenszelOddsRatio,
  mantelHaenszelTest,
} from "../../../analysis/association/mantel-haenszel.ts";
import { stratify } from "../../../analysis/association/stratify.ts";
import type { TestResult } from "../../../analysis/association/test-result.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";

interface Row {
  readonly a: number;
  readonly b: number;
  readonly o: number;
  readonly q: number;
  readonly s: number;
  readonly n: number;
  readonly m: number;
  readonly family: number;
  readonly w: number;
}
const row: fc.Arbitrary<Row> = fc.record({
  a: fc.nat(2),
  b: fc.nat(1),
  o: fc.nat(2),
  q: fc.nat(2),
  s: fc.nat(1),
  n: fc.integer({ min: -5, max: 9 }),
  m: fc.integer({ min: 0, max: 200 }),
  family: fc.nat(14),
  w: fc.integer({ min: 1, max: 3 }),
});
const rows = fc.array(row, { minLength: 24, maxLength: 45 });
const orders = {
  a: ["red", "green", "blue"],
  b: ["left", "right"],
  o: ["low", "middle", "high"],
  q: ["low", "middle", "high"],
  s: ["north", "south"],
};
type Name = keyof typeof orders;

interface Making {
  readonly families?: boolean;
  readonly weights?: boolean;
  /** The levels of a variable declared in another order; the values stay. */
  readonly levels?: Partial<Record<Name, readonly string[]>>;
  readonly n?: (value: number) => number;
}

function made(list: readonly Row[], { families, weights, levels = {}, n = (x) => x }: Making = {}) {
  const column = (name: Name) =>
    categoricalColumn(
      name,
      list.map((each) => orders[name][each[name]] as string),
      {
        levels: (levels[name] ?? orders[name]).map((value) => ({ value, label: value })),
        ordered: name === "o" || name === "q",
      },
    );
  return dataset(
    [
      ...(Object.keys(orders) as Name[]).map(column),
      numericColumn(
        "n",
        list.map((each) => n(each.n)),
      ),
      numericColumn(
        "m",
        list.map((each) => each.m),
      ),
    ],
    {
      families: families ? familyIndex(list.map((each) => String(each.family))) : null,
      weights: weights ? Float64Array.from(list, (each) => each.w) : null,
    },
  );
}

type Figures = Map<string, readonly (number | string | undefined)[]>;
const ofTests = (tests: readonly TestResult[]): Figures =>
  new Map(
    tests.map((test) => [
      test.method,
      "refused" in test ? [test.refused] : [test.pValue, test.statistic, test.df, test.df2],
    ]),
  );
const ofEffects = (effects: readonly EffectResult[]): Figures =>
  new Map(
    effects.map((effect) => [
      `${effect.method} ${effect.group ?? ""}/${effect.against ?? ""}`,
      "refused" in effect
        ? [effect.refused]
        : [
            effect.estimate,
            effect.ciLow,
            effect.ciHigh,
            effect.familyCiLow,
            effect.familyCiHigh,
            effect.standardError,
          ],
    ]),
  );
const one = (
  data: Dataset,
  outcome: string,
  predictor: string,
  reference: Record<string, string> = {},
): Association =>
  associate(data, outcome, [predictor], { all: true, replications: 60, reference })
    .results[0] as Association;
const near = (a: unknown, b: unknown, where: string): void => {
  if (typeof a !== "number" || typeof b !== "number") {
    expect(a, where).toEqual(b);
    return;
  }
  expect(Math.abs(a - b), `${where}: ${a} and ${b}`).toBeLessThan(1e-9 * (1 + Math.abs(a)));
};
function alike(found: Figures, expected: Figures, only: (name: string) => boolean = () => true) {
  const names = (figures: Figures): string[] => [...figures.keys()].filter(only).sort();
  expect(names(found)).toEqual(names(expected));
  for (const name of names(found)) {
    found.get(name)?.forEach((value, place) => {
      near(value, expected.get(name)?.[place], `${name} ${place}`);
    });
  }
}
const shuffled = <T>(list: readonly T[], turn: number): T[] =>
  [...list.slice(turn), ...list.slice(0, turn)].reverse();
const run = { numRuns: 15 };
const screens = [
  ["a", "b"],
  ["b", "a"],
  ["b", "o"],
  ["o", "q"],
  ["n", "a"],
  ["n", "b"],
  ["n", "o"],
  ["b", "n"],
  ["n", "m"],
] as const;

const unordered = screens.filter((pair) => pair.some((name) => name === "a" || name === "b"));

describe.each(screens)("%s by %s", (outcome, predictor) => {
  it("takes a row counted twice as two rows, in every test and effect, with or without families", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (list, families) => {
        const repeated = list.flatMap((each) => Array.from({ length: each.w }, () => each));
        const weighed = one(made(list, { families, weights: true }), outcome, predictor);
        const listed = one(made(repeated, { families }), outcome, predictor);
        expect([weighed.n, weighed.families]).toEqual([listed.n, listed.families]);
        alike(ofTests(weighed.tests), ofTests(listed.tests));
        alike(ofEffects(weighed.effects), ofEffects(listed.effects));
        near(weighed.designEffect, listed.designEffect, "design effect");
        weighed.pairs.forEach((pair, place) => {
          near(pair.holmPValue, listed.pairs[place]?.holmPValue, "Dunn");
        });
      }),
      run,
    );
  });

  it("does not care in which order rows come", () => {
    fc.assert(
      fc.property(rows, fc.nat(23), (list, turn) => {
        const found = one(made(shuffled(list, turn)), outcome, predictor);
        const expected = one(made(list), outcome, predictor);
        alike(ofTests(found.tests), ofTests(expected.tests));
        alike(ofEffects(found.effects), ofEffects(expected.effects));
      }),
      run,
    );
  });
});

describe.each(unordered)("%s by %s", (outcome, predictor) => {
  it("does not care in which order categories without order are declared", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (list, families) => {
        const names = [outcome, predictor].filter((name) => name === "a" || name === "b");
        const levels = Object.fromEntries(
          names.map((name) => {
            const [first, ...rest] = orders[name as "a"];
            return [name, [...rest, first as string]];
          }),
        );
        // What is compared with what is said, so that the order has no say in it.
        const reference = Object.fromEntries(
          names
            .filter((name) => list.some((each) => each[name as "a"] === 0))
            .map((name) => [name, orders[name as "a"][0] as string]),
        );
        fc.pre(Object.keys(reference).length === names.length);
        const found = one(made(list, { families, levels }), outcome, predictor, reference);
        const expected = one(made(list, { families }), outcome, predictor, reference);
        // Which group of two is the first changes the sign of what is compared between them.
        const unsigned = (figures: Figures): Figures =>
          new Map(
            [...figures]
              .filter(
                ([name]) =>
                  !/superiority|mean-difference|spearman|^gamma|^tau-b|^somers-d/.test(name),
              )
              .map(([name, values]) => [
                name,
                /welch-t|mann-whitney|cochran-armitage/.test(name)
                  ? values.filter((_, place) => place !== 1)
                  : values,
              ]),
          );
        alike(unsigned(ofTests(found.tests)), unsigned(ofTests(expected.tests)));
        alike(unsigned(ofEffects(found.effects)), unsigned(ofEffects(expected.effects)));
      }),
      run,
    );
  });
});

describe("an ordered variable turned round", () => {
  it("keeps every p-value and turns the sign of a trend", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (list, families) => {
        const turned = { o: [...orders.o].reverse() };
        const found = one(made(list, { families, levels: turned }), "q", "o");
        const expected = one(made(list, { families }), "q", "o");
        const p = (figures: Figures): Figures =>
          new Map([...figures].map(([name, values]) => [name, values.slice(0, 1)]));
        alike(p(ofTests(found.tests)), p(ofTests(expected.tests)));
        for (const method of ["tau-b", "gamma", "somers-d"]) {
          const [turnedRound, own] = [found, expected].map(({ effects }) =>
            effects.find((effect) => effect.method === method),
          ) as [EffectResult | undefined, EffectResult | undefined];
          if (own === undefined || turnedRound === undefined) {
            expect(turnedRound).toBe(own);
            continue;
          }
          if ("refused" in own || "refused" in turnedRound) {
            expect("refused" in own).toBe("refused" in turnedRound);
            continue;
          }
          near(turnedRound.estimate, -own.estimate, method);
          near(turnedRound.ciLow, own.ciHigh === undefined ? undefined : -own.ciHigh, method);
          near(turnedRound.standardError, own.standardError, method);
        }
      }),
      run,
    );
  });
});

describe("a table turned on its side", () => {
  const sided = /family-permutation|cochran|risk-|lambda|somers|exact-risk/;
  it.each([
    ["a", "b"],
    ["a", "o"],
    ["o", "q"],
    ["b", "s"],
  ] as const)("%s by %s keeps every test and effect that has no side", (outcome, predictor) => {
    fc.assert(
      fc.property(rows, fc.boolean(), (list, families) => {
        const data = made(list, { families });
        // Of two by two, the same cell must come first both ways.
        const reference = (name: Name): Record<string, string> =>
          orders[name].length === 2 ? { [name]: orders[name][1] as string } : {};
        const both = { ...reference(outcome), ...reference(predictor) };
        const found = one(data, outcome, predictor, both);
        const turned = one(data, predictor, outcome, both);
        const free = (name: string): boolean => !sided.test(name);
        alike(ofTests(found.tests), ofTests(turned.tests), free);
        const nameless = (effects: readonly EffectResult[]): Figures =>
          new Map(
            [...ofEffects(effects)].map(([name, own]) => [name.split(" ")[0] as string, own]),
          );
        const two = outcome === "b" && predictor === "s";
        alike(
          nameless(found.effects),
          nameless(turned.effects),
          (name) => free(name) && (two || /cramers-v|tau|gamma/.test(name)),
        );
      }),
      run,
    );
  });
});

describe("numbers", () => {
  it("are ranked the same when stretched, and moved without changing a test of means", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), fc.constantFrom("a", "b", "o"), (list, families, group) => {
        const plain = one(made(list, { families }), "n", group);
        const stretched = one(made(list, { families, n: (x) => Math.exp(x / 3) }), "n", group);
        const ranks = (name: string): boolean =>
          /kruskal|mann|jonckheere|permutation-ranks|permutation-trend/.test(name);
        alike(ofTests(stretched.tests), ofTests(plain.tests), ranks);
        const moved = one(made(list, { families, n: (x) => 4 * x + 100 }), "n", group);
        alike(ofTests(moved.tests), ofTests(plain.tests));
        alike(ofEffects(moved.effects), ofEffects(plain.effects), (name) => !/mean/.test(name));
      }),
      run,
    );
  });
});

describe("before and after", () => {
  it("exchanged keep every p-value and turn the sign of the change", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (list, families) => {
        const data = made(list, { families });
        for (const [later, earlier] of [
          ["o", "q"],
          ["n", "m"],
        ] as const) {
          const [there, back] = [
            [later, earlier],
            [earlier, later],
          ].map(
            ([after, before]) =>
              associatePairs(data, after as string, [before as string], {
                all: true,
                replications: 60,
              }).results[0] as Association,
          ) as [Association, Association];
          const p = ({ tests }: Association): Figures =>
            new Map([...ofTests(tests)].map(([name, values]) => [name, values.slice(0, 1)]));
          alike(p(there), p(back));
          there.effects.forEach((effect, place) => {
            const other = back.effects[place] as EffectResult;
            if ("refused" in effect || "refused" in other) {
              expect("refused" in effect).toBe("refused" in other);
            } else near(effect.estimate, -other.estimate, effect.method);
          });
        }
      }),
      run,
    );
  });
});

const cell = fc.integer({ min: 0, max: 15 });
const twoByTwo: fc.Arbitrary<Contingency> = fc.tuple(cell, cell, cell, cell).map(([a, b, c, d]) =>
  contingency([
    [a, b],
    [c, d],
  ]),
);
const larger: fc.Arbitrary<Contingency> = fc
  .array(fc.tuple(cell, cell, cell), { minLength: 3, maxLength: 3 })
  .map((list) => contingency(list));
const figures = (strata: readonly Contingency[]): Figures =>
  new Map([
    ...ofTests([
      mantelHaenszelTest(strata),
      mantelHaenszelTest(strata, true),
      breslowDay(strata),
      breslowDay(strata, true),
    ]),
    ...ofEffects([mantelHaenszelOddsRatio(strata)]),
  ]);

describe("strata", () => {
  it("may come in any order", () => {
    fc.assert(
      fc.property(fc.array(twoByTwo, { minLength: 2, maxLength: 5 }), fc.nat(4), (strata, turn) => {
        const turned = shuffled(strata, turn % strata.length);
        alike(figures(turned), figures(strata));
        alike(ofTests([threeWayHomogeneity(turned)]), ofTests([threeWayHomogeneity(strata)]));
      }),
    );
    fc.assert(
      fc.property(fc.array(larger, { minLength: 2, maxLength: 4 }), (strata) => {
        alike(
          ofTests([generalizedMantelHaenszel([...strata].reverse())]),
          ofTests([generalizedMantelHaenszel(strata)]),
        );
      }),
    );
  });

  it("of one are the table itself: X² less one part in n, and its odds ratio", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const data = made(list.map((each) => ({ ...each, s: 0 })));
        for (const predictor of ["b", "a"] as const) {
          const [pooled] = stratify(data, predictor === "b" ? "a" : "b", [predictor], "s", {
            all: true,
          });
          const plain = one(data, predictor === "b" ? "a" : "b", predictor);
          const whole = plain.tests.find((test) => test.method === "pearson") as TestResult;
          const own = pooled?.tests[0] as TestResult;
          if ("refused" in whole || "refused" in own) {
            expect("refused" in whole).toBe("refused" in own);
            continue;
          }
          near(own.statistic, ((whole.n - 1) / whole.n) * (whole.statistic as number), "X²");
          near(own.df, whole.df, "df");
        }
      }),
      run,
    );
    fc.assert(
      fc.property(fc.tuple(cell, cell, cell, cell), ([a, b, c, d]) => {
        fc.pre(a * b * c * d > 0);
        const pooled = mantelHaenszelOddsRatio([
          contingency([
            [a, b],
            [c, d],
          ]),
        ]);
        near("refused" in pooled ? null : pooled.estimate, (a * d) / (b * c), "odds ratio");
      }),
    );
  });

  it("that are all alike pool to what each is, and are found alike", () => {
    fc.assert(
      fc.property(twoByTwo, fc.integer({ min: 2, max: 6 }), (table, copies) => {
        const strata = Array.from({ length: copies }, () => table);
        const [single, pooled] = [[table], strata].map((own) => mantelHaenszelOddsRatio(own)) as [
          EffectResult,
          EffectResult,
        ];
        if ("refused" in single || "refused" in pooled) {
          expect("refused" in single).toBe("refused" in pooled);
          return;
        }
        near(pooled.estimate, single.estimate, "odds ratio");
        const [one_, many] = [[table], strata].map((own) => mantelHaenszelTest(own)) as [
          TestResult,
          TestResult,
        ];
        if (!("refused" in one_) && !("refused" in many)) {
          near(many.statistic, copies * (one_.statistic as number), "statistic");
        }
        for (const test of [
          breslowDay(strata),
          breslowDay(strata, true),
          threeWayHomogeneity(strata),
        ]) {
          if ("refused" in test) continue;
          expect(Math.abs(test.statistic as number), test.method).toBeLessThan(1e-6);
          expect(test.pValue, test.method).toBeGreaterThan(0.999);
        }
      }),
    );
  });

  it("with nothing to say change nothing when added", () => {
    const silent = fc.constantFrom(
      contingency([
        [0, 0],
        [0, 0],
      ]),
      contingency([
        [5, 3],
        [0, 0],
      ]),
      contingency([
        [4, 0],
        [7, 0],
      ]),
    );
    fc.assert(
      fc.property(fc.array(twoByTwo, { minLength: 2, maxLength: 4 }), silent, (strata, extra) => {
        const pooled = (own: readonly Contingency[]): Figures =>
          new Map([
            ...ofTests([mantelHaenszelTest(own), mantelHaenszelTest(own, true)]),
            ...ofEffects([mantelHaenszelOddsRatio(own)]),
          ]);
        alike(pooled([...strata, extra]), pooled(strata));
        // Of two reasons to refuse, a stratum more may bring the other one forward.
        const homogeneity = (own: readonly Contingency[]): Figures =>
          new Map(
            [...ofTests([breslowDay(own), threeWayHomogeneity(own)])].map(([name, figures]) => [
              name,
              typeof figures[0] === "string" ? ["refused"] : figures,
            ]),
          );
        alike(homogeneity([...strata, extra]), homogeneity(strata));
      }),
    );
  });

  it("have one answer with categories permuted, and the odds turned with the event", () => {
    fc.assert(
      fc.property(fc.array(twoByTwo, { minLength: 2, maxLength: 4 }), (strata) => {
        const turned = strata.map(({ counts }) =>
          contingency([
            [counts[1] as number, counts[0] as number],
            [counts[3] as number, counts[2] as number],
          ]),
        );
        const tests = (name: string): boolean => !name.startsWith("mantel-haenszel-odds");
        alike(figures(turned), figures(strata), tests);
        const [there, back] = [strata, turned].map((own) => mantelHaenszelOddsRatio(own)) as [
          EffectResult,
          EffectResult,
        ];
        if ("refused" in there || "refused" in back) return;
        near(there.estimate * back.estimate, 1, "odds ratio");
        near((there.ciLow as number) * (back.ciHigh as number), 1, "limits");
      }),
    );
    fc.assert(
      fc.property(fc.array(larger, { minLength: 2, maxLength: 3 }), (strata) => {
        const turned = strata.map(({ counts }) =>
          contingency([2, 0, 1].map((i) => [1, 2, 0].map((j) => counts[i * 3 + j] as number))),
        );
        const sideways = strata.map(({ counts }) =>
          contingency([0, 1, 2].map((i) => [0, 1, 2].map((j) => counts[j * 3 + i] as number))),
        );
        for (const other of [turned, sideways]) {
          alike(
            ofTests([generalizedMantelHaenszel(other)]),
            ofTests([generalizedMantelHaenszel(strata)]),
          );
        }
      }),
    );
  });

  it("count a row with a frequency as so many rows", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), fc.constantFrom("a", "b"), (list, families, outcome) => {
        const repeated = list.flatMap((each) => Array.from({ length: each.w }, () => each));
        const options = { all: true, replications: 60 };
        const predictor = outcome === "a" ? "o" : "a";
        const pooled = (data: Dataset) => stratify(data, outcome, [predictor], "s", options)[0];
        const [weighed, listed] = [
          pooled(made(list, { families, weights: true })),
          pooled(made(repeated, { families })),
        ];
        alike(ofTests(weighed?.tests ?? []), ofTests(listed?.tests ?? []));
        alike(ofEffects(weighed?.effects ?? []), ofEffects(listed?.effects ?? []));
        alike(ofTests(weighed?.homogeneity.tests ?? []), ofTests(listed?.homogeneity.tests ?? []));
      }),
      run,
    );
  });
});
