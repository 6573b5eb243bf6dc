import type { Drift } from "../../case-management/drift/find-drift.ts";
import { shareBars } from "../../figures/share-bars.ts";
import { percent } from "../../words/number-text.ts";
import { nounOf } from "../findings/nouns.ts";
import { bind, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** Signs in the chronologies that a case was left to run. */
export function driftBlocks(context: SectionContext): Block[] {
  const { results, document } = context;
  const drift = results.at(pathTo("drift.json")) as unknown as Omit<Drift, "findings">;
  const seen = drift.summary.filter((each) => each.families !== null);
  const noun = nounOf(drift.unit);
  const none = bind(results, "count", pathTo("drift.json", "indicatorsPerFamily", 0));
  const n = bind(results, "count", pathTo("drift.json", "n"));
  const table = {
    caption: `${noun.many.charAt(0).toUpperCase()}${noun.many.slice(1)} with each sign of drift`,
    columns: [
      { header: "Sign" },
      { header: "Seen in", align: "right" as const },
      { header: "%", align: "right" as const },
      { header: "Perhaps", align: "right" as const },
      { header: "How it is found" },
    ],
    rows: drift.summary.map((each) => [
      each.label,
      each.families ?? "not seen",
      each.families === null ? null : percent(each.families / drift.n, drift.n),
      each.possibleFamilies,
      each.notSeen ?? each.meaning,
    ]),
  };
  return [
    {
      kind: "text",
      sentences: [
        say`${none} of ${n} ${[noun.many]} show none of these signs. A sign in a chronology is a question for the team, not a verdict.`,
      ],
    },
    ...(!seen.some((each) => (each.families as number) > 0)
      ? [{ kind: "table" as const, table }]
      : [
          {
            kind: "figure" as const,
            figure: drawn(document, (options) =>
              shareBars(
                {
                  name: "drift",
                  unit: drift.unit,
                  rows: seen.map((each) => ({
                    label: each.label,
                    count: each.families as number,
                    n: drift.n,
                    share: (each.families as number) / drift.n,
                  })),
                  table,
                },
                options,
              ),
            ),
          },
        ]),
  ];
}
