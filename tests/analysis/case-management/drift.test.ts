import { describe, expect, it } from "vitest";
import { type Drift, findDrift } from "../../../analysis/case-management/drift/find-drift.ts";
import { deriveStudy } from "../../../analysis/outcomes/derive-study.ts";
import { timelines } from "../../../analysis/timeline/timelines.ts";
import { demoFiles } from "../../../cli/commands/demo.ts";
import { isoDate } from "../../../data-dictionary/dates/day.ts";
import { memoryStudy } from "../../support/memory-study.ts";

const codebook = `"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"
child_id,children,,text,Child,,,,,,y,,y,,,,,
family_id,children,,text,Family,,,,,,y,,y,,,,,
date_of_birth,children,,text,Born,,,date_ymd,,,y,,,,,,,
index_date,children,,text,Return,,,date_ymd,,,,,,,,,,
`;

/** One family with one child, returned home on 1 January 2001 and followed to 1 January 2006. */
function drift(
  events: string,
  options: { readonly placements?: string; readonly settings?: string } = {},
): Drift {
  const study = memoryStudy({
    "study.yaml": `throughline: 1
title: One family
tables:
  children: { file: data/children.csv }
  placements: { file: data/placements.csv }
  events: { file: data/events.csv }
drift: ${options.settings ?? "{}"}
`,
    "codebook.csv": codebook,
    "data/children.csv":
      "child_id,family_id,date_of_birth,index_date\nC1,F1,1995-01-01,2001-01-01\n",
    "data/placements.csv": `child_id,start,end,setting,legal_status\n${options.placements ?? "C1,1995-01-01,,parent,none\n"}`,
    "data/events.csv": `event_id,child_id,family_id,date,type,answered_by,category,outcome\n${events
      .split("\n")
      .map((line, place) => `${line.includes("|") ? line.replace("|", ",") : `E${place},${line}`}`)
      .join("\n")}\n`,
  });
  expect(study.faults.filter((fault) => fault.severity === "error")).toEqual([]);
  return findDrift(timelines(study), study.config.drift);
}

const found = (result: Drift, name: string): string[] =>
  result.findings
    .filter((finding) => finding.indicator === name)
    .map((finding) => `${isoDate(finding.day)} ${finding.certainty}: ${finding.words}`);

describe("a referral with no answer", () => {
  it("is found by the link, where the study links answers", () => {
    const result = drift(
      "R1|,F1,2002-01-01,referral,A1,school,\nA1|,F1,2002-01-10,assessment,,,\nR2|,F1,2003-01-01,referral,,police,\nR3|,F1,2004-01-01,referral,A3,,\nA3|,F1,2004-03-01,visit,,,",
    );
    expect(result.answersBy).toBe("link");
    expect(found(result, "referral_unanswered")).toEqual([
      "2003-01-29 certain: A referral (police) with no answer on record",
      "2004-01-29 certain: A referral answered only after 60 days",
    ]);
  });
  it("is found by time, where no answer is linked", () => {
    const result = drift(
      ",F1,2002-01-01,referral,,,\n,F1,2002-01-10,visit,,,\n,F1,2003-01-01,referral,,,",
    );
    expect(result.answersBy).toBe("time");
    expect(found(result, "referral_unanswered")).toEqual([
      "2003-01-29 certain: A referral with no answer on record",
    ]);
  });
  it("waits until an answer could have been seen", () => {
    expect(found(drift(",F1,2005-12-20,referral,,,"), "referral_unanswered")).toEqual([]);
  });
  it("is only possible when the month alone is known and the day decides", () => {
    expect(
      found(drift(",F1,2002-03,referral,,,\n,F1,2002-04-10,visit,,,"), "referral_unanswered"),
    ).toEqual(
      ["2002-04-13 possible: A referral after 10 to 40 days"].map((text) =>
        text.replace("referral after", "referral answered after"),
      ),
    );
  });
  it("counts a threshold as not yet passed", () => {
    const at = (day: string): string[] =>
      found(drift(`,F1,2002-01-01,referral,,,\n,F1,${day},visit,,,`), "referral_unanswered");
    expect(at("2002-01-29")).toEqual([]);
    expect(at("2002-01-30")).toHaveLength(1);
  });
});

describe("a long gap between assessments", () => {
  it("starts with the referral and ends with the closure", () => {
    const result = drift(
      ",F1,2001-02-01,referral,,,\n,F1,2001-03-01,assessment,,,\n,F1,2002-06-01,review,,,\n,F1,2002-08-01,closure,,,\n,F1,2005-06-01,referral,,,",
    );
    expect(found(result, "assessment_gap")).toEqual([
      "2002-03-01 certain: No assessment or review for 15 months",
    ]);
  });
  it("runs to the end of the record when nothing follows", () => {
    expect(
      found(drift(",F1,2003-01-01,referral,,,\n,F1,2003-02-01,assessment,,,"), "assessment_gap"),
    ).toEqual([
      "2004-02-01 certain: No assessment or review for 35 months, to the end of the record",
    ]);
  });
  it("leaves out what passed long before the return, unless all is asked for", () => {
    const events =
      ",F1,1996-01-01,referral,,,\n,F1,1998-06-01,assessment,,,\n,F1,1998-07-01,closure,,,";
    expect(found(drift(events), "assessment_gap")).toEqual([]);
    expect(
      found(drift(events, { settings: "{ monthsBeforeIndex: null }" }), "assessment_gap"),
    ).toHaveLength(1);
  });
});

it("a plan without change is found between reviews and for one child's plan only", () => {
  const result = drift(
    "C1,,2002-01-01,plan_start,,neglect,\n,F1,2002-03-01,review,,,\n,F1,2002-11-01,review,,,\nC1,,2003-01-01,plan_end,,,",
  );
  expect(found(result, "plan_unchanged")).toEqual([
    "2002-09-01 certain: A protection plan ran for 8 months without review or change",
  ]);
});

describe("conditions broken without consequence", () => {
  it("accepts a legal step in time, and not a later one", () => {
    expect(
      found(
        drift(
          ",F1,2002-01-01,condition_broken,,,\n,F1,2002-02-01,legal_advice,,,\n,F1,2003-01-01,condition_broken,,,\n,F1,2003-06-01,legal_advice,,,",
        ),
        "conditions_broken",
      ),
    ).toEqual(["2003-02-26 certain: A broken condition with no consequence within 56 days"]);
  });
  it("accepts a removal from home", () => {
    expect(
      found(
        drift(",F1,2002-01-01,condition_broken,,,", {
          placements: "C1,1995-01-01,2002-02-01,parent,none\nC1,2002-02-01,,foster,s20\n",
        }),
        "conditions_broken",
      ),
    ).toEqual([]);
  });
});

describe("a case closed with problems persisting", () => {
  it.each([
    [
      "the closure says so",
      ",F1,2003-01-01,closure,,problems_continuing,",
      "the closure itself says that problems went on",
    ],
    [
      "a plan was running",
      "C1,,2002-11-01,plan_start,,,\n,F1,2003-01-01,closure,,,",
      "a protection plan was running",
    ],
    [
      "harm just before",
      "C1,,2002-12-01,incident,,neglect,\n,F1,2003-01-01,closure,,,",
      "harm was recorded in the 3 months before",
    ],
    [
      "a referral just after",
      ",F1,2003-01-01,closure,,,\n,F1,2003-02-01,referral,,,",
      "harm or a referral followed within 3 months",
    ],
  ])("because %s", (_name, events, words) => {
    expect(found(drift(events), "closed_with_problems")).toEqual([
      `2003-01-01 certain: Closed although ${words}`,
    ]);
  });
  it("is not found in a quiet case", () => {
    expect(
      found(
        drift("C1,,2002-01-01,incident,,neglect,\n,F1,2003-01-01,closure,,concerns_resolved,"),
        "closed_with_problems",
      ),
    ).toEqual([]);
  });
});

it("repeated return is dated to the breakdown that made it so", () => {
  const result = drift(",F1,2002-01-01,visit,,,", {
    placements:
      "C1,1995-01-01,2000-06-01,parent,none\nC1,2000-06-01,2001-01-01,foster,s20\nC1,2001-01-01,2002-03-01,parent,none\nC1,2002-03-01,2003-01-01,foster,s20\nC1,2003-01-01,2003-09-01,parent,none\nC1,2003-09-01,,foster,care_order\n",
  });
  expect(found(result, "repeated_return")).toEqual([
    "2003-09-01 certain: A child's return home broke down for the second time",
  ]);
});

describe("proceedings late or never", () => {
  const signs =
    "C1,,2002-01-01,incident,,neglect,\nC1,,2002-05-01,incident,,neglect,\n,F1,2002-08-01,condition_broken,,,";
  it("never", () => {
    expect(found(drift(signs), "proceedings_late")).toEqual([
      "2003-08-01 certain: 3 signs of serious harm to a child, and no proceedings to the end of the record",
    ]);
  });
  it("late", () => {
    expect(found(drift(`${signs}\nC1,,2004-08-01,proceedings,,,`), "proceedings_late")).toEqual([
      "2003-08-01 certain: 3 signs of serious harm to a child, and proceedings only 24 months later",
    ]);
  });
  it("in time, or with an order in force", () => {
    expect(found(drift(`${signs}\nC1,,2002-12-01,proceedings,,,`), "proceedings_late")).toEqual([]);
    expect(
      found(drift(signs, { placements: "C1,1995-01-01,,parent,care_order\n" }), "proceedings_late"),
    ).toEqual([]);
  });
  it("needs the signs close together", () => {
    expect(
      found(
        drift("C1,,2001-02-01,incident,,,\nC1,,2002-05-01,incident,,,\nC1,,2003-08-01,incident,,,"),
        "proceedings_late",
      ),
    ).toEqual([]);
  });
});

it("each change of social worker counts in one finding only", () => {
  const days = [
    "2002-01-01",
    "2002-03-01",
    "2002-05-01",
    "2002-07-01",
    "2002-09-01",
    "2002-10-01",
    "2003-01-01",
  ];
  expect(
    found(drift(days.map((day) => `,F1,${day},worker_change,,,`).join("\n")), "workers_changed"),
  ).toEqual([
    "2002-05-01 certain: The social worker changed 3 times within 12 months",
    "2002-10-01 certain: The social worker changed 3 times within 12 months",
  ]);
});

it("what no event could show is not seen, rather than nought", () => {
  const summary = drift(",F1,2002-01-01,visit,,,").summary;
  expect(
    summary.filter((each) => each.families === null).map((each) => each.notSeen),
  ).toMatchInlineSnapshot(`
    [
      "no event of type referral is on record",
      "no event of type referral is on record",
      "no event of type plan_start is on record",
      "no event of type condition_broken is on record",
      "no event of type closure is on record",
      "no event of type incident is on record",
      "no event of type worker_change is on record",
    ]
  `);
  expect(summary.find((each) => each.name === "repeated_return")?.families).toBe(0);
});

it("the study may use its own words for events", () => {
  const result = drift(",F1,2002-01-01,contact_received,,,", {
    settings: "{ types: { referral: [contact_received] }, referralAnswerDays: 10 }",
  });
  expect(found(result, "referral_unanswered")).toEqual([
    "2002-01-11 certain: A referral with no answer on record",
  ]);
});

describe("the demonstration study", () => {
  const study = memoryStudy(Object.fromEntries(demoFiles(undefined, "csv")));
  const derived = deriveStudy(study);
  const result = findDrift(derived.time, study.config.drift);

  it("drifts as much as such families do", () => {
    expect(
      Object.fromEntries(result.summary.map(({ name, families }) => [name, families])),
    ).toMatchInlineSnapshot(`
      {
        "assessment_gap": 72,
        "closed_with_problems": 58,
        "conditions_broken": 35,
        "plan_unchanged": 25,
        "proceedings_late": 14,
        "referral_unanswered": 90,
        "repeated_return": 52,
        "workers_changed": 16,
      }
    `);
  });
  it("drifts more where case management was passive", () => {
    const pattern = derived.patterns[0];
    const kinds = new Map<number, Set<string>>();
    for (const { family, indicator, certainty } of result.findings) {
      if (certainty !== "certain") continue;
      kinds.set(family, (kinds.get(family) ?? new Set()).add(indicator));
    }
    const mean = (value: string): number => {
      const families = (pattern?.judgements ?? []).flatMap((judged, family) =>
        judged.value === value ? [family] : [],
      );
      return (
        families.reduce((sum, family) => sum + (kinds.get(family)?.size ?? 0), 0) / families.length
      );
    };
    expect(mean("passive_throughout")).toBeGreaterThan(mean("proactive_throughout") + 1.5);
  });
  it("names no child or family in words", () => {
    const ids = [...derived.time.childIds, ...derived.time.familyIds];
    const words = result.findings.map((finding) => finding.words).join("\n");
    for (const id of ids) expect(words).not.toContain(id);
  });
  it("gives each finding a date in the period and records to read", () => {
    for (const finding of result.findings) {
      expect(finding.earliest).toBeLessThanOrEqual(finding.day);
      expect(finding.day).toBeLessThanOrEqual(finding.latest);
      expect(finding.records.length).toBeGreaterThan(0);
    }
  });
});
