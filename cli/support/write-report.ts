import { createHash } from "node:crypto";
import { join } from "node:path";
import { researchReport } from "../../analysis/report/page/research-report.ts";
import { gatherResults } from "../../analysis/report/results/gather-results.ts";
import { type PlannedResult, Results } from "../../analysis/report/results/results.ts";
import {
  type PublishedFigures,
  parsePublished,
} from "../../data-dictionary/study/published-figures.ts";
import { packageVersion } from "../package-version.ts";
import { figureDocument } from "./draw.ts";
import { type OpenStudy, studyFiles } from "./load-study.ts";
import { replaceFolder, writeFileAtomic } from "./write-files.ts";

const review = "Real counts, for review only: not for release.";

/** The published figures that a study names, or null when it names none or the file is not there. */
function publishedOf(open: OpenStudy): PublishedFigures | null {
  const { published } = open.loaded.config;
  if (published === undefined) return null;
  const bytes = studyFiles(open.folder).read(published);
  return bytes === null ? null : parsePublished(new TextDecoder("utf-8").decode(bytes), published);
}

/** Writes output/review/results: every document a report is made from. Gives them as they were written. */
export function writeResults(open: OpenStudy, planned: readonly PlannedResult[]): Results {
  const gathered = gatherResults(open.derived, planned, publishedOf(open));
  const texts = [...gathered].map(
    ([file, document]) => [file, `${JSON.stringify({ review, ...document }, null, 2)}\n`] as const,
  );
  replaceFolder(join(open.folder, "output/review/results"), new Map(texts));
  return new Results(new Map(texts.map(([file, text]) => [file, JSON.parse(text)])));
}

/** Writes the report of a study; gives its path inside the study folder. */
export function writeReport(open: OpenStudy, results: Results): string {
  const path = "output/review/report.html";
  const html = researchReport(results, {
    document: figureDocument(),
    digest: (text) => createHash("sha256").update(text, "utf8").digest("base64"),
    version: packageVersion(),
  });
  writeFileAtomic(join(open.folder, path), html);
  return path;
}
