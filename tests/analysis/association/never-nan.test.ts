import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { associate } from "../../../analysis/association/associate.ts";
import { associatePairs } from "../../../analysis/association/associate-pairs.ts";
import { stratify } from "../../../analysis/association/stratify.ts";
import {
  type Column,
  categoricalColumn,
  numericColumn,
} from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";

/** Paths of numbers that are not finite, of p outside 0 to 1, and of intervals that miss their estimate. */
function faultsOf(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (value === null || typeof value !== "object") return [];
  const own: string[] = [];
  const record = value as Record<string, unknown>;
  const { pValue, ciLow, ciHigh, estimate, familyCiLow, familyCiHigh } = record as Record<
    string,
    number
  >;
  if (typeof pValue === "number" && !(pValue >= 0 && pValue <= 1)) own.push(`${path} p ${pValue}`);
  if (typeof pValue === "number" && pValue === 0 && !((record.logPValue as number) < -700)) {
    own.push(`${path} p is nought`);
  }
  const close = 1e-9 * (1 + Math.abs(estimate ?? 0));
  if (typeof ciLow === "number" && typeof ciHigh === "number") {
    if (!(ciLow <= (estimate as number) + close && ciHigh >= (estimate as number) - close)) {
      own.push(`${path} ${record.method} ${ciLow} ${estimate} ${ciHigh}`);
    }
  }
  if (typeof familyCiLow === "number" && !(familyCiLow <= (familyCiHigh as number) + close)) {
    own.push(`${path} family interval turned over`);
  }
  return own.concat(
    Object.entries(record).flatMap(([key, inner]) => faultsOf(inner, `${path}.${key}`)),
  );
}

const rows = fc.array(
  fc.record({
    a: fc.constantFrom("x", "y", "z", null, "-9"),
    b: fc.constantFrom("yes", "no", null),
    o: fc.constantFrom("1", "2", "3", "-8"),
    o2: fc.constantFrom("1", "2", "3"),
    n: fc.option(fc.integer({ min: -3, max: 6 }), { freq: 6 }),
    m: fc.option(
      fc.integer({ min: -1e6, max: 1e6 }).map((x) => x / 1000),
      { freq: 6 },
    ),
    f: fc.option(
      fc.integer({ min: 0, max: 9 }).map((id) => `F${id}`),
      { freq: 9 },
    ),
    w: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 30 },
);
type Row = {
  a: string | null;
  b: string | null;
  o: string | null;
  o2: string | null;
  n: number | null;
  m: number | null;
  f: string | null;
  w: number;
};

function made(list: readonly Row[], families: boolean, weights: boolean): Dataset {
  const of = <K extends keyof Row>(key: K): Row[K][] => list.map((row) => row[key]);
  const levels = (values: string[]): { levels: { value: string; label: string }[] } => ({
    levels: values.map((value) => ({ value, label: value })),
  });
  const columns: Column[] = [
    categoricalColumn("a", of("a"), levels(["x", "y", "z", "never"])),
    categoricalColumn("b", of("b"), levels(["no", "yes"])),
    categoricalColumn("o", of("o"), { ...levels(["1", "2", "3"]), ordered: true }),
    categoricalColumn("o2", of("o2"), { ...levels(["1", "2", "3"]), ordered: true }),
    numericColumn("n", of("n")),
    numericColumn("m", of("m")),
    categoricalColumn(
      "empty",
      list.map(() => null),
      levels(["p", "q"]),
    ),
    numericColumn(
      "constant",
      list.map(() => 5),
    ),
  ];
  return dataset(columns, {
    families: families ? familyIndex(of("f")) : null,
    weights: weights ? Float64Array.from(of("w")) : null,
  });
}

const names = ["a", "b", "o", "o2", "n", "m", "empty", "constant"];

describe("no association is ever silently wrong", () => {
  it.each([
    [true, false],
    [false, false],
    [true, true],
    [false, true],
  ])("families %s, weights %s", (families, weights) => {
    fc.assert(
      fc.property(rows, fc.constantFrom(...names), (list, outcome) => {
        const data = made(list as Row[], families, weights);
        const screen = associate(data, outcome, names, { all: true, replications: 60 });
        expect(faultsOf(screen)).toEqual([]);
        for (const result of screen.results) {
          expect(result.reason.length).toBeGreaterThan(10);
          expect(result.tests.map((test) => test.method)).toContain(result.headline);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("nor within strata, nor before and after", () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom("a", "b", "o"),
        fc.constantFrom("a", "o2", "b"),
        fc.boolean(),
        (list, outcome, by, families) => {
          const data = made(list as Row[], families, false);
          const options = { all: true, replications: 60 };
          expect(faultsOf(stratify(data, outcome, ["a", "b", "o", "n"], by, options))).toEqual([]);
          expect(faultsOf(associatePairs(data, "o", ["o2"], options))).toEqual([]);
          expect(faultsOf(associatePairs(data, "n", ["m", "constant"], options))).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });
});
