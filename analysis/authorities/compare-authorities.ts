import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { pearson } from "../association/chi-squared.ts";
import { contingency } from "../association/contingency.ts";
import { type EffectResult, oddsRatio } from "../association/effect-sizes.ts";
import { raoScott } from "../association/rao-scott.ts";
import type { TestResult } from "../association/test-result.ts";
import { wilson } from "../association/wilson.ts";
import { normalQuantile } from "../distributions/index.ts";
import { randomInterceptLogistic } from "../models/random-intercept-logistic.ts";
import { type BetaBinomial, betaBinomial, type ShrunkenShare } from "./beta-binomial.ts";
import { type AdjustedShare, type CaseMix, caseMix } from "./case-mix.ts";
import { type AuthorityCount, countAuthorities, nameOrder } from "./count-authorities.ts";
import { type ShareDifference, shareDifference } from "./difference.ts";
import { familyDesignEffect } from "./family-design-effect.ts";
import { type Funnel, funnel } from "./funnel.ts";
import { type IntraclassCorrelation, intraclassCorrelation } from "./intraclass.ts";
import { type RankInterval, rankIntervals } from "./rank-intervals.ts";

interface Interval {
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** One authority in a comparison. */
export interface ComparedAuthority extends AuthorityCount {
  /** Share with Wilson's interval; null when nobody's outcome is known. */
  readonly share: Interval | null;
  /** The same interval when brothers and sisters repeat each other; null without families. */
  readonly shareFamilies: Interval | null;
  readonly includesOverall: boolean | null;
  /** This authority less all others together. */
  readonly difference: ShareDifference | null;
  /** Against the chosen authority, with both percentages beside it. */
  readonly oddsRatio:
    | (EffectResult & { readonly share: number; readonly referenceShare: number })
    | null;
  readonly shrunken: ShrunkenShare | null;
  readonly randomIntercept: Interval | null;
  readonly adjusted: AdjustedShare | null;
}

/** The random-intercept model of the authorities, or why there is none. */
export type BetweenAuthorities =
  | {
      readonly method: string;
      readonly intraclassCorrelation: number;
      readonly medianOddsRatio: number;
      readonly groupStandardDeviation: number;
      readonly pValue: number;
      readonly singular: boolean;
    }
  | { readonly method: string; readonly refused: string; readonly reason: string };

/** A fair comparison of authorities: plain data, in name order. */
export interface AuthorityComparison {
  readonly by: string;
  readonly outcome: string;
  readonly event: string;
  readonly unit: string;
  readonly events: number;
  readonly n: number;
  readonly nMissing: number;
  readonly nWithoutAuthority: number;
  readonly families: number | null;
  readonly ciLevel: number;
  readonly overall: Interval;
  readonly reference: string | null;
  readonly authorities: readonly ComparedAuthority[];
  /** How much wider intervals are, squared, because families repeat themselves; null without families. */
  readonly designEffect: number | null;
  readonly heterogeneity: TestResult;
  readonly heterogeneityFamilies: TestResult | null;
  readonly intraclass: IntraclassCorrelation;
  readonly shrinkage: BetaBinomial | null;
  readonly between: BetweenAuthorities;
  readonly caseMix: CaseMix | null;
  readonly funnel: Funnel | null;
  /** Only when asked for. */
  readonly ranks: readonly RankInterval[] | null;
  readonly seed: number | null;
  readonly warnings: readonly string[];
}

export interface CompareOptions {
  readonly reference?: string | undefined;
  readonly adjust?: readonly string[] | undefined;
  readonly funnel?: boolean | undefined;
  readonly overdispersion?: boolean | undefined;
  readonly rank?: boolean | undefined;
  readonly seed?: number | undefined;
  readonly leaveOut?: readonly string[] | undefined;
}

const level = 0.95;

/**
 * Compares authorities on a yes/no event from rows of children or families.
 *
 * Rows without an authority or a known outcome are counted, not dropped in silence. When not to use:
 * as a league table, or with one authority.
 *
 * @param event - Values of the outcome that are the event; null when the outcome is yes or no.
 * @throws {InputError} `unknown-column`, `unknown-level`, `event-needed`, `too-few-authorities`, `unknown-authority`.
 */
export function compareAuthorities(
  data: Dataset,
  by: string,
  outcome: string,
  event: readonly string[] | null,
  options: CompareOptions = {},
): AuthorityComparison {
  const counts = countAuthorities(data, by, outcome, event, options.leaveOut);
  const families = data.families;
  const deff =
    families === null
      ? null
      : familyDesignEffect(counts.group, counts.event, families.of, data.weights);
  const k = counts.authorities.length;
  const adjusted =
    options.adjust === undefined || options.adjust.length === 0
      ? null
      : caseMix(data, counts, options.adjust, level);
  const seen = new Set<number>();
  if (families !== null) {
    counts.group.forEach((group, row) => {
      if (group >= 0) seen.add(families.of[row] as number);
    });
  }
  return compare(
    counts.authorities,
    {
      by,
      outcome,
      event: counts.eventLabel,
      unit: data.unit,
      nWithoutAuthority: counts.nWithoutAuthority,
      families: families === null ? null : seen.size,
      designEffect: deff,
      heterogeneityFamilies:
        families === null || k < 2
          ? null
          : raoScott(counts.group, counts.event, k, 2, families.of, data.weights),
      caseMix: adjusted,
    },
    options,
  );
}

/**
 * Compares authorities from counts alone: events and denominators. Families and case mix need rows.
 *
 * @throws {InputError} `too-few-authorities`, `bad-counts`, `unknown-authority`.
 * @example
 * compareCounts([{ name: "B", events: 9, n: 15 }, { name: "A", events: 29, n: 39 }]).authorities.map((a) => a.name) // => ["A", "B"]
 */
export function compareCounts(
  entries: readonly { readonly name: string; readonly events: number; readonly n: number }[],
  options: CompareOptions & {
    readonly by?: string;
    readonly outcome?: string;
    readonly unit?: string;
  } = {},
): AuthorityComparison {
  for (const { name, events, n } of entries) {
    if (!Number.isInteger(events) || !Number.isInteger(n) || events < 0 || events > n) {
      throw new InputError(
        "bad-counts",
        `${name} must have whole events from 0 to its n, but has ${events} of ${n}.`,
      );
    }
  }
  const order = nameOrder(entries.map((entry) => entry.name));
  const sorted = order.map((i) => ({
    ...(entries[i] as (typeof entries)[number]),
    nMissing: 0,
    families: null,
  }));
  const { by = "authority", outcome = "events", unit = "child" } = options;
  const facts = { by, outcome, event: outcome, unit, nWithoutAuthority: 0, families: null };
  return compare(
    sorted,
    { ...facts, designEffect: null, heterogeneityFamilies: null, caseMix: null },
    options,
  );
}

type Facts = Pick<
  AuthorityComparison,
  | "by"
  | "outcome"
  | "event"
  | "unit"
  | "nWithoutAuthority"
  | "families"
  | "designEffect"
  | "heterogeneityFamilies"
  | "caseMix"
>;

function compare(
  counts: readonly AuthorityCount[],
  facts: Facts,
  options: CompareOptions,
): AuthorityComparison {
  const used = counts.filter((count) => count.n > 0);
  const events = used.reduce((sum, count) => sum + count.events, 0);
  const n = used.reduce((sum, count) => sum + count.n, 0);
  if (used.length < 2) {
    throw new InputError(
      "too-few-authorities",
      `A comparison needs 2 authorities with known outcomes, but there ${used.length === 1 ? "is 1" : "are none"}.`,
      "Describe a single authority with throughline describe.",
    );
  }
  const reference = options.reference === undefined ? null : referenceOf(counts, options.reference);
  const overall = interval(wilson(events, n, level));
  const shrinkage = betaBinomial(counts, level);
  const random = betweenAuthorities(counts, events, n);
  const table = contingency(used.map((count) => [count.events, count.n - count.events]));
  const seed = options.seed ?? 1;
  return {
    ...facts,
    events,
    n,
    nMissing: counts.reduce((sum, count) => sum + count.nMissing, 0),
    ciLevel: level,
    overall,
    reference: reference?.name ?? null,
    authorities: counts.map((count, i): ComparedAuthority => {
      const share = count.n === 0 ? null : interval(wilson(count.events, count.n, level));
      const rest = { events: events - count.events, n: n - count.n };
      return {
        ...count,
        share,
        shareFamilies: share === null ? null : familyInterval(count, facts.designEffect),
        includesOverall: share === null ? null : includes(share, overall.estimate),
        difference: count.n === 0 || rest.n === 0 ? null : shareDifference(count, rest, level),
        oddsRatio:
          reference === null || reference === count || count.n === 0
            ? null
            : against(count, reference),
        shrunken: shrinkage.authorities[i] ?? null,
        randomIntercept: random.estimates?.[i] ?? null,
        adjusted:
          facts.caseMix?.authorities.find((authority) => authority.name === count.name) ?? null,
      };
    }),
    heterogeneity: pearson(table),
    intraclass: intraclassCorrelation(counts),
    shrinkage,
    between: random.between,
    funnel:
      options.funnel || options.overdispersion
        ? funnel(counts, { overdispersion: options.overdispersion ?? false })
        : null,
    ranks: options.rank
      ? rankIntervals(counts, { seed, level, designEffect: Math.max(1, facts.designEffect ?? 1) })
      : null,
    seed: options.rank ? seed : null,
    warnings: warningsOf(counts, facts),
  };
}

function betweenAuthorities(
  counts: readonly AuthorityCount[],
  events: number,
  n: number,
): { between: BetweenAuthorities; estimates: Interval[] | null } {
  const method = "random-intercept logistic regression";
  if (events === 0 || events === n) {
    const reason = "Everybody has the same outcome, so there is no difference to model.";
    return { between: { method, refused: "constant-outcome", reason }, estimates: null };
  }
  const fit = randomInterceptLogistic({
    events: counts.map((count) => count.events),
    trials: counts.map((count) => count.n),
    groups: counts.map((_, i) => i),
    groupCount: counts.length,
  });
  const z = normalQuantile(1 - (1 - level) / 2);
  const centre = fit.coefficients[0] as number;
  const share = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
  return {
    between: {
      method: fit.method,
      intraclassCorrelation: fit.intraclassCorrelation,
      medianOddsRatio: fit.medianOddsRatio,
      groupStandardDeviation: fit.groupStandardDeviation,
      pValue: fit.pValue,
      singular: fit.singular,
    },
    estimates: fit.groups.map((group) => ({
      estimate: group.shrunkenShare,
      ciLow: share(centre + group.mean - z * group.standardDeviation),
      ciHigh: share(centre + group.mean + z * group.standardDeviation),
    })),
  };
}

/** Wilson's interval with the n that the children are worth when families repeat themselves. */
function familyInterval(count: AuthorityCount, designEffect: number | null): Interval | null {
  if (designEffect === null) return null;
  const shrink = Math.max(1, designEffect);
  return interval(wilson(count.events / shrink, count.n / shrink, level));
}

function against(count: AuthorityCount, reference: AuthorityCount): ComparedAuthority["oddsRatio"] {
  const ratio = oddsRatio(
    contingency([
      [count.events, count.n - count.events],
      [reference.events, reference.n - reference.events],
    ]),
    level,
  );
  return {
    ...ratio,
    share: count.events / count.n,
    referenceShare: reference.events / reference.n,
  };
}

function referenceOf(counts: readonly AuthorityCount[], name: string): AuthorityCount {
  const found = counts.find((count) => count.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined && found.n > 0) return found;
  const near = nearestName(
    name,
    counts.map((count) => count.name),
  );
  throw new InputError(
    "unknown-authority",
    found === undefined
      ? `There is no authority named ${name}.`
      : `${name} has nobody with a known outcome.`,
    near === null || found !== undefined
      ? `There are: ${counts.map((count) => count.name).join(", ")}.`
      : `Did you mean ${near}?`,
  );
}

function warningsOf(counts: readonly AuthorityCount[], facts: Facts): string[] {
  const names = (list: readonly AuthorityCount[]): string =>
    list.map((count) => count.name).join(", ");
  const few = counts.filter((count) => (count.families ?? count.n) < 10);
  const empty = counts.filter(
    (count) => count.n > 0 && (count.events === 0 || count.events === count.n),
  );
  const nobody = counts.filter((count) => count.n === 0);
  const noun = facts.families === null ? "rows" : "families";
  return [
    ...(few.length > 0
      ? [
          `Fewer than 10 ${noun}: ${names(few)}. Prefer the shrunken estimates, or join authorities.`,
        ]
      : []),
    ...(empty.length > 0
      ? [`Everybody or nobody has the event: ${names(empty)}. An odds ratio cannot be given there.`]
      : []),
    ...(nobody.length > 0 ? [`Nobody's outcome is known: ${names(nobody)}.`] : []),
  ];
}

const interval = ({ estimate, ciLow, ciHigh }: Interval): Interval => ({ estimate, ciLow, ciHigh });
const includes = (range: Interval, value: number): boolean =>
  range.ciLow <= value && value <= range.ciHigh;
