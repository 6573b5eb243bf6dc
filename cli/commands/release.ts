import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { InputError } from "../../data-dictionary/input-error.ts";
import { IntegrityError } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { findStudy } from "../support/find-study.ts";
import { openStudy } from "../support/load-study.ts";
import { printOutput } from "../support/output.ts";
import { readLedger, writeLedger } from "../support/release-ledger.ts";
import { textTable } from "../support/text-table.ts";

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
  const left = made.outputs.filter((output) => output.status !== "released");
  printOutput(
    {
      json: () => ({ schema: "throughline/release-result/v1", ...made }),
      text: () =>
        `Release ${made.number} is in output/release. ${made.banner}.
${made.tables} tables, ${made.cells} counts: ${made.primary} hidden for themselves, ${made.secondary} to protect them.
${
  left.length === 0
    ? ""
    : `\nLeft out:\n${textTable(
        [{ header: "Output" }, { header: "Status" }, { header: "Why" }],
        left.map((each) => [each.title, each.status, each.reason]),
        Math.max(io.width, 80),
      )}`
}
For the checker only: output/review/release/checker.html, with the counts behind it.
Next: a second person reads it, then  throughline release --approve NAME
`,
    },
    options,
    io,
  );
}

async function showPlan(options: ReleaseOptions, io: Io): Promise<void> {
  const { cureFor, packagedProfiles, profileFor } = await import("../support/make-release.ts");
  const { planRelease } = await import("../../analysis/disclosure/plan-release.ts");
  const { highsSolver } = await import("../../analysis/disclosure/linear-solver.ts");
  const { isPrinted } = await import("../../analysis/disclosure/suppress.ts");
  const study = await openStudy(options, io);
  const solve = await highsSolver();
  const rows: { profile: string; counts: number; primary: number; secondary: number }[] = [];
  const notes: string[] = [];
  let cure = "";
  const own = options.profile ?? study.loaded.config.release.profile;
  for (const name of packagedProfiles().keys()) {
    try {
      const { profile } = profileFor(study, name);
      const plan = planRelease(study.derived, { profile, solve });
      const { primary, secondary } = plan.protection;
      rows.push({
        profile: name,
        counts: plan.system.cells.filter(isPrinted).length,
        primary,
        secondary,
      });
      if (name === own) cure = cureFor(plan);
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
        cure,
      }),
      text: () =>
        `${cure}

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
)}* would be used. Nothing was written.${notes.map((note) => `\n${note}`).join("")}\n`,
    },
    options,
    io,
  );
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
  const approval = { name: name.trim(), date: io.today() };
  ledger.releases[ledger.releases.length - 1] = {
    ...last,
    approvals: [...last.approvals, approval],
  };
  writeLedger(folder, ledger);
  printOutput(
    {
      json: () => ({ schema: "throughline/release-approval/v1", release: last.number }),
      text: () => `The approval of release ${last.number} is recorded in the private ledger.\n`,
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
