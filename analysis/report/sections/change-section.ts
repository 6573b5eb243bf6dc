import type { AreaChange, ChangeByArea } from "../../describe/change-by-area.ts";
import { areaChanges } from "../../figures/area-changes.ts";
import { pairedChangeFigure } from "../../figures/paired-change-figure.ts";
import { changeClaim, changeConfidence } from "../findings/change-finding.ts";
import { say } from "../findings/sentence.ts";
import { type DrawnFigure, drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** Grades before and after, area by area: who got better and who got worse, and each area by itself. */
export function changeBlocks({ results, document }: SectionContext, file: string): Block[] {
  const change = results.at(pathTo(file)) as unknown as ChangeByArea;
  const { areas, betterIs } = change;
  return [
    { kind: "text", sentences: [changeClaim(results, file), ...changeConfidence(results, file)] },
    { kind: "figure", figure: drawn(document, (options) => areaChanges(change, options)) },
    {
      kind: "text",
      look: "soft",
      sentences: [
        say`Areas are never averaged: good care in one can hide bad care in another.`,
        say`Change is not effect: without a comparison group, nothing says that the service made the difference.`,
      ],
    },
    {
      kind: "fold",
      summary: "Each area by itself: grades before and after",
      blocks: areas
        .filter((area) => area.n > 0)
        .map((area) => ({ kind: "figure", figure: areaFigure(document, area, betterIs) })),
    },
  ];
}

const areaFigure = (
  document: Document,
  area: AreaChange,
  betterIs: ChangeByArea["betterIs"],
): DrawnFigure =>
  drawn(document, (options) =>
    pairedChangeFigure(area, {
      ...options,
      laterIsBetter: betterIs === "higher",
      test: area.test,
      times: ["At the start", "At the end"],
    }),
  );
