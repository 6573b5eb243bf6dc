import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { OutputStatus } from "../../analysis/disclosure/count-plan.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { IntegrityError } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { findStudy } from "../support/find-study.ts";
import { openStudy } from "../support/load-study.ts";
import { printOutput } from "../support/output.ts";
import { readLedger, unpackRelease, writeLedger } from "../support/release-ledger.ts";
import { textTable } from "../support/text-table.ts";
import { wrapText } from "../support/wrap-text.ts";

interface ReleaseOptions {
  readonly study?: string;
  readonly profile?: string;
  readonly plan?: boolean;
  readonly approve?: string;
  readonly json?: boolean;
}

export function configure(command: Command, io: Io): void {
  command
    .option("--study <dir>", "the study folder; else the nearest one above here")
    .option("--profile <name>", "the disclosure profile, in place of the study's")
    .option("--plan", "show what each profile would hide, and write nothing")
    .option("--approve <name>", "record that a second person has checked the last release")
    .option("--json", "print one JSON document and nothing else")
    .addHelpText(
      "after",
      `
Only tables whose hidden counts cannot be worked out, from this pack and all earlier ones
together, are written to output/release. If one can, nothing is written and the exit code is 4.
Rules cut the risk that a child is found; they do not prove that nobody can be.

Examples:
  $ throughline release --plan
  $ throughline release
  $ throughline release --profile tre-10
  $ throughline release --approve "A. Checker"`,
    )
    .action(async (options: ReleaseOptions) => {
      if (options.approve !== undefined) approve(options.approve, options, io);
      else if (options.plan) await showPlan(options, io);
      else await release(options, io);
    });
}

async function release(options: ReleaseOptions, io: Io): Promise<void> {
  const { makeRelease } = await import("../support/make-release.ts");
  const study = await openStudy(options, io);
  const made = await makeRelease(study, { profile: options.profile, today: io.today() });
  printOutput(
    {
      json: () => ({ schema: "throughline/release-result/v1", ...made }),
      text: () =>
        `Release ${made.number} is in output/release. ${made.banner}.
${made.tables} tables, ${made.cells} counts: ${made.primary} hidden for themselves, ${made.secondary} to protect them.
${leftOut(made.outputs, io.width)}
For the checker only: output/review/release/checker.html, with the counts behind
it. Next: a second person reads it, then  throughline release --approve NAME
`,
    },
    options,
    io,
  );
}

/** What is not in a pack, and why, in lines that fit. */
function leftOut(outputs: readonly OutputStatus[], width: number): string {
  const left = outputs.filter((output) => output.status !== "released");
  if (left.length === 0) return "";
  const lines = left.flatMap(({ title, status, reason }) => [
    ...wrapText(`${title}${status === "review" ? " (for a checker)" : ""}`, 2, width, 4),
    ...wrapText(reason, 4, width),
  ]);
  return `\nLeft out:\n${lines.join("\n")}\n`;
}

async function showPlan(options: ReleaseOptions, io: Io): Promise<void> {
  const { packagedProfiles, profileFor } = await import("../support/release-profile.ts");
  const { mergesFor } = await import("../support/release-review.ts");
  const { earlierReleases } = await import("../../analysis/disclosure/ledger.ts");
  const { planRelease } = await import("../../analysis/disclosure/plan-release.ts");
  const { highsSolver } = await import("../../analysis/disclosure/linear-solver.ts");
  const { isPrinted } = await import("../../analysis/disclosure/what-readers-prove.ts");
  const study = await openStudy(options, io);
  const solve = await highsSolver();
  const rows: { profile: string; counts: number; primary: number; secondary: number }[] = [];
  const notes: string[] = [];
  let merges: string[] = [];
  let outputs: readonly OutputStatus[] = [];
  const before = readLedger(study.folder).releases.map(unpackRelease);
  const dataVersion = Math.max(1, before.at(-1)?.dataVersion ?? 0);
  const earlier = earlierReleases(before, dataVersion);
  const own = options.profile ?? study.loaded.config.release.profile;
  for (const name of packagedProfiles().keys()) {
    try {
      const { profile } = profileFor(study, name);
      const plan = planRelease(study.derived, { profile, solve, dataVersion, earlier });
      const { primary, secondary } = plan.protection;
      rows.push({
        profile: name,
        counts: plan.system.cells.filter(isPrinted).length,
        primary,
        secondary,
      });
      if (name !== own) continue;
      merges = mergesFor(plan);
      outputs = plan.outputs;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      notes.push(`${name}: ${error.message}`);
    }
  }
  const right = { align: "right" } as const;
  printOutput(
    {
      json: () => ({
        schema: "throughline/release-plan/v1",
        study: own,
        profiles: rows,
        notes,
        merges,
        outputs,
      }),
      text: () =>
        `${mergeWords(merges, io.width)}
${textTable(
  [
    { header: "Profile" },
    { header: "counts", ...right },
    { header: "hidden", ...right },
    { header: "to protect them", ...right },
    { header: "shown", ...right },
  ],
  rows.map((row) => [
    row.profile === own ? `${row.profile} *` : row.profile,
    String(row.counts),
    String(row.primary),
    String(row.secondary),
    row.counts === 0
      ? "–"
      : `${Math.round((100 * (row.counts - row.primary - row.secondary)) / row.counts)}%`,
  ]),
  io.width,
)}* would be used. Nothing was written.
${notes.map((note) => `${wrapText(note, 0, io.width, 2).join("\n")}\n`).join("")}${leftOut(outputs, io.width)}`,
    },
    options,
    io,
  );
}

/** Merges first: what would make fewer counts small, before any is hidden. */
function mergeWords(merges: readonly string[], width: number): string {
  if (merges.length === 0) return "No merge of two categories would hide less.\n";
  return `Merge first, if the categories belong together; then less need be hidden:\n${merges
    .flatMap((words) => wrapText(words, 2, width, 4))
    .join("\n")}\n`;
}

/** Checks the pack against its manifest and the ledger, and records who approved it. */
function approve(name: string, options: ReleaseOptions, io: Io): void {
  const folder = findStudy(options.study, io);
  const ledger = readLedger(folder);
  const last = ledger.releases.at(-1);
  const manifestFile = join(folder, "output", "release", "manifest.json");
  if (last === undefined || !existsSync(manifestFile)) {
    throw new InputError(
      "no-release",
      "There is no release to approve.",
      "Make one first:  throughline release",
    );
  }
  if (name.trim() === "" || name.trim().toLowerCase() === last.preparedBy.toLowerCase()) {
    throw new InputError(
      "same-person",
      "A release must be approved by somebody other than the person who made it.",
      "Give the name of the person who checked it.",
    );
  }
  verifyPack(folder, manifestFile, last.manifest);
  const account = userInfo().username;
  const approval = { name: name.trim(), date: io.today(), account };
  ledger.releases[ledger.releases.length - 1] = {
    ...last,
    approvals: [...last.approvals, approval],
  };
  writeLedger(folder, ledger);
  printOutput(
    {
      json: () => ({ schema: "throughline/release-approval/v1", release: last.number }),
      text: () =>
        `The approval of release ${last.number} is recorded in the private ledger.\n${
          account === last.preparedBy
            ? "It was given from the account that made the release; the ledger says so.\n"
            : ""
        }`,
    },
    options,
    io,
  );
}

function verifyPack(folder: string, manifestFile: string, known: string): void {
  const hash = (path: string): string | null =>
    existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : null;
  const changed = (what: string): IntegrityError =>
    new IntegrityError(
      `${what} is not as it was released.`,
      "Make the release again; do not edit a pack by hand.",
    );
  if (hash(manifestFile) !== known) throw changed("output/release/manifest.json");
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as {
    files: { path: string; sha256: string }[];
  };
  for (const file of manifest.files) {
    if (hash(join(folder, "output", "release", file.path)) !== file.sha256) {
      throw changed(`output/release/${file.path}`);
    }
  }
}
