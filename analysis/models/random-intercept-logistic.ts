import { InputError } from "../../data-dictionary/input-error.ts";
import { chiSquaredUpper } from "../distributions/index.ts";
import { invertPositive, type Matrix, matrixFrom, times, zeros } from "./dense.ts";
import { gaussHermite } from "./gauss-hermite.ts";
import { logisticFit } from "./logistic-fit.ts";

/** One group (authority) of a random-intercept model. */
export interface GroupIntercept {
  readonly group: number;
  readonly n: number;
  /** Most likely departure of the group from the average, on the log-odds scale, and its spread. */
  readonly mode: number;
  readonly modeStandardError: number;
  /** Posterior mean and standard deviation of the same. */
  readonly mean: number;
  readonly standardDeviation: number;
  /** Posterior mean of the probability of the event at the average of the group's own predictors. */
  readonly shrunkenShare: number;
  readonly observedShare: number | null;
}

/** A logistic regression whose intercept varies between groups. */
export interface RandomInterceptLogistic {
  readonly method: string;
  readonly coefficients: readonly number[];
  /** Model-based covariance of the coefficients, from the full information. */
  readonly covariance: Matrix;
  /** Standard deviation of the groups' intercepts, on the log-odds scale. */
  readonly groupStandardDeviation: number;
  readonly groupStandardDeviationError: number | null;
  /** Share of the latent variance that lies between groups: σ² / (σ² + π²/3). */
  readonly intraclassCorrelation: number;
  /** Median odds ratio between two groups drawn at random. */
  readonly medianOddsRatio: number;
  readonly logLikelihood: number;
  /** Likelihood-ratio test of no variation between groups (half a chi-squared with 1 df). */
  readonly statistic: number;
  readonly pValue: number;
  readonly groups: readonly GroupIntercept[];
  readonly n: number;
  readonly nodes: number;
  readonly converged: boolean;
  /** True when the best fit has no variation between groups at all. */
  readonly singular: boolean;
}

/**
 * Logistic regression with a normally distributed intercept for each group, by adaptive
 * Gauss–Hermite quadrature: log odds = x·b + σ·z_group, z standard normal.
 *
 * Each group's integral is taken round its own most likely value, so that few nodes suffice; one
 * node is the Laplace approximation. Same likelihood as R's `lme4::glmer(…, nAGQ = nodes)`.
 *
 * When not to use: with fewer than about five groups the variation between them is barely
 * estimable; compare them directly instead.
 *
 * @param input.events - Events in each row: 0 or 1, or a count out of `trials`.
 * @param input.trials - Trials in each row; 1 when left out.
 * @param input.groups - Group of each row, 0 … groupCount−1.
 * @param input.x - Design matrix with an intercept; only an intercept when left out.
 * @param input.nodes - 1 (Laplace) to 60; 25 by default.
 * @throws {InputError} `too-few-groups` with fewer than 2 groups; `constant-outcome`.
 * @example
 * randomInterceptLogistic({ events: [2, 5, 9], trials: [10, 10, 10], groups: [0, 1, 2], groupCount: 3 }).groups.length // => 3
 * @see Pinheiro and Bates (1995), Journal of Computational and Graphical Statistics 4:12; Larsen and
 *   Merlo (2005), American Journal of Epidemiology 161:81 (median odds ratio).
 */
export function randomInterceptLogistic(input: {
  readonly events: ArrayLike<number>;
  readonly trials?: ArrayLike<number>;
  readonly groups: ArrayLike<number>;
  readonly groupCount: number;
  readonly x?: Matrix;
  readonly nodes?: number;
}): RandomInterceptLogistic {
  const { events, groups, groupCount, nodes = 25 } = input;
  const rows = events.length;
  const trials = input.trials ?? new Float64Array(rows).fill(1);
  const x = input.x ?? matrixFrom(Array.from({ length: rows }, () => [1]));
  if (groupCount < 2) {
    throw new InputError(
      "too-few-groups",
      `A random intercept must have at least 2 groups, but has ${groupCount}.`,
    );
  }
  let total = 0;
  let happened = 0;
  for (let i = 0; i < rows; i++) {
    total += trials[i] as number;
    happened += events[i] as number;
  }
  if (happened === 0 || happened === total) {
    throw new InputError(
      "constant-outcome",
      `The outcome must differ between rows, but the event happened in ${happened} of ${total}.`,
    );
  }
  const members: number[][] = Array.from({ length: groupCount }, () => []);
  for (let i = 0; i < rows; i++) (members[groups[i] as number] as number[]).push(i);
  const rule = gaussHermite(nodes);
  const logRule = rule.weights.map((weight) => Math.log(weight));
  const p = x.columns;
  const problem: Problem = { x, events, trials, members, nodes: rule.nodes, logWeights: logRule };
  const plain = logisticFit(
    x,
    Array.from({ length: rows }, (_, i) =>
      (trials[i] as number) > 0 ? (events[i] as number) / (trials[i] as number) : 0,
    ),
    trials,
    { firth: false },
  );
  // σ enters with either sign alike, so the search needs no bounds.
  const start = Float64Array.from([...plain.coefficients, 0.7]);
  const climbed = climb(problem, start);
  const flat = objective(problem, Float64Array.from([...plain.coefficients, 0]));
  const sigma = Math.abs(climbed.at[p] as number);
  const singular = sigma < 1e-4 || climbed.value <= flat;
  const at = singular ? Float64Array.from([...plain.coefficients, 0]) : climbed.at;
  const value = singular ? flat : climbed.value;
  const full = singular ? null : invertPositive(negative(hessian(problem, at)));
  const covariance = zeros(p, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      covariance.values[i * p + j] =
        full === null
          ? (plain.covariance.values[i * p + j] as number)
          : (full.inverse.values[i * (p + 1) + j] as number);
    }
  }
  const size = singular ? 0 : sigma;
  const statistic = Math.max(0, 2 * (value - flat));
  return {
    method:
      nodes === 1
        ? "random-intercept logistic regression, Laplace approximation"
        : `random-intercept logistic regression, adaptive Gauss–Hermite quadrature with ${nodes} nodes`,
    coefficients: Array.from(at.subarray(0, p)),
    covariance,
    groupStandardDeviation: size,
    groupStandardDeviationError:
      full === null ? null : Math.sqrt(full.inverse.values[p * (p + 1) + p] as number),
    intraclassCorrelation: size ** 2 / (size ** 2 + Math.PI ** 2 / 3),
    medianOddsRatio: Math.exp(Math.SQRT2 * size * 0.6744897501960817),
    logLikelihood: value,
    statistic,
    pValue: statistic === 0 ? 1 : 0.5 * chiSquaredUpper(statistic, 1),
    groups: members.map((_, group) => groupIntercept(problem, at, group)),
    n: total,
    nodes,
    converged: singular ? plain.converged : climbed.converged,
    singular,
  };
}

interface Problem {
  readonly x: Matrix;
  readonly events: ArrayLike<number>;
  readonly trials: ArrayLike<number>;
  readonly members: readonly number[][];
  readonly nodes: readonly number[];
  readonly logWeights: readonly number[];
}

/** Log-likelihood at (b, σ); the binomial coefficients are left out. */
function objective(problem: Problem, at: Float64Array): number {
  const p = problem.x.columns;
  const sigma = at[p] as number;
  const eta = times(problem.x, at.subarray(0, p));
  let sum = 0;
  for (const rows of problem.members) {
    if (rows.length === 0) continue;
    const { mode, spread } = groupMode(problem, eta, sigma, rows);
    const terms = problem.nodes.map((node, k) => {
      const z = mode + spread * node;
      return (
        (problem.logWeights[k] as number) + joint(problem, eta, sigma, rows, z) + (node * node) / 2
      );
    });
    sum += Math.log(spread) + logSum(terms);
  }
  return sum;
}

/** log of the group's likelihood at z times the normal density over its constant. */
function joint(
  problem: Problem,
  eta: Float64Array,
  sigma: number,
  rows: readonly number[],
  z: number,
): number {
  let sum = (-z * z) / 2;
  for (const row of rows) {
    const e = (eta[row] as number) + sigma * z;
    const bound = Math.max(e, 0) + Math.log1p(Math.exp(-Math.abs(e)));
    sum += (problem.events[row] as number) * e - (problem.trials[row] as number) * bound;
  }
  return sum;
}

function groupMode(
  problem: Problem,
  eta: Float64Array,
  sigma: number,
  rows: readonly number[],
): { mode: number; spread: number } {
  let z = 0;
  let curvature = 1;
  for (let step = 0; step < 100; step++) {
    let slope = -z;
    curvature = 1;
    for (const row of rows) {
      const mu = 1 / (1 + Math.exp(-((eta[row] as number) + sigma * z)));
      slope += sigma * ((problem.events[row] as number) - (problem.trials[row] as number) * mu);
      curvature += sigma * sigma * (problem.trials[row] as number) * mu * (1 - mu);
    }
    const move = slope / curvature;
    z += Math.max(-2, Math.min(2, move));
    if (Math.abs(move) < 1e-13) break;
  }
  return { mode: z, spread: 1 / Math.sqrt(curvature) };
}

function groupIntercept(problem: Problem, at: Float64Array, group: number): GroupIntercept {
  const p = problem.x.columns;
  const sigma = at[p] as number;
  const rows = problem.members[group] as number[];
  const eta = times(problem.x, at.subarray(0, p));
  const { mode, spread } = groupMode(problem, eta, sigma, rows);
  const nodes = problem.nodes.map((node) => mode + spread * node);
  const logs = nodes.map(
    (z, k) =>
      (problem.logWeights[k] as number) +
      joint(problem, eta, sigma, rows, z) +
      (problem.nodes[k] as number) ** 2 / 2,
  );
  const total = logSum(logs);
  const shares = logs.map((value) => Math.exp(value - total));
  const mean = shares.reduce((sum, share, k) => sum + share * (nodes[k] as number), 0);
  const square = shares.reduce(
    (sum, share, k) => sum + share * ((nodes[k] as number) - mean) ** 2,
    0,
  );
  const trials = rows.reduce((sum, row) => sum + (problem.trials[row] as number), 0);
  const events = rows.reduce((sum, row) => sum + (problem.events[row] as number), 0);
  const shareAt = (z: number): number => {
    if (trials === 0) return 1 / (1 + Math.exp(-(at[0] as number) - sigma * z));
    let sum = 0;
    for (const row of rows) {
      sum += (problem.trials[row] as number) / (1 + Math.exp(-((eta[row] as number) + sigma * z)));
    }
    return sum / trials;
  };
  return {
    group,
    n: trials,
    mode: sigma * mode,
    modeStandardError: Math.abs(sigma) * spread,
    mean: sigma * mean,
    standardDeviation: Math.abs(sigma) * Math.sqrt(square),
    shrunkenShare: shares.reduce((sum, share, k) => sum + share * shareAt(nodes[k] as number), 0),
    observedShare: trials === 0 ? null : events / trials,
  };
}

/** Newton on numerical derivatives, halved while it does not improve. */
function climb(
  problem: Problem,
  start: Float64Array,
): { at: Float64Array; value: number; converged: boolean } {
  let at = start;
  let value = objective(problem, at);
  for (let iteration = 0; iteration < 60; iteration++) {
    const slope = gradient(problem, at);
    const curve = negative(hessian(problem, at));
    let inverse = invertPositive(curve);
    for (let ridge = 0.1; inverse === null && ridge < 1e8; ridge *= 4) {
      const raised = { ...curve, values: Float64Array.from(curve.values) };
      for (let j = 0; j < curve.rows; j++) raised.values[j * curve.rows + j]! += ridge;
      inverse = invertPositive(raised);
    }
    if (inverse === null) break;
    const step = times(inverse.inverse, slope);
    let length = 1;
    let moved = at;
    let next = value;
    for (let halving = 0; halving < 30; halving++) {
      moved = at.map((v, j) => v + length * (step[j] as number));
      next = objective(problem, moved);
      if (next >= value - 1e-11 * Math.abs(value)) break;
      length /= 2;
    }
    at = moved;
    value = next;
    if (step.every((s, j) => Math.abs(s) < 1e-8 * (1 + Math.abs(at[j] as number)))) {
      return { at, value, converged: true };
    }
  }
  return { at, value, converged: false };
}

function widths(at: Float64Array, relative: number): Float64Array {
  return at.map((value) => relative * Math.max(0.1, Math.abs(value)));
}

function gradient(problem: Problem, at: Float64Array): Float64Array {
  const h = widths(at, 1e-4);
  const value = (j: number, steps: number): number => {
    const moved = Float64Array.from(at);
    moved[j]! += steps * (h[j] as number);
    return objective(problem, moved);
  };
  // Five points: the error falls with the fourth power of the width.
  return at.map(
    (_, j) =>
      (8 * (value(j, 1) - value(j, -1)) - (value(j, 2) - value(j, -2))) / (12 * (h[j] as number)),
  );
}

function hessian(problem: Problem, at: Float64Array): Matrix {
  const h = widths(at, 2e-3);
  const size = at.length;
  const out = zeros(size, size);
  const value = (...moves: readonly (readonly [number, number])[]): number => {
    const moved = Float64Array.from(at);
    for (const [j, steps] of moves) moved[j]! += steps * (h[j] as number);
    return objective(problem, moved);
  };
  const centre = objective(problem, at);
  for (let i = 0; i < size; i++) {
    const hi = h[i] as number;
    out.values[i * size + i] =
      (-value([i, 2]) + 16 * value([i, 1]) - 30 * centre + 16 * value([i, -1]) - value([i, -2])) /
      (12 * hi * hi);
    for (let j = 0; j < i; j++) {
      const cross = (s: number): number =>
        (value([i, s], [j, s]) -
          value([i, s], [j, -s]) -
          value([i, -s], [j, s]) +
          value([i, -s], [j, -s])) /
        (4 * s * s * hi * (h[j] as number));
      const mixed = (4 * cross(1) - cross(2)) / 3;
      out.values[i * size + j] = mixed;
      out.values[j * size + i] = mixed;
    }
  }
  return out;
}

function negative(a: Matrix): Matrix {
  return { ...a, values: a.values.map((value) => -value) };
}

function logSum(terms: readonly number[]): number {
  const top = Math.max(...terms);
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
}
