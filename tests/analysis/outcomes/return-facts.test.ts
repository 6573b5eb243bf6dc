import { describe, expect, it } from "vitest";
import { deriveStudy } from "../../../analysis/outcomes/derive-study.ts";
import { childStory } from "../../../analysis/timeline/child-story.ts";
import { endOfIndexReturn } from "../../../analysis/timeline/returns.ts";
import { memoryStudy } from "../../support/memory-study.ts";

/** One child, born on 1 June 1990 unless said, home on 1 March 2001, with placements as [start, end, setting, reason]. */
function child(placements: readonly (readonly string[])[], born = "1990-06-01") {
  const derived = deriveStudy(
    memoryStudy({
      "study.yaml": `throughline: 1
title: One child
tables:
  children: { file: data/children.csv }
  placements: { file: data/placements.csv }
columns: { birth: date_of_birth, index: return_date }
`,
      "codebook.csv":
        'Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"Choices, Calculations, OR Slider Labels",Field Note,Text Validation Type OR Show Slider Number,Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...),Required Field?,Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation\nchild_id,children,,text,Child,,,,,,y,,y,,,,,\nfamily_id,children,,text,Family,,,,,,y,,y,,,,,\ndate_of_birth,children,,text,Born,,,date_ymd,,,y,,,,,,,\nreturn_date,children,,text,Home,,,date_ymd,,,,,,,,,,\n',
      "data/children.csv": `child_id,family_id,date_of_birth,return_date\nA,FA,${born},2001-03-01\n`,
      "data/placements.csv": `placement_id,child_id,start,end,setting,carer_id,end_reason\n${placements.map(([start, end, setting, reason], index) => `P${index},A,${start},${end},${setting},K${index},${reason ?? ""}\n`).join("")}`,
    }),
  );
  const value = (name: string): number | string => {
    const column = derived.children.columns.get(name);
    if (column?.kind === "numeric")
      return Number.isNaN(column.values[0])
        ? `missing ${column.reasons[0]}`
        : (column.values[0] as number);
    if (column?.kind !== "categorical") return "none";
    const code = column.codes[0] as number;
    return code < 0 ? `missing ${code}` : (column.levels[code]?.value ?? "");
  };
  return { how: endOfIndexReturn(childStory(derived.time, 0))?.how, value };
}

const before = [
  ["1990-06-01", "1999-01-01", "parent"],
  ["1999-01-01", "2001-03-01", "foster"],
];

describe("how an index return ends", () => {
  it.each([
    [
      "the child went back into care",
      [
        ["2001-03-01", "2002-05-01", "parent"],
        ["2002-05-01", "", "foster"],
      ],
      "broke_down",
      "1",
      "1",
      14,
      14,
      1,
    ],
    ["still there", [["2001-03-01", "", "parent"]], "goes_on", "0", "0", "missing -7", 60, 0],
    [
      "left after two years",
      [
        ["2001-03-01", "2003-05-01", "parent"],
        ["2003-05-01", "", "kin"],
      ],
      "broke_down",
      "0",
      "1",
      26,
      26,
      1,
    ],
    [
      "left after follow-up",
      [
        ["2001-03-01", "2007-05-01", "parent"],
        ["2007-05-01", "", "foster"],
      ],
      "broke_down",
      "0",
      "0",
      "missing -7",
      60,
      0,
    ],
    // The record ends at home: the case was closed, or the family moved away. That is no breakdown.
    [
      "the record ends at home after a year",
      [["2001-03-01", "2002-03-01", "parent"]],
      "not_followed",
      "missing -9",
      "missing -9",
      "missing -7",
      12,
      0,
    ],
    [
      "the record ends at home after three years",
      [["2001-03-01", "2004-03-01", "parent"]],
      "not_followed",
      "0",
      "missing -9",
      "missing -7",
      36,
      0,
    ],
    [
      "the record ends, but says the return broke down",
      [["2001-03-01", "2002-03-01", "parent", "return_broke_down"]],
      "broke_down",
      "1",
      "1",
      12,
      12,
      1,
    ],
    [
      "adopted from home",
      [
        ["2001-03-01", "2002-03-01", "parent"],
        ["2002-03-01", "", "adoption"],
      ],
      "not_followed",
      "missing -9",
      "missing -9",
      "missing -7",
      12,
      0,
    ],
    [
      "moved to the other parent",
      [
        ["2001-03-01", "2002-03-01", "parent"],
        ["2002-03-01", "", "parent"],
      ],
      "goes_on",
      "0",
      "0",
      "missing -7",
      60,
      0,
    ],
    [
      "a week in hospital",
      [
        ["2001-03-01", "2002-03-01", "parent"],
        ["2002-03-01", "2002-03-08", "hospital"],
        ["2002-03-08", "", "parent"],
      ],
      "goes_on",
      "0",
      "0",
      "missing -7",
      60,
      0,
    ],
    [
      "from hospital to foster care",
      [
        ["2001-03-01", "2002-03-01", "parent"],
        ["2002-03-01", "2002-03-08", "hospital"],
        ["2002-03-08", "", "foster"],
      ],
      "broke_down",
      "1",
      "1",
      12,
      12,
      1,
    ],
    [
      "short breaks",
      [
        ["2001-03-01", "2002-03-01", "parent"],
        ["2002-03-01", "2002-03-08", "respite"],
        ["2002-03-08", "", "parent"],
      ],
      "goes_on",
      "0",
      "0",
      "missing -7",
      60,
      0,
    ],
  ] as const)("%s", (_case, after, how, two, five, months, observed, failed) => {
    const { value, how: found } = child([...before, ...after]);
    expect(found).toBe(how);
    expect(value("breakdown_2y")).toBe(two);
    expect(value("breakdown_5y")).toBe(five);
    expect(value("months_to_breakdown")).toBe(months);
    expect(value("months_observed")).toBe(observed);
    expect(value("failed_returns")).toBe(failed);
    expect(value("returns")).toBe(1);
  });

  it("is not a breakdown when the young person leaves home at 18", () => {
    const { value, how } = child(
      [...before, ["2001-03-01", "2004-09-01", "parent"], ["2004-09-01", "", "independent"]],
      "1986-06-01",
    );
    expect(how).toBe("not_followed");
    expect(value("breakdown_2y")).toBe("0");
    // Seen to the day the young person left as an adult, not for five years.
    expect(value("breakdown_5y")).toBe("missing -9");
    expect(value("months_observed")).toBe(42);
    expect(value("failed_returns")).toBe(0);
  });
});
