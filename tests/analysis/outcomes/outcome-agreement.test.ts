import { describe, expect, it } from "vitest";
import { agreeItem } from "../../../analysis/agreement/agree-item.ts";
import { deriveStudy } from "../../../analysis/outcomes/derive-study.ts";
import { outcomeAgreement } from "../../../analysis/outcomes/outcome-agreement.ts";
import { demoFiles } from "../../../cli/commands/demo.ts";
import { memoryStudy } from "../../support/memory-study.ts";
import { runCli } from "../../support/run-cli.ts";

const children = `child_id,family_id,authority,date_of_birth,return_date,harm,seen
C1,F1,A,2000-01-01,2005-01-01,none,1
C2,F1,A,2001-01-01,2005-01-01,some,1
C3,F2,A,2002-01-01,2005-01-01,severe,0
C4,F3,A,2003-01-01,2005-01-01,none,1
C5,F4,A,2003-01-01,2005-01-01,some,1
`;
const codebook = [
  'Variable / Field Name,Form Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels"',
  "child_id,children,text,Child,",
  "family_id,children,text,Family,",
  'authority,children,radio,Authority,"A, Authority A"',
  "date_of_birth,children,text,Born,",
  "return_date,children,text,Returned,",
  'harm,children,radio,Harm,"none, None | some, Some | severe, Severe"',
  "seen,children,yesno,Seen alone,",
].join("\n");
const rule = `outcome: danger
label: Danger
level: child
version: 1
ordered: true
values: { low: Low, high: High, not_determinable: Not determinable }
unknown: not_determinable
first_match:
  - when: "[harm] = 'severe'"
    then: high
    because: "Severe harm"
  - when: "[harm] = 'some' and [seen] = '0'"
    then: high
    because: "Some harm, and not seen alone"
  - else: low
    because: "Little harm"
`;
const config = `throughline: 1
title: Two coders
codebook: codebook.csv
tables:
  children: { file: data/children.csv }
  ratings: { file: data/ratings.csv }
columns: { child: child_id, family: family_id, authority: authority, birth: date_of_birth, index: return_date }
followUp: { years: 5 }
rules: [rules/danger.yaml]
`;
type Rating = readonly [child: string, item: string, value: string, coder: string];
const study = (ratings: readonly Rating[]) =>
  memoryStudy({
    "study.yaml": config,
    "codebook.csv": codebook,
    "rules/danger.yaml": rule,
    "data/children.csv": children,
    "data/ratings.csv": `rating_id,family_id,child_id,item,period_start,period_end,value,coder,evidence\n${ratings
      .map(([child, item, value, coder], row) => `R${row},,${child},${item},,,${value},${coder},`)
      .join("\n")}\n`,
  });
const both: Rating[] = [
  // Alike.
  ["C1", "harm", "none", "ann"],
  ["C1", "harm", "none", "bob"],
  // The harm decides.
  ["C2", "harm", "some", "ann"],
  ["C2", "harm", "severe", "bob"],
  // The same harm; whether seen alone decides.
  ["C3", "harm", "some", "ann"],
  ["C3", "harm", "some", "bob"],
  ["C3", "seen", "1", "ann"],
  ["C3", "seen", "0", "bob"],
  // One coder could not judge.
  ["C4", "harm", "none", "ann"],
  ["C4", "harm", "-8", "bob"],
  // Coded once, and settled afterwards: no case.
  ["C5", "harm", "severe", "ann"],
  ["C5", "harm", "none", "agreed"],
];

describe("agreement on what is derived", () => {
  it("derives the outcome under each coder's ratings and names the fact that decided", () => {
    const found = outcomeAgreement(study(both), "danger");
    expect(found).toMatchObject({ unit: "child", scale: "ordinal", ratedItems: ["harm", "seen"] });
    expect(found.subjects).toEqual(["C1", "C2", "C3", "C4"]);
    expect(found.ratings.coders).toEqual(["ann", "bob"]);
    expect(found.ratings.categories).toEqual(["low", "high"]);
    // C3 was rated some by both; C4 cannot be determined for bob.
    expect([...found.ratings.codes]).toEqual([0, 0, 0, 1, 0, 1, 0, -1]);
    expect(found.disagreements).toEqual([
      { at: 1, fact: "harm", label: "Harm", values: ["Some", "Severe"] },
      { at: 2, fact: "seen", label: "Seen alone", values: ["Yes", "No"] },
      { at: 3, fact: "harm", label: "Harm", values: ["None", "Could not judge"] },
    ]);
    expect(found.decided).toEqual([
      { fact: "harm", label: "Harm", count: 2 },
      { fact: "seen", label: "Seen alone", count: 1 },
    ]);
    expect(found.ratings.families?.of).toEqual(Int32Array.of(0, 0, 1, 2));
    const { measures } = agreeItem(found.ratings, {
      scale: found.scale,
      seed: 1,
      replications: 50,
    });
    expect(measures.find((each) => each.method === "percent-agreement")).toMatchObject({
      estimate: 1 / 3,
    });
  });

  it("does not care what coders are called, nor in which order they rated", () => {
    const other = both.map(
      ([child, item, value, coder]): Rating => [
        child,
        item,
        value,
        coder === "ann" ? "zoe" : coder,
      ],
    );
    const [there, back] = [
      outcomeAgreement(study(both), "danger"),
      outcomeAgreement(study([...other].reverse()), "danger"),
    ];
    const pairs = [...there.ratings.codes];
    expect([...back.ratings.codes]).toEqual(
      pairs.map((_, at) => pairs[at % 2 === 0 ? at + 1 : at - 1]),
    );
    expect(back.decided).toEqual(there.decided);
  });

  it("leaves the study's own values to those whom nobody rated", () => {
    // C5 is severe by the one coder, and the table's "some" is not touched for the other.
    const once = both.filter(([child]) => child !== "C5");
    expect(outcomeAgreement(study(once), "danger").decided).toEqual(
      outcomeAgreement(study(both), "danger").decided,
    );
  });

  it.each([
    ["a name that no rule has", () => outcomeAgreement(study(both), "dangr")],
    [
      "an outcome that two coders did not rate",
      () => outcomeAgreement(study([["C1", "harm", "none", "ann"]]), "danger"),
    ],
    [
      "an outcome that hangs on no rating",
      () => outcomeAgreement(memoryStudy(Object.fromEntries(demoFiles(1, "csv"))), "stability_5y"),
    ],
  ])("refuses %s", (_name, run) => {
    expect(run).toThrowErrorMatchingSnapshot();
  });

  it("equals deriving the demonstration study twice, with each coder's rows alone", () => {
    const files = Object.fromEntries(demoFiles(1, "csv"));
    const text = (path: string): string =>
      typeof files[path] === "string" ? files[path] : new TextDecoder().decode(files[path]);
    const [head = "", ...lines] = text("data/ratings.csv").trim().split("\n");
    const coderAt = head.split(",").indexOf("coder");
    const only = (coder: string) =>
      deriveStudy(
        memoryStudy({
          ...files,
          "data/ratings.csv": `${[head, ...lines.filter((line) => line.split(",")[coderAt] === coder)].join("\n")}\n`,
        }),
      );
    const views = { coder_1: only("coder_1"), coder_2: only("coder_2") };
    for (const [name, table, key] of [
      ["wellbeing_5y", "children", "child_id"],
      ["case_management", "families", "family_id"],
    ] as const) {
      const found = outcomeAgreement(memoryStudy(files), name);
      expect(found.subjects.length).toBeGreaterThan(25);
      found.ratings.coders.forEach((coder, place) => {
        const data = views[coder as "coder_1"][table];
        const ids = data.columns.get(key);
        const column = data.columns.get(name);
        if (ids?.kind !== "text" || column?.kind !== "categorical") throw new Error("no column");
        found.subjects.forEach((id, at) => {
          const value = column.levels[column.codes[ids.values.indexOf(id)] as number]?.value;
          const code = found.ratings.codes[at * 2 + place] as number;
          expect(found.ratings.categories[code] ?? "not_determinable").toBe(value);
        });
      });
    }
  });
});

describe("throughline agree --outcome", () => {
  it("shows measures and deciding facts in 80 columns, and cases only when asked", async () => {
    const { mkdtempSync, rmSync } = await import("node:fs");
    const folder = mkdtempSync(`${(await import("node:os")).tmpdir()}/agree-outcome-`);
    try {
      await runCli(["demo", "demo"], folder);
      const run = (...args: string[]) => runCli(["agree", "--study", "demo", ...args], folder);
      const { code, out } = await run("--outcome", "wellbeing_5y,case_management");
      expect(code).toBe(0);
      for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
      expect(out).toMatchSnapshot();
      expect(out).not.toMatch(/\b[CF]\d{3}\b/);
      const listed = await run("--outcome", "wellbeing_5y", "--disagreements", "wellbeing_5y");
      expect(listed.out).toMatchSnapshot();
      const json = JSON.parse((await run("--outcome", "wellbeing_5y", "--json")).out);
      expect(json.decided.wellbeing_5y[0]).toMatchObject({ fact: "wellbeing_judged" });
      expect(JSON.stringify(json)).not.toMatch(/"[CF]\d{3}"/);
      const bad = await run("wellbeing", "--outcome", "wellbeing_5y");
      expect([bad.code, bad.err]).toMatchSnapshot();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
