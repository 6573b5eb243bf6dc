import { type Command, InvalidArgumentError, Option } from "commander";
import { counted } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { type ExportFormat, exportFormats } from "../support/export-formats.ts";
import { names } from "../support/load-data.ts";
import { openStudy } from "../support/load-study.ts";
import type { ExportFolder } from "../support/make-export.ts";
import { printOutput } from "../support/output.ts";

interface ExportOptions {
  readonly study?: string;
  readonly to: readonly ExportFormat[];
  readonly tables?: readonly string[];
  readonly output?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function configure(command: Command, io: Io): void {
  command
    .option("--study <dir>", "the study folder (default: the nearest study.yaml above)")
    .addOption(
      new Option("--to <formats>", `formats, with commas between: ${exportFormats.join(", ")}`)
        .argParser(formats)
        .default(["csv"], "csv"),
    )
    .option(
      "--tables <names>",
      "which tables: children, families, placements… and results (default: all)",
      names,
    )
    .option("-o, --output <dir>", "where to write (default: output/ of the study)")
    .option("-n, --dry-run", "say what would be written, and write nothing")
    .option("--json", "print one JSON document and nothing else")
    .addHelpText(
      "after",
      `
Case-level tables go to private/export, results of the plan to review/export: real
counts, not for release. What may leave the team is made by throughline release.
Labels, missing codes and dates go along: docs/formats/export.md says how.

Examples:
  $ throughline export --to spss,stata,r
  $ throughline export --to xlsx,docx --tables results
  $ throughline export --to svg
  $ throughline export --to frictionless --tables children,families -o shared`,
    )
    .action(async (options: ExportOptions) => {
      const { exportFiles, writeExport } = await import("../support/make-export.ts");
      const { refuseRelease } = await import("../support/refuse-release.ts");
      const root = refuseRelease(options.output, io, "An export holds real cases and counts");
      const open = await openStudy(options, io);
      const folders = await exportFiles(open, {
        formats: options.to,
        tables: options.tables ?? null,
      });
      if (!options.dryRun) writeExport(root ?? `${open.folder}/output`, folders);
      printOutput(
        {
          json: () => ({
            schema: "throughline/export/v1",
            written: !options.dryRun,
            files: folders.flatMap(({ path, files }) =>
              [...files.keys()].map((name) => `${path}/${name}`),
            ),
          }),
          text: () => {
            const shown = root === null ? "output" : (options.output as string);
            const count = folders.reduce((sum, { files }) => sum + files.size, 0);
            return `${folders.map((folder) => folderText(folder, shown, io.width)).join("")}
${counted(count, "file", "files")} ${options.dryRun ? "would be written" : "written"}. Real cases and counts: not for release.
`;
          },
        },
        { json: options.json },
        io,
      );
    });
}

function formats(value: string): ExportFormat[] {
  const wanted = names(value);
  const unknown = wanted.filter((name) => !exportFormats.some((format) => format === name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(
      `There is no format ${unknown.join(", ")}. There are: ${exportFormats.join(", ")}.`,
    );
  }
  return exportFormats.filter((format) => wanted.includes(format));
}

/** A folder with its first files, on as many lines as they need. */
function folderText(folder: ExportFolder, root: string, width: number): string {
  const names = [...folder.files.keys()].filter((name) => name !== "DO-NOT-SHARE.txt");
  const more = names.length > 12 ? [`and ${names.length - 8} more`] : [];
  const lines: string[] = [];
  for (const name of [...names.slice(0, more.length > 0 ? 8 : 12), ...more]) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 2 <= width) {
      lines[lines.length - 1] = `${last}, ${name}`;
    } else lines.push(`  ${name}`);
  }
  return `${root}/${folder.path}/\n${lines.map((line) => `${line}\n`).join("")}`;
}
