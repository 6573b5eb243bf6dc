import { logChiSquaredUpper } from "../distributions/index.ts";
import type { GroupTest, TableTest } from "./group-test.ts";

const mostSteps = 400;
/** Gains below this share of the rows are rounding. */
const converged = 1e-15;
/** Statistics below this share of the rows are rounding, and count as none. */
const nothing = 1e-14;
/** Added to the curvature, as a share of the rows, so that directions without any do not run away. */
const ridge = 1e-13;

/**
 * The test of groups against an ordered outcome: the likelihood ratio of Goodman's row-effects model to independence, r
 * − 1 degrees of freedom.
 *
 * log m_ij = λ_i + λ_j + τ_i·v_j with scores v = 1 … J, fixed for the whole tree; H² = G²(independence) −
 * G²(row effects). Given the row, p_ij ∝ exp(λ_j + τ_i·v_j): fitted by Newton's method with halved steps until the
 * deviance stops falling, not to the three digits of SPSS. Where a row has but one class the slope has no limit;
 * the deviance has, and it is found.
 *
 * @example
 * rowEffectsGroups(2).table(Float64Array.of(21, 13, 28, 4), [0, 1]).statistic // => 5.959602719
 * @see Goodman (1979), J. Am. Stat. Assoc. 74, 537–552; Magidson (1993), SPSS for Windows CHAID.
 */
export function rowEffectsGroups(classes: number): GroupTest {
  const couple = new Int32Array(2);
  const table = (tallies: Float64Array, groups: ArrayLike<number>): TableTest => {
    const result = rowEffects(tallies, groups, classes);
    return {
      method: "row-effects",
      ...result,
      logP: result.df < 1 ? 0 : logChiSquaredUpper(result.statistic, result.df),
    };
  };
  return {
    width: classes,
    size: (tallies, group) => {
      let sum = 0;
      for (let k = group * classes; k < (group + 1) * classes; k++) sum += tallies[k] as number;
      return sum;
    },
    pair: (tallies, a, b) => {
      couple[0] = a;
      couple[1] = b;
      return table(tallies, couple).logP;
    },
    table,
  };
}

function rowEffects(
  tallies: Float64Array,
  groups: ArrayLike<number>,
  classes: number,
): { statistic: number; df: number } {
  const rows: number[] = [];
  const rowTotal: number[] = [];
  const columnTotal = new Float64Array(classes);
  let total = 0;
  for (let i = 0; i < groups.length; i++) {
    const start = (groups[i] as number) * classes;
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const count = tallies[start + k] as number;
      sum += count;
      columnTotal[k] = (columnTotal[k] as number) + count;
    }
    if (sum === 0) continue;
    rows.push(start);
    rowTotal.push(sum);
    total += sum;
  }
  const columns = [...columnTotal.keys()].filter((k) => (columnTotal[k] as number) > 0);
  const r = rows.length;
  const c = columns.length;
  if (r < 2 || c < 2) return { statistic: 0, df: 0 };
  // With two classes the model fits exactly, and the ratio is that of independence itself.
  if (c === 2)
    return {
      statistic: againstIndependence(tallies, rows, rowTotal, columns, columnTotal, total),
      df: r - 1,
    };
  // The middle of the scores as nought, their spread as one: better conditioned, the same fit.
  const middle = columns.reduce((sum, k) => sum + k * (columnTotal[k] as number), 0) / total;
  const spread = Math.max(1, (columns.at(-1) as number) - (columns[0] as number));
  const score = Float64Array.from(columns, (k) => (k - middle) / spread);
  const observed = new Float64Array(r * c);
  rows.forEach((start, i) => {
    columns.forEach((k, j) => {
      observed[i * c + j] = tallies[start + k] as number;
    });
  });
  return {
    statistic: new RowEffectsFit(
      observed,
      rowTotal,
      score,
      Float64Array.from(columns, (k) => (columnTotal[k] as number) / total),
    ).likelihoodRatio(),
    df: r - 1,
  };
}

function againstIndependence(
  tallies: Float64Array,
  rows: readonly number[],
  rowTotal: readonly number[],
  columns: readonly number[],
  columnTotal: Float64Array,
  total: number,
): number {
  let sum = 0;
  rows.forEach((start, i) => {
    for (const k of columns) {
      const count = tallies[start + k] as number;
      const expected = ((rowTotal[i] as number) * (columnTotal[k] as number)) / total;
      if (count > 0) sum += 2 * count * Math.log(count / expected);
    }
  });
  return sum < nothing * total ? 0 : sum;
}

class RowEffectsFit {
  readonly #observed: Float64Array;
  readonly #rowTotal: readonly number[];
  readonly #total: number;
  readonly #score: Float64Array;
  readonly #logColumn: Float64Array;
  readonly #r: number;
  readonly #c: number;
  readonly #share: Float64Array;

  constructor(
    observed: Float64Array,
    rowTotal: readonly number[],
    score: Float64Array,
    columnShare: Float64Array,
  ) {
    this.#observed = observed;
    this.#rowTotal = rowTotal;
    this.#total = rowTotal.reduce((sum, own) => sum + own, 0);
    this.#score = score;
    this.#logColumn = columnShare.map(Math.log);
    this.#r = rowTotal.length;
    this.#c = score.length;
    this.#share = new Float64Array(observed.length);
  }

  /** Twice the gain in log likelihood over independence, which is where the search starts. */
  likelihoodRatio(): number {
    let intercept = this.#logColumn;
    let slope = new Float64Array(this.#r);
    let gained = this.#gain(intercept, slope);
    for (let step = 0; step < mostSteps; step++) {
      const move = this.#newtonStep();
      if (move === null) break;
      let scale = 1;
      let next = Number.NEGATIVE_INFINITY;
      // The step climbs, if it is short enough: the likelihood has one hill.
      for (let halving = 0; halving < 60 && !(next >= gained); halving++) {
        const triedIntercept = intercept.map(
          (own, j) => own + scale * (move.intercept[j] as number),
        );
        const triedSlope = slope.map((own, i) => own + scale * (move.slope[i] as number));
        next = this.#gain(triedIntercept, triedSlope);
        if (next >= gained) [intercept, slope] = [triedIntercept, triedSlope];
        scale /= 2;
      }
      const more = next - gained;
      gained = Math.max(gained, next);
      if (!(more > converged * this.#total)) break;
    }
    const statistic = 2 * gained;
    return statistic < nothing * this.#total ? 0 : statistic;
  }

  /** Fills the shares p_ij and gives Σ n_ij·log(p_ij / p_j), the gain over independence. */
  #gain(intercept: Float64Array, slope: Float64Array): number {
    const c = this.#c;
    let sum = 0;
    for (let i = 0; i < this.#r; i++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < c; j++) {
        const value = (intercept[j] as number) + (slope[i] as number) * (this.#score[j] as number);
        this.#share[i * c + j] = value;
        if (value > most) most = value;
      }
      let whole = 0;
      for (let j = 0; j < c; j++) whole += Math.exp((this.#share[i * c + j] as number) - most);
      const logWhole = most + Math.log(whole);
      for (let j = 0; j < c; j++) {
        const at = i * c + j;
        const logShare = (this.#share[at] as number) - logWhole;
        const count = this.#observed[at] as number;
        if (count > 0) sum += count * (logShare - (this.#logColumn[j] as number));
        this.#share[at] = Math.exp(logShare);
      }
    }
    return sum;
  }

  /**
   * The step of Newton's method. Intercepts of the classes but the first, and the slopes of all rows but the first, are
   * free; the slopes see only their own rows, so they are eliminated first.
   */
  #newtonStep(): { intercept: Float64Array; slope: Float64Array } | null {
    const [r, c] = [this.#r, this.#c];
    const free = c - 1;
    const gradient = new Float64Array(free);
    const hessian = new Float64Array(free * free);
    const slopeGradient = new Float64Array(r);
    const slopeHessian = new Float64Array(r);
    const cross = new Float64Array(r * free);
    for (let i = 0; i < r; i++) {
      const n = this.#rowTotal[i] as number;
      let mean = 0;
      for (let j = 0; j < c; j++)
        mean += (this.#share[i * c + j] as number) * (this.#score[j] as number);
      let variance = 0;
      let pull = 0;
      for (let j = 0; j < c; j++) {
        const p = this.#share[i * c + j] as number;
        const away = (this.#score[j] as number) - mean;
        variance += p * away * away;
        pull += ((this.#observed[i * c + j] as number) - n * p) * (this.#score[j] as number);
      }
      slopeGradient[i] = pull;
      slopeHessian[i] = n * variance;
      for (let a = 0; a < free; a++) {
        const p = this.#share[i * c + a + 1] as number;
        gradient[a] = (gradient[a] as number) + (this.#observed[i * c + a + 1] as number) - n * p;
        cross[i * free + a] = n * p * ((this.#score[a + 1] as number) - mean);
        for (let b = 0; b < free; b++) {
          const q = this.#share[i * c + b + 1] as number;
          hessian[a * free + b] =
            (hessian[a * free + b] as number) + n * ((a === b ? p : 0) - p * q);
        }
      }
    }
    for (let i = 1; i < r; i++) {
      const own = (slopeHessian[i] as number) + ridge * this.#total;
      slopeHessian[i] = own;
      for (let a = 0; a < free; a++) {
        const factor = (cross[i * free + a] as number) / own;
        gradient[a] = (gradient[a] as number) - factor * (slopeGradient[i] as number);
        for (let b = 0; b < free; b++) {
          hessian[a * free + b] =
            (hessian[a * free + b] as number) - factor * (cross[i * free + b] as number);
        }
      }
    }
    for (let a = 0; a < free; a++) {
      hessian[a * free + a] = (hessian[a * free + a] as number) + ridge * this.#total;
    }
    const step = solveSymmetric(hessian, gradient, free);
    if (step === null) return null;
    const intercept = new Float64Array(c);
    for (let a = 0; a < free; a++) intercept[a + 1] = step[a] as number;
    const slope = new Float64Array(r);
    for (let i = 1; i < r; i++) {
      let rest = slopeGradient[i] as number;
      for (let a = 0; a < free; a++) rest -= (cross[i * free + a] as number) * (step[a] as number);
      slope[i] = rest / (slopeHessian[i] as number);
    }
    return { intercept, slope };
  }
}

/** Solves A·x = b by elimination with the largest pivot; null without curvature in some direction. */
function solveSymmetric(a: Float64Array, b: Float64Array, size: number): Float64Array | null {
  const left = a.slice();
  const x = b.slice();
  const largest = left.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0)) return null;
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) {
      if (Math.abs(left[i * size + k] as number) > Math.abs(left[pivot * size + k] as number))
        pivot = i;
    }
    if (!(Math.abs(left[pivot * size + k] as number) > 1e-16 * largest)) return null;
    if (pivot !== k) {
      for (let j = 0; j < size; j++) {
        const own = left[k * size + j] as number;
        left[k * size + j] = left[pivot * size + j] as number;
        left[pivot * size + j] = own;
      }
      const own = x[k] as number;
      x[k] = x[pivot] as number;
      x[pivot] = own;
    }
    for (let i = k + 1; i < size; i++) {
      const factor = (left[i * size + k] as number) / (left[k * size + k] as number);
      if (factor === 0) continue;
      for (let j = k; j < size; j++) {
        left[i * size + j] =
          (left[i * size + j] as number) - factor * (left[k * size + j] as number);
      }
      x[i] = (x[i] as number) - factor * (x[k] as number);
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    let sum = x[k] as number;
    for (let j = k + 1; j < size; j++) sum -= (left[k * size + j] as number) * (x[j] as number);
    x[k] = sum / (left[k * size + k] as number);
  }
  return x;
}
