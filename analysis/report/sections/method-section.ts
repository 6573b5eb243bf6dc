import { bind, type Sentence, say } from "../findings/sentence.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** How the numbers were made, for whoever wants to check or repeat them. */
export function methodBlocks(context: SectionContext): Block[] {
  const { study, results } = context;
  const seed = bind(results, "count", pathTo("study.json", "seed"));
  const siblings = study.families < study.children;
  const items: Sentence[] = [
    say`Percentages are of those for whom the answer is known; what is not known is counted beside them.`,
    say`Intervals of shares are Wilson's score intervals.`,
    ...(siblings
      ? [
          say`Where families have several children in the study, intervals use the sample size divided by the design effect, and tests are Rao and Scott's, or permute whole families where expected counts are small. The plain test stands beside each for comparison.`,
        ]
      : []),
    say`The interval of a difference between two shares is Newcombe's. Two groups are compared that were fixed beforehand by the order of the answers; where they were picked after looking, it is said.`,
    say`Where many things are tried, Holm's adjustment shows which results stand once all of them are allowed for.`,
    say`Trees are CHAID with Bonferroni adjustment; they are grown again from resampled families to see how steady they are.`,
    say`Authorities stand in the order of their names. Each is looked at raw, with siblings counted, adjusted for case mix, and drawn towards the others by a random-intercept model.`,
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
