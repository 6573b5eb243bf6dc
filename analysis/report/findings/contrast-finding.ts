import type { AssociationScreen } from "../../association/associate.ts";
import { stackedShares } from "../../figures/stacked-shares.ts";
import { drawn } from "../html/figure-node.ts";
import type { Contrast } from "../results/contrasts.ts";
import { pathTo, type Results } from "../results/results.ts";
import { certaintyWords, differenceWords, gapWords } from "./difference-words.ts";
import type { Finding } from "./finding.ts";
import { nounOf } from "./nouns.ts";
import { type Bound, bind, type Sentence, say } from "./sentence.ts";

/** A finding from two groups with different percentages of one outcome. */
export function contrastFinding(results: Results, place: number): Finding {
  const path = (...steps: (string | number)[]): string =>
    pathTo("contrasts.json", "contrasts", place, ...steps);
  const contrast = results.at(path()) as Contrast;
  const group = (row: number) => ({
    label: bind(results, contrast.ordered ? "quoted" : "exact", path("rows", row, "label")),
    count: bind(results, "count", path("rows", row, "count")),
    n: bind(results, "count", path("rows", row, "n")),
    share: bind(results, "percent", path("rows", row, "share")),
  });
  const [up, down] = [group(contrast.higher), group(contrast.lower)];
  const event = bind(results, "quoted", path("eventLabel"));
  const predictor = bind(results, "plain", path("label"));
  const noun = nounOf(rowUnit(results, contrast));
  // A question answered yes: the question itself is the event.
  const asked = isYes(contrast.eventLabel) ? bind(results, "opening", path("outcomeLabel")) : null;
  const against = say`where ${predictor} is ${up.label}, against ${down.count} of ${down.n} (${down.share}) where it is ${down.label}`;
  const claim =
    asked === null
      ? say`${up.count} of ${up.n} ${[noun.many]} (${up.share}) came out as ${event} ${against}.`
      : say`${asked}: ${up.count} of ${up.n} ${[noun.many]} (${up.share}) ${against}.`;
  return {
    id: `${contrast.outcome}-by-${contrast.predictor}`,
    topic: say`${bind(results, "heading", path("outcomeLabel"))}, by ${predictor}`,
    claim,
    confidence: [
      differenceWords(results, place),
      certaintyWords(results, contrast, place),
      ...siblingWords(results, place),
    ],
    limits: [
      ...(contrast.chosenAfter
        ? [
            say`These two groups are the furthest apart of all, picked after looking, so the true gap is probably smaller.`,
          ]
        : []),
      say`The two go together; the study does not show that one depends on the other. What else differs between these ${[noun.many]} is not allowed for here.`,
    ],
    plain: {
      claim:
        asked === null
          ? plainClaim(event, predictor, up, down, noun.many)
          : say`${asked}. Where ${predictor} was ${up.label}, it was so for ${up.count} in ${up.n} ${[noun.many]}. Where it was ${down.label}, it was so for ${down.count} in ${down.n}.`,
      sure: gapWords(results, place),
    },
    question: say`Which of our open cases have ${predictor} as ${up.label}? What is the plan for each of them, and by when?`,
    draw: drawing(results, contrast),
  };
}

/** Is the event a plain yes? */
const isYes = (label: string): boolean => /^yes$/i.test(label);

interface Group {
  readonly label: Bound;
  readonly count: Bound;
  readonly n: Bound;
}

function plainClaim(
  event: Bound,
  predictor: Bound,
  up: Group,
  down: Group,
  noun: string,
): Sentence {
  return say`Where ${predictor} was ${up.label}, ${up.count} in ${up.n} ${[noun]} came out as ${event}. Where it was ${down.label}, ${down.count} in ${down.n} did.`;
}

/** Whose outcome it is: that of the screen, not of the predictor. */
function rowUnit(results: Results, contrast: Contrast): string {
  return (results.at(pathTo(contrast.file)) as unknown as AssociationScreen).unit;
}

function siblingWords(results: Results, place: number): Sentence[] {
  const path = (...steps: string[]): string =>
    pathTo("contrasts.json", "contrasts", place, ...steps);
  const contrast = results.at(path()) as Contrast;
  if (contrast.families === null || contrast.designEffect === null) return [];
  const families = bind(results, "count", path("families"));
  return contrast.unit === "family"
    ? [
        say`It is a fact of the family, so the test counts ${families} families, and brothers and sisters only for what they add.`,
      ]
    : [
        say`Brothers and sisters are counted only for what they add: there are ${families} families.`,
      ];
}

function drawing(results: Results, contrast: Contrast): Finding["draw"] {
  const screen = results.at(pathTo(contrast.file)) as unknown as AssociationScreen;
  const result = screen.results[contrast.result];
  const table = result?.table;
  if (result === undefined || table === null || table === undefined) return null;
  const kept = table.columns.flatMap((_, place) =>
    table.counts.some((counts) => (counts[place] as number) > 0) ? [place] : [],
  );
  return (document) =>
    drawn(document, (options) =>
      stackedShares(
        {
          outcome: screen.outcome,
          outcomeLabel: screen.label,
          by: result.predictor,
          byLabel: result.label,
          unit: screen.unit,
          ordered: false,
          columns: kept.map((place) => table.columnLabels[place] as string),
          rows: table.rowLabels.flatMap((label, place) => {
            const counts = table.counts[place] as readonly number[];
            const n = counts.reduce((sum, count) => sum + count, 0);
            return n === 0
              ? []
              : [{ label, counts: kept.map((at) => counts[at] as number), n, families: null }];
          }),
          n: result.n,
          families: result.families,
          nMissing: result.nMissing,
        },
        options,
      ),
    );
}
