import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { comparePublished } from "../../../analysis/authorities/compare-published.ts";
import { frontFindings } from "../../../analysis/report/findings/front-findings.ts";
import { type Sentence, sentenceText } from "../../../analysis/report/findings/sentence.ts";
import type { Block } from "../../../analysis/report/page/blocks.ts";
import { practiceWords } from "../../../analysis/report/page/practice-page.ts";
import { allParts } from "../../../analysis/report/page/research-report.ts";
import { gatherResults } from "../../../analysis/report/results/gather-results.ts";
import { pathTo, Results } from "../../../analysis/report/results/results.ts";
import type { StudySummary } from "../../../analysis/report/results/study-summary.ts";
import { reportParts } from "../../../analysis/report/sections/report-parts.ts";
import { compareDataset } from "../../../cli/support/compare-run.ts";
import { compareDocument } from "../../../cli/support/compared.ts";
import { figureDocument } from "../../../cli/support/draw.ts";
import { runWholePlan } from "../../../cli/support/run-plan.ts";
import { readPublished } from "../../../data-dictionary/sources/published/read-published.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { dataset } from "../../../data-dictionary/table/dataset.ts";
import { demoResults } from "../../support/demo-results.ts";
import { instrumentDerived } from "../../support/instrument-derived.ts";

const instruments = [
  "thematic-inspection",
  "serious-case-review",
  "service-evaluation",
  "survey-waves",
  "ssda903",
] as const;

async function resultsOf(instrument: string): Promise<Results> {
  const derived = instrumentDerived(instrument);
  const open = { folder: "", loaded: derived.study, derived };
  const documents = gatherResults(derived, await runWholePlan(open, () => undefined), null);
  return new Results(
    new Map([...documents].map(([file, own]) => [file, JSON.parse(JSON.stringify(own))])),
  );
}

function practiceSentences(results: Results): Sentence[] {
  const words = practiceWords(results);
  return [
    ...words.findings.flatMap((each) => [each.plain.claim, ...each.plain.sure]),
    ...words.meanings.flatMap((each) => [each.title, ...each.intro, ...each.lines]),
    ...words.sure.flat(),
    ...words.meeting.flatMap((each) => each.sentences),
    ...words.questions,
    ...words.sample,
  ];
}

const sentencesOf = (block: Block): readonly Sentence[] =>
  block.kind === "text"
    ? block.sentences
    : block.kind === "list"
      ? block.items
      : block.kind === "fold"
        ? block.blocks.flatMap(sentencesOf)
        : [];

describe.each(instruments)("the report of a study with %s", (instrument) => {
  it("has findings of its own, no empty section, and no word that belongs to another study", async () => {
    const results = await resultsOf(instrument);
    const study = results.at(pathTo("study.json")) as StudySummary;
    const findings = frontFindings(results);
    expect(findings.length).toBeGreaterThanOrEqual(3);
    expect(findings.length).toBeLessThanOrEqual(5);
    expect(new Set(findings.map((each) => sentenceText(each.topic))).size).toBe(findings.length);
    for (const each of findings) expect(each.draw).not.toBeNull();

    const parts = allParts({ results, study, document: figureDocument() });
    const sections = parts.flatMap((part) => part.sections);
    expect(sections.filter(({ blocks }) => blocks.length === 0).map(({ title }) => title)).toEqual(
      [],
    );
    expect(sections.filter(({ code }) => code !== null)).toEqual([]);
    const words = [
      ...findings.flatMap((each) => [each.claim, ...each.confidence, ...each.limits]),
      ...sections.flatMap(({ blocks }) => blocks.flatMap(sentencesOf)),
      ...practiceSentences(results),
    ]
      .map(sentenceText)
      .join("\n");
    expect(words).not.toMatch(/undefined|NaN|no page yet|proactive|passive|placement breakdown/i);
    if (!study.familiesKnown) expect(words).not.toMatch(/brothers and sisters|families/);
    if (study.unit !== "child") {
      // Labels of the study may speak of children; what is counted is never called so.
      expect(words).not.toMatch(/\d children\b/);
    }
  });
});

describe("comparisons of authorities that are not of one share", () => {
  const rows = Array.from({ length: 90 }, (_, row) => row);
  const names = ["A", "B", "C"];
  const children = dataset(
    [
      categoricalColumn(
        "authority",
        rows.map((row) => names[row % 3] as string),
        { label: "Authority" },
      ),
      categoricalColumn(
        "outcome",
        rows.map((row) => ["home", "away", "unsettled"][(row * 7 + (row % 5)) % 3] as string),
        { label: "Outcome" },
      ),
      categoricalColumn(
        "year",
        rows.map((row) => String(2020 + Math.floor(row / 30))),
        { label: "Year" },
      ),
    ],
    { unit: "child" },
  );
  const counts = dataset([
    categoricalColumn("authority", names),
    numericColumn("events", [31, 10, 22]),
    numericColumn("population", [10000, 5000, 9000]),
  ]);
  const asked = {
    patterns: () => compareDataset(children, { by: "authority", outcome: "outcome" }),
    years: () =>
      compareDataset(children, {
        by: "authority",
        outcome: "outcome",
        event: ["home"],
        time: "year",
      }),
    published: () => ({
      analysis: "published" as const,
      result: comparePublished(
        readPublished(
          readFileSync("tests/fixtures/dfe-local-authorities/la_cla_placement_stability.csv"),
          "la_cla_placement_stability.csv",
        ),
        { measure: "3 or more placements during the year", year: "2025", authority: "Somerset" },
      ),
    }),
    rates: () =>
      compareDataset(counts, { by: "authority", events: "events", n: "population", per: 10000 }),
  };

  it.each(Object.keys(asked) as (keyof typeof asked)[])(
    "have words and a picture: %s",
    async (kind) => {
      const demo = await demoResults();
      const compared = asked[kind]();
      expect(compared.analysis).toBe(kind);
      const documents = new Map(demo.documents);
      documents.set("99-compare.json", JSON.parse(JSON.stringify(compareDocument(compared))));
      documents.set("plan.json", {
        schema: "throughline/plan/v1",
        items: [
          {
            number: 99,
            kind: "compare",
            title: "Compared",
            note: null,
            sections: [],
            file: "99-compare.json",
            refused: null,
          },
        ],
      });
      const results = new Results(documents);
      const study = results.at(pathTo("study.json")) as StudySummary;
      const section = reportParts({ results, study, document: figureDocument() })
        .flatMap((part) => part.sections)
        .find(({ id }) => id === "item-99");
      expect(section?.blocks.some((block) => block.kind === "figure")).toBe(true);
      expect(section?.blocks.flatMap(sentencesOf).length).toBeGreaterThan(1);
    },
  );
});
