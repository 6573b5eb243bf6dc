import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import type { Command } from "commander";
import type { CheckedText } from "../../analysis/report/check-text/check-text.ts";
import type { TextFinding, TextLine } from "../../analysis/report/check-text/text-finding.ts";
import type { Results } from "../../analysis/report/results/results.ts";
import { counted } from "../../analysis/words/number-text.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { findStudy } from "../support/find-study.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { styler } from "../support/style.ts";
import { wrapText } from "../support/wrap-text.ts";

interface CheckTextOptions extends OutputOptions {
  readonly study?: string;
}

const mostBytes = 64 * 1024 * 1024;

export function configure(command: Command, io: Io): void {
  withOutputOptions(command)
    .argument("<file>", "the text: .md, .txt or .docx")
    .option(
      "--study <dir>",
      "compare numbers with this study (default: the nearest study.yaml above)",
    )
    .addHelpText(
      "after",
      `
Looks through a draft before it is sent and points at
  counts, bases and percentages that cannot all be right (106 of 131 is not 86%),
  parts that no whole counts give, and totals that differ by one or two,
  "times more likely" beside an odds ratio, which is no ratio of likelihoods,
  words for a cause, where a study shows what goes with what: cause, led to,
    resulted in, because of, due to, effect, impact or influence of, affect, prevent,
  numbers that are no current result of the study, when there is one.

It finds slips; it does not prove a text right. What it prints holds the numbers and
words of the list above, and nothing else of the text. Tables of Markdown and Word are
read too, where a column is headed n, count or % (or the like). In a Word document a
line is a paragraph or a row of a table. It ends with 1 when something is found.

Examples:
  $ throughline check-text draft.docx
  $ throughline check-text summary.md --study my-study --json`,
    )
    .action(async (file: string, options: CheckTextOptions) => {
      const lines = await readText(resolve(io.cwd, file), basename(file));
      const { checkText } = await import("../../analysis/report/check-text/check-text.ts");
      const { results, note } = await resultsFor(options, io);
      const checked = checkText(lines, results);
      if (checked.findings.length > 0) io.exit.code = exitCodes.problems;
      printOutput(
        {
          json: () => ({
            schema: "throughline/check-text/v1",
            file: basename(file),
            ...checked,
            note,
          }),
          csv: () => [
            ["line", "column", "rule", "words", "message", "hint"],
            ...checked.findings.map((each) => [
              each.line,
              each.column,
              each.rule,
              each.words,
              each.message,
              each.hint,
            ]),
          ],
          text: () => screen(basename(file), checked, note, io),
        },
        options,
        io,
      );
    });
}

async function readText(path: string, name: string): Promise<TextLine[]> {
  if (!existsSync(path) || statSync(path).isDirectory()) {
    throw new InputError(
      "no-such-file",
      `There is no file ${name}.`,
      "Give the text to be checked: .md, .txt or .docx.",
    );
  }
  const kind = extname(name).toLowerCase();
  if (![".md", ".markdown", ".txt", ".docx"].includes(kind)) {
    throw new InputError(
      "not-a-text",
      `${name} is neither Markdown, plain text nor a Word document.`,
      "Save it as .docx, .md or .txt.",
    );
  }
  if (statSync(path).size > mostBytes) {
    throw new InputError("file-too-large", `${name} is larger than 64 MB.`, "Split it.");
  }
  const bytes = readFileSync(path);
  if (kind !== ".docx") {
    const { decodeText } = await import("../../data-dictionary/sources/csv/decode-text.ts");
    const { textLines } = await import("../../analysis/report/check-text/text-lines.ts");
    return textLines(decodeText(bytes).text, kind !== ".txt");
  }
  const { zipEntry } = await import("../../data-dictionary/sources/zip/zip-entry.ts");
  const xml = zipEntry(bytes, "word/document.xml");
  if (xml === null) {
    throw new InputError(
      "not-a-document",
      `${name} holds no text of a Word document.`,
      "Save it again as .docx.",
    );
  }
  const { wordLines } = await import("../../analysis/report/check-text/word-lines.ts");
  const lines = wordLines(new TextDecoder("utf-8").decode(xml));
  for (const part of ["word/footnotes.xml", "word/endnotes.xml"]) {
    const notes = zipEntry(bytes, part);
    if (notes !== null)
      lines.push(...wordLines(new TextDecoder("utf-8").decode(notes), lines.length + 1));
  }
  return lines;
}

/** The results to compare with, and what to say about them. */
async function resultsFor(
  options: CheckTextOptions,
  io: Io,
): Promise<{ readonly results: Results | null; readonly note: string }> {
  let folder: string;
  try {
    folder = findStudy(options.study, io);
  } catch (error) {
    if (!(error instanceof InputError) || options.study !== undefined) throw error;
    return {
      results: null,
      note: "Numbers were not compared: there is no study here. Name it with --study.",
    };
  }
  const { currentResults } = await import("../support/current-results.ts");
  const results = currentResults(folder);
  return {
    results,
    note:
      results === null
        ? "Numbers were not compared: the study has no results yet. Make them with throughline run."
        : "Numbers were compared with output/review/results, as throughline run wrote it last.",
  };
}

function screen(file: string, checked: CheckedText, note: string, io: Io): string {
  const paint = styler(io);
  const width = Math.min(io.width, 80);
  const parts = checked.findings.map((each: TextFinding) =>
    [
      `${file}:${each.line}:${each.column}  ${paint("bold", each.words)}`,
      ...wrapText(each.message, 2, width),
      ...wrapText(each.hint, 2, width),
      "",
    ].join("\n"),
  );
  const found = checked.findings.length;
  return [
    ...parts,
    found === 0
      ? `Nothing found in ${counted(checked.lines, "line", "lines")}.`
      : `${counted(found, "place", "places")} to look at in ${counted(checked.lines, "line", "lines")}.`,
    ...wrapText(note, 0, width),
    "",
  ].join("\n");
}
