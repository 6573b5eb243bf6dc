import { createHash } from "node:crypto";
import { join, relative, sep } from "node:path";
import { authorityNames, authorityPage } from "../../analysis/report/page/authority-page.ts";
import type { PageTools } from "../../analysis/report/page/page-tools.ts";
import { practicePage } from "../../analysis/report/page/practice-page.ts";
import { researchReport } from "../../analysis/report/page/research-report.ts";
import { gatherResults } from "../../analysis/report/results/gather-results.ts";
import { type PlannedResult, Results } from "../../analysis/report/results/results.ts";
import type { SharingDocument } from "../../analysis/report/results/sharing.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import {
  type PublishedFigures,
  parsePublished,
} from "../../data-dictionary/study/published-figures.ts";
import { packageVersion } from "../package-version.ts";
import { figureDocument } from "./draw.ts";
import { type OpenStudy, studyFiles } from "./load-study.ts";
import { type FileMap, type NewParts, replaceTogether, writeFileAtomic } from "./write-files.ts";

/** Whom a report is written for. */
export type Audience =
  | { readonly kind: "research" }
  | { readonly kind: "practice" }
  | { readonly kind: "authority"; readonly name: string }
  | { readonly kind: "each-authority" };

const review = "Real counts, for review only: not for release.";

/** The published figures that a study names, or null when it names none or the file is not there. */
function publishedOf(open: OpenStudy): PublishedFigures | null {
  const { published } = open.loaded.config;
  if (published === undefined) return null;
  const bytes = studyFiles(open.folder).read(published);
  return bytes === null ? null : parsePublished(new TextDecoder("utf-8").decode(bytes), published);
}

/** Every document a report is made from, as the text of its file. */
function resultTexts(
  open: OpenStudy,
  planned: readonly PlannedResult[],
  sharing: SharingDocument | null,
): ReadonlyMap<string, string> {
  const gathered = gatherResults(open.derived, planned, publishedOf(open));
  const documents = [
    ...gathered,
    ...(sharing === null ? [] : [["sharing.json", sharing] as const]),
  ];
  return new Map(
    documents.map(([file, document]) => [
      file,
      `${JSON.stringify({ review, ...document }, null, 2)}\n`,
    ]),
  );
}

const readBack = (texts: ReadonlyMap<string, string>): Results =>
  new Results(new Map([...texts].map(([file, text]) => [file, JSON.parse(text)])));

/** The results that a report is made from, as they are when read back from their files; writes nothing. */
export const resultsOf = (
  open: OpenStudy,
  planned: readonly PlannedResult[],
  sharing: SharingDocument | null = null,
): Results => readBack(resultTexts(open, planned, sharing));

/**
 * Writes output/review/results, every document a report is made from, together with pages made from them.
 *
 * @param pages - Texts by the paths of their files; those outside output/ are written one by one, after it.
 */
export function writeResults(
  open: OpenStudy,
  planned: readonly PlannedResult[],
  sharing: SharingDocument,
  pages: ReadonlyMap<string, string>,
): void {
  const output = join(open.folder, "output");
  const parts = new Map<string, FileMap | string>([
    ["review/results", resultTexts(open, planned, sharing)],
  ]);
  const elsewhere: (readonly [string, string])[] = [];
  for (const [file, text] of pages) {
    const path = relative(output, file).split(sep).join("/");
    if (/^review\/[^/]+$/.test(path)) parts.set(path, text);
    else elsewhere.push([file, text]);
  }
  replaceTogether(output, parts);
  for (const [file, text] of elsewhere) writeFileAtomic(file, text);
}

/** The results and the full report of a study, by their paths inside output/. */
export function reportParts(
  open: OpenStudy,
  planned: readonly PlannedResult[],
  sharing: SharingDocument,
): NewParts {
  const texts = resultTexts(open, planned, sharing);
  const [page] = pagesFor(readBack(texts), { kind: "research" });
  return new Map<string, FileMap | string>([
    ["review/results", texts],
    ["review/report.html", (page as ReportPage).html],
  ]);
}

/** A page, and what it is called. */
export interface ReportPage {
  readonly file: string;
  readonly html: string;
}

/**
 * The pages for an audience.
 *
 * @throws {InputError} `unknown-authority`, `one-authority`.
 */
export function pagesFor(results: Results, audience: Audience): ReportPage[] {
  const tools: PageTools = {
    document: figureDocument(),
    digest: (text) => createHash("sha256").update(text, "utf8").digest("base64"),
    version: packageVersion(),
  };
  switch (audience.kind) {
    case "research":
      return [{ file: "report.html", html: researchReport(results, tools) }];
    case "practice":
      return [{ file: "practice.html", html: practicePage(results, tools) }];
    case "authority": {
      const name = authorityNamed(results, audience.name);
      return [{ file: fileOf(name), html: authorityPage(results, name, tools) }];
    }
    default: {
      const names = namesOf(results);
      const files = names.map(fileOf);
      return names.map((name, place) => ({
        file: files.indexOf(fileOf(name)) === place ? fileOf(name) : `authority-${place + 1}.html`,
        html: authorityPage(results, name, tools),
      }));
    }
  }
}

function namesOf(results: Results): readonly string[] {
  const names = authorityNames(results);
  if (names.length > 0) return names;
  throw new InputError(
    "one-authority",
    "A page for an authority needs two authorities or more, and the study has fewer.",
    "Use throughline report, without --for authority.",
  );
}

function authorityNamed(results: Results, name: string): string {
  const names = namesOf(results);
  const found = names.find((each) => each.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const near = nearestName(name, [...names]);
  throw new InputError(
    "unknown-authority",
    `There is no authority named ${name}.`,
    near === null ? `There are: ${names.join(", ")}.` : `Did you mean ${near}?`,
  );
}

const fileOf = (name: string): string => {
  const stem = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${stem.startsWith("authority") ? stem : `authority-${stem}`}.html`;
};
