import type { Figure } from "../figures/figure.ts";
import { fileStem } from "../figures/number-words.ts";
import { frontFindings } from "../report/findings/front-findings.ts";
import { sentenceText } from "../report/findings/sentence.ts";
import { allParts } from "../report/page/research-report.ts";
import { pathTo, type Results } from "../report/results/results.ts";
import type { StudySummary } from "../report/results/study-summary.ts";

/** A figure of the report with the stem of its file's name, such as `07-types-of-neglect`. */
export interface NamedFigure {
  readonly name: string;
  /** The heading that it stands under. */
  readonly heading: string;
  readonly figure: Figure;
}

/** Every figure of a study's report once, in the order of the report, drawn for a page. */
export function reportFigures(results: Results, document: Document): NamedFigure[] {
  const study = results.at(pathTo("study.json")) as StudySummary;
  const drawn = [
    ...frontFindings(results).flatMap(({ topic, draw }) =>
      draw === null ? [] : [{ heading: sentenceText(topic), figure: draw(document).wide }],
    ),
    ...allParts({ results, study, document }).flatMap((part) =>
      part.sections.flatMap((section) =>
        section.blocks.flatMap((block) =>
          block.kind === "figure" ? [{ heading: section.title, figure: block.figure.wide }] : [],
        ),
      ),
    ),
  ];
  // A finding on the first page shows a figure that comes again in its section.
  const seen = new Set<string>();
  return drawn
    .filter(({ figure: { title, subtitle, description } }) => {
      const words = JSON.stringify([title, subtitle, description]);
      return !seen.has(words) && seen.add(words) !== undefined;
    })
    .map(({ heading, figure }, at) => ({
      name: `${String(at + 1).padStart(2, "0")}-${fileStem(heading)}`,
      heading,
      figure,
    }));
}
