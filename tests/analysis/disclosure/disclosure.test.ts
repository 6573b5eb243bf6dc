import { describe, expect, it } from "vitest";
import { attackRelease } from "../../../analysis/disclosure/attack/attack-release.ts";
import { differences, type LedgerNumber } from "../../../analysis/disclosure/ledger.ts";
import {
  releaseCsv,
  releasedTables,
  releasedTrees,
  treeCsv,
} from "../../../analysis/disclosure/release-csv.ts";
import { chooseProfile } from "../../../data-dictionary/disclosure/profile.ts";
import { attackOn, counted, exact, profiles, solve } from "../../support/disclosure-attack.ts";

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
});

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

describe("authorities under letters", () => {
  // By name: Ayton, Beeby, Ceeford. By letter: Ceeford A, Ayton B, Beeby C.
  const letters: Record<string, string> = { Ayton: "B", Beeby: "C", Ceeford: "A" };
  const rename = (variable: string, value: string): string | null =>
    variable === "authority" ? `Authority ${letters[value]}` : null;
  const data = counted(
    ["authority", "outcome"],
    [
      ["Ayton", "home", 60],
      ["Ayton", "away", 12],
      ["Beeby", "home", 15],
      ["Beeby", "away", 60],
      ["Ceeford", "home", 50],
      ["Ceeford", "away", 14],
    ],
  );
  const { plan } = attackOn(data, [["authority", "outcome"]], exact, "nothing", {
    tree: { outcome: "outcome", with: ["authority"] },
  });

  it("stand in the order of the letters, whatever the order of the names", () => {
    const rows = releasedTables(plan, rename)[0]?.rows ?? [];
    expect([...new Set(rows.map(({ levels }) => levels[0]))]).toEqual([
      "Authority A",
      "Authority B",
      "Authority C",
      "All",
    ]);
    expect(rows.find(({ levels }) => levels.join() === "Authority A,home")?.count).toBe(50);
    // Those of one part of a tree, and the parts of one split, too.
    const parts = releasedTrees(plan, rename)[0]?.rows ?? [];
    const below = parts
      .filter(({ parent }) => parent === 1)
      .map(({ levels }) => levels.join(" | "));
    expect([...new Set(below)]).toEqual(["Authority A | Authority B", "Authority C"]);
    expect(treeCsv(releasedTrees(plan, rename)[0] as never, "c")).not.toMatch(
      /Ayton|Beeby|Ceeford/,
    );
  });

  it("keep their counts: the pack is attacked under letters as under names", () => {
    const files = [
      ...releasedTables(plan, rename).map((table) => ({
        name: table.id,
        text: releaseCsv(table, "c"),
      })),
      ...releasedTrees(plan, rename).map((tree) => ({ name: tree.id, text: treeCsv(tree, "c") })),
    ];
    expect(attackRelease(files, { ...exact, sensitive: [] }, solve).status).toBe("pass");
  });
});
