import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairedChange } from "../../../analysis/describe/paired-change.ts";
import { shareRows } from "../../../analysis/describe/share-rows.ts";
import { InputError } from "../../../data-dictionary/input-error.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { dataset } from "../../../data-dictionary/table/dataset.ts";

const levels = (...values: string[]) =>
  values.map((value) => ({ value, label: value.toUpperCase() }));
const column = (name: string, values: readonly (string | null)[], ordered = false) =>
  categoricalColumn(
    name,
    values.map((value) => value ?? ""),
    { levels: levels("a", "b", "c"), ordered },
  );
const code = (error: unknown): unknown => (error instanceof InputError ? error.code : error);
const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return code(error);
  }
  return null;
};

describe("an outcome within groups", () => {
  const data = dataset(
    [
      column("group", ["a", "a", "b", "b", null, "a"]),
      column("outcome", ["a", "b", "b", null, "a", "b"]),
    ],
    { unit: "child", families: { of: Int32Array.of(0, 0, 1, 2, 3, 4), count: 5 } },
  );

  it("counts where both are known, with families, and keeps a group without anybody", () => {
    const result = shareRows(data, "outcome", "group");
    expect(result.rows).toEqual([
      { label: "A", counts: [1, 2, 0], n: 3, families: 2 },
      { label: "B", counts: [0, 1, 0], n: 1, families: 1 },
      { label: "C", counts: [0, 0, 0], n: 0, families: 0 },
    ]);
    expect(result).toMatchObject({ n: 4, nMissing: 2, families: 3, columns: ["A", "B", "C"] });
  });

  it("takes values that are left out as not known", () => {
    const result = shareRows(data, "outcome", "group", ["b"]);
    expect(result.columns).toEqual(["A", "C"]);
    expect(result).toMatchObject({ n: 1, nMissing: 5 });
  });

  it("refuses what is no list of values", () => {
    const number = dataset([column("group", ["a"]), numericColumn("age", [3])]);
    expect(thrown(() => shareRows(number, "age", "group"))).toBe("not-categorical");
    expect(thrown(() => shareRows(number, "lost", "group"))).toBe("unknown-column");
  });

  it("adds up: groups to the whole, and known and missing to all rows", () => {
    const value = fc.constantFrom("a", "b", "c", null);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 }), (rows) => {
        const result = shareRows(
          dataset([
            column(
              "group",
              rows.map(([group]) => group),
            ),
            column(
              "outcome",
              rows.map(([, outcome]) => outcome),
            ),
          ]),
          "outcome",
          "group",
        );
        const sum = (counts: readonly number[]) => counts.reduce((total, own) => total + own, 0);
        expect(sum(result.rows.map((row) => row.n))).toBe(result.n);
        expect(result.n + result.nMissing).toBe(rows.length);
        for (const row of result.rows) expect(sum(row.counts)).toBe(row.n);
      }),
    );
  });
});

describe("a variable before and after", () => {
  const pair = (rows: readonly (readonly [string | null, string | null])[], ordered = true) =>
    dataset(
      [
        column(
          "before",
          rows.map(([one]) => one),
          ordered,
        ),
        column(
          "after",
          rows.map(([, two]) => two),
          ordered,
        ),
      ],
      {
        unit: "child",
        families: { of: Int32Array.from(rows, (_, row) => row >> 1), count: rows.length },
      },
    );

  it("counts from each level to each, and who moved", () => {
    const result = pairedChange(
      pair([
        ["a", "b"],
        ["b", "b"],
        ["c", "a"],
        ["a", null],
        [null, "a"],
      ]),
      "before",
      "after",
    );
    expect(result.counts).toEqual([
      [0, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    expect(result.moved).toEqual({ up: 1, same: 1, down: 1 });
    expect(result).toMatchObject({ n: 3, nMissing: 2, families: 2, unit: "child" });
  });

  it("moves nobody up or down where the levels have no order", () => {
    expect(pairedChange(pair([["a", "b"]], false), "before", "after").moved).toBeNull();
  });

  it("gives noughts, and no fault, where nobody is known twice", () => {
    const result = pairedChange(pair([["a", null]]), "before", "after");
    expect(result).toMatchObject({ n: 0, nMissing: 1, moved: { up: 0, same: 0, down: 0 } });
  });

  it("refuses two lists of values that are not the same", () => {
    const other = dataset([
      column("before", ["a"]),
      categoricalColumn("after", ["z"], { levels: levels("a", "z") }),
    ]);
    expect(thrown(() => pairedChange(other, "before", "after"))).toBe("levels-differ");
  });

  it("swaps up and down when the times are swapped", () => {
    const value = fc.constantFrom("a", "b", "c", null);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 30 }), (rows) => {
        const data = pair(rows);
        const there = pairedChange(data, "before", "after");
        const back = pairedChange(data, "after", "before");
        expect(back.moved).toEqual({
          up: there.moved?.down,
          same: there.moved?.same,
          down: there.moved?.up,
        });
        expect(back.counts).toEqual(
          there.counts.map((_, to) => there.counts.map((row) => row[to])),
        );
      }),
    );
  });
});
