import { missingMap } from "../../figures/missing-map.ts";
import { nounOf } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import type { MissingData } from "../results/missing-data.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

const at = (...steps: (string | number)[]): string => pathTo("missing-data.json", ...steps);
/** The most variables that one picture shows. */
const mostShown = 24;

/** What is not known, and why. */
export function missingBlocks(context: SectionContext): Block[] {
  const { units } = context.results.at(at()) as MissingData;
  return units.flatMap((unit, place): Block[] => {
    const shown = unit.incomplete.slice(0, mostShown);
    const sentences: Sentence[] =
      unit.incomplete.length === 0
        ? [
            say`Of the ${[nounOf(unit.unit).many]}, everything is known in all ${bind(context.results, "count", at("units", place, "complete"))} variables.`,
          ]
        : [
            say`${bind(context.results, "count", at("units", place, "complete"))} variables of the ${[nounOf(unit.unit).many]} are known for everybody. The one of which the files say least is ${bind(context.results, "quoted", at("units", place, "incomplete", 0, "label"))}: not known for ${bind(context.results, "count", at("units", place, "incomplete", 0, "silent"))} of ${bind(context.results, "count", at("units", place, "rows"))}, not counting those to whom it does not apply.`,
            say`A file that is silent is never taken for a no.`,
          ];
    return [
      { kind: "text", sentences },
      ...(shown.length === 0
        ? []
        : [
            {
              kind: "figure" as const,
              figure: drawn(context.document, (options) => missingMap(shown, unit.unit, options)),
            },
          ]),
    ];
  });
}
