import { type Sentence, say } from "../findings/sentence.ts";
import type { Part } from "../page/blocks.ts";
import type { PlanDocument } from "../results/plan-document.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** The sections that a follow-up study of returned children has, and what each would need. */
const sections: Readonly<Record<string, readonly [title: string, needs: string]>> = {
  R1: ["Sample", "a table of children"],
  R2: ["The children", "their characteristics"],
  R3: ["Types of neglect", "yes or no for each type"],
  R4: ["Other abuse", "yes or no for each kind"],
  R5: ["Family problems", "yes or no for each problem, by family"],
  R6: ["First referral", "dated referrals"],
  R7: ["Help given and needed", "help given and needed, by phase"],
  R8: ["Abuse or neglect after the return", "dated events after the return"],
  R9: ["Breakdown of the return", "dated placements"],
  R10: ["Number of returns", "dated placements"],
  R11: ["Stability", "a rule for stability"],
  R12: ["Well-being", "a rule for well-being"],
  R13: ["Case management", "ratings of periods"],
  R14: ["Case management and outcomes", "a pattern and an outcome"],
  R15: ["Case management by authority", "a pattern and authorities"],
  R16: ["Stability by authority", "an outcome and authorities"],
  R17: ["Age and stability", "an outcome and dates of birth"],
  R18: ["Tree", "a tree in the plan"],
  R19: ["Child protection plans", "dated plans"],
  R20: ["Care proceedings", "plans in proceedings and what became of them"],
  R21: ["Timeliness of proceedings", "judgements of when proceedings began"],
  R22: ["Engagement", "judgements of engagement"],
  R23: ["Problems of practice", "yes or no for each problem"],
  R24: ["Everything against each outcome", "a list of variables in the plan"],
  R25: ["Model of stability", "a model in the plan"],
  R26: ["Model of well-being", "a model in the plan"],
  R27: ["Missing data", "nothing more"],
  R28: ["Agreement between coders", "cases coded twice"],
  R29: ["Stories", "a pattern of case management"],
};

/** The numbered sections that a study with numbered sections lacks, one line each. */
export function missingSections(context: SectionContext, parts: readonly Part[]): Sentence[] {
  const { items } = context.results.at(pathTo("plan.json")) as PlanDocument;
  if (!items.some((item) => item.sections.length > 0)) return [];
  const there = new Set([
    ...parts.flatMap((part) => part.sections.map((section) => section.code)),
    ...items.flatMap((item) => item.sections),
  ]);
  return Object.entries(sections).flatMap(([code, [title, needs]]) =>
    there.has(code)
      ? []
      : [say`${[title]}: not in the plan of this study. It would need ${[needs]}.`],
  );
}
