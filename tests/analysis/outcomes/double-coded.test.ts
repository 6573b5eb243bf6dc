import { describe, expect, it } from "vitest";
import { type DerivedStudy, deriveStudy } from "../../../analysis/outcomes/derive-study.ts";
import { doubleCodedItems } from "../../../analysis/outcomes/double-coded.ts";
import { idsOf } from "../../../analysis/timeline/timelines.ts";
import type { LoadedStudy } from "../../../data-dictionary/study/load-study.ts";
import { categoricalOf, type Dataset } from "../../../data-dictionary/table/dataset.ts";
import { demoDerived } from "../../support/demo-derived.ts";
import { memoryStudy } from "../../support/memory-study.ts";

const study = (ratings: string, settings = ""): LoadedStudy => {
  const files: Record<string, string> = {
    "study.yaml": `throughline: 1\ntitle: t\ncodebook: codebook.csv\ntables: { children: { file: children.csv }, ratings: { file: ratings.csv } }\ncolumns: { child: child_id, family: family_id, authority: authority, birth: dob, index: returned }\n${settings}`,
    "codebook.csv": [
      '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"',
      "child_id,children,,text,Child,,,,,,y,,y,,,,,",
      "family_id,children,,text,Family,,,,,,y,,y,,,,,",
      'severity,children,,radio,Severity,"1, Mild | 2, Moderate | 3, Severe",,,,,,,,,,,,@TL-ORDERED',
    ].join("\n"),
    "children.csv": "child_id,family_id,severity\nC1,F1,1\nC2,F1,2\nC3,F2,3\n",
    "ratings.csv": ratings,
  };
  return memoryStudy(files);
};
const header = "rating_id,child_id,item,period_start,period_end,value,coder\n";
const message = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    const { code, message: text, hint } = error as Error & { code: string; hint?: string };
    return `${code}: ${text} ${hint ?? ""}`;
  }
  return "no error";
};

describe("double coding", () => {
  it("pairs what coders gave to one item, subject and period, without what they settled on", () => {
    const [severity] = doubleCodedItems(
      study(
        `${header}1,C1,severity,,,1,ann\n2,C1,severity,,,2,ben\n3,C1,severity,,,2,agreed\n4,C2,severity,2001-01-01,,3,ann\n5,C2,severity,2001-01-01,,-8,ben\n6,C2,severity,2002-01-01,,3,ben\n7,C3,severity,,,1,ann\n8,C3,severity,,,,ben\n`,
      ),
    );
    expect(severity).toMatchObject({
      item: "severity",
      label: "Severity",
      scale: "ordinal",
      unit: "child",
      codedOnce: 2,
      categoryLabels: ["Mild", "Moderate", "Severe"],
      rows: Int32Array.of(0, 1, 3, 4),
      ratings: { cases: 2, coders: ["ann", "ben"], codes: Int32Array.of(0, 1, 2, -1) },
    });
    // The family of a rating without one is that of its child.
    expect(severity?.ratings.families).toEqual({ of: Int32Array.of(0, 0), count: 1 });
  });

  it("refuses by name what cannot be measured, without an identifier", () => {
    const twice = `${header}1,C1,severity,,,1,ann\n2,C1,severity,,,2,ben\n`;
    const found = [
      message(() => doubleCodedItems(study("rating_id,child_id\n1,C1\n"))),
      message(() => doubleCodedItems(study(`${header}1,C1,severity,,,1,ann\n`))),
      message(() => doubleCodedItems(study(twice), { items: ["severty"] })),
      message(() => doubleCodedItems(study(`${twice}3,C1,severity,,,3,ben\n`))),
      message(() =>
        doubleCodedItems(study(`${header}1,C1,severity,,,1,ann\n2,C1,severity,,,9,ben\n`)),
      ),
      message(() =>
        doubleCodedItems(study(twice.replaceAll("severity", "mood")), { scale: "ordinal" }),
      ),
      message(() =>
        doubleCodedItems(study(`${header}1,C1,mood,,,low,ann\n2,C1,mood,,,high,ben\n`), {
          scale: "interval",
        }),
      ),
    ];
    for (const text of found) expect(text).not.toMatch(/C1|F1/);
    expect(found).toMatchSnapshot();
  });
});

describe("the demonstration study's second coder", () => {
  const all = demoDerived();
  const whole = all.study;
  const ratings = whole.tables.get("ratings") as Dataset;
  const coderOf = (row: number): string => {
    const coder = categoricalOf(ratings, "coder");
    return coder.levels[coder.codes[row] as number]?.value ?? "";
  };

  it("rated thirty families with their brothers and sisters", () => {
    const items = doubleCodedItems(whole);
    const families = idsOf(ratings, "family_id") ?? [];
    const twice = new Set(families.filter((_, row) => coderOf(row) === "coder_2"));
    expect(twice.size).toBe(30);
    const siblings = (idsOf(whole.tables.get("children") as Dataset, "family_id") ?? []).filter(
      (family) => twice.has(family),
    );
    const wellbeing = items.find((item) => item.item === "wellbeing");
    expect(wellbeing?.ratings.cases).toBe(siblings.length);
    expect(items.length).toBeGreaterThan(20);
  });

  it("changes no outcome and no pattern", () => {
    // A rating that names no item counts for nothing: only the first coder's are left.
    const item = categoricalOf(ratings, "item");
    const codes = item.codes.map((code, row) => (coderOf(row) === "coder_1" ? code : -1));
    const alone = deriveStudy({
      ...whole,
      tables: new Map(whole.tables).set("ratings", {
        ...ratings,
        columns: new Map(ratings.columns).set("item", { ...item, codes }),
      }),
    });
    const columns = (derived: DerivedStudy) =>
      [...derived.outcomes, ...derived.patterns].map(({ column }) => column.codes);
    expect(columns(alone)).toEqual(columns(all));
    expect(columns(all).length).toBeGreaterThanOrEqual(3);
  });
});
