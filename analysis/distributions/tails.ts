/**
 * Tail probabilities that keep their digits: gamma, beta, chi-squared, normal, t, F, binomial and
 * hypergeometric.
 *
 * Everything is worked out as a logarithm and turned into a probability last, so that 1e-300 is as
 * exact as 0.05, and the logarithm itself is there for what lies beyond.
 *
 * - densities in deviance form: C. Loader (2000), Fast and accurate computation of binomial probabilities;
 * - series and continued fractions: NIST Digital Library of Mathematical Functions, 8.7.1, 8.9.2, 8.17.22;
 * - continued fractions from the front: modified Lentz, Thompson and Barnett (1986), J. Comput. Phys. 64;
 * - error of Stirling's formula: Gudermann's series, then the asymptotic one, DLMF 5.11.1.
 */

export type Tail = "lower" | "upper";

const LOG_TWO_PI = Math.log(2 * Math.PI);
const MAX_TERMS = 200_000;

// ---------------------------------------------------------------- the two incomplete functions

/** log P(shape, x) or log Q(shape, x), the regularised incomplete gamma function. */
export function logGammaTail(shape: number, x: number, tail: Tail): number {
  requirePositive("shape", shape);
  requireNumber("x", x);
  if (x <= 0) return tail === "lower" ? -Infinity : 0;
  if (x === Infinity) return tail === "lower" ? 0 : -Infinity;
  const logDensity = logPoisson(shape, x);

  if (x < shape + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; term > sum * 1e-17; k++) {
      if (k > MAX_TERMS) throw new RangeError("incomplete gamma: the series did not converge");
      term *= x / (shape + k);
      sum += term;
    }
    return oneSide(logDensity + Math.log(sum), tail === "lower");
  }
  const fraction = continuedFraction(
    x + 1 - shape,
    (k) => k * (shape - k),
    (k) => x + 2 * k + 1 - shape,
  );
  return oneSide(logDensity + Math.log(shape) - Math.log(fraction), tail === "upper");
}

/**
 * log I_x(a, b) or its complement, the regularised incomplete beta function.
 * Takes y = 1 − x as well as x, so that the smaller of the two keeps its digits.
 */
export function logBetaTail(x: number, y: number, a: number, b: number, tail: Tail): number {
  requirePositive("a", a);
  requirePositive("b", b);
  requireNumber("x", x);
  if (x <= 0) return tail === "lower" ? -Infinity : 0;
  if (y <= 0) return tail === "lower" ? 0 : -Infinity;
  // The fraction converges fast below the mean; above it, change sides. Both sides can seem to be above by a
  // rounding of the limit, and then either will do.
  if (x > (a + 1) / (a + b + 2) && y <= (b + 1) / (a + b + 2)) {
    return logBetaTail(y, x, b, a, tail === "lower" ? "upper" : "lower");
  }

  const fraction = continuedFraction(
    1,
    (k) => {
      const m = k >> 1;
      return k % 2 === 0
        ? (m * (b - m) * x) / ((a + k - 1) * (a + k))
        : (-(a + m) * (a + b + m) * x) / ((a + k - 1) * (a + k));
    },
    () => 1,
  );
  const logDensity = logBinomial(a, b, x, y) + Math.log(b) - Math.log(a + b);
  return oneSide(logDensity - Math.log(fraction), tail === "lower");
}

// ---------------------------------------------------------------- distributions

/** P(X > x), chi-squared with df degrees of freedom. */
export const chiSquaredUpper = (x: number, df: number): number =>
  Math.exp(logGammaTail(df / 2, x / 2, "upper"));

/** log P(X > x), chi-squared: there when the probability itself is below the smallest double. */
export const logChiSquaredUpper = (x: number, df: number): number =>
  logGammaTail(df / 2, x / 2, "upper");

/** P(X ≤ x), chi-squared with df degrees of freedom. */
export const chiSquaredLower = (x: number, df: number): number =>
  Math.exp(logGammaTail(df / 2, x / 2, "lower"));

/** P(X ≤ x), gamma with shape and rate. */
export const gammaLower = (x: number, shape: number, rate: number): number =>
  Math.exp(logGammaTail(shape, x * rate, "lower"));

/** P(X > x), gamma with shape and rate. */
export const gammaUpper = (x: number, shape: number, rate: number): number =>
  Math.exp(logGammaTail(shape, x * rate, "upper"));

/** P(Z ≤ z), standard normal. */
export const normalLower = (z: number): number => {
  const beyond = Math.exp(logGammaTail(0.5, (z * z) / 2, "upper")) / 2;
  return z < 0 ? beyond : 1 - beyond;
};

/** P(Z > z), standard normal. */
export const normalUpper = (z: number): number => normalLower(-z);

/** log P(Z > z), standard normal. */
export const logNormalUpper = (z: number): number =>
  z > 0 ? logGammaTail(0.5, (z * z) / 2, "upper") - Math.LN2 : Math.log(normalUpper(z));

/** log P(T > t), Student's t with df degrees of freedom, for t > 0. */
export const logTUpper = (t: number, df: number): number =>
  t > 0
    ? logBetaTail(1 / (1 + (t * t) / df), 1 / (1 + df / (t * t)), df / 2, 0.5, "lower") - Math.LN2
    : Math.log(tUpper(t, df));

/** log P(F > f), F with df1 and df2 degrees of freedom. */
export const logFUpper = (f: number, df1: number, df2: number): number =>
  f <= 0
    ? 0
    : logBetaTail(1 / (1 + (df1 * f) / df2), 1 / (1 + df2 / (df1 * f)), df2 / 2, df1 / 2, "lower");

/** P(T > t), Student's t with df degrees of freedom. */
export const tUpper = (t: number, df: number): number => {
  const x = 1 / (1 + (t * t) / df);
  const y = 1 / (1 + df / (t * t));
  const beyond = Math.exp(logBetaTail(x, y, df / 2, 0.5, "lower")) / 2;
  return t < 0 ? 1 - beyond : beyond;
};

/** P(F > f), F with df1 and df2 degrees of freedom. */
export const fUpper = (f: number, df1: number, df2: number): number => {
  if (f <= 0) return 1;
  const x = 1 / (1 + (df1 * f) / df2);
  const y = 1 / (1 + df2 / (df1 * f));
  return Math.exp(logBetaTail(x, y, df2 / 2, df1 / 2, "lower"));
};

/** P(X ≤ x), beta with parameters a and b. */
export const betaLower = (x: number, a: number, b: number): number =>
  Math.exp(logBetaTail(x, 1 - x, a, b, "lower"));

/** P(X ≤ k), binomial with n trials of probability p. */
export const binomialLower = (k: number, n: number, p: number): number =>
  k < 0 ? 0 : k >= n ? 1 : Math.exp(logBetaTail(p, 1 - p, k + 1, n - k, "upper"));

/** P(X > k), binomial with n trials of probability p. */
export const binomialUpper = (k: number, n: number, p: number): number =>
  k < 0 ? 1 : k >= n ? 0 : Math.exp(logBetaTail(p, 1 - p, k + 1, n - k, "lower"));

/** P(X = k): k marked among n drawn without return from a population of which `marked` are marked. */
export function hypergeometricDensity(
  k: number,
  population: number,
  marked: number,
  drawn: number,
): number {
  const plain = population - marked;
  if (k < Math.max(0, drawn - plain) || k > Math.min(drawn, marked)) return 0;
  if (drawn === 0 || drawn === population) return 1;
  const p = drawn / population;
  const q = (population - drawn) / population;
  return Math.exp(
    logBinomial(k, marked - k, p, q) +
      logBinomial(drawn - k, plain - drawn + k, p, q) -
      logBinomial(drawn, population - drawn, p, q),
  );
}

/** P(X ≤ k): as the density, summed outwards from k on the side away from the mode. */
export function hypergeometricLower(
  k: number,
  population: number,
  marked: number,
  drawn: number,
): number {
  const plain = population - marked;
  const lowest = Math.max(0, drawn - plain);
  const highest = Math.min(drawn, marked);
  if (k < lowest) return 0;
  if (k >= highest) return 1;
  const mode = Math.floor(((drawn + 1) * (marked + 1)) / (population + 2));

  if (k <= mode) {
    let term = hypergeometricDensity(k, population, marked, drawn);
    let sum = term;
    for (let i = k; i > lowest && term > sum * 1e-17; i--) {
      term *= (i * (plain - drawn + i)) / ((marked - i + 1) * (drawn - i + 1));
      sum += term;
    }
    return sum;
  }
  let term = hypergeometricDensity(k + 1, population, marked, drawn);
  let sum = term;
  for (let i = k + 1; i < highest && term > sum * 1e-17; i++) {
    term *= ((marked - i) * (drawn - i)) / ((i + 1) * (plain - drawn + i + 1));
    sum += term;
  }
  return 1 - sum;
}

// ---------------------------------------------------------------- the parts

/** log of e^−m · m^x / Γ(x + 1), for real x ≥ 0. */
export function logPoisson(x: number, m: number): number {
  if (x === 0) return -m;
  return -stirlingError(x) - deviance(x, m) - (LOG_TWO_PI + Math.log(x)) / 2;
}

/** log of Γ(x + y + 1) / (Γ(x + 1) Γ(y + 1)) · p^x · q^y, for real x, y ≥ 0 and q = 1 − p. */
function logBinomial(x: number, y: number, p: number, q: number): number {
  if (x === 0) return y * (p < 0.1 ? Math.log1p(-p) : Math.log(q));
  if (y === 0) return x * (q < 0.1 ? Math.log1p(-q) : Math.log(p));
  const n = x + y;
  return (
    stirlingError(n) -
    stirlingError(x) -
    stirlingError(y) -
    deviance(x, n * p) -
    deviance(y, n * q) -
    (LOG_TWO_PI + Math.log(x) + Math.log(y / n)) / 2
  );
}

/** x·log(x/m) + m − x, without cancellation where x is near m. */
function deviance(x: number, m: number): number {
  const v = (x - m) / (x + m);
  if (Math.abs(v) > 0.1) return x * Math.log(x / m) + m - x;
  // log(x/m) = 2·artanh(v), which leaves (x − m)·v + 2x·(v³/3 + v⁵/5 + …)
  const square = v * v;
  let power = v * square;
  let sum = power / 3;
  for (let odd = 5; Math.abs(power) > 1e-18; odd += 2) {
    power *= square;
    sum += power / odd;
  }
  return (x - m) * v + 2 * x * sum;
}

/** log Γ(x + 1) less Stirling's formula, (x + ½)·log x − x + ½·log 2π, for x > 0. */
function stirlingError(x: number): number {
  if (x >= 10) return stirlingSeries(x);
  // Whole and half numbers, which is what degrees of freedom and counts give, are worked out once.
  const half = 2 * x;
  if (!Number.isInteger(half)) return gudermann(x);
  halves[half] ??= gudermann(x);
  return halves[half];
}

const halves: number[] = new Array(20);

function gudermann(x: number): number {
  let sum = 0;
  let y = x;
  for (; y < 10; y++) sum += (y + 0.5) * Math.log1p(1 / y) - 1;
  return sum + stirlingSeries(y);
}

function stirlingSeries(x: number): number {
  const r = 1 / (x * x);
  const inner = 1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360));
  return (1 / 12 - r * (1 / 360 - r * inner)) / x;
}

/** b₀ + a₁ / (b₁ + a₂ / (b₂ + …)), from the front. */
function continuedFraction(b0: number, a: (k: number) => number, b: (k: number) => number): number {
  const tiny = 1e-300;
  let value = b0 || tiny;
  let c = value;
  let d = 0;
  for (let k = 1; k <= MAX_TERMS; k++) {
    const ak = a(k);
    const bk = b(k);
    d = 1 / (bk + ak * d || tiny);
    c = bk + ak / c || tiny;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 3e-16) return value;
  }
  throw new RangeError("incomplete gamma or beta: the continued fraction did not converge");
}

/** The logarithm as it stands, or that of the other side, log(1 − p). */
function oneSide(logP: number, asItStands: boolean): number {
  const safe = Math.min(logP, 0);
  if (asItStands) return safe;
  return safe > -Math.LN2 ? Math.log(-Math.expm1(safe)) : Math.log1p(-Math.exp(safe));
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${name} must be a positive number, but it is ${value}`);
  }
}

function requireNumber(name: string, value: number): void {
  if (Number.isNaN(value)) throw new RangeError(`${name} must be a number, but it is NaN`);
}
