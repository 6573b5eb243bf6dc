import type { Association, AssociationScreen } from "../../association/associate.ts";
import { isRefused } from "../../association/test-result.ts";
import { predictorsForest } from "../../figures/predictors-forest.ts";
import { fixed, percent, pText } from "../../words/number-text.ts";
import { contrastFinding } from "../findings/contrast-finding.ts";
import { bind, inSentence, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { ReportTable } from "../html/table.ts";
import type { Block } from "../page/blocks.ts";
import type { ContrastsDocument } from "../results/contrasts.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";
import { testName, testText } from "./test-words.ts";

/** What goes with an outcome: each predictor in words and percentages, all tests in one list. */
export function associateBlocks(context: SectionContext, file: string): Block[] {
  const { results, document } = context;
  const screen = results.at(pathTo(file)) as unknown as AssociationScreen;
  const several = screen.results.length > 1;
  return [
    ...(several ? [{ kind: "text" as const, sentences: chanceWords(context, file, screen) }] : []),
    ...(several && screen.results.some((each) => each.pValue !== null)
      ? [
          {
            kind: "figure" as const,
            figure: drawn(document, (options) => predictorsForest(screen, options)),
          },
        ]
      : []),
    ...screen.results.flatMap((result, place) =>
      predictorBlocks(context, file, result, place, several),
    ),
    {
      kind: "table",
      table: testsTable(screen),
      ...(several ? { folded: "Every test, with the plain one for comparison" } : {}),
    },
  ];
}

function chanceWords(context: SectionContext, file: string, screen: AssociationScreen): Sentence[] {
  const at = (...steps: (string | number)[]): string => pathTo(file, ...steps);
  const tests = bind(context.results, "count", at("tests"));
  const chance = bind(context.results, "two-decimals", at("expectedByChance"));
  return screen.tests === 0
    ? [say`None of these could be tested.`]
    : [
        say`${tests} things were tried against ${bind(context.results, "plain", at("label"))}. With so many tests, chance alone would be expected to give ${chance} results that look significant.`,
        ...(screen.results.some((each) => each.designEffect !== null)
          ? [
              say`The test that counts respects families; the list at the end shows the plain one beside it.`,
            ]
          : []),
      ];
}

function predictorBlocks(
  context: SectionContext,
  file: string,
  result: Association,
  place: number,
  several: boolean,
): Block[] {
  const { contrasts } = context.results.at(pathTo("contrasts.json")) as ContrastsDocument;
  const at = contrasts.findIndex((each) => each.file === file && each.result === place);
  const heading: Block[] = several ? [{ kind: "heading", words: result.label }] : [];
  if (at < 0) {
    return [
      ...heading,
      {
        kind: "text",
        sentences: [
          result.pValue === null
            ? say`No test could be made: ${bind(context.results, "label", pathTo(file, "results", place, "reason"))}`
            : say`A number rather than groups: the test compares ranks (p ${bind(context.results, "p", pathTo(file, "results", place, "pValue"))}).`,
        ],
      },
    ];
  }
  const finding = contrastFinding(context.results, at);
  const [chosen, ...others] = finding.limits;
  const warnings = contrasts[at]?.chosenAfter && chosen !== undefined ? [chosen] : [];
  const table = crossTable(result);
  return [
    ...heading,
    { kind: "text", sentences: [finding.claim] },
    { kind: "text", sentences: [...finding.confidence, ...warnings], look: "soft" },
    ...(several || others.length === 0 || finding.draw === null
      ? []
      : [{ kind: "figure" as const, figure: finding.draw(context.document) }]),
    ...(table === null
      ? []
      : [
          {
            kind: "table" as const,
            table,
            ...(several ? { folded: `${result.label}: the counts` } : {}),
          },
        ]),
  ];
}

/** The counts behind an association, percentages along the rows; totals stand apart from the test. */
function crossTable(result: Association): ReportTable | null {
  const { table } = result;
  if (table === null) return null;
  const used = table.columns.flatMap((_, at) =>
    table.counts.some((counts) => (counts[at] as number) > 0) ? [at] : [],
  );
  const rows = table.rowLabels.flatMap((label, at) => {
    const counts = table.counts[at] as readonly number[];
    const n = counts.reduce((sum, count) => sum + count, 0);
    if (n === 0) return [];
    return [[label, ...used.map((place) => cell(counts[place] as number, n)), n]];
  });
  const totals = used.map((place) =>
    table.counts.reduce((sum, counts) => sum + (counts[place] as number), 0),
  );
  return {
    caption: `${result.label}: counts, and percentages of each row`,
    columns: [
      { header: "" },
      ...used.map((place) => ({
        header: table.columnLabels[place] as string,
        align: "right" as const,
      })),
      { header: "n", align: "right" },
    ],
    rows: [...rows, ["All", ...totals.map((total) => cell(total, result.n)), result.n]],
    totals: [rows.length],
  };
}

const cell = (count: number, n: number): string => `${count} (${percent(count / n, n)})`;

function testsTable(screen: AssociationScreen): ReportTable {
  return {
    caption: `Tests of ${inSentence(screen.label.replace(/\?$/, ""))}`,
    columns: [
      { header: "" },
      { header: "n", align: "right" },
      { header: "Families", align: "right" },
      { header: "Test that counts" },
      { header: "p", align: "right" },
      { header: "Holm", align: "right" },
      { header: "Plain p", align: "right" },
      { header: "Cramér's V", align: "right" },
    ],
    rows: screen.results.map((result) => {
      const test = result.tests.find((each) => each.method === result.headline);
      const v = result.effects.find((each) => each.method === "cramers-v");
      return [
        result.label,
        result.n,
        result.families,
        test === undefined || isRefused(test) ? testName(result.headline) : testText(test),
        pText(result.pValue),
        pText(result.holmPValue),
        pText(result.naivePValue),
        v === undefined || "refused" in v
          ? null
          : `${bare(v.estimate)} [${bare(v.ciLow ?? null)}, ${bare(v.ciHigh ?? null)}]`,
      ];
    }),
  };
}

/** A number that cannot pass 1: no nought before the point. */
const bare = (value: number | null): string => fixed(value, 2).replace(/^0\./, ".");
