import { InputError } from "../../data-dictionary/input-error.ts";
import { logBetaTail, logGammaTail, type Tail } from "./tails.ts";

/**
 * Solves log P(tail beyond x) = log p for x > 0 on the scale of log x, or of logit x inside (0, 1): a bracket,
 * then Newton's method where it stays inside, else halving.
 *
 * @param logTail - log of the lower and of the upper tail at a point; the smaller one is matched.
 */
function solve(
  p: number,
  side: Tail,
  logTail: (s: number, side: Tail) => number,
  start: number,
): number {
  // Match the smaller tail: it keeps its digits.
  const matched: Tail = p <= 0.5 ? side : side === "lower" ? "upper" : "lower";
  const target = p <= 0.5 ? Math.log(p) : Math.log1p(-p);
  const rising = matched === "lower";
  const value = (s: number): number => (logTail(s, matched) - target) * (rising ? 1 : -1);
  let low = start;
  let high = start;
  for (let step = 1; value(low) > 0; step *= 2) {
    low -= step;
    if (step > 1e6) break;
  }
  for (let step = 1; value(high) < 0; step *= 2) {
    high += step;
    if (step > 1e6) break;
  }
  let a = low;
  let b = high;
  let fa = value(a);
  let fb = value(b);
  let x = (a + b) / 2;
  for (let turn = 0; turn < 300; turn++) {
    // Regula falsi with Illinois' halving, and plain halving every third turn.
    x = turn % 3 === 2 || fb === fa ? (a + b) / 2 : b - (fb * (b - a)) / (fb - fa);
    if (!(x > a && x < b)) x = (a + b) / 2;
    const fx = value(x);
    if (fx === 0 || b - a <= 1e-16 * Math.abs(x) + 1e-300) break;
    if (fx < 0) {
      a = x;
      fa = fx;
      fb /= turn % 3 === 1 ? 2 : 1;
    } else {
      b = x;
      fb = fx;
      fa /= turn % 3 === 1 ? 2 : 1;
    }
    if (b - a <= 4e-16 * Math.max(Math.abs(a), Math.abs(b))) break;
  }
  return x;
}

function requireProbability(name: string, p: number): void {
  if (!(p >= 0 && p <= 1)) {
    throw new InputError("bad-probability", `${name} needs a probability from 0 to 1.`);
  }
}

/**
 * The gamma quantile: x with P(X ≤ x) = p, or P(X > x) = p for the upper side.
 *
 * @throws {InputError} `bad-probability`
 * @example
 * gammaQuantile(0.5, 1, 1) // => Math.log(2)
 */
export function gammaQuantile(
  p: number,
  shape: number,
  rate: number,
  side: Tail = "lower",
): number {
  requireProbability("gammaQuantile", p);
  if (p === 0) return side === "lower" ? 0 : Number.POSITIVE_INFINITY;
  if (p === 1) return side === "lower" ? Number.POSITIVE_INFINITY : 0;
  const s = solve(p, side, (at, own) => logGammaTail(shape, Math.exp(at), own), Math.log(shape));
  return Math.exp(s) / rate;
}

/**
 * The chi-squared quantile with df degrees of freedom.
 *
 * @example
 * chiSquaredQuantile(0.95, 1) // => 3.841458821
 */
export function chiSquaredQuantile(p: number, df: number, side: Tail = "lower"): number {
  return 2 * gammaQuantile(p, df / 2, 1, side);
}

/**
 * The standard normal quantile.
 *
 * @example
 * normalQuantile(0.975) // => 1.959963985
 */
export function normalQuantile(p: number): number {
  requireProbability("normalQuantile", p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (p === 0.5) return 0;
  const tail = p < 0.5 ? p : 1 - p;
  // P(|Z| > z) = 2·tail, and Z² is chi-squared with one degree of freedom.
  const z = Math.sqrt(chiSquaredQuantile(2 * tail, 1, "upper"));
  return p < 0.5 ? -z : z;
}

/**
 * The beta quantile with parameters a and b.
 *
 * @example
 * betaQuantile(0.5, 2, 2) // => 0.5
 */
export function betaQuantile(p: number, a: number, b: number, side: Tail = "lower"): number {
  return betaQuantilePair(p, a, b, side).x;
}

/** x and 1 − x, each with its own digits. */
function betaQuantilePair(
  p: number,
  a: number,
  b: number,
  side: Tail,
): { readonly x: number; readonly y: number } {
  requireProbability("betaQuantile", p);
  if (p === 0) return side === "lower" ? { x: 0, y: 1 } : { x: 1, y: 0 };
  if (p === 1) return side === "lower" ? { x: 1, y: 0 } : { x: 0, y: 1 };
  const s = solve(
    p,
    side,
    (at, own) => logBetaTail(1 / (1 + Math.exp(-at)), 1 / (1 + Math.exp(at)), a, b, own),
    Math.log(a / b),
  );
  return { x: 1 / (1 + Math.exp(-s)), y: 1 / (1 + Math.exp(s)) };
}

/**
 * Student's t quantile with df degrees of freedom.
 *
 * @example
 * tQuantile(0.975, 10) // => 2.228138852
 */
export function tQuantile(p: number, df: number): number {
  requireProbability("tQuantile", p);
  if (p === 0.5) return 0;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  const tail = p < 0.5 ? p : 1 - p;
  const { x, y } = betaQuantilePair(2 * tail, df / 2, 0.5, "lower");
  const t = Math.sqrt((df * y) / x);
  return p < 0.5 ? -t : t;
}

/**
 * The F quantile with df1 and df2 degrees of freedom.
 *
 * @example
 * fQuantile(0.95, 2, 10) // => 4.102821015
 */
export function fQuantile(p: number, df1: number, df2: number, side: Tail = "lower"): number {
  requireProbability("fQuantile", p);
  if (p === 0 || p === 1) {
    return (p === 0) === (side === "lower") ? 0 : Number.POSITIVE_INFINITY;
  }
  const { x, y } = betaQuantilePair(p, df1 / 2, df2 / 2, side);
  return (x / y) * (df2 / df1);
}
