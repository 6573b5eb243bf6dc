import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { contingency } from "../association/contingency.ts";
import { oddsRatio } from "../association/effect-sizes.ts";
import { wilson } from "../association/wilson.ts";
import type {
  AuthorityComparison,
  ComparedAuthority,
  Interval,
  ReferenceOddsRatio,
} from "./authority-comparison.ts";
import { betaBinomial } from "./beta-binomial.ts";
import { type CaseMix, caseMix, withGroupAndEvent } from "./case-mix.ts";
import { comparisonWarnings } from "./comparison-warnings.ts";
import { type AuthorityCount, countAuthorities, nameOrder } from "./count-authorities.ts";
import { shareDifference } from "./difference.ts";
import { familyDesignEffect } from "./family-design-effect.ts";
import { funnel } from "./funnel.ts";
import { heterogeneityOfCounts, heterogeneityOfRows } from "./heterogeneity.ts";
import { intraclassCorrelation } from "./intraclass.ts";
import { randomInterceptShares } from "./random-intercept-shares.ts";
import { rankIntervals } from "./rank-intervals.ts";
import {
  countStrata,
  type StandardisedFigures,
  type StratumCount,
  standardiseAuthorities,
} from "./standardise-authorities.ts";

export interface CompareOptions {
  readonly reference?: string | undefined;
  readonly adjust?: readonly string[] | undefined;
  /** Variables whose strata are standardised over, directly and indirectly. */
  readonly standardise?: readonly string[] | undefined;
  readonly overdispersion?: boolean | "log" | undefined;
  readonly rank?: boolean | undefined;
  readonly seed?: number | undefined;
  /** Values of the outcome to treat as not known. */
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
 * @throws {InputError} `unknown-column`, `unknown-level`, `event-needed`, `too-few-authorities`,
 *   `unknown-authority`, `bad-adjust`.
 */
export function compareAuthorities(
  data: Dataset,
  by: string,
  outcome: string,
  event: readonly string[] | null,
  options: CompareOptions = {},
): AuthorityComparison {
  const counts = countAuthorities(data, by, outcome, event, options.leaveOut);
  requireTwo(counts.authorities);
  const families = data.families;
  const { data: coded, eventName } = withGroupAndEvent(data, by, counts);
  const { plain, families: respecting } = heterogeneityOfRows(
    coded,
    by,
    eventName,
    options.seed ?? 1,
  );
  const seen = new Set<number>();
  if (families !== null) {
    counts.group.forEach((group, row) => {
      if (group >= 0) seen.add(families.of[row] as number);
    });
  }
  const strata = countStrata(data, counts, options.standardise ?? []);
  const mix = adjusted(data, by, counts, outcome, options.adjust ?? []);
  return compare(
    counts.authorities,
    {
      by,
      outcome,
      event: counts.eventLabel,
      unit: data.unit,
      nWithoutAuthority: counts.nWithoutAuthority,
      families: families === null ? null : seen.size,
      designEffect:
        families === null
          ? null
          : familyDesignEffect(counts.group, counts.event, families.of, data.weights),
      heterogeneity: plain,
      heterogeneityFamilies: respecting,
      ...mix,
      standardisedBy: options.standardise ?? [],
      standardised:
        options.standardise === undefined || options.standardise.length === 0
          ? []
          : standardiseAuthorities(strata.counts, "share"),
      notes:
        strata.nMissing === 0
          ? []
          : [
              `${strata.nMissing} without a known stratum are left out of the standardised figures.`,
            ],
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
    /** The same counts by stratum, to standardise over. */
    readonly strata?: {
      readonly variable: string;
      readonly counts: readonly StratumCount[];
      readonly standard?: ReadonlyMap<string, number> | undefined;
    };
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
  requireTwo(entries);
  const order = nameOrder(entries.map((entry) => entry.name));
  const sorted = order.map((i) => {
    const { name, events, n } = entries[i] as (typeof entries)[number];
    return { name, value: name, events, n, nMissing: 0, families: null };
  });
  const { by = "authority", outcome = "events", unit = "child" } = options;
  return compare(
    sorted,
    {
      by,
      outcome,
      event: outcome,
      unit,
      nWithoutAuthority: 0,
      families: null,
      designEffect: null,
      heterogeneity: heterogeneityOfCounts(
        sorted
          .filter((count) => count.n > 0)
          .map((count) => [count.events, count.n - count.events]),
        options.seed ?? 1,
      ),
      heterogeneityFamilies: null,
      caseMix: null,
      caseMixRefused: null,
      standardisedBy: options.strata === undefined ? [] : [options.strata.variable],
      standardised:
        options.strata === undefined
          ? []
          : standardiseAuthorities(options.strata.counts, "share", options.strata.standard),
      notes: [],
    },
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
  | "heterogeneity"
  | "heterogeneityFamilies"
  | "caseMix"
  | "caseMixRefused"
  | "standardisedBy"
> & {
  readonly standardised: readonly StandardisedFigures[];
  readonly notes: readonly string[];
};

function compare(
  counts: readonly AuthorityCount[],
  { standardised, notes, ...facts }: Facts,
  options: CompareOptions,
): AuthorityComparison {
  const events = counts.reduce((sum, count) => sum + count.events, 0);
  const n = counts.reduce((sum, count) => sum + count.n, 0);
  const reference = options.reference === undefined ? null : referenceOf(counts, options.reference);
  const overall = interval(wilson(events, n, level));
  const shrinkage = betaBinomial(counts, level);
  const random = randomInterceptShares(counts, level);
  // Families can only take certainty away: a design effect below 1 is chance.
  const worth = facts.designEffect === null ? null : Math.max(1, facts.designEffect);
  const respecting = worth === null ? null : randomInterceptShares(counts, level, worth).shares;
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
      const known = count.n > 0;
      const share = known ? interval(wilson(count.events, count.n, level)) : null;
      const rest = { events: events - count.events, n: n - count.n };
      const apart = known && rest.n > 0;
      const figures = standardised.find(({ name }) => name === count.name);
      return {
        ...count,
        share,
        shareFamilies:
          share !== null && worth !== null
            ? {
                ...interval(wilson(count.events / worth, count.n / worth, level)),
                estimate: share.estimate,
              }
            : null,
        includesOverall:
          share === null
            ? null
            : share.ciLow <= overall.estimate && overall.estimate <= share.ciHigh,
        difference: apart ? shareDifference(count, rest, level) : null,
        differenceFamilies:
          apart && worth !== null
            ? shareDifference(divided(count, worth), divided(rest, worth), level)
            : null,
        oddsRatio:
          reference === null || reference === count || !known
            ? null
            : against(count, reference, worth),
        shrunken: shrinkage.authorities[i] ?? null,
        randomIntercept: random.shares?.[i] ?? null,
        randomInterceptFamilies: respecting?.[i] ?? null,
        adjusted:
          facts.caseMix?.authorities.find((authority) => authority.name === count.name) ?? null,
        direct: figures?.direct ?? null,
        indirect: figures?.indirect ?? null,
      };
    }),
    intraclass: intraclassCorrelation(counts),
    shrinkage,
    between: random.between,
    funnel: funnel(counts, { overdispersion: options.overdispersion ?? false }),
    ranks: options.rank ? rankIntervals(counts, { seed, level, designEffect: worth ?? 1 }) : null,
    seed,
    warnings: [...comparisonWarnings(counts, facts.families !== null), ...notes],
  };
}

/** Case mix where it can be adjusted for; what the data cannot carry is a reason, not the end. */
function adjusted(
  data: Dataset,
  by: string,
  counts: Parameters<typeof caseMix>[2],
  outcome: string,
  adjust: readonly string[],
): Pick<AuthorityComparison, "caseMix" | "caseMixRefused"> {
  if (adjust.length === 0) return { caseMix: null, caseMixRefused: null };
  if (adjust.includes(by) || adjust.includes(outcome)) {
    throw new InputError(
      "bad-adjust",
      `${adjust.includes(by) ? by : outcome} is compared, so it cannot be adjusted for.`,
      "Name things that were so before the authority could act, such as age.",
    );
  }
  try {
    const mix: CaseMix = caseMix(data, by, counts, adjust, level);
    return { caseMix: mix, caseMixRefused: null };
  } catch (error) {
    if (!(error instanceof InputError) || !dataConditions.has(error.code)) throw error;
    return { caseMix: null, caseMixRefused: { refused: error.code, reason: error.message } };
  }
}

const dataConditions = new Set([
  "constant-outcome",
  "constant-predictor",
  "aliased-terms",
  "too-many-terms",
  "singular-design",
  "no-complete-rows",
]);

function against(
  count: AuthorityCount,
  reference: AuthorityCount,
  designEffect: number | null,
): ReferenceOddsRatio {
  const ratio = oddsRatio(
    contingency([
      [count.events, count.n - count.events],
      [reference.events, reference.n - reference.events],
    ]),
    level,
  );
  const given = !("refused" in ratio) && typeof ratio.ciLow === "number" && designEffect !== null;
  const widened = (end: number): number =>
    (ratio as { estimate: number }).estimate *
    (end / (ratio as { estimate: number }).estimate) ** Math.sqrt(designEffect ?? 1);
  return {
    ...ratio,
    share: count.events / count.n,
    referenceShare: reference.events / reference.n,
    ciLowFamilies: given ? widened(ratio.ciLow as number) : null,
    ciHighFamilies: given ? widened(ratio.ciHigh as number) : null,
  };
}

function requireTwo(counts: readonly { readonly n: number }[]): void {
  const used = counts.filter((count) => count.n > 0).length;
  if (used >= 2) return;
  throw new InputError(
    "too-few-authorities",
    `A comparison needs 2 authorities with known outcomes, but there ${used === 1 ? "is 1" : "are none"}.`,
    "Describe a single authority with throughline describe.",
  );
}

function referenceOf(counts: readonly AuthorityCount[], name: string): AuthorityCount {
  const wanted = name.toLowerCase();
  const found = counts.find(
    (count) => count.name.toLowerCase() === wanted || count.value.toLowerCase() === wanted,
  );
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

const divided = ({ events, n }: { events: number; n: number }, by: number) => ({
  events: events / by,
  n: n / by,
});
const interval = ({ estimate, ciLow, ciHigh }: Interval): Interval => ({ estimate, ciLow, ciHigh });
