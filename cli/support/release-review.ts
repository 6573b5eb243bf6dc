import { type CheckerFacts, checkerPage } from "../../analysis/disclosure/pages/checker-page.ts";
import type { PageMeans } from "../../analysis/disclosure/pages/release-page.ts";
import type { ReleasePlan } from "../../analysis/disclosure/plan-release.ts";
import { proposeMerges } from "../../analysis/disclosure/propose-merges.ts";
import { csv } from "../../analysis/disclosure/release-csv.ts";
import type { ChosenProfile } from "../../data-dictionary/disclosure/profile.ts";

/** The checker's page: each count with what became of it. Never leaves the review zone. */
export function reviewFiles(
  plan: ReleasePlan,
  chosen: ChosenProfile,
  facts: CheckerFacts,
  means: PageMeans,
): Map<string, string> {
  const rows = plan.system.cells.map((cell, index) => [
    cell.key,
    cell.tables.join(" "),
    cell.count,
    cell.families,
    plan.protection.status[index] as string,
    cell.primary ?? "",
    plan.protection.published[index] ?? plan.profile.symbol,
  ]);
  return new Map([
    ["checker.html", checkerPage(plan, facts, means)],
    [
      "DO-NOT-SHARE.txt",
      `For the checker only: this folder holds the counts that the release hides.\nProfile ${chosen.profile.name} v${chosen.profile.version}. ${plan.protection.primary} counts hidden for themselves, ${plan.protection.secondary} to protect others.\n${cureFor(plan)}\n`,
    ],
    [
      "counts.csv",
      csv([["cell", "tables", "count", "families", "status", "reason", "released_as"], ...rows]),
    ],
  ]);
}

/** The best merges, in words, one each; none when nothing would help. */
export function mergesFor(plan: ReleasePlan): string[] {
  return proposeMerges(plan.tables, plan.profile)
    .slice(0, 3)
    .map(
      ({ label, levels, before, after }) =>
        `${label}: "${levels[0]}" with "${levels[1]}" (${before} small counts become ${after})`,
    );
}

/** The best merges, in a sentence. */
export function cureFor(plan: ReleasePlan): string {
  const merges = mergesFor(plan);
  if (merges.length === 0) return "Leave a table out of the plan, or use fewer categories.";
  return `To hide less, merge: ${merges.join("; ")}.`;
}
