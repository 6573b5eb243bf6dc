import { describe, expect, it } from "vitest";
import { dataChecks, runChecks } from "../../../data-dictionary/checks/run-checks.ts";
import type { Fault } from "../../../data-dictionary/fault.ts";
import { memoryStudy } from "../../support/memory-study.ts";

const head = `"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"`;

/** A small study without a fault. */
const clean: Readonly<Record<string, string>> = {
  "study.yaml": `throughline: 1
title: Faults
tables:
  families: { file: families.csv }
  children: { file: children.csv }
  placements: { file: placements.csv }
  events: { file: events.csv }
  ratings: { file: ratings.csv }
`,
  "codebook.csv": `${head}
child_id,children,,text,Child,,,,,,y,,y,,,,,
family_id,children,,text,Family,,,,,,y,,y,,,,,
date_of_birth,children,,text,Born,,,date_ymd,,,y,,,,,,,
index_date,children,,text,Return,,,date_ymd,1990-01-01,2020-12-31,,,,,,,,
sex,children,,radio,Sex,"boy, Boy | girl, Girl | -9, Not recorded on file",,,,,,,y,,,,,
age,children,,text,Age,,,integer,0,18,,,,,,,,
plan,children,,yesno,Plan?,,,,,,,,,,,,,
plan_kind,children,,radio,Kind,"a, A | b, B",,,,,,[plan] = '1',,,,,,
debt,children,,yesno,Debt,,,,,,,,,,,,,@TL-LEVEL=family
`,
  "families.csv": "family_id\nF1\nF2\n",
  "children.csv": `child_id,family_id,date_of_birth,index_date,sex,age,plan,plan_kind,debt
C1,F1,1995-02-03,2001-03-04,boy,6,1,a,1
C2,F1,1997-02-03,2001-03-04,girl,4,0,,1
C3,F2,1999-02-03,2001-05-06,-9,2,1,b,0
`,
  "placements.csv": `placement_id,child_id,start,end,setting
P1,C1,1995-02-03,2000-01-01,parent
P2,C1,2000-01-01,2001-03-04,foster
P3,C1,2001-03-04,,parent
P4,C2,1997-02-03,2001-03-04,kin
P5,C2,2001-03-04,,parent
`,
  "events.csv":
    "event_id,child_id,family_id,date,type\nE1,C1,,2001-01-01,referral\nE2,,F2,2001-02-01,referral\n",
  "ratings.csv":
    "rating_id,family_id,child_id,item,period_start,period_end,value\nR1,F1,,steering,2000-01-01,2001-01-01,proactive\n",
};

function faultsOf(changes: Readonly<Record<string, readonly [string, string]>>): Fault[] {
  const files: Record<string, string> = { ...clean };
  for (const [file, [from, to]] of Object.entries(changes)) {
    expect(files[file]).toContain(from);
    files[file] = (files[file] as string).replace(from, to);
  }
  const study = memoryStudy(files);
  return [...study.faults, ...runChecks(study).faults];
}

const cases: readonly (readonly [
  what: string,
  code: string,
  file: string,
  from: string,
  to: string,
  place: string,
])[] = [
  [
    "spells that overlap",
    "spell-overlap",
    "placements.csv",
    "P2,C1,2000-01-01",
    "P2,C1,1999-12-01",
    "3 start",
  ],
  [
    "a gap between spells",
    "spell-gap",
    "placements.csv",
    "P2,C1,2000-01-01",
    "P2,C1,2000-02-01",
    "3 start",
  ],
  [
    "a spell that ends before it starts",
    "end-before-start",
    "placements.csv",
    "P4,C2,1997-02-03,2001-03-04",
    "P4,C2,2001-03-04,1997-02-03",
    "5 end",
  ],
  [
    "a rated period that ends before it starts",
    "end-before-start",
    "ratings.csv",
    "2000-01-01,2001-01-01",
    "2001-01-01,2000-01-01",
    "2 period_end",
  ],
  [
    "a spell before birth",
    "before-birth",
    "placements.csv",
    "P4,C2,1997-02-03",
    "P4,C2,1996-02-03",
    "5 start",
  ],
  [
    "an index date before birth",
    "before-birth",
    "children.csv",
    "1999-02-03,2001-05-06",
    "2001-05-07,2001-05-06",
    "4 index_date",
  ],
  [
    "a spell after follow-up",
    "after-follow-up",
    "placements.csv",
    "P3,C1,2001-03-04,,parent",
    "P3,C1,2001-03-04,2007-01-01,parent\nP6,C1,2007-01-01,,kin",
    "5 start",
  ],
  ["a placement of nobody", "orphan", "placements.csv", "P5,C2", "P5,C9", "6 child_id"],
  ["a child of no family", "orphan", "children.csv", "C3,F2", "C3,F7", "4 family_id"],
  ["a key twice", "duplicate-key", "events.csv", "E2,", "E1,", "3 event_id"],
  [
    "a child twice",
    "duplicate-key",
    "children.csv",
    "C3,F2,1999-02-03,2001-05-06,-9,2,1,b,0\n",
    "C3,F2,1999-02-03,2001-05-06,-9,2,1,b,0\nC3,F2,1999-02-03,2001-05-06,-9,2,1,b,0\n",
    "5 child_id",
  ],
  ["a number out of range", "out-of-range", "children.csv", "girl,4", "girl,40", "3 age"],
  [
    "a date out of range",
    "out-of-range",
    "children.csv",
    "1999-02-03,2001-05-06",
    "1999-02-03,2031-05-06",
    "4 index_date",
  ],
  ["a wrong code", "wrong-code", "children.csv", "girl", "grl", "3 sex"],
  ["a wrong setting", "wrong-code", "placements.csv", "kin", "aunt", "5 setting"],
  [
    "a skipped field with an answer",
    "skipped-but-answered",
    "children.csv",
    "girl,4,0,,1",
    "girl,4,0,a,1",
    "3 plan_kind",
  ],
  ["a required field left blank", "required-but-blank", "children.csv", "girl", "", "3 sex"],
  [
    "siblings who disagree",
    "siblings-disagree",
    "children.csv",
    "girl,4,0,,1",
    "girl,4,0,,0",
    "3 debt",
  ],
  ["a day that does not exist", "no-such-day", "events.csv", "2001-02-01", "2001-02-30", "3 date"],
  ["a column that is missing", "missing-column", "placements.csv", ",start,", ",begin,", "1 start"],
];

describe("each fault by itself", () => {
  it("has a study without any to start from", () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each(cases)(
    "%s is found, where it is, and nothing else",
    (_what, code, file, from, to, place) => {
      const faults = faultsOf({ [file]: [from, to] });
      const own = faults.filter((fault) => fault.code === code);
      expect(own.map((fault) => `${fault.file} ${fault.row} ${fault.column}`)).toEqual([
        `${file} ${place}`,
      ]);
      // A wrong value may bring on what follows from it; nothing more.
      const follows: Record<string, readonly string[]> = {
        "missing-column": ["not-in-codebook"],
        "end-before-start": ["spell-gap"],
      };
      expect(
        faults.filter((fault) => fault.code !== code && !follows[code]?.includes(fault.code)),
      ).toEqual([]);
      const [{ message, remedy, severity, found, expected }] = own as [Fault];
      expect({ severity, message, remedy, found, expected }).toMatchSnapshot();
      expect(JSON.stringify(own)).not.toMatch(/\bC\d\b|\bF\d\b|1995-02-03|1997-02-03|1999-02-03/);
    },
  );

  it("has a case for every check there is", () => {
    const tried = new Set(cases.map(([, code]) => code));
    expect(dataChecks.map(({ code }) => code).filter((code) => !tried.has(code))).toEqual([]);
  });
});
