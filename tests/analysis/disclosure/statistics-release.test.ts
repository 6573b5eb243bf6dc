import { describe, expect, it } from "vitest";
import { pearson } from "../../../analysis/association/chi-squared.ts";
import { contingency } from "../../../analysis/association/contingency.ts";
import { attackRelease } from "../../../analysis/disclosure/attack/attack-release.ts";
import { impliedStatistics } from "../../../analysis/disclosure/implied-statistics.ts";
import { numericOutput } from "../../../analysis/disclosure/numeric-output.ts";
import { numbersCsv, releasedTables } from "../../../analysis/disclosure/release-csv.ts";
import { numericColumn } from "../../../data-dictionary/table/column.ts";
import { dataset } from "../../../data-dictionary/table/dataset.ts";
import { attackOn, counted, exact, solve, strict } from "../../support/disclosure-attack.ts";

const rules = { ...strict, zeros: "shown" as const, sensitive: [] };
const file = (rows: readonly string[]): { name: string; text: string } => ({
  name: "t",
  text: `table,unit,population,a,count,percent\r\n${rows.join("\r\n")}\r\n`,
});

describe("percentages", () => {
  it("of rounded counts tell the attacker nothing", () => {
    const text = file(["t,child,p,x,20,33", "t,child,p,y,40,67", "t,child,p,All,60,"]);
    expect(attackRelease([text], rules, solve).status).toBe("pass");
  });

  it("of counts before rounding, or beside a hidden count, give it away", () => {
    // 38 to 42 in all: 7% of them are at most 3, whatever is hidden with it.
    const hidden = file([
      "t,child,p,x,c,7.0",
      "t,child,p,y,c,30.0",
      "t,child,p,z,25,63.0",
      "t,child,p,All,40,100.0",
    ]);
    const attack = attackRelease([hidden], rules, solve);
    expect(attack.status).toBe("fail");
    expect(attack.pinned.map(({ cell, most }) => [cell, most])).toContainEqual([
      "child p & a=x",
      2,
    ]);
    const asReleased = file([
      "t,child,p,x,c,c",
      "t,child,p,y,c,c",
      "t,child,p,z,25,63",
      "t,child,p,All,40,100",
    ]);
    expect(attackRelease([asReleased], rules, solve).status).toBe("pass");
  });

  it("are printed so that the same file, attacked, gives nothing: whole, of rounded counts", () => {
    const data = counted(
      ["a", "b"],
      [
        ["x", "yes", 23],
        ["x", "no", 31],
        ["y", "yes", 44],
        ["y", "no", 12],
      ],
    );
    const { plan, attack } = attackOn(data, [["a", "b"]], strict);
    expect(attack.status).toBe("pass");
    for (const { count, percent, levels } of releasedTables(plan)[0]?.rows ?? []) {
      if (levels[1] === "All" || count === null || percent === null) continue;
      expect(Number.isInteger(percent)).toBe(true);
      expect(count % 5).toBe(0);
    }
  });
});

describe("chi-squared, Cramér's V and the odds ratio of a released table", () => {
  const table = (small: number) =>
    counted(
      ["a", "b"],
      [
        ["x", "yes", 23],
        ["x", "no", 31],
        ["y", "yes", small],
        ["y", "no", 12],
      ],
    );

  it("are of the rounded counts, so that they are the same for all tables that round alike", () => {
    const statistics = [42, 43, 44, 45, 46, 47].map((small) =>
      impliedStatistics(
        releasedTables(attackOn(table(small), [["a", "b"]], strict).plan)[0] as never,
      ),
    );
    expect(statistics[1]).toEqual(statistics[2]);
    expect(statistics[1]).toEqual(statistics[5]);
    expect(statistics[0]).not.toEqual(statistics[1]);
    // 25, 30, 45 and 10: not 23, 31, 44 and 12.
    const rounded = pearson(
      contingency([
        [25, 30],
        [45, 10],
      ]),
    );
    const own = statistics[2]?.find(({ method }) => method === "chi-squared");
    expect(own?.estimate).toBeCloseTo(
      "statistic" in rounded ? (rounded.statistic as number) : 0,
      2,
    );
    expect(own?.reason).toContain("rounded counts");
  });

  it("are withheld where any count of the table is hidden", () => {
    const { plan } = attackOn(table(4), [["a", "b"]], exact);
    expect(impliedStatistics(releasedTables(plan)[0] as never)).toEqual([
      {
        table: "t0",
        method: "all",
        estimate: null,
        reason: "A count of the table is hidden.",
      },
    ]);
  });
});

describe("means", () => {
  const output = (values: readonly (number | null)[]) =>
    numericOutput(
      dataset([numericColumn("moves", values)], { unit: "child" }),
      "moves",
      { ...strict, minimumFamilies: 1 },
      1,
      1,
    );
  const many = (count: number, value: number | null): (number | null)[] => Array(count).fill(value);

  it.each([
    ["all alike", many(60, 2), "All have the same value."],
    ["few differ", [...many(60, 0), ...many(4, 1)], "Fewer than 10 differ from the others."],
    [
      "two make up most",
      [...many(20, 0), ...many(15, 1), 90, 95],
      "Two of them make up most of it.",
    ],
    ["few have one", many(9, 3), "Fewer than 10 have a value."],
    [
      "few have none",
      [...many(40, 3), ...many(30, 4), ...many(3, null)],
      "Fewer than 10 have no value, and could be told from the whole.",
    ],
    ["little in all", [...many(60, 0), ...many(12, 0.1)], "Fewer than 10 in all."],
  ])("are withheld where %s", (_, values, reason) => {
    expect(output(values)).toBe(reason);
  });

  it("have one decimal, and a median from twice the threshold", () => {
    const values = [...many(6, 1), ...many(7, 2), ...many(6, 4)];
    expect(output(values)).toMatchObject({ n: 19, mean: 2.3, median: null });
    expect(output([...values, ...values])).toMatchObject({ n: 38, mean: 2.3, median: 2 });
  });

  it("that show how few have any are found by the attacker", () => {
    const plan = {
      profile: strict,
      numbers: [{ ...(output([...many(60, 1), ...many(40, 3)]) as object) }],
    };
    const text = numbersCsv(plan as never);
    expect(attackRelease([{ name: "numbers.csv", text }], rules, solve).status).toBe("pass");
    const few = text.replace(/,1\.8,/, ",0.0,");
    expect(attackRelease([{ name: "numbers.csv", text: few }], rules, solve).pinned).toEqual([
      { cell: "child with any moves", files: ["numbers.csv"], least: 0, most: 5 },
    ]);
  });
});
