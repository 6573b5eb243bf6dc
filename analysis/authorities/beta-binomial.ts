import { InputError } from "../../data-dictionary/input-error.ts";
import { wilson } from "../association/wilson.ts";
import { betaQuantile } from "../distributions/index.ts";

/** One authority's estimate, drawn towards the overall figure by as much as its size is small. */
export interface ShrunkenShare {
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  /** Share of the estimate that is the authority's own figure, 0 to 1. */
  readonly weight: number;
}

/** A beta-binomial model of authorities' shares. */
export interface BetaBinomial {
  readonly method: "beta-binomial-empirical-bayes";
  /** Mean of the authorities' true shares. */
  readonly mean: number;
  /** Correlation of two children of one authority: 0 is no difference between authorities. */
  readonly intraclassCorrelation: number;
  readonly ciLevel: number;
  readonly n: number;
  readonly authorities: readonly ShrunkenShare[];
  /** True when the data show no difference beyond chance; all estimates are then the overall figure. */
  readonly singular: boolean;
  readonly note: string | null;
}

/**
 * Empirical-Bayes shares: true shares follow a beta distribution, fitted by maximum likelihood;
 * each authority's estimate is (a + x)/(a + b + n).
 *
 * The likelihood is a sum of logarithms of m + iθ, so it is exact at θ = 0 too (θ = 1/(a + b)). The
 * interval is that of a beta distribution with the posterior mean and the posterior variance plus
 * (1 − weight)²·v, v the variance of the fitted mean (one over the information). It takes θ as known; with
 * few authorities it is too narrow. Where the authorities do not differ beyond chance it is Wilson's
 * interval of the overall share.
 *
 * When not to use: with fewer than about five authorities, or counts that are not whole.
 *
 * @throws {InputError} `too-few-authorities`, `bad-counts`.
 * @example
 * betaBinomial([{ events: 5, n: 10 }, { events: 5, n: 10 }]).singular // => true
 * @see Griffiths (1973), Biometrics 29, 637–648; Morris (1983), Journal of the American Statistical
 *   Association 78, 47–55.
 */
export function betaBinomial(
  entries: readonly { readonly events: number; readonly n: number }[],
  level = 0.95,
): BetaBinomial {
  for (const { events, n } of entries) {
    if (!Number.isInteger(events) || !Number.isInteger(n) || events < 0 || events > n) {
      throw new InputError(
        "bad-counts",
        `Events must be a whole number from 0 to n, but are ${events} of ${n}.`,
      );
    }
  }
  const used = entries.filter((entry) => entry.n > 0);
  if (used.length < 2) {
    throw new InputError(
      "too-few-authorities",
      `Shrinkage needs 2 authorities, but there are ${used.length}.`,
    );
  }
  const events = used.reduce((sum, entry) => sum + entry.events, 0);
  const total = used.reduce((sum, entry) => sum + entry.n, 0);
  const overall = events / total;
  const tail = (1 - level) / 2;
  const base = { method: "beta-binomial-empirical-bayes", ciLevel: level, n: used.length } as const;
  const theta = events === 0 || events === total ? 0 : bestTheta(used, overall);
  if (theta === 0) {
    // Nothing of an authority's own is left, so its interval is that of all of them together.
    const { ciLow, ciHigh } = wilson(events, total, level);
    return {
      ...base,
      mean: overall,
      intraclassCorrelation: 0,
      singular: true,
      authorities: entries.map(() => ({
        estimate: overall,
        ciLow,
        ciHigh,
        weight: 0,
      })),
      note: "The authorities differ no more than chance would make them, so each is drawn the whole way to the overall figure. That is no proof that they are alike.",
    };
  }
  const mean = bestMean(used, theta, overall);
  const meanVariance = 1 / informationOfMean(used, theta, mean);
  const a = mean / theta;
  const b = (1 - mean) / theta;
  return {
    ...base,
    mean,
    intraclassCorrelation: theta / (1 + theta),
    singular: false,
    authorities: entries.map(({ events: x, n }) => {
      const estimate = (a + x) / (a + b + n);
      const weight = n / (a + b + n);
      const own = (estimate * (1 - estimate)) / (a + b + n + 1);
      // A beta distribution with a variance as large as the spread that is not known away.
      const size = (estimate * (1 - estimate)) / (own + (1 - weight) ** 2 * meanVariance) - 1;
      return {
        estimate,
        // A beta so skewed that its mean lies beyond the limit: the interval is stretched to hold it.
        ciLow: Math.min(estimate, betaQuantile(tail, estimate * size, (1 - estimate) * size)),
        ciHigh: Math.max(
          estimate,
          betaQuantile(tail, estimate * size, (1 - estimate) * size, "upper"),
        ),
        weight,
      };
    }),
    note:
      used.length < 5
        ? `Only ${used.length} authorities: how far to draw them together is hardly known.`
        : null,
  };
}

type Counts = readonly { readonly events: number; readonly n: number }[];

/** θ where the profile likelihood is level; 0 when it falls from there on. */
function bestTheta(counts: Counts, start: number): number {
  let mean = start;
  const slope = (theta: number): number => {
    mean = bestMean(counts, theta, mean);
    return slopeInTheta(counts, mean, theta);
  };
  if (!(slope(1e-9) > 0)) return 0;
  let low = 1e-9;
  let high = 1;
  while (slope(high) > 0 && high < 1e6) high *= 4;
  for (let step = 0; step < 200 && high / low - 1 > 1e-15; step++) {
    const middle = Math.sqrt(low * high);
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/** The mean at which the likelihood is highest for a given θ: it is concave in the mean. */
function bestMean(counts: Counts, theta: number, start: number): number {
  let low = 0;
  let high = 1;
  let mean = start;
  for (let step = 0; step < 200; step++) {
    let slope = 0;
    let curvature = 0;
    for (const { events, n } of counts) {
      for (let i = 0; i < events; i++) {
        const term = 1 / (mean + i * theta);
        slope += term;
        curvature += term * term;
      }
      for (let i = 0; i < n - events; i++) {
        const term = 1 / (1 - mean + i * theta);
        slope -= term;
        curvature += term * term;
      }
    }
    if (slope > 0) low = mean;
    else high = mean;
    const next = mean + slope / curvature;
    const safe = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(safe - mean) < 1e-16) return safe;
    mean = safe;
  }
  return mean;
}

/** Minus the second derivative of the log-likelihood in the mean. */
function informationOfMean(counts: Counts, theta: number, mean: number): number {
  let information = 0;
  for (const { events, n } of counts) {
    for (let i = 0; i < events; i++) information += 1 / (mean + i * theta) ** 2;
    for (let i = 0; i < n - events; i++) information += 1 / (1 - mean + i * theta) ** 2;
  }
  return information;
}

function slopeInTheta(counts: Counts, mean: number, theta: number): number {
  let slope = 0;
  for (const { events, n } of counts) {
    for (let i = 0; i < events; i++) slope += i / (mean + i * theta);
    for (let i = 0; i < n - events; i++) slope += i / (1 - mean + i * theta);
    for (let i = 0; i < n; i++) slope -= i / (1 + i * theta);
  }
  return slope;
}
