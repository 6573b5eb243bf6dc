import { normalQuantile } from "../distributions/index.ts";
import { randomInterceptLogistic } from "../models/random-intercept-logistic.ts";
import type { BetweenAuthorities } from "./authority-comparison.ts";
import type { ShrunkenShare } from "./beta-binomial.ts";

/**
 * Authorities' shares from a logistic regression with a random intercept: each is drawn towards the
 * others by as much as it is small.
 *
 * The interval is normal on the log-odds scale, with variance s² + (s²/σ²)²·v: s² the posterior variance of the
 * authority's intercept, σ² the variance between authorities, v the variance of the average. It takes σ as
 * known; with few authorities it is too narrow.
 *
 * @param designEffect - Divides events and n when families repeat themselves; 1 for independent rows.
 * @param level - Of the interval, such as 0.95.
 * @returns The estimates in the order given, or null where no model can be fitted.
 * @see Larsen and Merlo (2005), American Journal of Epidemiology 161, 81–88; Morris (1983), Journal of the
 *   American Statistical Association 78, 47–55, on intervals that know that the average is estimated.
 */
export function randomInterceptShares(
  counts: readonly { readonly events: number; readonly n: number }[],
  level = 0.95,
  designEffect = 1,
): { readonly between: BetweenAuthorities; readonly shares: readonly ShrunkenShare[] | null } {
  const method = "random-intercept-logistic";
  const events = counts.reduce((sum, count) => sum + count.events, 0);
  const n = counts.reduce((sum, count) => sum + count.n, 0);
  if (events === 0 || events === n) {
    const reason = "Everybody has the same outcome, so there is no difference to model.";
    return { between: { method, refused: "constant-outcome", reason }, shares: null };
  }
  if (counts.every((count) => count.events === 0 || count.events === count.n)) {
    const reason =
      "In each authority everybody or nobody has the event, so the spread between them has no estimate.";
    return { between: { method, refused: "separated", reason }, shares: null };
  }
  const fit = randomInterceptLogistic({
    events: counts.map((count) => count.events / designEffect),
    trials: counts.map((count) => count.n / designEffect),
    groups: counts.map((_, i) => i),
    groupCount: counts.length,
  });
  if (!fit.converged) {
    const reason = "The random-intercept model did not settle, so it gives no estimates.";
    return { between: { method, refused: "not-converged", reason }, shares: null };
  }
  const z = normalQuantile(1 - (1 - level) / 2);
  const centre = fit.coefficients[0] as number;
  const centreError = Math.sqrt(Math.max(0, fit.covariance.values[0] as number));
  const share = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
  return {
    between: {
      method,
      intraclassCorrelation: fit.intraclassCorrelation,
      medianOddsRatio: fit.medianOddsRatio,
      groupStandardDeviation: fit.groupStandardDeviation,
      pValue: fit.pValue,
      singular: fit.singular,
    },
    // Without variation between authorities all share the average, with the average's own error.
    shares: fit.groups.map((group) => {
      const own = fit.singular ? 0 : group.standardDeviation;
      const towards = fit.singular ? 1 : Math.min(1, own ** 2 / fit.groupStandardDeviation ** 2);
      const error = Math.hypot(own, towards * centreError);
      return {
        estimate: fit.singular ? share(centre) : group.shrunkenShare,
        ciLow: share(centre + group.mean - z * error),
        ciHigh: share(centre + group.mean + z * error),
        weight: 1 - towards,
      };
    }),
  };
}
