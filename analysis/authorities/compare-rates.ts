import { InputError } from "../../data-dictionary/input-error.ts";
import type { TestResult } from "../association/test-result.ts";
import { chiSquaredUpper } from "../distributions/index.ts";
import { nameOrder } from "./count-authorities.ts";
import { type Funnel, funnel } from "./funnel.ts";
import { type RateResult, type RefusedRate, rate } from "./rate.ts";
import { type StratumCount, standardiseAuthorities } from "./standardise-authorities.ts";
import { sumStrata } from "./sum-strata.ts";

/** One authority's rate per so many, or its ratio of events to those expected. */
export interface RatedAuthority {
  readonly name: string;
  readonly events: number;
  /** Population, or expected events. */
  readonly n: number;
  readonly rate: RateResult | null;
  /** The rate over that of all others together, with an interval on the log scale; null without events on either side. */
  readonly ratioToRest: {
    readonly estimate: number;
    readonly ciLow: number;
    readonly ciHigh: number;
  } | null;
  readonly includesOverall: boolean | null;
  readonly direct: RateResult | RefusedRate | null;
  readonly indirect: RateResult | RefusedRate | null;
}

/** Rates or standardised ratios of authorities: plain data, in name order. */
export interface RateComparison {
  readonly kind: "rate" | "ratio";
  readonly by: string;
  readonly outcome: string;
  readonly denominator: string;
  readonly per: number;
  readonly events: number;
  readonly n: number;
  readonly ciLevel: number;
  readonly overall: RateResult;
  readonly authorities: readonly RatedAuthority[];
  /** Do the counts vary more than chance would make them? Pearson's X² on k − 1 degrees of freedom. */
  readonly heterogeneity: TestResult;
  readonly standardisedBy: string | null;
  readonly funnel: Funnel;
  readonly warnings: readonly string[];
}

export interface RateOptions {
  /** A ratio: the denominators are expected events, and 1 is as expected. */
  readonly expected?: boolean | undefined;
  readonly per?: number | undefined;
  readonly overdispersion?: boolean | "log" | undefined;
  readonly by?: string | undefined;
  readonly outcome?: string | undefined;
  readonly denominator?: string | undefined;
  /** What the strata are, such as age band. */
  readonly strata?: string | undefined;
  readonly standard?: ReadonlyMap<string, number> | undefined;
}

/**
 * Compares authorities' rates (events in a population) or ratios (events beside those expected), with
 * Byar's interval from 10 events on and the exact one below, a funnel, and, where the counts come by
 * stratum, directly and indirectly standardised figures.
 *
 * When not to use: for a share of children who each have the event or not; that is `compareCounts`.
 *
 * @param entries - One for each authority, or for each authority and stratum.
 * @throws {InputError} `bad-counts`, `too-few-authorities`.
 * @example
 * compareRates([{ name: "A", stratum: "", events: 31, n: 10000 }, { name: "B", stratum: "", events: 10, n: 5000 }]).overall.estimate // => 27.33333333
 */
export function compareRates(
  entries: readonly StratumCount[],
  options: RateOptions = {},
): RateComparison {
  const level = 0.95;
  const ratio = options.expected ?? false;
  const per = ratio ? 1 : (options.per ?? 10_000);
  for (const { name, events, n } of entries) {
    if (
      !Number.isInteger(events) ||
      events < 0 ||
      !(n >= 0) ||
      !Number.isFinite(n) ||
      (n === 0 && events > 0)
    ) {
      throw new InputError(
        "bad-counts",
        `${name} must have whole events from 0 up and a denominator of 0 or more, but has ${events} and ${n}.`,
      );
    }
  }
  const all = sumStrata(entries);
  const sorted = nameOrder(all.map(({ name }) => name)).map((i) => all[i] as (typeof all)[number]);
  const shown = sorted.filter(({ n }) => n > 0);
  if (shown.length < 2) {
    throw new InputError(
      "too-few-authorities",
      `A comparison needs 2 authorities with a denominator, but there ${shown.length === 1 ? "is 1" : "are none"}.`,
    );
  }
  const events = shown.reduce((sum, each) => sum + each.events, 0);
  const n = shown.reduce((sum, each) => sum + each.n, 0);
  const overall = rate(events, n, per, level);
  const target = ratio ? 1 : overall.estimate;
  const strata = new Set(entries.map(({ stratum }) => stratum)).size > 1;
  const figures =
    strata && !ratio ? standardiseAuthorities(entries, per, options.standard, level) : [];
  const few = shown.filter((each) => each.events < 10);
  return {
    kind: ratio ? "ratio" : "rate",
    by: options.by ?? "authority",
    outcome: options.outcome ?? "events",
    denominator: options.denominator ?? (ratio ? "expected" : "population"),
    per,
    events,
    n,
    ciLevel: level,
    overall,
    authorities: sorted.map((each): RatedAuthority => {
      const own = each.n > 0 ? rate(each.events, each.n, per, level) : null;
      const mine = figures.find(({ name }) => name === each.name);
      return {
        ...each,
        rate: own,
        ratioToRest:
          own === null ? null : ratioToRest(each, { events: events - each.events, n: n - each.n }),
        includesOverall: own === null ? null : own.ciLow <= target && target <= own.ciHigh,
        direct: mine?.direct ?? null,
        indirect: mine?.indirect ?? null,
      };
    }),
    heterogeneity: poissonHeterogeneity(shown),
    standardisedBy: strata ? (options.strata ?? "stratum") : null,
    funnel: funnel(sorted, {
      kind: ratio ? "ratio" : "rate",
      per,
      overdispersion: options.overdispersion ?? false,
    }),
    warnings:
      few.length === 0
        ? []
        : [
            `Fewer than 10 events: ${few.map(({ name }) => name).join(", ")}. Their intervals are exact and wide.`,
          ],
  };
}

/** Rate over rate with the interval exp(log ± z·√(1/x + 1/y)). */
function ratioToRest(
  own: { readonly events: number; readonly n: number },
  rest: { readonly events: number; readonly n: number },
): RatedAuthority["ratioToRest"] {
  if (own.events === 0 || rest.events === 0) return null;
  const estimate = own.events / own.n / (rest.events / rest.n);
  const spread = Math.exp(1.959963984540054 * Math.sqrt(1 / own.events + 1 / rest.events));
  return { estimate, ciLow: estimate / spread, ciHigh: estimate * spread };
}

function poissonHeterogeneity(
  shown: readonly { readonly events: number; readonly n: number }[],
): TestResult {
  const events = shown.reduce((sum, each) => sum + each.events, 0);
  const n = shown.reduce((sum, each) => sum + each.n, 0);
  const method = "poisson-heterogeneity";
  if (events === 0) {
    return {
      method,
      refused: "no-events",
      reason: "Nobody has the event, so there is nothing to compare.",
      n,
      respectsFamilies: false,
    };
  }
  const statistic = shown.reduce((sum, each) => {
    const expected = (each.n * events) / n;
    return sum + (each.events - expected) ** 2 / expected;
  }, 0);
  const df = shown.length - 1;
  return {
    method,
    statistic,
    df,
    pValue: chiSquaredUpper(statistic, df),
    n,
    respectsFamilies: false,
  };
}
