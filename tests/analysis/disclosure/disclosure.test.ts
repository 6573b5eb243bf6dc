import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { attackRelease } from "../../../analysis/disclosure/attack.ts";
import { cellSystem } from "../../../analysis/disclosure/cell-system.ts";
import { countTable } from "../../../analysis/disclosure/count-table.ts";
import { differences, type LedgerNumber } from "../../../analysis/disclosure/ledger.ts";
import { highsSolver } from "../../../analysis/disclosure/linear-solver.ts";
import type { ReleasePlan } from "../../../analysis/disclosure/plan-release.ts";
import type { Profile } from "../../../analysis/disclosure/profile.ts";
import { releaseCsv, releasedTables } from "../../../analysis/disclosure/release-csv.ts";
import { suppress } from "../../../analysis/disclosure/suppress.ts";
import { seededRandom } from "../../../analysis/random/random.ts";
import { chooseProfile, readProfiles } from "../../../data-dictionary/disclosure/profile.ts";
import { InputError } from "../../../data-dictionary/input-error.ts";
import { categoricalColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset } from "../../../data-dictionary/table/dataset.ts";

const profiles = readProfiles(
  readFileSync("data-dictionary/disclosure/profiles.yaml", "utf8"),
  "profiles.yaml",
);
const strict = chooseProfile(profiles, "children-strict").profile;
const exact: Profile = { ...strict, roundTo: 1, zeros: "shown", minimumFamilies: 1 };
const solve = await highsSolver();

/** Rows of two or three variables repeated as often as counted. */
function counted(
  names: readonly string[],
  counts: readonly (readonly [...string[], number])[],
): Dataset {
  const rows = counts.flatMap((line) =>
    Array<readonly (string | number)[]>(line.at(-1) as number).fill(line),
  );
  return dataset(
    names.map((name, place) =>
      categoricalColumn(
        name,
        rows.map((row) => row[place] as string),
      ),
    ),
    { unit: "child" },
  );
}

function attackOn(
  data: Dataset,
  tables: readonly (readonly string[])[],
  profile: Profile,
  skip: "nothing" | "attack" | "secondary" = "nothing",
) {
  const counts = tables.map((variables, index) =>
    countTable(data, {
      id: `t${index}`,
      title: "",
      variables,
      population: "children",
      sensitive: [],
    }),
  );
  const system = cellSystem(counts, profile);
  const protection = suppress(system, profile, solve, skip);
  const plan: ReleasePlan = {
    profile,
    tables: counts,
    trees: [],
    models: [],
    specs: [],
    numbers: [],
    outputs: [],
    sensitive: [],
    system,
    protection,
  };
  const files = releasedTables(plan).map((table) => ({
    name: table.id,
    text: releaseCsv(table, profile.symbol),
  }));
  return { protection, files, attack: attackRelease(files, { ...profile, sensitive: [] }, solve) };
}

describe("attackRelease on packs written by hand", () => {
  const rules = { ...exact, sensitive: [] };
  const file = (rows: string): { name: string; text: string } => ({
    name: "t",
    text: `table,unit,population,a,count,percent\r\n${rows.replaceAll("|", "\r\n")}\r\n`,
  });

  it("finds a single hidden count by subtraction", () => {
    const attack = attackRelease(
      [file("t,child,p,x,c,c|t,child,p,y,20,|t,child,p,All,24,")],
      rules,
      solve,
    );
    expect(attack.status).toBe("fail");
    expect(attack.pinned[0]).toMatchObject({ cell: "child p & a=x", least: 4, most: 4 });
  });

  it("finds that two hidden counts of 9 and 9 may each be large enough", () => {
    const attack = attackRelease(
      [file("t,child,p,x,c,c|t,child,p,y,c,c|t,child,p,z,20,|t,child,p,All,38,")],
      rules,
      solve,
    );
    expect(attack.status).toBe("pass");
  });

  it("finds that hidden counts which sum to 10 are all small when noughts are shown", () => {
    const attack = attackRelease(
      [file("t,child,p,x,c,c|t,child,p,y,c,c|t,child,p,All,10,")],
      rules,
      solve,
    );
    expect(attack.pinned).toHaveLength(2);
  });

  it("says review, never pass, when there is too much", () => {
    expect(attackRelease([file("t,child,p,x,c,c|t,child,p,All,24,")], rules, solve, 1).status).toBe(
      "review",
    );
  });
});

describe("suppress", () => {
  it("hides a second count where one is small, under one symbol", () => {
    const data = counted(
      ["a"],
      [
        ["x", 4],
        ["y", 20],
        ["z", 30],
      ],
    );
    const { protection, attack, files } = attackOn(data, [["a"]], exact);
    expect([protection.primary, protection.secondary]).toEqual([1, 1]);
    expect(attack.status).toBe("pass");
    expect(files[0]?.text.match(/,c,c\r/g)).toHaveLength(2);
    expect(attackOn(data, [["a"]], exact, "secondary").attack.status).toBe("fail");
  });

  it("hides one more where the hidden counts are few together", () => {
    const data = counted(
      ["a"],
      [
        ["w", 2],
        ["x", 3],
        ["y", 20],
        ["z", 30],
      ],
    );
    expect(attackOn(data, [["a"]], exact).protection.secondary).toBe(1);
  });

  it("protects linked tables together: regions by county and by size", () => {
    // After the counter-example of sdcTools UserSupport 136: each table is safe alone, not both.
    const regions = [
      ["A", "n", "s", 2],
      ["B", "n", "s", 2],
      ["I", "n", "l", 8],
      ["J", "n", "l", 8],
      ["K", "e", "s", 3],
      ["L", "e", "s", 3],
      ["M", "e", "l", 3],
      ["N", "e", "l", 7],
    ] as const;
    const data = counted(
      ["region", "county", "size"],
      regions.map((row) => [...row] as [string, string, string, number]),
    );
    const rules = { ...exact, threshold: 4 };
    const tables = [
      ["county", "region"],
      ["size", "region"],
    ];
    const joint = attackOn(data, tables, rules);
    expect(joint.attack).toMatchObject({ status: "pass", pinned: [] });
    expect(attackOn(data, tables, rules, "secondary").attack.status).toBe("fail");
  });

  it("lets nothing be recovered in 60 random studies, and something when it hides only the small", () => {
    let found = 0;
    let refused = 0;
    for (let study = 0; study < 60; study++) {
      const { data, profile } = randomStudy(study);
      const tables = [["authority", "outcome"], ["age", "outcome"], ["authority", "age"], ["sex"]];
      try {
        const safe = attackOn(data, tables, profile);
        expect(safe.attack, `study ${study}`).toMatchObject({ status: "pass", pinned: [] });
      } catch (error) {
        // Too few children for anything to be released: nothing is written, so nothing is found.
        if (!(error instanceof InputError) || error.code !== "cannot-protect") throw error;
        refused++;
      }
      if (study % 6 === 0 && attackOn(data, tables, profile, "secondary").attack.status === "fail")
        found++;
    }
    expect(found).toBeGreaterThanOrEqual(8);
    expect(refused).toBeLessThanOrEqual(4);
  });
});

/** 20 to 400 children in 3 to 12 authorities; the same for the same number. */
function randomStudy(study: number): { data: Dataset; profile: Profile } {
  const random = seededRandom(study + 1, "studies");
  const below = (limit: number): number => Math.floor(random.next() * limit);
  const children = 20 + below(381);
  const authorities = 3 + below(10);
  const pick = (names: readonly string[]): string =>
    names[Math.floor(random.next() ** 1.5 * names.length)] as string;
  const names = Array.from({ length: authorities }, (_, index) => `authority ${index}`);
  const column = (name: string, levels: readonly string[]) =>
    categoricalColumn(
      name,
      Array.from({ length: children }, () => pick(levels)),
    );
  const of = Int32Array.from({ length: children }, (_, row) => Math.floor(row / 1.4));
  return {
    data: dataset(
      [
        column("authority", names),
        column("outcome", ["home", "away", "unstable"]),
        column("age", ["0", "6", "13"]),
        column("sex", ["girl", "boy"]),
      ],
      { unit: "child", families: { of, count: (of.at(-1) as number) + 1 } },
    ),
    profile:
      study % 3 === 0
        ? strict
        : study % 3 === 1
          ? { ...exact, zeros: "shown" }
          : chooseProfile(profiles, "tre-10").profile,
  };
}

describe("differences", () => {
  const number = (bits: number): LedgerNumber => ({
    key: "k",
    hidden: false,
    members: Uint32Array.of(bits),
    families: new Uint32Array(0),
  });
  const earlier = (bits: number) => [
    { number: 1, dataVersion: 1, tables: [], numbers: [number(bits)] },
  ];

  it("refuses one child more or less, and one exchanged for another", () => {
    expect(differences(earlier(0xffff), [number(0x7fff)], 10)).toMatchObject([
      { gone: 1, added: 0 },
    ]);
    expect(differences(earlier(0x7fff), [number(0xffff)], 10)).toMatchObject([
      { gone: 0, added: 1 },
    ]);
    expect(differences(earlier(0x7fff), [number(0xfffe)], 10)).toMatchObject([
      { gone: 1, added: 1 },
    ]);
  });

  it("lets pass the same children, and many more", () => {
    expect(differences(earlier(0xffff), [number(0xffff)], 10)).toEqual([]);
    expect(differences(earlier(0xffff), [number(-1 >>> 0)], 10)).toEqual([]);
  });
});

describe("chooseProfile", () => {
  it("may be raised, not lowered without a reason", () => {
    expect(chooseProfile(profiles, "children-strict", { threshold: 20 }).profile.threshold).toBe(
      20,
    );
    expect(() =>
      chooseProfile(profiles, "children-strict", { threshold: 5 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[InputError: The study makes profile children-strict less strict, but gives no reason.]`,
    );
    expect(chooseProfile(profiles, "children-strict", { threshold: 5 }, "Agreed").reason).toBe(
      "Agreed",
    );
  });

  it("needs a threshold for dfe-cla, and a name that exists", () => {
    expect(() => chooseProfile(profiles, "dfe-cla")).toThrowErrorMatchingInlineSnapshot(
      `[InputError: Profile dfe-cla needs the smallest count that may be shown, at least 2.]`,
    );
    expect(() => chooseProfile(profiles, "children-stric")).toThrowErrorMatchingInlineSnapshot(
      `[InputError: There is no disclosure profile named children-stric.]`,
    );
  });
});
