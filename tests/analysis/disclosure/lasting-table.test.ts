import { describe, expect, it } from "vitest";
import { lastingVariable, withLasting } from "../../../analysis/disclosure/lasting-table.ts";
import { releasedTables } from "../../../analysis/disclosure/release-csv.ts";
import { releasedCurve } from "../../../analysis/disclosure/released-curve.ts";
import { kaplanMeier, stepAt } from "../../../analysis/time-to-event/kaplan-meier.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset } from "../../../data-dictionary/table/dataset.ts";
import { attackOn, exact } from "../../support/disclosure-attack.ts";

/** Index returns: so many broke down after so many months; the rest were watched so long. */
function returns(
  broke: readonly (readonly [number, number])[],
  watched: readonly (readonly [number, number])[],
): Dataset {
  const months = [...broke, ...watched].flatMap(([count, at]) => Array<number>(count).fill(at));
  const events = broke.reduce((sum, [count]) => sum + count, 0);
  const by = (horizon: number) =>
    categoricalColumn(
      `breakdown_${horizon / 12}y`,
      months.map((at, row) =>
        row < events && at <= horizon ? "1" : at < horizon && row >= events ? null : "0",
      ),
      {
        levels: [
          { value: "1", label: "Yes" },
          { value: "0", label: "No" },
        ],
      },
    );
  return dataset(
    [
      numericColumn("months_observed", months),
      numericColumn(
        "months_to_breakdown",
        months.map((at, row) => (row < events ? at : null)),
      ),
      by(24),
      by(36),
    ],
    { unit: "child" },
  );
}
const config = { followUp: { years: 5 } };

describe("the steps of a released curve", () => {
  it("are whole years with at least the threshold of breakdowns, or longer", () => {
    const data = returns(
      [
        [20, 3],
        [4, 15],
        [8, 30],
        [11, 50],
      ],
      [[40, 60]],
    );
    expect(lastingVariable(data, 5, 10)).toBe("return_lasted_12_36_60");
    expect(lastingVariable(data, 5, 4)).toBe("return_lasted_12_24_36_60");
    // Two in the last years are too few for a step of their own.
    expect(
      lastingVariable(
        returns(
          [
            [20, 3],
            [2, 50],
          ],
          [[40, 60]],
        ),
        5,
        10,
      ),
    ).toBe("return_lasted_60");
    expect(lastingVariable(returns([[3, 3]], [[40, 60]]), 5, 10)).toBeNull();
    expect(lastingVariable(dataset([]), 5, 10)).toBeNull();
  });

  it("give Kaplan and Meier's share at the ends of the steps, where counts are not rounded", () => {
    const broke = [
      [20, 3],
      [14, 15],
      [18, 30],
      [11, 50],
    ] as const;
    const data = returns(broke, [[40, 60]]);
    const name = lastingVariable(data, 5, 10) as string;
    const own = withLasting(data, [name]);
    const { plan } = attackOn(own, [[name]], exact);
    const curve = releasedCurve(releasedTables(plan)[0] as never, 10);
    const months = [...broke, [40, 60] as const].flatMap(([count, at]) => Array(count).fill(at));
    const km = kaplanMeier({
      time: months,
      event: months.map((at) => (at < 60 ? 1 : 0)),
      family: null,
    });
    expect(curve.map(({ years }) => years)).toEqual([1, 2, 3, 5]);
    expect(curve.map(({ lasting }) => lasting)).toEqual(
      curve.map(({ years }) => Math.round(100 * (stepAt(km, 12 * years)?.survival ?? 1))),
    );
    expect(curve.map(({ atRisk }) => atRisk)).toEqual([103, 83, 69, 51]);
  });

  it("stop where a count is hidden, and where too few are left", () => {
    const table = {
      variables: [{ name: "return_lasted_12_24_36", label: "", sensitive: true }],
      rows: [
        ["Broke down in year 1", 40],
        ["Broke down in year 2", null],
        ["Broke down in year 3", 20],
        ["Lasting at 3 years", null],
        ["All", 100],
      ].map(([level, count]) => ({ levels: [level], count, percent: null })),
    };
    expect(releasedCurve(table as never, 10)).toEqual([
      { years: 1, atRisk: 100, brokeDown: 40, lasting: 60 },
    ]);
    const few = structuredClone(table);
    const set = (at: number, count: number) => {
      (few.rows[at] as { count: number }).count = count;
    };
    set(0, 95);
    set(1, 3);
    expect(releasedCurve(few as never, 10)).toHaveLength(1);
  });
});

describe("the table behind the curve", () => {
  // Four broke down in the third year: by three years less by two.
  const data = returns(
    [
      [30, 3],
      [30, 15],
      [4, 30],
      [12, 50],
    ],
    [[60, 60]],
  );
  const name = lastingVariable(data, 5, 10) as string;
  const own = withLasting(data, [name]);
  const tables = [[name], ["breakdown_2y"], ["breakdown_3y"]];

  it("is linked with breakdown by two and by three years", () => {
    expect(name).toBe("return_lasted_12_24_60");
    expect(attackOn(own, tables, exact, "nothing", { config }).attack.status).toBe("pass");
    const open = attackOn(own, tables, exact, "links", { config });
    expect(open.attack.status).toBe("fail");
    expect(open.attack.pinned.some(({ least, most }) => least === 4 && most === 4)).toBe(true);
  });
});
