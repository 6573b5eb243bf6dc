import { InputError } from "../../data-dictionary/input-error.ts";
import { normalUpper } from "../distributions/index.ts";
import { binomialLimits, type CountLimits, poissonLimits } from "./exact-limits.ts";
import { type Overdispersion, overdispersion } from "./overdispersion.ts";

/** What an authority brings to a funnel: events out of n, or events beside n expected. */
export interface FunnelEntry {
  readonly name: string;
  readonly events: number;
  /** Children (proportion), population (rate) or expected events (ratio). */
  readonly n: number;
}

export type FunnelKind = "proportion" | "rate" | "ratio";
export type FunnelBand = "high-99.8" | "high-95" | "inside" | "low-95" | "low-99.8";

/** Limits at one size. */
export interface FunnelLimits {
  readonly n: number;
  readonly low95: number;
  readonly high95: number;
  readonly low998: number;
  readonly high998: number;
}

/** One authority in a funnel. */
export interface FunnelPoint extends FunnelLimits {
  readonly name: string;
  readonly events: number;
  readonly estimate: number;
  /** Distance from the target in standard errors of the arcsine (or square-root) scale. */
  readonly z: number;
  readonly band: FunnelBand;
  /** Only what is outside the 95% limits is named in a figure. */
  readonly labelled: boolean;
}

/** A funnel: points, limits as curves, and what chance alone would put outside. */
export interface Funnel {
  readonly kind: FunnelKind;
  readonly method: string;
  readonly target: number;
  readonly per: number;
  readonly n: number;
  readonly points: readonly FunnelPoint[];
  /** Limits over the range of sizes, for drawing. */
  readonly curve: readonly FunnelLimits[];
  readonly outside95: number;
  readonly outside998: number;
  /** How many would be outside if the authorities differed by chance alone. */
  readonly expectedOutside95: number;
  readonly expectedOutside998: number;
  readonly overdispersion: Overdispersion | null;
  /** Counts outside before the limits were widened; null when they were not. */
  readonly outsideBefore: { readonly outside95: number; readonly outside998: number } | null;
  readonly notShown: readonly { readonly name: string; readonly reason: string }[];
}

export interface FunnelOptions {
  readonly kind?: FunnelKind;
  /** Share, rate per one, or ratio to compare with; the overall figure (1 for a ratio) when left out. */
  readonly target?: number;
  /** exact (default): binomial or Poisson. transformed: arcsine of a share, square root of a count. */
  readonly limits?: "exact" | "transformed";
  /**
   * Widens the limits for differences beyond chance; uses the transformed scale. "log", for rates and ratios only:
   * the scale is the logarithm, and the scores at both ends are left out instead of pulled in.
   */
  readonly overdispersion?: boolean | "log";
  readonly trim?: number;
  readonly per?: number;
}

const z95 = 1.959963984540054;
const z998 = 3.090232306167814;
const tails = { 95: 0.025, 998: 0.001 } as const;

/**
 * A funnel of authorities' proportions, rates or standardised ratios with 95% and 99.8% limits.
 *
 * Exact limits: outside means that a count as far from the target, or further, has at most 2.5% (0.1%)
 * probability on its side. Transformed limits: arcsine √p with s = 1/(2√n), or √(events/expected)
 * with s = 1/(2√expected); with overdispersion s becomes √(s² + τ²). On the log scale the score is
 * √expected · log(events/expected) and s = 1/√expected.
 *
 * Authorities with nobody (n = 0) are listed in `notShown`, never dropped in silence.
 *
 * When not to use: to rank. Inside the limits there is no order; and children of one family are taken
 * as independent.
 *
 * @throws {InputError} `no-authorities`, `bad-counts`; `no-log-scale` for shares, and where nobody had the event.
 * @example
 * funnel([{ name: "A", events: 29, n: 39 }, { name: "B", events: 62, n: 99 }]).outside95 // => 0
 * @see Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202.
 */
export function funnel(entries: readonly FunnelEntry[], options: FunnelOptions = {}): Funnel {
  const { kind = "proportion", per = 1, trim = 0.1 } = options;
  for (const entry of entries) requireEntry(entry, kind);
  const shown = entries.filter((entry) => entry.n > 0);
  const notShown = entries
    .filter((entry) => entry.n === 0)
    .map((entry) => ({ name: entry.name, reason: "nobody in the denominator" }));
  if (shown.length === 0) {
    throw new InputError("no-authorities", "No authority has anybody in its denominator.");
  }
  const events = shown.reduce((sum, entry) => sum + entry.events, 0);
  const size = shown.reduce((sum, entry) => sum + entry.n, 0);
  const target = options.target ?? (kind === "ratio" ? 1 : events / size);
  const isLog = options.overdispersion === "log";
  if (isLog) requireLogScale(kind, shown);
  const scale = isLog ? logScaleOf(kind, target) : scaleOf(kind, target);
  const s = shown.map((entry) => scale.standardError(entry.n));
  const z = shown.map(
    (entry, i) => (scale.transform(entry.events / entry.n) - scale.centre) / (s[i] as number),
  );
  const spread =
    options.overdispersion && target > 0
      ? overdispersion(z, s, { trim, ends: isLog ? "leave-out" : "pull-in" })
      : null;
  const exact = spread === null && options.limits !== "transformed";
  const tau2 = spread?.tau2 ?? 0;
  const points = shown.map((entry, i): FunnelPoint => {
    const limits = exact ? exactLimits(kind, entry.n, target) : scale.limits(entry.n, tau2);
    const estimate = entry.events / entry.n;
    const widened = (z[i] as number) * ((s[i] as number) / Math.sqrt((s[i] as number) ** 2 + tau2));
    const band = exact ? exactBand(kind, entry, target) : scoreBand(widened);
    return {
      ...scaled(limits, per),
      name: entry.name,
      events: entry.events,
      estimate: estimate * per,
      z: finite(widened),
      band,
      labelled: band !== "inside",
    };
  });
  const outside = (bands: readonly FunnelBand[]): { outside95: number; outside998: number } => ({
    outside95: bands.filter((band) => band !== "inside").length,
    outside998: bands.filter((band) => band.endsWith("99.8")).length,
  });
  return {
    kind,
    method: exact
      ? kind === "proportion"
        ? "exact-binomial-limits"
        : "exact-poisson-limits"
      : `${isLog ? "log" : kind === "proportion" ? "arcsine" : "square-root"}-limits${spread === null ? "" : "-overdispersion"}`,
    target: target * per,
    per,
    n: shown.length,
    points,
    curve: curveSizes(
      shown.map((entry) => entry.n),
      kind,
    ).map((n) => scaled(exact ? exactLimits(kind, n, target) : scale.limits(n, tau2), per)),
    ...outside(points.map((point) => point.band)),
    expectedOutside95: exact
      ? chanceOutside(kind, shown, target, tails[95])
      : shown.length * 2 * normalUpper(z95),
    expectedOutside998: exact
      ? chanceOutside(kind, shown, target, tails[998])
      : shown.length * 2 * normalUpper(z998),
    overdispersion: spread,
    outsideBefore: spread === null ? null : outside(z.map(scoreBand)),
    notShown,
  };
}

function requireLogScale(kind: FunnelKind, shown: readonly FunnelEntry[]): void {
  if (kind === "proportion") {
    throw new InputError(
      "no-log-scale",
      "The log scale is for rates and ratios, not for shares.",
      "Leave the word log out: shares have the arcsine scale.",
    );
  }
  const nought = shown.filter(({ events }) => events === 0).length;
  if (nought === 0) return;
  throw new InputError(
    "no-log-scale",
    `${nought} ${nought === 1 ? "authority has" : "authorities have"} no events, and nought has no logarithm.`,
    "Leave the word log out: the square-root scale has room for nought.",
  );
}

/** The logarithm of a rate or ratio over the target. */
function logScaleOf(kind: FunnelKind, target: number): Scale {
  // A ratio's expected events are given; a rate's are those of the target.
  const expectedPer = kind === "rate" ? target : 1;
  const standardError = (n: number): number => 1 / Math.sqrt(n * expectedPer);
  return {
    centre: 0,
    transform: (value) => Math.log(value / target),
    standardError,
    limits: (n, tau2) => {
      const s = Math.sqrt(standardError(n) ** 2 + tau2);
      const at = (z: number): number => target * Math.exp(z * s);
      return { n, low95: at(-z95), high95: at(z95), low998: at(-z998), high998: at(z998) };
    },
  };
}

interface Scale {
  readonly centre: number;
  readonly transform: (share: number) => number;
  readonly standardError: (n: number) => number;
  readonly limits: (n: number, tau2: number) => FunnelLimits;
}

function scaleOf(kind: FunnelKind, target: number): Scale {
  const proportion = kind === "proportion";
  // On the square-root scale a rate is compared with its expected events n·target.
  const expectedPer = kind === "rate" ? target : 1;
  const centre = proportion ? Math.asin(Math.sqrt(target)) : 1;
  const standardError = (n: number): number =>
    1 / (2 * Math.sqrt(proportion ? n : n * expectedPer));
  const reference = kind === "rate" || kind === "ratio" ? target : 1;
  const back = (value: number): number => {
    if (!proportion) return Math.max(0, value) ** 2 * reference;
    return Math.sin(Math.min(Math.PI / 2, Math.max(0, value))) ** 2;
  };
  const error = kind === "ratio" ? (n: number) => 1 / (2 * Math.sqrt(n * target)) : standardError;
  return {
    centre,
    transform: proportion
      ? (share) => Math.asin(Math.sqrt(share))
      : (share) => Math.sqrt(share / reference),
    standardError: error,
    limits: (n, tau2) => {
      const s = Math.sqrt(error(n) ** 2 + tau2);
      return {
        n,
        low95: back(centre - z95 * s),
        high95: back(centre + z95 * s),
        low998: back(centre - z998 * s),
        high998: back(centre + z998 * s),
      };
    },
  };
}

function countLimits(kind: FunnelKind, n: number, target: number, tail: number): CountLimits {
  return kind === "proportion" ? binomialLimits(n, target, tail) : poissonLimits(n * target, tail);
}

function exactLimits(kind: FunnelKind, n: number, target: number): FunnelLimits {
  const inner = countLimits(kind, n, target, tails[95]);
  const outer = countLimits(kind, n, target, tails[998]);
  return {
    n,
    low95: inner.low / n,
    high95: inner.high / n,
    low998: outer.low / n,
    high998: outer.high / n,
  };
}

function exactBand(kind: FunnelKind, entry: FunnelEntry, target: number): FunnelBand {
  const inner = countLimits(kind, entry.n, target, tails[95]);
  const outer = countLimits(kind, entry.n, target, tails[998]);
  if (entry.events > outer.high) return "high-99.8";
  if (entry.events > inner.high) return "high-95";
  if (entry.events < outer.low) return "low-99.8";
  return entry.events < inner.low ? "low-95" : "inside";
}

function scoreBand(z: number): FunnelBand {
  if (z > z998) return "high-99.8";
  if (z > z95) return "high-95";
  if (z < -z998) return "low-99.8";
  return z < -z95 ? "low-95" : "inside";
}

function chanceOutside(
  kind: FunnelKind,
  shown: readonly FunnelEntry[],
  target: number,
  tail: number,
): number {
  return shown.reduce(
    (sum, entry) => sum + countLimits(kind, entry.n, target, tail).chanceOutside,
    0,
  );
}

/** Sizes at which the limits are worked out: about a hundred, close together where they bend. */
function curveSizes(sizes: readonly number[], kind: FunnelKind): number[] {
  const low = Math.min(...sizes);
  const high = Math.max(...sizes);
  const steps = 100;
  const all = Array.from({ length: steps + 1 }, (_, i) => {
    const n = low * (high / low) ** (i / steps);
    return kind === "proportion" ? Math.max(1, Math.round(n)) : n;
  });
  return [...new Set(all)];
}

function scaled(limits: FunnelLimits, per: number): FunnelLimits {
  if (per === 1) return limits;
  return {
    n: limits.n,
    low95: limits.low95 * per,
    high95: limits.high95 * per,
    low998: limits.low998 * per,
    high998: limits.high998 * per,
  };
}

/** With a target of 0 or 1 a score may have no number; it is then no distance at all. */
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

function requireEntry(entry: FunnelEntry, kind: FunnelKind): void {
  const whole = kind === "proportion" ? Number.isInteger(entry.n) : Number.isFinite(entry.n);
  if (
    !Number.isInteger(entry.events) ||
    !whole ||
    entry.events < 0 ||
    entry.n < 0 ||
    (kind === "proportion" && entry.events > entry.n) ||
    (kind !== "proportion" && entry.n === 0 && entry.events > 0)
  ) {
    throw new InputError(
      "bad-counts",
      `${entry.name} must have whole events from 0 to its n, but has ${entry.events} of ${entry.n}.`,
      "A symbol or a blank is not a number: leave that authority out, and say so.",
    );
  }
}
