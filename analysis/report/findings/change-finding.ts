import type { ChangeByArea } from "../../describe/change-by-area.ts";
import { areaChanges } from "../../figures/area-changes.ts";
import { drawn } from "../html/figure-node.ts";
import type { ChangeSummary, ChangesDocument } from "../results/changes.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { Finding } from "./finding.ts";
import { nounOf, quantity } from "./nouns.ts";
import { bind, type Sentence, say } from "./sentence.ts";

/** Findings from grades before and after: in how many areas more got better than worse, never an average. */
export function changeFindings(results: Results): Finding[] {
  const document = results.find(pathTo("changes.json")) as ChangesDocument | undefined;
  return (document?.changes ?? []).map(({ file, areas }): Finding => {
    const change = results.at(pathTo(file)) as unknown as ChangeByArea;
    const noun = nounOf(change.unit);
    return {
      id: `change-${file.replace(".json", "")}`,
      topic: [bind(results, "label", pathTo(file, "title"))],
      claim: changeClaim(results, file),
      confidence: changeConfidence(results, file),
      limits: [
        say`Change is not effect: there is no comparison group, and ${[noun.many]} may get better or worse by themselves.`,
        ...(areas > 1
          ? [say`The areas named were picked after looking, as the highest and the lowest.`]
          : []),
      ],
      plain: { claim: changeClaim(results, file), sure: plainSure(results, file) },
      question: say`In which areas did our own ${[noun.many]} not get better? What would it take?`,
      draw: (page) => drawn(page, (options) => areaChanges(change, options)),
    };
  });
}

const pathsOf = (results: Results, file: string) => {
  const { changes } = results.at(pathTo("changes.json")) as ChangesDocument;
  const place = changes.findIndex((each) => each.file === file);
  return {
    summary: changes[place] as ChangeSummary,
    own: (key: string): string => pathTo("changes.json", "changes", place, key),
    area: (at: number, ...steps: string[]): string => pathTo(file, "areas", at, ...steps),
  };
};

/** How many areas got better, with the one that did most often and the one that did least. */
export function changeClaim(results: Results, file: string): Sentence {
  const { summary, own, area } = pathsOf(results, file);
  const { most, least } = summary;
  if (most === null || least === null) return say`Nobody is known at both times.`;
  const count = (at: number, key: string) => bind(results, "count", area(at, key, "count"));
  const label = (at: number) => bind(results, "quoted", area(at, "label"));
  const of = (at: number): Sentence =>
    say`${count(at, "better")} of ${bind(results, "count", area(at, "n"))} got better and ${count(at, "worse")} worse in ${label(at)}`;
  return summary.areas === 1
    ? say`${of(most)}.`
    : say`In ${bind(results, "count", own("moreBetter"))} of ${quantity(results, own("areas"), "area")} more got better than worse: ${of(most)}, the most, and ${of(least)}, the least.`;
}

/** What stands once all areas are allowed for, and the interval of the largest. */
export function changeConfidence(results: Results, file: string): Sentence[] {
  const { summary, own, area } = pathsOf(results, file);
  const { most } = summary;
  if (most === null) return [say`No change can be given.`];
  const change = results.at(pathTo(file)) as unknown as ChangeByArea;
  const families = change.areas[most]?.better.familyCiLow != null;
  const [low, high] = families ? ["familyCiLow", "familyCiHigh"] : ["ciLow", "ciHigh"];
  const bound = (format: "percent-number" | "percent", key: string) =>
    bind(results, format, area(most, "better", key));
  return [
    say`In others like these the true share that gets better in ${bind(results, "quoted", area(most, "label"))} probably lies between ${bound("percent-number", low as string)} and ${bound("percent", high as string)}.`,
    summary.areas === 1
      ? say`A paired test stands beside the picture.`
      : say`Once all ${quantity(results, own("areas"), "area")} are allowed for, the change is clear in ${bind(results, "count", own("clear"))} of them; a group of this size can miss a real change.`,
  ];
}

function plainSure(results: Results, file: string): Sentence[] {
  const { own } = pathsOf(results, file);
  return [
    say`With so few, only large changes can be told from chance. They can be in ${bind(results, "count", own("clear"))} of the areas.`,
  ];
}
