import { logTUpper, normalQuantile } from "../distributions/index.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { midRanks } from "./rank-tests.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/** A correlation, the test that it is nought, and its interval. */
export interface Correlation {
  readonly test: TestResult;
  readonly effect: EffectResult;
}

/**
 * Spearman's rank correlation of two numbers: Pearson's of their mid-ranks.
 *
 * The test refers r·√((n − 2)/(1 − r²)) to Student's t on n − 2 degrees of freedom; the interval is Fisher's z with
 * variance (1 + r²/2)/(n − 3). Rows with either value missing are left out before. Not for rows that come in
 * families; the test is rough below 10 rows.
 *
 * @example
 * spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).effect.estimate // => 0.8
 * @see Spearman (1904); interval: Bonett and Wright (2000), Psychometrika 65, 23–28.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): Correlation {
  return correlation("spearman", midRanks(x).ranks, midRanks(y).ranks, level);
}

/**
 * Pearson's correlation of two numbers, with Fisher's z interval and the t test on n − 2 degrees of freedom. For
 * skewed numbers, or where one row may decide, use spearman.
 *
 * @example
 * pearsonCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).effect.estimate // => 0.8
 * @see Fisher (1921), Metron 1, 3–32.
 */
export function pearsonCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level = 0.95,
): Correlation {
  return correlation("pearson-correlation", x, y, level);
}

/**
 * The correlation of two lists of numbers, or null when one of them is constant.
 *
 * @example
 * correlationOf([1, 2, 3], [1, 2, 4]) // => 0.9819805061
 */
export function correlationOf(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const n = x.length;
  let meanX = 0;
  let meanY = 0;
  for (let row = 0; row < n; row++) {
    meanX += (x[row] as number) / n;
    meanY += (y[row] as number) / n;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let row = 0; row < n; row++) {
    const [a, b] = [(x[row] as number) - meanX, (y[row] as number) - meanY];
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const scale = Math.sqrt(xx) * Math.sqrt(yy);
  return scale > 0 ? Math.max(-1, Math.min(1, xy / scale)) : null;
}

function correlation(
  method: "spearman" | "pearson-correlation",
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level: number,
): Correlation {
  const n = x.length;
  const r = n < 3 ? null : correlationOf(x, y);
  if (r === null) {
    const [code, reason] =
      n < 3
        ? (["too-few-rows", "Fewer than three rows have both values known."] as const)
        : (["constant", "One of the two variables has a single value."] as const);
    return {
      test: refuseTest(method, code, reason, n),
      effect: { method, refused: code, reason },
    };
  }
  const rest = 1 - r * r;
  const statistic = r * Math.sqrt((n - 2) / rest);
  const logP =
    rest === 0
      ? Number.NEGATIVE_INFINITY
      : r === 0
        ? 0
        : Math.min(0, Math.LN2 + logTUpper(Math.abs(statistic), n - 2));
  // A correlation of exactly one has no t: its p is the chance of a perfect order, either way.
  const perfect = 2 / factorial(Math.min(n, 170));
  const test: TestResult =
    rest === 0
      ? {
          method,
          pValue: Math.min(1, perfect),
          n,
          respectsFamilies: false,
          note: "The order is perfect; p is the chance of that among all orders.",
        }
      : {
          method,
          statistic,
          df: n - 2,
          pValue: Math.exp(logP),
          logPValue: logP,
          n,
          respectsFamilies: false,
        };
  if (n < 4 || rest === 0) {
    return {
      test,
      effect: {
        method,
        estimate: r,
        note: "No interval: too few rows, or a perfect correlation.",
      },
    };
  }
  const z = Math.atanh(r);
  const error = Math.sqrt((method === "spearman" ? 1 + (r * r) / 2 : 1) / (n - 3));
  const half = normalQuantile(0.5 + level / 2) * error;
  return {
    test,
    effect: {
      method,
      estimate: r,
      ciLow: Math.tanh(z - half),
      ciHigh: Math.tanh(z + half),
      ciLevel: level,
    },
  };
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
