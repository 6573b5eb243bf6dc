import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilson } from "../../../analysis/association/wilson.ts";
import { shareDifference } from "../../../analysis/authorities/difference.ts";
import { changeByArea } from "../../../analysis/describe/change-by-area.ts";
import { shareWaves } from "../../../analysis/describe/share-waves.ts";
import { categoricalColumn } from "../../../data-dictionary/table/column.ts";
import { dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";

const grades = ["1", "2", "3", "4", "5"].map((value) => ({ value, label: `Grade ${value}` }));
const graded = (name: string, values: readonly string[]) =>
  categoricalColumn(name, values, { levels: grades, ordered: true, label: `Warmth, ${name}` });
const grade = fc.constantFrom("1", "2", "3", "4", "5", "-9", "");

describe("change from before to after", () => {
  const data = dataset([
    graded("before", ["4", "4", "3", "5", "2", "3", "-9"]),
    graded("after", ["2", "3", "3", "4", "3", "-8", "1"]),
  ]);

  it("counts each direction among the pairs that are known", () => {
    const [area] = changeByArea(data, [["before", "after"]], "lower").areas;
    expect(area).toMatchObject({
      label: "Warmth",
      n: 5,
      nMissing: 2,
      medianBefore: "Grade 4",
      medianAfter: "Grade 3",
    });
    expect([area?.better.count, area?.same.count, area?.worse.count]).toEqual([3, 1, 1]);
    expect(area?.better.ciLow).toBe(wilson(3, 5).ciLow);
    // Differences 2, 1, 0, 1, -1: ranks 4, 2, 2, -2; V = 8 of 10; 8 of the 16 patterns of signs lie as far out.
    expect(area?.test).toMatchObject({
      method: "signed-rank-exact",
      statistic: 8,
      pValue: 0.5,
      n: 5,
    });
  });

  it("turns round with the scale, and never depends on the order of children", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(grade, grade), { minLength: 1, maxLength: 25 }), (pairs) => {
        const of = (list: readonly (readonly [string, string])[], better: "lower" | "higher") =>
          changeByArea(
            dataset([
              graded(
                "before",
                list.map(([one]) => one),
              ),
              graded(
                "after",
                list.map(([, two]) => two),
              ),
            ]),
            [["before", "after"]],
            better,
          ).areas[0];
        const low = of(pairs, "lower");
        const high = of(pairs, "higher");
        expect([low?.better.count, low?.worse.count]).toEqual([
          high?.worse.count,
          high?.better.count,
        ]);
        expect(of([...pairs].reverse(), "lower")).toEqual(low);
        expect((low?.better.count ?? 0) + (low?.same.count ?? 0) + (low?.worse.count ?? 0)).toBe(
          low?.n,
        );
        expect(JSON.stringify(low)).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  it("refuses to test where nobody changed or nobody is known, and says why", () => {
    const still = dataset([graded("before", ["2", "3"]), graded("after", ["2", "3"])]);
    expect(changeByArea(still, [["before", "after"]], "lower").areas[0]?.test).toMatchObject({
      refused: "no-change",
    });
    const none = dataset([graded("before", ["-9"]), graded("after", ["2"])]);
    expect(changeByArea(none, [["before", "after"]], "lower").areas[0]).toMatchObject({
      n: 0,
      medianBefore: null,
      better: { share: null },
      test: { refused: "no-rows" },
    });
  });

  it("uses McNemar's test for two levels", () => {
    const yesNo = (name: string, values: readonly string[]) =>
      categoricalColumn(name, values, {
        levels: [
          { value: "0", label: "No" },
          { value: "1", label: "Yes" },
        ],
      });
    const pairs = dataset([yesNo("a", ["0", "0", "0", "1"]), yesNo("b", ["1", "1", "1", "0"])]);
    expect(changeByArea(pairs, [["a", "b"]], "higher").areas[0]?.test).toMatchObject({
      method: "mcnemar-exact",
      pValue: expect.closeTo(0.625, 12),
    });
  });

  it("refuses grades on different scales", () => {
    const mixed = dataset([graded("before", ["1"]), categoricalColumn("after", ["yes"])]);
    expect(() => changeByArea(mixed, [["before", "after"]], "lower")).toThrow(
      "before and after must have the same choices in the same order",
    );
  });

  it("says that the tests take siblings one by one", () => {
    const siblings = { ...data, families: familyIndex(["a", "a", "b", "b", "c", "c", "d"]) };
    expect(changeByArea(siblings, [["before", "after"]], "lower").notes.join(" ")).toContain(
      "one by one",
    );
  });
});

describe("shares by wave", () => {
  const rows: [year: string, job: string, saw: string][] = [
    ...Array.from({ length: 40 }, (_, k): [string, string, string] => [
      "1",
      k % 2 ? "police" : "school",
      k < 10 ? "1" : "0",
    ]),
    ...Array.from({ length: 50 }, (_, k): [string, string, string] => [
      "2",
      k % 2 ? "police" : "school",
      k < 20 ? "1" : "0",
    ]),
    ["2", "police", "-9"],
    ["3", "police", "-9"],
  ];
  const levels = (...values: string[]) => values.map((value) => ({ value, label: value }));
  const data = dataset([
    categoricalColumn(
      "year",
      rows.map(([year]) => year),
      { levels: levels("1", "2", "3") },
    ),
    categoricalColumn(
      "job",
      rows.map(([, job]) => job),
      { levels: levels("police", "school") },
    ),
    categoricalColumn(
      "saw",
      rows.map(([, , saw]) => saw),
      { levels: levels("1", "0") },
    ),
  ]);

  it("gives each share its base, and changes with Newcombe's interval", () => {
    const [all, police, school] = shareWaves(data, ["saw"], "year", "job").series;
    expect(all?.waves.map(({ count, n, nMissing }) => [count, n, nMissing])).toEqual([
      [10, 40, 0],
      [20, 50, 1],
      [0, 0, 1],
    ]);
    expect(all?.waves[1]?.change).toEqual(
      shareDifference({ events: 20, n: 50 }, { events: 10, n: 40 }),
    );
    // A wave without answers has no change; the overall change is between the waves that have some.
    expect(all?.waves[2]?.change).toBeNull();
    expect(all?.overall).toEqual(all?.waves[1]?.change);
    expect((police?.waves[0]?.n ?? 0) + (school?.waves[0]?.n ?? 0)).toBe(40);
    expect(all?.overall?.estimate).toBeCloseTo(0.15, 12);
  });

  it("refuses an answer that there is not", () => {
    expect(() => shareWaves(data, ["saw"], "year", null, "yes")).toThrow("saw has no answer yes");
  });
});
