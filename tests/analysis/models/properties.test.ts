import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitModel, type ModelRequest } from "../../../analysis/models/fit-model.ts";
import type { ModelRefusal, ModelResult } from "../../../analysis/models/model-result.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";

interface Row {
  readonly y: number;
  readonly g: number;
  readonly h: number;
  readonly c: number;
  readonly family: number;
}
const row = fc.record({
  y: fc.integer({ min: 0, max: 2 }),
  g: fc.integer({ min: 0, max: 2 }),
  h: fc.integer({ min: 0, max: 1 }),
  c: fc.integer({ min: -20, max: 20 }),
  family: fc.integer({ min: 0, max: 25 }),
});
const rows = fc.array(row, { minLength: 30, maxLength: 60 });
const words = {
  y: ["low", "middle", "high"],
  g: ["red", "green", "blue"],
  h: ["no", "yes"],
};

/** The rows as a dataset; `ordered` makes y ordinal, `two` makes it high or not. */
function made(
  list: readonly Row[],
  options: {
    families?: boolean;
    ordered?: boolean;
    weights?: Float64Array;
    names?: typeof words;
  } = {},
): Dataset {
  const names = options.names ?? words;
  const column = (key: "y" | "g" | "h") =>
    categoricalColumn(
      key,
      list.map((each) => names[key][each[key]] as string),
      {
        levels: names[key].map((value) => ({ value, label: value })),
        ordered: key === "y" && options.ordered === true,
      },
    );
  return dataset(
    [
      column("y"),
      column("g"),
      column("h"),
      numericColumn(
        "c",
        list.map((each) => each.c),
      ),
    ],
    {
      families: options.families ? familyIndex(list.map((each) => String(each.family))) : null,
      weights: options.weights ?? null,
    },
  );
}
const request: ModelRequest = { outcome: "y", event: ["high"], with: ["g", "h", "c"] };

/** What a reader takes away: shares, differences and coefficients by name, each with its interval. */
function takeaway(result: ModelResult | ModelRefusal): Map<string, number[]> {
  if ("refused" in result) return new Map([[result.refused, []]]);
  return new Map<string, number[]>([
    ...result.percentages.map((each): [string, number[]] => [
      `share ${each.variable} ${each.level} ${each.outcome}`,
      [each.estimate, each.ciLow, each.ciHigh],
    ]),
    ...result.differences.map((each): [string, number[]] => [
      `difference ${each.variable} ${each.level} ${each.outcome}`,
      [each.estimate, each.ciLow, each.ciHigh],
    ]),
    ...result.coefficients.map((each): [string, number[]] => [
      `coefficient ${each.name} ${each.outcome}`,
      [each.estimate, each.ciLow, each.ciHigh, each.pValue],
    ]),
    ["fit", [result.fit.logLikelihood, result.fit.aic]],
  ]);
}
function alike(a: Map<string, number[]>, b: Map<string, number[]>): void {
  expect([...a.keys()].sort()).toEqual([...b.keys()].sort());
  for (const [name, values] of a) {
    values.forEach((value, place) => {
      const other = b.get(name)?.[place] as number;
      expect(Math.abs(value - other), `${name}: ${value} and ${other}`).toBeLessThan(
        1e-5 * (1 + Math.abs(value)),
      );
    });
  }
}
const kinds: [string, ModelRequest, boolean][] = [
  ["logistic", request, false],
  ["logistic with Firth's penalty", { ...request, firth: true }, false],
  ["multinomial", { outcome: "y", with: ["g", "c"] }, false],
  ["proportional odds", { outcome: "y", with: ["g", "c"] }, true],
  ["linear", { outcome: "c", with: ["g", "h"] }, false],
];

describe.each(kinds)("%s", (_name, asked, ordered) => {
  it("does not care in which order rows come, with or without families", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), fc.integer({ min: 1, max: 29 }), (list, families, turn) => {
        const turned = [...list.slice(turn), ...list.slice(0, turn)].reverse();
        alike(
          takeaway(fitModel(made(turned, { families, ordered }), asked)),
          takeaway(fitModel(made(list, { families, ordered }), asked)),
        );
      }),
      { numRuns: 12 },
    );
  });

  it("takes a row counted twice as two rows, with or without families", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (list, families) => {
        const weights = Float64Array.from(list, (each) => 1 + (Math.abs(each.c) % 3));
        const doubled = list.flatMap((each, place) =>
          Array.from({ length: weights[place] as number }, () => each),
        );
        alike(
          takeaway(fitModel(made(list, { weights, families, ordered }), asked)),
          takeaway(fitModel(made(doubled, { families, ordered }), asked)),
        );
      }),
      { numRuns: 12 },
    );
  });

  it("is finite or refused", () => {
    const sparse = fc.array(row, { minLength: 0, maxLength: 25 });
    const numbers = (value: unknown): number[] =>
      typeof value === "number"
        ? [value]
        : value === null || typeof value !== "object"
          ? []
          : Object.values(value).flatMap(numbers);
    fc.assert(
      fc.property(sparse, fc.boolean(), (list, families) => {
        // An event that nobody has is a request that makes no sense, and throws.
        fc.pre(asked.event === undefined || list.some((each) => each.y === 2));
        const result = fitModel(made(list, { families, ordered }), { ...asked, gee: families });
        expect(numbers(result).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a model", () => {
  it("predicts the same whichever level is the reference", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const data = made(list);
        const shares = (reference: string) =>
          new Map(
            [...takeaway(fitModel(data, { ...request, reference: { g: reference } }))].filter(
              ([name]) => name.startsWith("share") || name === "fit",
            ),
          );
        if (new Set(list.map((each) => each.g)).size < 3) return;
        alike(shares("red"), shares("blue"));
      }),
      { numRuns: 12 },
    );
  });

  it("does not care what levels are called", () => {
    const names = {
      y: ["a very long name, with a comma", "2", "3"],
      g: ["10", "9", "x × y: z"],
      h: ["no", "yes"],
    };
    fc.assert(
      fc.property(rows, (list) => {
        const values = (result: Map<string, number[]>) => [...result.values()];
        const plain = takeaway(fitModel(made(list), request));
        const other = takeaway(fitModel(made(list, { names }), { ...request, event: ["3"] }));
        expect(values(other)).toEqual(values(plain));
      }),
      { numRuns: 12 },
    );
  });

  it("turns round when the event does: the same odds, the other way", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const data = made(list);
        const [event, rest] = [["high"], ["low", "middle"]].map((levels) =>
          fitModel(data, {
            ...request,
            event: levels.filter((level) => list.some((each) => words.y[each.y] === level)),
          }),
        ) as [ModelResult | ModelRefusal, ModelResult | ModelRefusal];
        if ("refused" in event || "refused" in rest) return;
        event.coefficients.forEach((one, place) => {
          expect(one.estimate + (rest.coefficients[place]?.estimate as number)).toBeCloseTo(0, 5);
        });
      }),
      { numRuns: 12 },
    );
  });
});
