import { expect, it } from "vitest";
import { runChecks } from "../../../data-dictionary/checks/run-checks.ts";
import { loadStudy } from "../../../data-dictionary/study/load-study.ts";

const codebook = `"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"
child_id,children,,text,Child,,,,,,y,,y,,,,,
family_id,children,,text,Family,,,,,,y,,y,,,,,
date_of_birth,children,,text,Born,,,date_ymd,,,y,,,,,,,
index_date,children,,text,Return,,,date_ymd,,,,,,,,,,
plan,children,,yesno,Plan?,,,,,,,,,,,,,
plan_kind,children,,radio,Kind,"1, A | 2, B",,,,,,[plan] = '1',,,,,,
debt,children,,yesno,Debt,,,,,,,,,,,,,@TL-LEVEL=family
`;
const files: Record<string, string> = {
  "study.yaml":
    "throughline: 1\ntitle: T\ntables:\n  children: { file: children.csv }\n  placements: { file: placements.csv }\n",
  "codebook.csv": codebook,
  "children.csv":
    "child_id,family_id,date_of_birth,index_date,plan,plan_kind,debt\nc1,f1,2000-01-01,2001-01-01,0,1,1\nc2,f1,2002-01-01,2001-01-01,1,2,0\nc2,f2,2000-01-01,,1,1,1\n",
  "placements.csv":
    "placement_id,child_id,start,end,setting\np1,c1,2001-01-01,2001-06-01,foster\np2,c1,2001-05-01,2001-07-01,foster\np3,c1,2001-08-01,2001-07-15,kin\np4,c9,2001-01-01,,parent\np5,c1,2009-01-01,,parent\n",
};
const encoder = new TextEncoder();

it("finds each fault with its file, row and column", () => {
  const study = loadStudy({
    read: (path) => (files[path] === undefined ? null : encoder.encode(files[path])),
    list: () => Object.keys(files),
  });
  const { faults, checks } = runChecks(study);
  expect(
    faults.map((f) => `${f.severity} ${f.code} ${f.file}:${f.row} ${f.column}: ${f.message}`),
  ).toMatchInlineSnapshot(`
    [
      "error duplicate-key children.csv:4 child_id: child_id is the same as on line 3",
      "error orphan placements.csv:5 child_id: the row names a child that the study does not have",
      "error end-before-start placements.csv:4 end: end is before start",
      "error before-birth children.csv:3 index_date: index_date is before the child's date of birth",
      "error spell-overlap placements.csv:3 start: the placement begins before an earlier one of the child has ended",
      "warning spell-gap placements.csv:4 start: the placement begins after a gap since the one before",
      "warning spell-gap placements.csv:6 start: the placement begins after a gap since the one before",
      "note after-follow-up placements.csv:6 start: the placement begins after the child's follow-up has ended",
      "warning skipped-but-answered children.csv:2 plan_kind: plan_kind has an answer although its condition skips it",
      "error siblings-disagree children.csv:3 debt: debt is a family's fact, but differs from line 2",
    ]
  `);
  expect(checks.filter((check) => check.state === "not-run")).toEqual([]);
});
