import { bind, type Sentence, say } from "../findings/sentence.ts";
import type { Block } from "../page/blocks.ts";
import type { PlanDocument } from "../results/plan-document.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** How the numbers were made, for whoever wants to check or repeat them. */
export function methodBlocks(context: SectionContext): Block[] {
  const { study, results } = context;
  const seed = bind(results, "count", pathTo("study.json", "seed"));
  const siblings = study.families < study.children;
  const { items: planned } = results.at(pathTo("plan.json")) as PlanDocument;
  const has = (...kinds: readonly string[]): boolean =>
    planned.some(({ kind, file }) => file !== null && kinds.includes(kind));
  const items: Sentence[] = [
    say`Percentages are of those for whom the answer is known; what is not known is counted beside them.`,
    say`Intervals of shares are Wilson's score intervals.`,
    ...(siblings
      ? [
          say`Where families have several children in the study, intervals use the sample size divided by the design effect, and tests are Rao and Scott's, or permute whole families where expected counts are small. The plain test stands beside each for comparison.`,
        ]
      : []),
    ...(has("associate", "waves", "compare")
      ? [say`The interval of a difference between two shares is Newcombe's.`]
      : []),
    ...(has("associate")
      ? [
          say`Two groups are compared that were fixed beforehand by the order of the answers; where they were picked after looking, it is said. Groups of a handful are passed over.`,
          say`Where many things are tried, Holm's adjustment shows which results stand once all of them are allowed for.`,
        ]
      : []),
    ...(has("tree")
      ? [
          say`Trees are CHAID with Bonferroni adjustment; they are grown again from resampled families to see how steady they are.`,
        ]
      : []),
    ...(has("compare")
      ? [
          say`Authorities stand in the order of their names. Each is looked at raw, with siblings counted, adjusted for case mix, and drawn towards the others by a random-intercept model.`,
        ]
      : []),
    ...(has("change")
      ? [
          say`Change between two times is tested pair by pair, by Wilcoxon's signed ranks, or McNemar's exact test of two answers.`,
        ]
      : []),
    ...(has("model")
      ? [
          say`Models are given as average predicted percentages; the coefficients stand behind them.`,
        ]
      : []),
    say`Everything drawn by chance starts from seed ${seed}, so the same data give the same page, byte for byte.`,
    ...study.notes.map(
      (_, place): Sentence => [bind(results, "label", pathTo("study.json", "notes", place))],
    ),
  ];
  return [
    { kind: "list", items },
    {
      kind: "text",
      look: "soft",
      sentences: [
        say`Every number in the sentences of this page is bound to its place in output/review/results.`,
      ],
    },
  ];
}
