import { gammaQuantile, normalQuantile } from "../distributions/index.ts";

/** An interval for a count of events, in events. */
export interface CountInterval {
  readonly method: "byar" | "exact-poisson";
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
}

/**
 * Byar's interval for a count: x(1 − 1/9x − z/3√x)³ to (x+1)(1 − 1/9(x+1) + z/3√(x+1))³, in events.
 *
 * When not to use: below 10 events, where the exact interval is the convention.
 *
 * @param count - Events, 0 or more.
 * @example
 * byar(10).ciHigh // => 18.39145861
 * @see Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69.
 */
export function byar(count: number, level = 0.95): CountInterval {
  const z = normalQuantile(1 - (1 - level) / 2);
  const above = count + 1;
  return {
    method: "byar",
    estimate: count,
    ciLow: count === 0 ? 0 : count * (1 - 1 / (9 * count) - z / (3 * Math.sqrt(count))) ** 3,
    ciHigh: above * (1 - 1 / (9 * above) + z / (3 * Math.sqrt(above))) ** 3,
    ciLevel: level,
  };
}

/**
 * The exact interval for a Poisson count: half the chi-squared quantiles with 2x and 2x + 2 degrees of
 * freedom.
 *
 * @example
 * exactPoisson(0).ciHigh // => 3.688879454
 * @see Garwood (1936), Biometrika 28, 437–442.
 */
export function exactPoisson(count: number, level = 0.95): CountInterval {
  const tail = (1 - level) / 2;
  return {
    method: "exact-poisson",
    estimate: count,
    ciLow: count === 0 ? 0 : gammaQuantile(tail, count, 1),
    ciHigh: gammaQuantile(tail, count + 1, 1, "upper"),
    ciLevel: level,
  };
}

/**
 * The interval public-health tables use for a count: Byar's from 10 events on, exact below.
 *
 * @example
 * countInterval(31).method // => "byar"
 */
export function countInterval(count: number, level = 0.95): CountInterval {
  return count < 10 ? exactPoisson(count, level) : byar(count, level);
}
