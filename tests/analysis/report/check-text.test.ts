import { describe, expect, it } from "vitest";
import { checkText } from "../../../analysis/report/check-text/check-text.ts";
import { textLines } from "../../../analysis/report/check-text/text-lines.ts";
import { wordLines } from "../../../analysis/report/check-text/word-lines.ts";
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

  it.each([
    ["Of 138 children, 61 (43%) were at home.", ["61 of 138 is 44%, not 43%."]],
    ["Of the 131 children 106 (86%) were neglected so.", ["106 of 131 is 81%, not 86%."]],
    [
      "Of 138 children, 59 (43%) stayed, 40 (29%) moved and 39 children (26%) did neither.",
      ["39 of 138 is 28%, not 26%."],
    ],
    ["106 children (86%) of 131", ["106 of 131 is 81%, not 86%."]],
    ["Of 138 children, 99 were stable, 40 (40%) of them away.", []],
    ["Of 138 children, 59 (43%), 40 (29%) and 39 (28%).", []],
    ["Of 138 children most did well. Elsewhere 61 (43%) did.", []],
  ])("reads a base that stands once: %s", (text, messages) => {
    expect(found(text).map((each) => each.message)).toEqual(messages);
  });

  it.each([
    // Printed triples of the follow-up study and others, with the verdict worked out by hand.
    [106, 131, "86", "mismatch"],
    [107, 133, "81", "mismatch"],
    [101, 130, "78", "ok"],
    [60, 122, "49", "ok"],
    [42, 123, "34", "ok"],
    [82, 138, "59", "ok"],
    [17, 138, "12", "ok"],
    [28, 32, "87", "cut"],
    [950, 2391, "45.9", "mismatch"],
    [19, 320, "5.9", "ok"],
  ])(
    "gives one verdict on %i of %i, %s%%, in a sentence, in Markdown and in Word",
    (count, n, percent, verdict) => {
      const cell = (text: string | number): string =>
        `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
      const row = (...cells: (string | number)[]): string =>
        `<w:tr>${cells.map(cell).join("")}</w:tr>`;
      const word = checkText(
        wordLines(
          `<w:p><w:r><w:t>Table</w:t></w:r></w:p><w:tbl>${row("Kind", "Count", "n", "%")}${row("Own", count, n, percent)}</w:tbl>`,
        ),
        null,
      ).findings;
      const markdown = found(
        `Table\n\n| Kind | Count | n | % |\n|--|--|--|--|\n| Own | ${count} | ${n} | ${percent} |`,
      );
      const sentence = found(`${count} of ${n} children (${percent}%)`);
      for (const findings of [sentence, markdown, word]) {
        expect(findings).toHaveLength(verdict === "ok" ? 0 : 1);
        if (verdict === "cut") expect(findings[0]?.message).toContain("is cut, not rounded");
        if (verdict === "mismatch") expect(findings[0]?.message).toMatch(/is [\d.]+%, not/);
      }
      expect(word.map(({ line }) => line)).toEqual(word.map(() => 3));
    },
  );

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

  it.each([
    "An association is not a cause.",
    "The study does not show that help prevented a return.",
    "It cannot say whether passive work led to drift.",
  ])("lets a cause be denied: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("does not take a denial of something else for one", () => {
    expect(rules("Files were not complete. Passive work led to drift.")).toEqual(["causal-words"]);
  });

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

  it("takes the ends of an interval and cells under a percentage for percentages", () => {
    const wide = new Results(
      new Map([["a.json", { schema: "x", n: 138, share: 0.43, ciLow: 0.349, ciHigh: 0.512 }]]),
    );
    expect(found("43% (95% interval: 35 to 51) of 138", wide)).toEqual([]);
    expect(found("43% [35, 51]", wide)).toEqual([]);
    expect(found("43%, 35 children", wide).map((each) => each.words)).toEqual(["35"]);
    expect(
      found("| Sex | % |\n|--|--|\n| Aged 17 | 43 |\n| Girl | 44 |", wide).map(
        (each) => each.words,
      ),
    ).toEqual(["44"]);
  });

  it("asks about near totals only where the results do not hold both", () => {
    const both = new Results(new Map([["a.json", { schema: "x", a: 104, b: 103, c: 138 }]]));
    expect(found("104 families here, 103 families there", both)).toEqual([]);
    expect(found("138 children here, 137 children there", both).map((each) => each.rule)).toEqual([
      "two-totals",
    ]);
  });

  it("leaves bounds alone, and no other decimal", () => {
    expect(found("p < .001, p >\u00a0.999", results)).toEqual([]);
    expect(found("p = .999", results).map((each) => each.words)).toEqual([".999"]);
  });

  it("leaves the volume and pages of a publication alone", () => {
    expect(found("von Elm et al. (2007), Lancet 370, 1453–1457", results)).toEqual([]);
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
    expect(wordLines(xml)).toEqual([
      { line: 1, text: "106 of 131 (86%)" },
      { line: 2, text: "" },
      { line: 3, text: "A < B é" },
    ]);
  });

  it("reads rows of Word tables with their cells; not what was moved away, nor a text box twice", () => {
    const p = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
    const inner = `<w:tbl><w:tr><w:tc>${p("x")}</w:tc></w:tr></w:tbl>`;
    const xml = `${p("Before")}<w:tbl><w:tr><w:tc>${p("A")}</w:tc><w:tc>${p("B")}${p("C")}</w:tc></w:tr><w:tr><w:tc>${p("1")}${inner}</w:tc><w:tc>${p("2")}</w:tc></w:tr></w:tbl><w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><mc:Fallback>${p("twice")}</mc:Fallback><w:r><w:t>After</w:t></w:r></w:p>`;
    expect(wordLines(xml, 5)).toEqual([
      { line: 5, text: "Before" },
      { line: 6, text: "| A | B C |", row: { table: 1, cells: ["A", "B C"] } },
      { line: 7, text: "| 1 x | 2 |", row: { table: 1, cells: ["1 x", "2"] } },
      { line: 8, text: "After" },
    ]);
  });
});
