import { isRefused } from "../../association/test-result.ts";
import { breakdownCurve } from "../../figures/breakdown-curve.ts";
import { stateDistributionFigure } from "../../figures/state-distribution-figure.ts";
import { quantity } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import type { StatesDocument, SurvivalDocument } from "../results/lives-after-return.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** Where the children lived, month by month from the return to follow-up. */
export function statesBlocks({ results, document }: SectionContext): Block[] {
  const states = results.at(pathTo("states.json")) as unknown as StatesDocument;
  const at = (...steps: (string | number)[]): string => pathTo("states.json", ...steps);
  const last = states.months.length - 1;
  const order = states.states
    .map((_, place) => place)
    .sort(
      (a, b) =>
        (states.states[b]?.counts[last] as number) - (states.states[a]?.counts[last] as number),
    );
  const [first, second] = order as [number, number | undefined];
  const count = (place: number): Sentence => [
    bind(results, "count", at("states", place, "counts", last)),
  ];
  const label = (place: number) => bind(results, "quoted", at("states", place, "label"));
  return [
    {
      kind: "text",
      sentences: [
        second === undefined || states.states[second]?.counts[last] === 0
          ? say`Where they lived at follow-up, ${quantity(results, at("months", last), "month")} after the return: ${label(first)} for all ${quantity(results, at("n"), "child")}.`
          : say`Where they lived at follow-up, ${quantity(results, at("months", last), "month")} after the return: ${label(first)} for ${count(first)} of ${quantity(results, at("n"), "child")}, and ${label(second)} for ${count(second)}.`,
        say`Each month is counted by itself: the picture does not say who moved from where to where.`,
      ],
    },
    {
      kind: "figure",
      figure: drawn(document, (options) => stateDistributionFigure(states, options)),
    },
  ];
}

/** How long the index returns lasted, for everybody and by age. */
export function survivalBlocks({ results, document }: SectionContext): Block[] {
  const survival = results.at(pathTo("survival.json")) as unknown as SurvivalDocument;
  const at = (...steps: (string | number)[]): string => pathTo("survival.json", ...steps);
  const marks = survival.marks.map((mark, place): Sentence => {
    const broken = bind(results, "level", at("marks", place, "lasting"), "complement");
    const months = quantity(results, at("marks", place, "months"), "month");
    return mark.ciLow === null || mark.ciHigh === null
      ? say`Within ${months} of the return ${broken} had broken down.`
      : say`Within ${months} of the return ${broken} had broken down (interval ${bind(results, "percent-number", at("marks", place, "ciHigh"), "complement")} to ${bind(results, "level", at("marks", place, "ciLow"), "complement")}).`;
  });
  const { byAge } = survival;
  const test = byAge?.logRank ?? null;
  return [
    {
      kind: "text",
      sentences: [
        ...marks,
        say`Returns that are no longer watched, because the record ends, count for as long as they were.`,
      ],
    },
    {
      kind: "figure",
      figure: drawn(document, (options) => breakdownCurve(survival.all, options)),
    },
    ...(byAge === null || byAge.groups.length < 2
      ? []
      : [
          {
            kind: "text" as const,
            sentences: [
              test === null || isRefused(test)
                ? say`Whether the lengths differ by ${bind(results, "plain", at("byAge", "byLabel"))} could not be tested.`
                : test.pValue < 0.05
                  ? say`The lengths differ by ${bind(results, "plain", at("byAge", "byLabel"))} (log-rank test, p ${bind(results, "p", at("byAge", "logRank", "pValue"))}; every child taken as independent).`
                  : say`The lengths do not differ clearly by ${bind(results, "plain", at("byAge", "byLabel"))} (log-rank test, p ${bind(results, "p", at("byAge", "logRank", "pValue"))}; every child taken as independent).`,
            ],
          },
          {
            kind: "figure" as const,
            figure: drawn(document, (options) => breakdownCurve(byAge, options)),
          },
        ]),
  ];
}
