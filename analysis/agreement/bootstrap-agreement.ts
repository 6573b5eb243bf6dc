import { type Random, seededRandom } from "../random/random.ts";
import type { AgreementInterval, RefusedAgreementInterval } from "./agreement-measure.ts";
import { type AgreementSums, agreementSums, pairTable } from "./agreement-sums.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

export interface BootstrapOptions {
  readonly seed: number;
  readonly replications: number;
  readonly level?: number;
}

/** One bootstrap sample: how often each case is in it, and its sums. */
export interface AgreementDraw {
  readonly frequencies: Float64Array;
  readonly sums: AgreementSums;
  /** The table of the first two coders. */
  readonly table: Float64Array;
}

/** Fewer families than this and resampling them says too little. */
const fewestFamilies = 5;

/**
 * Percentile intervals by a seeded bootstrap: whole families are drawn with replacement where the ratings
 * name them, else cases. Draws in which a measure does not exist are left out and counted; if they are
 * more than one in twenty there is no interval.
 *
 * @param estimators - Each measure, from a draw; null where it does not exist.
 * @see Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; Field and Welsh (2007), J. R. Stat. Soc. B 69, 369–390.
 */
export function bootstrapAgreement(
  ratings: RatingMatrix,
  estimators: readonly ((draw: AgreementDraw) => number | null)[],
  options: BootstrapOptions,
): (AgreementInterval | RefusedAgreementInterval)[] {
  const { seed, replications } = options;
  const level = options.level ?? 0.95;
  const sampler = samplerOf(ratings);
  if ("refused" in sampler) return estimators.map(() => sampler);
  const random = seededRandom(seed, "bootstrap:agreement");
  const found = estimators.map(() => new Float64Array(replications));
  const counts = estimators.map(() => 0);
  const frequencies = new Float64Array(ratings.cases);
  for (let replication = 0; replication < replications; replication++) {
    sampler.draw(random, frequencies);
    const draw = {
      frequencies,
      sums: agreementSums(ratings, frequencies),
      table: pairTable(ratings, 0, Math.min(1, ratings.coders.length - 1), frequencies),
    };
    estimators.forEach((estimator, place) => {
      const value = estimator(draw);
      if (value !== null) (found[place] as Float64Array)[counts[place]!++] = value;
    });
  }
  return found.map((values, place) =>
    percentiles(
      values
        .subarray(0, counts[place] as number)
        .slice()
        .sort(),
      {
        interval: sampler.name,
        level,
        seed,
        replications,
      },
    ),
  );
}

interface Sampler {
  readonly name: "family-bootstrap" | "case-bootstrap";
  readonly draw: (random: Random, into: Float64Array) => void;
}

function samplerOf(ratings: RatingMatrix): Sampler | RefusedAgreementInterval {
  const { families, frequencies, cases } = ratings;
  if (families !== null) {
    const rows = new Map<number, number[]>();
    for (let row = 0; row < cases; row++) {
      if (!isRated(ratings, row)) continue;
      const family = families.of[row] as number;
      const own = rows.get(family);
      if (own === undefined) rows.set(family, [row]);
      else own.push(row);
    }
    const units = [...rows.values()];
    if (units.length < fewestFamilies) {
      return {
        refused: "too-few-families",
        reason: `The rated cases are of ${units.length} ${units.length === 1 ? "family" : "families"}: an interval that respects families needs at least ${fewestFamilies}.`,
      };
    }
    return {
      name: "family-bootstrap",
      draw: (random, into) => {
        into.fill(0);
        for (let at = 0; at < units.length; at++) {
          for (const row of units[random.below(units.length)] as number[])
            into[row]! += frequencies === null ? 1 : (frequencies[row] as number);
        }
      },
    };
  }
  const whole: number[] = [];
  for (let row = 0; row < cases; row++) {
    if (!isRated(ratings, row)) continue;
    const weight = frequencies === null ? 1 : (frequencies[row] as number);
    if (!Number.isInteger(weight)) {
      return {
        refused: "not-whole",
        reason: "Cases cannot be drawn again when frequencies are not whole numbers.",
      };
    }
    for (let copy = 0; copy < weight; copy++) whole.push(row);
  }
  return {
    name: "case-bootstrap",
    draw: (random, into) => {
      into.fill(0);
      for (let at = 0; at < whole.length; at++)
        into[whole[random.below(whole.length)] as number]!++;
    },
  };
}

function isRated(ratings: RatingMatrix, row: number): boolean {
  const coders = ratings.coders.length;
  for (let at = row * coders; at < (row + 1) * coders; at++)
    if ((ratings.codes[at] as number) >= 0) return true;
  return false;
}

function percentiles(
  sorted: Float64Array,
  made: {
    readonly interval: string;
    readonly level: number;
    readonly seed: number;
    readonly replications: number;
  },
): AgreementInterval | RefusedAgreementInterval {
  const n = sorted.length;
  const lost = made.replications - n;
  if (n < 2 || lost > made.replications / 20) {
    return {
      refused: "often-undefined",
      reason: `In ${lost} of ${made.replications} samples drawn again the measure does not exist, because nearly all values are alike: it has no interval.`,
    };
  }
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  if (!(spread > 1e-7)) {
    return {
      refused: "no-spread",
      reason:
        "Every sample drawn again gives the same value, so this measure says nothing about chance; read the interval of percent agreement.",
    };
  }
  const tail = (1 - made.level) / 2;
  return {
    interval: made.interval,
    standardError: spread,
    ciLow: quantile(sorted, tail),
    ciHigh: quantile(sorted, 1 - tail),
    ciLevel: made.level,
    seed: made.seed,
    replications: made.replications,
    ...(lost === 0 ? {} : { undefinedDraws: lost }),
  };
}

/** The quantile of sorted values between the two nearest (type 7 of Hyndman and Fan). */
function quantile(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (at - Math.floor(at)) * (high - low);
}
