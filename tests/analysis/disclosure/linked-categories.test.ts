import { describe, expect, it } from "vitest";
import { attackRelease } from "../../../analysis/disclosure/attack/attack-release.ts";
import {
  bandColumn,
  rollupColumn,
  yesNoColumn,
} from "../../../analysis/outcomes/derived-columns.ts";
import { seededRandom } from "../../../analysis/random/random.ts";
import { InputError } from "../../../data-dictionary/input-error.ts";
import {
  type CategoricalColumn,
  categoricalColumn,
  numericColumn,
} from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";
import { attackOn, exact, profiles, solve, strict } from "../../support/disclosure-attack.ts";

const labels = (cuts: readonly number[]): string[] =>
  [...cuts, null].map((cut, at) => `${cuts[at - 1] ?? 0} to ${cut ?? "the end"}`);
const band = (of: string, cuts: readonly number[]) => ({
  of,
  cuts: [...cuts],
  labels: labels(cuts),
});
type Bands = Record<string, ReturnType<typeof band>>;

/** Ages with their bands, and an outcome. */
function aged(
  ages: readonly (number | null)[],
  bands: Bands,
  outcome: (row: number) => string,
  families = (row: number): number => row,
): Dataset {
  const age = numericColumn("age", ages);
  return dataset(
    [
      age,
      ...Object.entries(bands).map(([name, { cuts, labels: words }]) =>
        bandColumn(name, name, age, cuts, words),
      ),
      categoricalColumn(
        "outcome",
        ages.map((_, row) => outcome(row)),
      ),
      categoricalColumn(
        "sex",
        ages.map((_, row) => (row % 2 === 0 ? "girl" : "boy")),
      ),
    ],
    { unit: "child", families: familyIndex(ages.map((_, row) => String(families(row)))) },
  );
}

const repeated = (counts: Readonly<Record<number, number>>): number[] =>
  Object.entries(counts).flatMap(([age, count]) => Array<number>(count).fill(Number(age)));

describe("one number in two sets of bands", () => {
  const bands = { age_band: band("age", [6, 13]), age_group: band("age", [6, 12]) };
  // Three are 12: the only difference between "6 to 13" and "6 to 12".
  const ages = repeated({ 3: 30, 8: 40, 12: 3, 15: 25 });
  const data = aged(ages, bands, (row) => (row % 2 === 0 ? "stable" : "unstable"));
  const tables = [["age_band"], ["age_group"]];

  it.each([
    ["not rounded", exact],
    ["rounded to 5", strict],
  ])("hides what one less the other would give, %s", (_, profile) => {
    const safe = attackOn(data, tables, profile, "nothing", { config: { bands } });
    expect(safe.attack).toMatchObject({ status: "pass", pinned: [] });
    expect(safe.protection.secondary).toBeGreaterThan(0);
    // Neither table needs it alone.
    for (const table of tables) {
      const { protection } = attackOn(data, [table], profile, "nothing", { config: { bands } });
      expect([protection.primary, protection.secondary]).toEqual([0, 0]);
    }
  });

  it("is found out by the attacker when the planner does not look", () => {
    const open = attackOn(data, tables, exact, "links", { config: { bands } });
    expect(open.attack.status).toBe("fail");
    expect(open.attack.pinned[0]).toMatchObject({
      cell: "child children, data version 1 & group age: 12 to 13",
      files: ["t0", "t1"],
      least: 3,
      most: 3,
    });
    // Rounded, 65 less 60: between 1 and 9.
    const pinned = attackOn(data, tables, strict, "links", { config: { bands } }).attack.pinned;
    expect(pinned.some(({ least, most }) => least >= 1 && most < 10)).toBe(true);
  });

  it("is not seen in tables that are not about the same", () => {
    const apart = attackOn(data, [["age_band", "sex"], ["outcome"]], exact, "nothing", {
      config: { bands },
    });
    expect(apart.plan.system.cells.every(({ tables: own }) => own.length > 0)).toBe(true);
  });

  it("is looked at within each outcome, too", () => {
    const crossed = [
      ["age_band", "outcome"],
      ["age_group", "outcome"],
    ];
    const large = aged(repeated({ 3: 60, 8: 80, 12: 24, 15: 50 }), bands, (row) =>
      row >= 140 && row < 160 ? "stable" : row % 2 === 0 ? "stable" : "unstable",
    );
    expect(attackOn(large, crossed, exact, "nothing", { config: { bands } }).attack).toMatchObject({
      status: "pass",
    });
    const open = attackOn(large, crossed, exact, "links", { config: { bands } });
    expect(open.attack.pinned.map(({ cell }) => cell)).toContain(
      "child children, data version 1 & group age: 12 to 13 & outcome: unstable",
    );
  });

  it("is found by three sets of bands together where no two give it away", () => {
    const three = {
      whole: band("age", [6, 13]),
      early: band("age", [6, 10]),
      late: band("age", [6, 12]),
    };
    // 6 to 13 holds 80: 40 under 10, 36 of 10 and 11, and 4 of 12.
    const own = aged(repeated({ 3: 30, 8: 40, 10: 36, 12: 4, 15: 25 }), three, () => "stable");
    const all = [["whole"], ["early"], ["late"]];
    expect(attackOn(own, all, exact, "nothing", { config: { bands: three } }).attack.status).toBe(
      "pass",
    );
    expect(attackOn(own, all, exact, "links", { config: { bands: three } }).attack.status).toBe(
      "fail",
    );
  });

  it("is found in two releases of two versions, each with its own bands", () => {
    const config = { bands };
    const first = attackOn(data, [["age_band"]], exact, "nothing", { config });
    const second = attackOn(data, [["age_group"]], exact, "nothing", { config, version: 2 });
    expect([first.attack.status, second.attack.status]).toEqual(["pass", "pass"]);
    const both = attackRelease(
      [...first.files, ...second.files],
      { ...exact, sensitive: [] },
      solve,
    );
    expect(both).toMatchObject({ status: "fail", pinned: [{ least: 3, most: 3 }] });
  });

  it("is not believed of a column that only has the name of a band", () => {
    const columns = [...data.columns.values()].map((column) =>
      column.name === "age_group"
        ? categoricalColumn(
            "age_group",
            ages.map((_, row) => labels([6, 12])[row % 3] as string),
          )
        : column,
    );
    const own = dataset(columns, { unit: "child" });
    const { plan } = attackOn(own, tables, exact, "nothing", { config: { bands } });
    expect(plan.definitions.some(({ variable }) => variable === "age_group")).toBe(false);
  });
});

describe("categories made from others", () => {
  const flags = (counts: readonly (readonly [...string[], number])[], names: readonly string[]) => {
    const rows = counts.flatMap((line) => Array(line.at(-1) as number).fill(line)) as string[][];
    return names.map((name, at) =>
      categoricalColumn(
        name,
        rows.map((row) => row[at] ?? null),
      ),
    );
  };

  it("a yes/no variable and the outcome it is made from", () => {
    const [stability] = flags(
      [
        ["home", 40],
        ["away", 30],
        ["unstable", 35],
        ["not_determinable", 4],
      ],
      ["stability"],
    ) as [CategoricalColumn];
    const config = {
      yes_no: { stable: { of: "stability", yes: ["home", "away"], no: ["unstable"] } },
    };
    const data = dataset(
      [stability, yesNoColumn("stable", "Stable", stability, ["home", "away"], ["unstable"])],
      { unit: "child" },
    );
    const tables = [["stability"], ["stable"]];
    expect(attackOn(data, tables, exact, "nothing", { config }).attack.status).toBe("pass");
    // Each table protects its small count in its own way; side by side they give it back.
    expect(attackOn(data, tables, exact, "links", { config }).attack.status).toBe("fail");
  });

  it("a roll-up and its parts", () => {
    const parts = flags(
      [
        ["1", "1", 40],
        ["1", "0", 30],
        ["0", "1", 4],
        ["0", "0", 50],
      ],
      ["drugs", "alcohol"],
    );
    const columns = new Map(parts.map((column) => [column.name, column]));
    const any = rollupColumn("either", "Either", ["drugs", "alcohol"], columns, 124);
    const data = dataset([...parts, any], { unit: "child" });
    const config = { rollups: { either: { any: ["drugs", "alcohol"] } } };
    const tables = [["either"], ["drugs"]];
    const open = attackOn(data, tables, exact, "links", { config });
    expect(open.attack.pinned[0]).toMatchObject({ least: 4, most: 4 });
    expect(attackOn(data, tables, exact, "nothing", { config }).attack.status).toBe("pass");
  });

  it("what happened by two years and by five, in a window and ever", () => {
    const data = dataset(
      flags(
        [
          ["1", "1", "1", "1", 30],
          ["0", "1", "0", "1", 6],
          ["0", "0", "0", "0", 60],
        ],
        ["breakdown_2y", "breakdown_5y", "reabuse_0_2", "reabuse_ever"],
      ),
      { unit: "child" },
    );
    const config = { windows: { "0-2": { from: 0, to: 24 } }, followUp: { years: 5 } };
    for (const tables of [
      [["breakdown_2y"], ["breakdown_5y"]],
      [["reabuse_0_2"], ["reabuse_ever"]],
    ]) {
      expect(attackOn(data, tables, exact, "links", { config }).attack.status).toBe("fail");
      expect(attackOn(data, tables, exact, "nothing", { config }).attack.status).toBe("pass");
    }
  });

  it("categories that lie within others by the data alone are taken for known", () => {
    const data = dataset(
      flags(
        [
          ["north", "Ayton", 30],
          ["north", "Beeby", 25],
          ["south", "Ceeford", 40],
          ["south", "Deeham", 22],
        ],
        ["region", "authority"],
      ),
      { unit: "child" },
    );
    const { plan } = attackOn(data, [["region"], ["authority"]], exact);
    const keys = plan.system.equations.map(({ total, parts }) =>
      [total, ...parts].map((cell) => plan.system.cells[cell]?.key.split(" & ")[1]).join(),
    );
    expect(keys).toContain("region=north,authority=Ayton,authority=Beeby");
  });
});

describe("a tree and tables cut elsewhere", () => {
  it("gives away no difference between its stretches of age and the bands of a table", () => {
    const bands = { age_band: band("age", [7, 13]) };
    const ages = repeated({ 2: 45, 6: 4, 9: 60, 15: 50 });
    const data = aged(ages, bands, (row) => (row < 49 === (row % 8 !== 0) ? "stable" : "unstable"));
    const options = {
      config: { bands },
      tree: { outcome: "outcome", with: ["age"], cuts: { age: [6, 13] } },
    };
    const safe = attackOn(data, [["age_band"], ["outcome"]], exact, "nothing", options);
    expect(safe.plan.trees[0]?.nodes.length).toBeGreaterThan(1);
    expect(safe.attack).toMatchObject({ status: "pass", pinned: [] });
    const open = attackOn(data, [["age_band"], ["outcome"]], exact, "links", options);
    expect(open.attack.status).toBe("fail");
    expect(open.attack.pinned.some(({ files }) => files.includes("tree"))).toBe(true);
  });
});

describe("100 random studies with two or three sets of bands", () => {
  const study = (seed: number) => {
    const random = seededRandom(seed + 1, "bandings");
    const below = (limit: number): number => Math.floor(random.next() * limit);
    const cuts = (): number[] => {
      const start = 3 + below(6);
      return [start, start + 3 + below(6)];
    };
    const bands: Bands = {
      a: band("age", cuts()),
      b: band("age", cuts()),
      ...(seed % 3 === 0 ? { c: band("age", cuts()) } : {}),
    };
    const ages = Array.from({ length: 60 + below(300) }, () =>
      random.next() < 0.03 ? null : below(18),
    );
    const words = ages.map(() => ["home", "away", "unstable"][below(3)] as string);
    const data = aged(
      ages,
      bands,
      (row) => words[row] as string,
      (row) => Math.floor(row / 1.3),
    );
    const crossed = seed % 2 === 0 ? [["b", "outcome"], ["a"]] : [["b"], ["a", "sex"]];
    const tables = [["a", "outcome"], ...crossed, ...(bands.c ? [["c"]] : [])];
    const profile = [strict, exact, profiles.get("tre-10") as typeof strict][
      seed % 3
    ] as typeof strict;
    return { data, tables, profile, config: { bands } };
  };
  const orRefused = <Made>(make: () => Made): Made | null => {
    try {
      return make();
    } catch (error) {
      if (error instanceof InputError && error.code === "cannot-protect") return null;
      throw error;
    }
  };

  it.each([0, 1, 2, 3])("lets nothing be recovered, part %i", (part) => {
    let refused = 0;
    for (let seed = part * 25; seed < (part + 1) * 25; seed++) {
      const { data, tables, profile, config } = study(seed);
      const safe = orRefused(() => attackOn(data, tables, profile, "nothing", { config }));
      if (safe === null) refused++;
      else expect(safe.attack, `study ${seed}`).toMatchObject({ status: "pass", pinned: [] });
    }
    expect(refused).toBeLessThanOrEqual(3);
  });

  it("lets much be recovered when the bands are not joined", () => {
    let found = 0;
    let tried = 0;
    for (let seed = 0; seed < 100; seed += 4) {
      const { data, tables, profile, config } = study(seed);
      const open = orRefused(() => attackOn(data, tables, profile, "links", { config }));
      if (open === null) continue;
      tried++;
      if (open.attack.status === "fail") found++;
    }
    expect(tried).toBeGreaterThan(20);
    expect(found).toBeGreaterThan(tried / 2);
  });
});
