import { beforeAll, describe, expect, it } from "vitest";
import { causalWords } from "../../../analysis/report/check-text/causal-words.ts";
import { certaintyOf } from "../../../analysis/report/findings/difference-words.ts";
import type { Finding } from "../../../analysis/report/findings/finding.ts";
import { frontFindings } from "../../../analysis/report/findings/front-findings.ts";
import {
  type Bound,
  bind,
  derive,
  type Sentence,
  say,
  sentenceText,
} from "../../../analysis/report/findings/sentence.ts";
import type { Block } from "../../../analysis/report/page/blocks.ts";
import { practiceWords } from "../../../analysis/report/page/practice-page.ts";
import { allParts } from "../../../analysis/report/page/research-report.ts";
import { pathTo, Results } from "../../../analysis/report/results/results.ts";
import type { StudySummary } from "../../../analysis/report/results/study-summary.ts";
import { storiesFor } from "../../../analysis/report/sections/stories-section.ts";
import { patternStories } from "../../../analysis/report/stories/pattern-stories.ts";
import { figureDocument } from "../../../cli/support/draw.ts";
import { demoResults } from "../../support/demo-results.ts";
import { readingGrade } from "../../support/reading-grade.ts";

let results: Results;
let sentences: Sentence[];
let practice: Sentence[];

beforeAll(async () => {
  results = await demoResults();
  const study = results.at(pathTo("study.json")) as StudySummary;
  const parts = allParts({ results, study, document: figureDocument() });
  const words = practiceWords(results);
  practice = [
    ...words.findings.flatMap((each) => [each.plain.claim, ...each.plain.sure]),
    ...words.meanings.flatMap((each) => [each.title, ...each.intro, ...each.lines]),
    ...storiesFor(results).map(({ story }): Sentence => [story.telling]),
    ...words.sure.flat(),
    ...words.meeting.flatMap((each) => each.sentences),
    ...words.sample,
    ...words.questions,
  ];
  sentences = [
    ...frontFindings(results).flatMap(ofFinding),
    ...parts.flatMap((part) => part.sections.flatMap((section) => section.blocks.flatMap(ofBlock))),
    ...practice,
  ];
});

const ofFinding = (finding: Finding): Sentence[] => [
  finding.topic,
  finding.claim,
  ...finding.confidence,
  ...finding.limits,
];
const ofBlock = (block: Block): readonly Sentence[] =>
  block.kind === "text" ? block.sentences : block.kind === "list" ? block.items : [];
const boundIn = (sentence: Sentence): Bound[] =>
  sentence.flatMap((part) => (typeof part === "string" ? [] : [part]));

describe("the sentences of a report", () => {
  it("are many", () => {
    expect(sentences.length).toBeGreaterThan(150);
  });

  it("hold no number that is typed: every digit belongs to a bound value", () => {
    const typed = sentences.filter((sentence) =>
      sentence.some((part) => typeof part === "string" && /\d/.test(part)),
    );
    expect(typed.map(sentenceText)).toEqual([]);
  });

  it("are bound to what the results hold, each number and label", () => {
    const bound = sentences.flatMap(boundIn);
    expect(bound.length).toBeGreaterThan(300);
    for (const part of bound) {
      expect(
        derive(
          part.from.map((path) => results.at(path)),
          part.how,
        ),
      ).toBe(part.value);
    }
  });

  it("change when the result changes", () => {
    const documents = new Map(results.documents);
    const rules = JSON.parse(JSON.stringify(documents.get("rules.json")));
    rules.rules[0].values[0].count = 61;
    documents.set("rules.json", rules);
    const changed = frontFindings(new Results(documents));
    expect(sentenceText((changed[0] as Finding).claim)).toContain("61 (43%)");
  });

  it("name no cause and compare no odds", () => {
    const lines = sentences.map((sentence, place) => ({
      line: place,
      text: sentenceText(sentence),
    }));
    // The rule of a study and the words of a plan are the study's own.
    expect(
      causalWords(lines).map((each) => sentenceText(sentences[each.line] as Sentence)),
    ).toEqual([]);
    expect(lines.filter(({ text }) => /times (more|less|as) likely|odds/i.test(text))).toEqual([]);
  });

  it("hold no undefined, NaN or empty place", () => {
    expect(
      sentences
        .map(sentenceText)
        .filter((text) => /undefined|NaN|Infinity|null|\s{2}|“”/.test(text)),
    ).toEqual([]);
  });
});

describe("the first page", () => {
  it("has three to five findings, each with size, confidence and limits", () => {
    const findings = frontFindings(results);
    expect(findings.length).toBeGreaterThanOrEqual(3);
    expect(findings.length).toBeLessThanOrEqual(5);
    for (const finding of findings) {
      expect(boundIn(finding.claim).length).toBeGreaterThan(1);
      expect(finding.confidence.length).toBeGreaterThan(0);
      expect(finding.limits.length).toBeGreaterThan(0);
      expect(finding.draw).not.toBeNull();
    }
  });

  it("reads like this", () => {
    expect(
      frontFindings(results)
        .map((each) =>
          [each.claim, ...each.confidence, ...each.limits].map(sentenceText).join("\n  "),
        )
        .join("\n\n"),
    ).toMatchSnapshot();
  });
});

describe("the page for practice", () => {
  it("can be read by most people", () => {
    const texts = practice.map(sentenceText).flatMap((text) => text.split(/(?<=[.?!:;])\s+/));
    expect(readingGrade(texts)).toBeLessThanOrEqual(8);
    const finding = practiceWords(results).findings.flatMap((each) =>
      [each.plain.claim, ...each.plain.sure].map(sentenceText),
    );
    expect(
      readingGrade(finding.flatMap((text) => text.split(/(?<=[.?!])\s+/))),
    ).toBeLessThanOrEqual(9);
  });

  it("gives no p-value, no interval in per cent and no name of a test", () => {
    expect(
      practice
        .map(sentenceText)
        .filter((text) => /\bp\s*[<=]|%|\binterval\b|chi-squared|Rao/i.test(text)),
    ).toEqual([]);
  });

  it("reads like this", () => {
    expect(practice.map(sentenceText).join("\n")).toMatchSnapshot();
  });
});

describe("invented stories", () => {
  it("are one for each pattern that the study judges but the mixed one, and say no date of their own", () => {
    expect(storiesFor(results).map(({ story }) => story.pattern)).toEqual([
      "proactive_throughout",
      "proactive_then_passive",
      "passive_then_proactive",
      "passive_throughout",
    ]);
    for (const { telling } of patternStories) expect(telling).not.toMatch(/\d/);
  });

  it.each(patternStories)("$called is told in order, and as its pattern says", (story) => {
    const { stays, events, index, followUp, from, to } = story.timeline;
    const dates = events.map((event) => event.date);
    expect(dates).toEqual([...dates].sort());
    expect(dates.every((date) => date >= from && date <= to)).toBe(true);
    stays.forEach((stay, at) => {
      if (at > 0) expect(stay.start).toBe(stays[at - 1]?.end);
    });
    expect(stays.at(-1)?.end).toBeNull();
    expect(stays.some((stay) => stay.value === "parent" && stay.start === index)).toBe(true);
    expect(Number(followUp?.slice(0, 4))).toBe(Number(index?.slice(0, 4)) + 5);
    const [early, late] = story.pattern.split(/_then_|_throughout/) as [string, string];
    expect(story.phases.map((phase) => phase.value)).toEqual(late === "" ? [early] : [early, late]);
  });
});

describe("words", () => {
  it("refuse a typed number", () => {
    expect(() => say`It was 3 of them.`).toThrow(/typed/);
  });

  it("follow the agreed steps of certainty", () => {
    expect(certaintyOf({ pValue: 0.01, holmPValue: 0.04 })).toBe("differ");
    expect(certaintyOf({ pValue: 0.01, holmPValue: 0.06 })).toBe("may-differ");
    expect(certaintyOf({ pValue: 0.05, holmPValue: 0.05 })).toBe("not-clear");
    expect(certaintyOf({ pValue: null, holmPValue: null })).toBe("not-tested");
  });

  it("fail loudly where a result is not there", () => {
    expect(() => bind(results, "count", pathTo("study.json", "no", "such"))).toThrow(/no result/);
  });
});
