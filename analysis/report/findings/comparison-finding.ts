import { isRefused } from "../../association/test-result.ts";
import type {
  AuthorityComparison,
  ComparedAuthority,
  Interval,
} from "../../authorities/authority-comparison.ts";
import type { DrawnFigure } from "../html/figure-node.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { Finding } from "./finding.ts";
import { nounOf } from "./nouns.ts";
import { listOf } from "./outcome-finding.ts";
import { bind, type Sentence, say } from "./sentence.ts";

/** A finding from a comparison of authorities: does one stand apart, and what is left of it after a fair look? */
export function comparisonFinding(
  results: Results,
  file: string,
  draw: ((document: Document) => DrawnFigure) | null,
): Finding {
  const path = (...steps: (string | number)[]): string => pathTo(file, ...steps);
  const comparison = results.at(path()) as unknown as AuthorityComparison;
  const noun = nounOf(comparison.unit);
  const label = pathTo("study.json", "labels", comparison.outcome);
  const asked = /^yes$/i.test(comparison.event) && results.find(label) !== undefined;
  const event = bind(results, "quoted", asked ? label : path("event"));
  const overall = bind(results, "level", path("overall", "estimate"));
  const place = furthest(comparison);
  const own = place === null ? null : (comparison.authorities[place] as ComparedAuthority);
  const outside = comparison.authorities.filter((each) => each.includesOverall === false).length;
  const base = {
    id: `${comparison.outcome}-by-authority`,
    topic: say`Are authorities different?`,
    limits: [
      comparison.caseMix === null
        ? say`Nothing is allowed for: authorities may differ because their ${[noun.many]} do.`
        : say`Only what is listed is allowed for: authorities may also differ because their ${[noun.many]} do.`,
      say`The order of names is the order of the alphabet. It is no ranking.`,
    ],
    question: say`Is our own figure based on enough ${[noun.many]} to tell us anything? What would we have to look at to know?`,
    draw,
  };
  if (own === null || place === null || outside === 0) {
    return {
      ...base,
      claim: say`Every authority's interval for ${event} includes the overall figure, ${overall}. These data do not show that any authority is different.`,
      confidence: [differWords(results, file, comparison)],
      plain: {
        claim: say`We can't say that any authority is different from the others.`,
        sure: [say`The numbers in each are too small to tell.`],
      },
    };
  }
  const at = (...steps: (string | number)[]): string => path("authorities", place, ...steps);
  const name = bind(results, "label", at("name"));
  const count = bind(results, "count", at("events"));
  const n = bind(results, "count", at("n"));
  return {
    ...base,
    claim: say`${name} stands apart in the raw figures: ${count} of ${n} ${[noun.many]} (${bind(results, "level", at("share", "estimate"))}) came out as ${event}, against ${overall} in all authorities together.`,
    confidence: [
      ...whatIsLeft(results, file, comparison, place),
      differWords(results, file, comparison),
    ],
    plain: {
      claim: say`One authority stands apart. In ${name}, ${count} in ${n} ${[noun.many]} were ${event}. In all of them together it was ${bind(results, "count", path("events"))} in ${bind(results, "count", path("n"))}.`,
      sure: [
        say`Small numbers swing a lot. Part of this gap may be chance, or may lie in who lives there.`,
      ],
    },
  };
}

/** A comparison whose event is a plain yes, with the question as its event. */
export function namedEvent<T extends AuthorityComparison>(
  comparison: T,
  labels: Readonly<Record<string, string>>,
): T {
  const label = labels[comparison.outcome];
  return /^yes$/i.test(comparison.event) && label !== undefined
    ? { ...comparison, event: label }
    : comparison;
}

/** The authority whose count lies furthest from what the overall share would give, in its own standard errors. */
export function furthest(comparison: AuthorityComparison): number | null {
  const { estimate: p } = comparison.overall;
  if (p === 0 || p === 1) return null;
  const distance = comparison.authorities.map(({ events, n }) =>
    n === 0 ? -1 : Math.abs(events - n * p) / Math.sqrt(n * p * (1 - p)),
  );
  return distance.reduce(
    (best: number | null, own, place) =>
      own > 0 && (best === null || own > (distance[best] as number)) ? place : best,
    null,
  );
}

function whatIsLeft(
  results: Results,
  file: string,
  comparison: AuthorityComparison,
  place: number,
): Sentence[] {
  const authority = comparison.authorities[place] as ComparedAuthority;
  const path = (...steps: (string | number)[]): string =>
    pathTo(file, "authorities", place, ...steps);
  const range = (key: string): Sentence =>
    say`${bind(results, "percent-number", path(key, "ciLow"))} to ${bind(results, "level", path(key, "ciHigh"))}`;
  const estimate = (key: string): Sentence => [bind(results, "level", path(key, "estimate"))];
  const looks: { readonly words: Sentence; readonly clear: boolean }[] = [];
  const { estimate: overall } = comparison.overall;
  const leaves = (own: Interval, middle = overall): boolean =>
    own.ciLow > middle || own.ciHigh < middle;
  if (authority.shareFamilies !== null) {
    looks.push({
      words: say`with brothers and sisters counted only for what they add, ${range("shareFamilies")}`,
      clear: leaves(authority.shareFamilies),
    });
  }
  if (authority.adjusted !== null && comparison.caseMix !== null) {
    const things = comparison.caseMix.adjustedFor.map((name, at): Sentence => {
      const label = pathTo("study.json", "labels", name);
      const known = results.find(label) !== undefined;
      return [bind(results, "plain", known ? label : pathTo(file, "caseMix", "adjustedFor", at))];
    });
    looks.push({
      words: say`with ${listOf(things)} allowed for, ${estimate("adjusted")} (${range("adjusted")})`,
      clear: leaves(authority.adjusted, comparison.caseMix.overall),
    });
  }
  const key =
    authority.randomInterceptFamilies === null ? "randomIntercept" : "randomInterceptFamilies";
  const drawnIn = authority[key];
  if (drawnIn !== null) {
    looks.push({
      words: say`drawn towards the others, the more so the fewer there are, ${estimate(key)} (${range(key)})`,
      clear: leaves(drawnIn),
    });
  }
  if (looks.length === 0) return [];
  const left = looks.filter((look) => look.clear).length;
  return [
    say`What is left of it: ${looks.flatMap((look, at) => (at === 0 ? look.words : ["; ", ...look.words]))}.`,
    left === looks.length
      ? say`It stays on the same side of the overall figure in each of these.`
      : left === 0
        ? say`None of these leaves the overall figure out, so the raw figure should not be read by itself.`
        : say`Not all of these leave the overall figure out: what is left of it is uncertain.`,
  ];
}

function differWords(results: Results, file: string, comparison: AuthorityComparison): Sentence {
  const families = comparison.heterogeneityFamilies;
  const respected = families !== null && !isRefused(families);
  const test = respected ? families : comparison.heterogeneity;
  if (isRefused(test)) return say`Whether the authorities differ at all could not be tested.`;
  const p = bind(
    results,
    "p",
    pathTo(file, respected ? "heterogeneityFamilies" : "heterogeneity", "pValue"),
  );
  const how = respected ? ["families kept whole"] : ["every row taken as independent"];
  return test.pValue < 0.05
    ? say`Taken together the authorities differ (p ${p}, ${how}).`
    : say`Taken together the authorities do not differ clearly (p ${p}, ${how}). A study of this size may miss a real difference.`;
}
