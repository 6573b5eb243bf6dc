import type { ShareWaves } from "../../describe/share-waves.ts";
import { shareWavesFigure } from "../../figures/share-waves-figure.ts";
import { say } from "../findings/sentence.ts";
import { waveWords } from "../findings/wave-words.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** Shares in the waves of a survey: what changed from the first to the last, and a picture of all. */
export function wavesBlocks({ results, document }: SectionContext, file: string): Block[] {
  const waves = results.at(pathTo(file)) as unknown as ShareWaves;
  const whole = waves.series.flatMap((each, place) => (each.group === null ? [place] : []));
  const told = whole.map((place) => waveWords(results, file, place));
  const several = told.length > 2;
  return [
    ...(several
      ? [
          {
            kind: "list" as const,
            items: told.map((sentences) =>
              sentences.flatMap((sentence, at) => (at === 0 ? sentence : [" ", ...sentence])),
            ),
          },
        ]
      : []),
    {
      kind: "text",
      sentences: [
        ...(several ? [] : told.flat()),
        ...(waves.by === null
          ? []
          : [
              say`In small groups the shares swing a lot: read the intervals, not the order of the groups.`,
            ]),
      ],
    },
    { kind: "figure", figure: drawn(document, (options) => shareWavesFigure(waves, options)) },
  ];
}
