import type { Fault } from "../fault.ts";
import type { LoadedStudy } from "../study/load-study.ts";
import { afterFollowUp } from "./after-follow-up.ts";
import { beforeBirth } from "./before-birth.ts";
import { checkContext, type DataCheck } from "./check-context.ts";
import { duplicateKey } from "./duplicate-key.ts";
import { endBeforeStart } from "./end-before-start.ts";
import { orphan } from "./orphan.ts";
import { siblingsDisagree } from "./siblings-disagree.ts";
import { skippedButAnswered } from "./skipped-but-answered.ts";
import { spellGap } from "./spell-gap.ts";
import { spellOverlap } from "./spell-overlap.ts";

/** Every check of the tables, in the order they run. Cells are checked by the codebook as they are read. */
export const dataChecks: readonly DataCheck[] = [
  duplicateKey,
  orphan,
  endBeforeStart,
  beforeBirth,
  spellOverlap,
  spellGap,
  afterFollowUp,
  skippedButAnswered,
  siblingsDisagree,
];

/** What became of one check. */
export interface CheckOutcome {
  readonly code: string;
  readonly description: string;
  readonly state: "passed" | "found" | "not-run";
  readonly count: number;
  /** Why it was not run. */
  readonly reason?: string;
}

/**
 * Runs every check over a study's tables. A check that could not be made says so; it never counts as passed.
 *
 * @param study - For SSDA903 returns the sector's own rules ran on the files as they were read, so the
 *   order of placements, which is our own making there, is not checked again.
 */
export function runChecks(
  study: Pick<LoadedStudy, "config" | "codebook" | "tables" | "reconciliation">,
): { readonly faults: readonly Fault[]; readonly checks: readonly CheckOutcome[] } {
  const context = checkContext(study);
  const faults: Fault[] = [];
  const returns = study.config.source === "ssda903";
  const checks = dataChecks.map((check): CheckOutcome => {
    const { code, description } = check;
    const result = returns
      ? { notRun: "the returns' own rules ran on the files instead" }
      : check.run(context);
    if ("notRun" in result) {
      return { code, description, state: "not-run", count: 0, reason: result.notRun };
    }
    for (const fault of result) faults.push(fault);
    return {
      code,
      description,
      state: result.length === 0 ? "passed" : "found",
      count: result.length,
    };
  });
  return { faults, checks };
}
