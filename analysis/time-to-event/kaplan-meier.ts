import { InputError } from "../../data-dictionary/input-error.ts";
import { normalQuantile } from "../distributions/index.ts";

/** What is known of one case: how long it was watched, and whether the event ended the watch. */
export interface SurvivalData {
  readonly time: ArrayLike<number>;
  /** 1 when the event happened at `time`, 0 when the case was last seen without it (censored). */
  readonly event: ArrayLike<number>;
  /** The family of each case, for intervals that respect brothers and sisters; null without. */
  readonly family: ArrayLike<number> | null;
}

/** The curve just after one time. */
export interface SurvivalStep {
  readonly time: number;
  /** Cases still watched, and without the event, just before. */
  readonly nRisk: number;
  readonly events: number;
  readonly censored: number;
  /** Share without the event so far. */
  readonly survival: number;
  /** Greenwood's; null when nobody is left. */
  readonly standardError: number | null;
  /** Log-log interval; null while nobody has had the event and when nobody is left. */
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** Grouped jackknife over families; null without families. */
  readonly familyStandardError: number | null;
  readonly familyCiLow: number | null;
  readonly familyCiHigh: number | null;
}

/** A Kaplan–Meier curve. */
export interface SurvivalCurve {
  readonly method: "kaplan-meier";
  readonly n: number;
  readonly events: number;
  readonly censored: number;
  readonly families: number | null;
  readonly ciLevel: number;
  readonly steps: readonly SurvivalStep[];
  /** First time at which half or fewer are without the event; null when that is never reached. */
  readonly median: {
    readonly estimate: number | null;
    readonly ciLow: number | null;
    readonly ciHigh: number | null;
  };
}

/**
 * The share of cases that have not had the event, over time, using also those watched for a shorter time:
 * S(t) = Π over times up to t of (1 − events / at risk).
 *
 * Standard error by Greenwood, S·√Σ d/(n(n − d)); interval on the log(−log S) scale, which stays between 0
 * and 1. With families, the standard error is also the infinitesimal jackknife with each family's cases
 * together. A case censored at the time of an event counts as at risk there. When not to use: when cases
 * leave the watch because of what the event is about.
 *
 * @throws {InputError} `bad-times` for a time below 0 or not a number; `too-few-values` without cases.
 * @example
 * kaplanMeier({ time: [1, 2, 3, 4], event: [1, 0, 1, 0], family: null }).steps.map((step) => step.survival) // => [0.75, 0.75, 0.375, 0.375]
 * @see Kaplan and Meier (1958), JASA 53, 457–481; Therneau and Grambsch (2000), Modeling Survival Data, 2.2.
 */
export function kaplanMeier(data: SurvivalData, level = 0.95): SurvivalCurve {
  const order = orderOf(data);
  const n = order.length;
  const z = normalQuantile(1 - (1 - level) / 2);
  const families = data.family === null ? null : new FamilyInfluence(data, n);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood: number | null = 0;
  let events = 0;
  for (let at = 0; at < n; ) {
    const time = data.time[order[at] as number] as number;
    let last = at;
    let died = 0;
    while (last < n && data.time[order[last] as number] === time) {
      died += (data.event[order[last] as number] as number) > 0 ? 1 : 0;
      last++;
    }
    const nRisk = n - at;
    survival *= (nRisk - died) / nRisk;
    if (nRisk === died) greenwood = null;
    else if (greenwood !== null) greenwood += died / (nRisk * (nRisk - died));
    families?.step(order, at, last, nRisk, died);
    const standardError = greenwood === null ? null : survival * Math.sqrt(greenwood);
    const familyError =
      families === null || greenwood === null ? null : survival * families.error();
    const plain = logLog(survival, standardError, z);
    const respecting = logLog(survival, familyError, z);
    steps.push({
      time,
      nRisk,
      events: died,
      censored: last - at - died,
      survival,
      standardError,
      ...plain,
      familyStandardError: familyError,
      familyCiLow: respecting.ciLow,
      familyCiHigh: respecting.ciHigh,
    });
    events += died;
    at = last;
  }
  const reaches = (value: (step: SurvivalStep) => number | null): number | null =>
    steps.find((step) => {
      const own = value(step);
      return own !== null && own <= 0.5;
    })?.time ?? null;
  return {
    method: "kaplan-meier",
    n,
    events,
    censored: n - events,
    families: families?.count ?? null,
    ciLevel: level,
    steps,
    median: {
      estimate: reaches((step) => step.survival),
      ciLow: reaches((step) => step.ciLow),
      ciHigh: reaches((step) => step.ciHigh),
    },
  };
}

/**
 * The step in force at a time: the last one at or before it; null before the first.
 *
 * @example
 * stepAt(kaplanMeier({ time: [1, 3], event: [1, 1], family: null }), 2).survival // => 0.5
 */
export function stepAt(curve: SurvivalCurve, time: number): SurvivalStep | null {
  return curve.steps.findLast((step) => step.time <= time) ?? null;
}

/**
 * How many are at risk just before a time.
 *
 * @example
 * atRisk(kaplanMeier({ time: [1, 3], event: [1, 1], family: null }), 2) // => 1
 */
export function atRisk(curve: SurvivalCurve, time: number): number {
  return curve.steps.find((step) => step.time >= time)?.nRisk ?? 0;
}

/** Cases by time; refuses times that are none. */
function orderOf({ time, event }: SurvivalData): number[] {
  if (time.length === 0) {
    throw new InputError("too-few-values", "A survival curve must have 1 case, but has none.");
  }
  for (let row = 0; row < time.length; row++) {
    const own = time[row] as number;
    if (!(own >= 0) || !Number.isFinite(own) || Number.isNaN(event[row] as number)) {
      throw new InputError(
        "bad-times",
        `Times must be numbers from 0 up, but that of row ${row + 1} is not.`,
        "Leave out cases whose time or event is not known, and count them.",
      );
    }
  }
  return [...Array(time.length).keys()].sort(
    (a, b) => (time[a] as number) - (time[b] as number) || a - b,
  );
}

function logLog(
  survival: number,
  error: number | null,
  z: number,
): { ciLow: number | null; ciHigh: number | null } {
  if (error === null || survival <= 0 || survival >= 1) return { ciLow: null, ciHigh: null };
  const half = (z * error) / (survival * Math.abs(Math.log(survival)));
  return { ciLow: survival ** Math.exp(half), ciHigh: survival ** Math.exp(-half) };
}

/**
 * How much each family pulls log S: the sum over times of (events − at risk · d/n) / (n − d) of its own
 * cases.
 */
class FamilyInfluence {
  readonly count: number;
  readonly #family: ArrayLike<number>;
  readonly #event: ArrayLike<number>;
  readonly #pull: Map<number, number>;
  readonly #present = new Map<number, number>();

  constructor({ family, event }: SurvivalData, n: number) {
    this.#family = family as ArrayLike<number>;
    this.#event = event;
    for (let row = 0; row < n; row++) {
      const own = this.#family[row] as number;
      this.#present.set(own, (this.#present.get(own) ?? 0) + 1);
    }
    this.count = this.#present.size;
    this.#pull = new Map([...this.#present.keys()].map((own) => [own, 0]));
  }

  step(order: readonly number[], from: number, to: number, nRisk: number, died: number): void {
    if (died > 0 && nRisk > died) {
      const hazard = died / nRisk;
      for (const [own, present] of this.#present) {
        this.#add(own, (-present * hazard) / (nRisk - died));
      }
      for (let at = from; at < to; at++) {
        const row = order[at] as number;
        if ((this.#event[row] as number) > 0) {
          this.#add(this.#family[row] as number, 1 / (nRisk - died));
        }
      }
    }
    for (let at = from; at < to; at++) {
      const own = this.#family[order[at] as number] as number;
      this.#present.set(own, (this.#present.get(own) as number) - 1);
    }
  }

  error(): number {
    let sum = 0;
    for (const pull of this.#pull.values()) sum += pull * pull;
    return Math.sqrt(sum);
  }

  #add(own: number, by: number): void {
    this.#pull.set(own, (this.#pull.get(own) as number) + by);
  }
}
