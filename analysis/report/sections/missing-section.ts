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
    // A variable of which nothing is known belongs to no picture: it was not asked, or not sent.
    const some = unit.incomplete.filter((each) => each.n > 0);
    const none = unit.incomplete.filter((each) => each.n === 0);
    const shown = some.slice(0, mostShown);
    return [
      { kind: "text", sentences: missingWords(context, unit, place) },
      ...(shown.length === 0
        ? []
        : [
            {
              kind: "figure" as const,
              figure: drawn(context.document, (options) =>
                missingMap(shown, unit.unit, {
                  ...options,
                  variables: unit.complete + some.length,
                }),
              ),
            },
          ]),
      ...(none.length === 0
        ? []
        : [
            {
              kind: "table" as const,
              folded: `Variables of which nothing is known`,
              table: {
                caption: `Known for none of the ${nounOf(unit.unit).many}`,
                columns: [{ header: "Variable" }],
                rows: none.map((each) => [each.label]),
              },
            },
          ]),
    ];
  });
}

function missingWords(
  { results }: SectionContext,
  unit: MissingData["units"][number],
  place: number,
): Sentence[] {
  const own = (...steps: (string | number)[]): string => at("units", place, ...steps);
  const { many } = nounOf(unit.unit);
  const whole = bind(results, "count", own("complete"));
  const least = unit.incomplete.findIndex((each) => each.n > 0 && each.silent > 0);
  if (unit.incomplete.length === 0)
    return [say`Everything is known of the ${[many]}, in all ${whole} variables.`];
  const complete = say`${whole} ${[unit.complete === 1 ? "variable" : "variables"]} of the ${[many]} ${[unit.complete === 1 ? "is" : "are"]} known for all of them.`;
  return least < 0
    ? [complete, say`The others are missing only where they do not apply.`]
    : [
        complete,
        say`The one of which the files say least is ${bind(results, "quoted", own("incomplete", least, "label"))}: not known for ${bind(results, "count", own("incomplete", least, "silent"))} of ${bind(results, "count", own("rows"))}, not counting those to whom it does not apply.`,
        say`A file that is silent is never taken for a no.`,
      ];
}
