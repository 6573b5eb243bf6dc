import { planRelease } from "../../analysis/disclosure/plan-release.ts";
import { isPrinted } from "../../analysis/disclosure/what-readers-prove.ts";
import type { SharingDocument } from "../../analysis/report/results/sharing.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { OpenStudy } from "./load-study.ts";
import { readLedger } from "./release-ledger.ts";

/** Beyond so many rows the question is left to throughline release itself. */
const mostRows = 5000;

/**
 * What the study's own disclosure profile says to a release of its plan, and the last release that was made.
 * Nothing is written and nothing is promised: throughline release also attacks what it writes.
 */
export async function sharingVerdict(open: OpenStudy): Promise<SharingDocument> {
  const { profileFor } = await import("./release-profile.ts");
  const { highsSolver } = await import("../../analysis/disclosure/linear-solver.ts");
  const { profile } = profileFor(open, undefined);
  const last = readLedger(open.folder).releases.at(-1);
  const known = {
    schema: "throughline/sharing/v1" as const,
    profile: profile.name,
    version: profile.version,
    threshold: profile.threshold,
    lastRelease:
      last === undefined
        ? null
        : {
            number: last.number,
            date: last.date,
            profile: last.profile,
            approved: last.approvals.length > 0,
          },
  };
  const nothing = { outputs: null, counts: null, list: [] };
  if (open.derived.children.rowCount > mostRows) {
    return { ...known, ...nothing, problem: "The study is too large to ask for every report." };
  }
  try {
    const plan = planRelease(open.derived, { profile, solve: await highsSolver() });
    const having = (status: string): number =>
      plan.outputs.filter((output) => output.status === status).length;
    return {
      ...known,
      problem: null,
      outputs: {
        all: plan.outputs.length,
        released: having("released"),
        review: having("review"),
        withheld: having("withheld"),
      },
      counts: {
        all: plan.system.cells.filter(isPrinted).length,
        hidden: plan.protection.primary + plan.protection.secondary,
        small: plan.protection.primary,
      },
      list: plan.outputs
        .filter(({ status }) => status !== "released")
        .map(({ title, status, reason }) => ({ title, status, reason })),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...known, ...nothing, problem: error.message };
  }
}
