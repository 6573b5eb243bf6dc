import { describe, expect, it } from "vitest";
import { checkText } from "../../../analysis/report/check-text/check-text.ts";
import { textLines, wordParagraphs } from "../../../analysis/report/check-text/text-lines.ts";
import { Results } from "../../../analysis/report/results/results.ts";

const found = (text: string, results: Results | null = null) =>
  checkText(textLines(text, true), results).findings;
const rules = (text: string): string[] => found(text).map((each) => each.rule);

describe("printed counts and percentages", () => {
  it.each([
    ["106 of 131 children (86%)", "106 of 131 is 81%, not 86%."],
    ["Physical neglect was found in 107 of 133 (81%).", "107 of 133 is 80%, not 81%."],
    ["28 of 32 plans failed (87%)", "28 of 32 is 88%; 87% is cut, not rounded."],
    ["950 of 2,391 returned (45.9%)", "950 of 2391 is 39.7%, not 45.9%."],
    ["86% (106 of 131)", "106 of 131 is 81%, not 86%."],
    ["106/131, 86 per cent", "106 of 131 is 81%, not 86%."],
    ["42% of 75 families", "No count out of 75 rounds to 42%."],
    ["140 of 131 (86%)", "The count is larger than its base."],
    ["43/29/27 of 75", "No whole counts that add up to 75 give these percentages."],
  ])("finds what is wrong with %s", (text, message) => {
    expect(found(text).map((each) => each.message)).toEqual([message]);
  });

  it.each([
    "101 of 130 children (78%)",
    "60 of 122 (49%)",
    "42 of 123 (34%)",
    "82 of 138 (59%)",
    "17 of 138 (12%)",
    "19 of 320 children (5.9%)",
    "43/29/28 of 138",
    "26/28/46 of 138",
    "25/25/26/24 of 104",
    "42% of 99 children",
    "42% of 100 children",
    "Of 138 children, 59 (43%) came out stably at home.",
    "Aged 5 of 10 years; a share of 20% was read on page 7.",
  ])("finds nothing wrong with %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("says where, and which counts or bases would give it", () => {
    expect(found("Line one.\nSupervisory: 106 of 131 (86%)")).toEqual([
      {
        rule: "count-and-percentage",
        line: 2,
        column: 14,
        words: "106 of 131 (86%)",
        message: "106 of 131 is 81%, not 86%.",
        hint: "86% would be 113 of 131, or 106 of 123.",
      },
    ]);
  });

  it("reads the rows of a Markdown table", () => {
    const table =
      "| Type | Count | n | % |\n|---|---|---|---|\n| Supervisory | 106 | 131 | 86 |\n| Emotional | 101 | 130 | 78% |";
    expect(found(table).map(({ line, message }) => [line, message])).toEqual([
      [3, "106 of 131 is 81%, not 86%."],
    ]);
  });

  it("asks about totals that differ by one or two", () => {
    expect(rules("At the end 77 children were seen.\n\nThe page says 76 children.")).toEqual([
      "two-totals",
    ]);
    expect(rules("77 children, of whom 40 children returned; 77 children in all")).toEqual([]);
  });
});

describe("words", () => {
  it("finds times more likely only beside an odds ratio", () => {
    expect(found("They were 10 times more likely to be stable (OR = 10.1).")[0]?.words).toBe(
      "10 times more likely",
    );
    expect(rules("The odds ratio was high.\nThey were twice as likely to be stable.")).toEqual([
      "times-more-likely",
    ]);
    expect(rules("The risk was 20% against 10%: twice as likely.")).toEqual([]);
  });

  it.each(["led to", "caused", "resulted in", "because of", "due to", "the impact of", "affected"])(
    "finds %s",
    (words) => {
      expect(found(`Passive work ${words} drift.`).map((each) => each.words)).toEqual([words]);
    },
  );

  it("leaves other words alone", () => {
    expect(
      rules("There was cause for concern, because files were silent; a leading question."),
    ).toEqual([]);
  });

  it("never quotes more of the text than numbers and its own words", () => {
    const secret = "Jowan Tregenza of 12 Fore Street";
    const findings = found(`${secret}: 106 of 131 for ${secret} (86%), which led to ${secret}`);
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toMatch(/Jowan|Tregenza|Fore/);
  });
});

describe("numbers of the study", () => {
  const results = new Results(
    new Map([["a.json", { schema: "x", count: 59, n: 138, share: 59 / 138, pValue: 0.0312 }]]),
  );

  it("knows counts, percentages, their complements and rounded decimals", () => {
    expect(
      found("59 of 138 children (43%; 42.8%); 57% were not; p = .031, or 0.03", results),
    ).toEqual([]);
  });

  it("finds numbers that are none of them, once", () => {
    const stale = found("61 of 138 children (44%) were at home, p = .04.", results);
    expect(stale.map((each) => [each.rule, each.words])).toEqual([
      ["no-current-result", "61"],
      ["no-current-result", "44%"],
      ["no-current-result", ".04"],
    ]);
    expect(found("106 of 131 children (86%)", results).map((each) => each.rule)).toEqual([
      "count-and-percentage",
    ]);
  });

  it("leaves years, dates, pages, list numbers, small counts and levels of confidence alone", () => {
    expect(
      found(
        "12. In 2010, on 14 March 2001 (page 88, Table 12), 95% intervals; 9 children.",
        results,
      ),
    ).toEqual([]);
  });
});

describe("what is read", () => {
  it("skips code and addresses of Markdown, keeping columns", () => {
    expect(found("`106 of 131 (86%)` and [x](a/106/131/86%)\n```\n106 of 131 (86%)\n```")).toEqual(
      [],
    );
    expect(found("`code` 106 of 131 (86%)")[0]?.column).toBe(8);
  });

  it("reads the paragraphs of Word, split runs and entities too, without deleted text", () => {
    const xml =
      '<w:document><w:body><w:p><w:r><w:t xml:space="preserve">106 of </w:t></w:r><w:r><w:t>131 (86%)</w:t></w:r></w:p><w:p/><w:p><w:r><w:delText>106 of 131 (86%)</w:delText></w:r><w:r><w:t>A &lt; B &#233;</w:t></w:r></w:p></w:body></w:document>';
    expect(wordParagraphs(xml)).toEqual([
      { line: 1, text: "106 of 131 (86%)" },
      { line: 2, text: "" },
      { line: 3, text: "A < B é" },
    ]);
  });
});
