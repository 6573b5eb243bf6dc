import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { type Command, Option } from "commander";
import { InputError } from "../../data-dictionary/input-error.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { openStudy } from "../support/load-study.ts";
import { printOutput } from "../support/output.ts";
import { runWholePlan } from "../support/run-plan.ts";
import { wrapText } from "../support/wrap-text.ts";
import type { Audience } from "../support/write-report.ts";

interface ReportOptions {
  readonly study?: string;
  readonly for?: readonly string[];
  readonly output?: string;
  readonly checklist?: "strobe" | "record";
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly quiet?: boolean;
}

export function configure(command: Command, io: Io): void {
  command
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .option("--for <reader...>", "research (default), practice, authority NAME, or each-authority")
    .option("-o, --output <file>", "where to write it; a folder for each-authority")
    .addOption(
      new Option("--checklist <name>", "print a reporting checklist, filled in, instead").choices([
        "strobe",
        "record",
      ]),
    )
    .option("--json", "print one JSON document and nothing else")
    .option("--csv", "with --checklist: print a tidy CSV table")
    .option("-q, --quiet", "no progress on standard error")
    .addHelpText(
      "after",
      `
Does the plan in study.yaml afresh, so that no number is stale, and writes one file
of HTML that needs no script and no network: to read, to print or to keep. It goes
to output/review unless you say where. It shows real counts, so it is for the team:
throughline release makes what may leave it. Each page says what the study's own
disclosure profile would let out, and what it would hold back.

The page for practice has the findings in plain words, what the words mean with
invented stories to show it, how sure we are, one finding to take to a meeting,
questions for a team and a sheet to look at your own cases with. The page for an
authority sets it against all others together; the others are lettered, and small
numbers are marked.

Examples:
  $ throughline report
  $ throughline report --for practice -o findings.html
  $ throughline report --for authority "Authority D"
  $ throughline report --for each-authority
  $ throughline report --checklist strobe`,
    )
    .action(async (options: ReportOptions) => {
      const audience = audienceFrom(options.for ?? ["research"], command);
      const open = await openStudy(options, io);
      const planned = await runWholePlan(open, (text) => {
        if (!options.quiet) io.err(text);
      });
      const { pagesFor, resultsOf, writeResults } = await import("../support/write-report.ts");
      const { sharingVerdict } = await import("../support/sharing-verdict.ts");
      const sharing = await sharingVerdict(open);
      const results = resultsOf(open, planned, sharing);
      if (options.checklist !== undefined) {
        writeResults(open, planned, sharing, new Map());
        await printChecklist(options.checklist, results, options, io);
        return;
      }
      const pages = pagesFor(results, audience);
      const files = pages.map(({ file }) => fileFor(open.folder, file, audience, options, io));
      for (const file of files) refuseRelease(open.folder, file);
      writeResults(
        open,
        planned,
        sharing,
        new Map(files.map((file, at) => [file, pages[at]?.html ?? ""])),
      );
      const refused = planned.filter((result) => result.refused !== null);
      if (refused.length > 0) io.exit.code = exitCodes.problems;
      const shown = files.map((file) => relative(io.cwd, file) || file);
      printOutput(
        {
          json: () => ({
            schema: "throughline/report/v1",
            for: audience.kind,
            status: "Real counts, for review: not for release",
            files: shown,
            notDone: refused.map(({ title, refused: reason }) => ({ title, reason })),
          }),
          text: () =>
            [
              ...refused.map(
                ({ title, refused: reason }) =>
                  `Not done: ${title}${title.endsWith("?") ? "" : "."} ${reason}\n`,
              ),
              ...shown.map((file) => `Wrote ${file}\n`),
              "Real counts, for review: not for release.\n",
            ].join(""),
        },
        options,
        io,
      );
    });
}

function audienceFrom(words: readonly string[], command: Command): Audience {
  const [kind, ...rest] = words;
  if (kind === "authority" && rest.length > 0) return { kind, name: rest.join(" ") };
  if (
    rest.length === 0 &&
    (kind === "research" || kind === "practice" || kind === "each-authority")
  )
    return { kind };
  return command.error(
    kind === "authority"
      ? "error: say which authority: --for authority NAME"
      : "error: a report is for research, practice, authority NAME or each-authority",
  );
}

function fileFor(
  folder: string,
  file: string,
  audience: Audience,
  options: ReportOptions,
  io: Io,
): string {
  if (options.output === undefined) return join(folder, "output/review", file);
  const target = resolve(io.cwd, options.output);
  return audience.kind === "each-authority" ? join(target, file) : target;
}

/** Real counts never go where the released files lie. */
function refuseRelease(folder: string, file: string): void {
  const inside = relative(join(folder, "output/release"), dirname(file));
  if (inside === "" || (!inside.startsWith("..") && !isAbsolute(inside))) {
    throw new InputError(
      "not-for-release",
      "A report shows real counts, and only throughline release writes to output/release.",
      "Choose another place with -o.",
    );
  }
}

async function printChecklist(
  name: "strobe" | "record",
  results: Parameters<typeof import("../support/write-report.ts").pagesFor>[0],
  options: ReportOptions,
  io: Io,
): Promise<void> {
  const { filledChecklist } = await import("../../analysis/report/checklist/checklist-results.ts");
  const { figureDocument } = await import("../support/draw.ts");
  const filled = filledChecklist(results, name, figureDocument());
  const where = (item: (typeof filled.items)[number]): string =>
    item.section === null ? "not yet answered" : `report.html#${item.section.id}`;
  printOutput(
    {
      json: () => ({ schema: "throughline/checklist/v1", name, ...filled }),
      csv: () => [
        ["item", "asks", "section", "title"],
        ...filled.items.map((item) => [
          item.id,
          item.asks,
          item.section?.id ?? null,
          item.section?.title ?? null,
        ]),
      ],
      text: () => {
        const answered = filled.items.filter((item) => item.section !== null).length;
        const lines = filled.items.map(
          (item) =>
            `${wrapText(`${item.id.padEnd(4)} ${item.asks}`, 0, Math.min(io.width, 80), 5).join("\n")}\n     ${item.section === null ? "" : "→ "}${where(item)}\n`,
        );
        return `${filled.title}: ${answered} of ${filled.items.length} items answered by the report\n\n${lines.join("")}\nSource: ${filled.source}.\n`;
      },
    },
    options,
    io,
  );
}
