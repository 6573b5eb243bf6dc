import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
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
import { comparisonWarnings } from "./comparison-warnings.ts";
import type { AuthorityCount } from "./count-authorities.ts";
import { shareDifference } from "./difference.ts";
import { funnel } from "./funnel.ts";
import { intraclassCorrelation } from "./intraclass.ts";
import { randomInterceptShares } from "./random-intercept-shares.ts";
import { rankIntervals } from "./rank-intervals.ts";
import type { StandardisedFigures } from "./standardise-authorities.ts";

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

/** Of every interval of a comparison. */
export const level = 0.95;

/** What is known besides the counts: of families, case mix and strata. */
export type ComparisonFacts = Pick<
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

/** Every figure of a comparison that follows from counts and what is known besides. */
export function comparisonFigures(
  counts: readonly AuthorityCount[],
  { standardised, notes, ...facts }: ComparisonFacts,
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

/** @throws {InputError} `too-few-authorities` */
export function requireTwo(counts: readonly { readonly n: number }[]): void {
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
