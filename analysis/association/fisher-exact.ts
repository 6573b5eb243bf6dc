import { hypergeometricDensity } from "../distributions/index.ts";
import { seededRandom } from "../random/random.ts";
import { tooSmall } from "./chi-squared.ts";
import { type Contingency, marginsOf, withoutEmpty } from "./contingency.ts";
import type { TestResult } from "./test-result.ts";

/** Tables whose probability is within this of the observed one count as equally likely, as in R. */
const tieTolerance = 1e-7;
/** Steps of the exact enumeration before the Monte Carlo version takes over. */
const mostSteps = 3_000_000;

/**
 * Fisher's exact test of a 2 × 2 table, two-sided by the sum of all tables no more likely than the one
 * observed.
 *
 * @param midP - Counts only half of the observed table's probability: less conservative.
 * @example
 * fisherExact2x2(contingency([[21, 13], [28, 4]])).pValue // => 0.02406141787
 * @see Fisher (1935), The Design of Experiments; Lancaster (1961) for mid-p.
 */
export function fisherExact2x2(table: Contingency, midP = false): TestResult {
  const method = midP ? "fisher-mid-p" : "fisher";
  const kept = withoutEmpty(table);
  const refusal = tooSmall(method, kept);
  if (refusal !== null) return refusal;
  if (kept.rows !== 2 || kept.columns !== 2 || !kept.counts.every(Number.isInteger)) {
    return {
      method,
      refused: "not-2-by-2",
      reason: "This exact test is for whole counts in two rows and two columns; use freemanHalton.",
      n: marginsOf(kept).total,
      respectsFamilies: false,
    };
  }
  const [a, b, c, d] = kept.counts as unknown as [number, number, number, number];
  const [population, marked, drawn] = [a + b + c + d, a + b, a + c];
  const lowest = Math.max(0, drawn - (population - marked));
  const highest = Math.min(drawn, marked);
  const observed = hypergeometricDensity(a, population, marked, drawn);
  let p = 0;
  for (let k = lowest; k <= highest; k++) {
    const own = hypergeometricDensity(k, population, marked, drawn);
    if (own <= observed * (1 + tieTolerance)) p += own;
  }
  if (midP) p -= observed / 2;
  return { method, pValue: Math.min(1, p), n: population, respectsFamilies: false };
}

/**
 * The Freeman–Halton exact test of an r × c table: the probability, with the margins fixed, of all tables no
 * more likely than the observed one.
 *
 * Columns are dealt out one at a time; what is left of the rows is all that matters for the rest, so states
 * that differ only in order are one, and branches that must end below or above the observed probability are
 * closed at once by the largest and the smallest probability they can still reach. Beyond
 * a stated number of steps, 20,000 tables are drawn at random (seeded) instead, and the result says so.
 *
 * @param steps - How many steps to count before giving up; three million when left out.
 * @param beyond - Beyond them, draw tables at random, or refuse (the rule when fewer steps are asked for).
 * @example
 * freemanHalton(contingency([[3, 0, 1], [0, 4, 1], [1, 1, 3]]), 1).pValue // => 0.04857047714
 * @see Freeman and Halton (1951), Biometrika 38; Mehta and Patel (1983), J. Am. Stat. Assoc. 78.
 */
export function freemanHalton(
  table: Contingency,
  seed: number,
  steps: number = mostSteps,
  beyond: "draw" | "refuse" = steps < mostSteps ? "refuse" : "draw",
): TestResult {
  const kept = withoutEmpty(table);
  const refusal = tooSmall("freeman-halton", kept);
  if (refusal !== null) return refusal;
  if (kept.rows === 2 && kept.columns === 2) return fisherExact2x2(kept);
  const { total } = marginsOf(kept);
  if (!kept.counts.every(Number.isInteger)) {
    return {
      method: "freeman-halton",
      refused: "not-counts",
      reason: "An exact test needs whole counts, but the table is weighted.",
      n: total,
      respectsFamilies: false,
    };
  }
  const exact = new ExactEnumeration(kept, steps).pValue();
  if (exact !== null) {
    return { method: "freeman-halton", pValue: exact, n: total, respectsFamilies: false };
  }
  if (beyond === "refuse") {
    return {
      method: "freeman-halton",
      refused: "too-large",
      reason: "The table has too many arrangements to count here; ask for --all.",
      n: total,
      respectsFamilies: false,
    };
  }
  return monteCarlo(kept, seed);
}

const logFactorials: number[] = [0];
function logFactorial(k: number): number {
  for (let j = logFactorials.length; j <= k; j++) {
    logFactorials[j] = (logFactorials[j - 1] as number) + Math.log(j);
  }
  return logFactorials[k] as number;
}

class ExactEnumeration {
  readonly #columns: number[];
  readonly #rows: number[];
  readonly #observed: number;
  readonly #constant: number;
  /** Largest and smallest −Σ log x! that the rest of a state can reach, and the log of its total weight. */
  readonly #bounds = new Map<
    number | string,
    readonly [most: number, least: number, sum: number]
  >();
  readonly #radix: number;
  readonly #numbered: boolean;
  #steps = 0;
  readonly #limit: number;

  constructor(table: Contingency, limit: number) {
    this.#limit = limit;
    const { row, column, total } = marginsOf(table);
    // Deal the fewer, larger columns: fewer stages.
    const byRows = table.rows >= table.columns;
    this.#rows = [...(byRows ? row : column)].sort((a, b) => a - b);
    this.#columns = [...(byRows ? column : row)].sort((a, b) => b - a);
    this.#radix = Math.max(...this.#rows, 0) + 1;
    this.#numbered =
      this.#radix ** this.#rows.length * (this.#columns.length + 1) < Number.MAX_SAFE_INTEGER;
    this.#constant =
      this.#rows.reduce((sum, each) => sum + logFactorial(each), 0) +
      this.#columns.reduce((sum, each) => sum + logFactorial(each), 0) -
      logFactorial(total);
    this.#observed = -table.counts.reduce((sum, count) => sum + logFactorial(count), 0);
  }

  /** The p-value, or null when it would take too many steps. */
  pValue(): number | null {
    // The first column alone may be dealt in too many ways: no need to begin.
    if (waysToDeal(this.#rows, this.#columns[0] as number) > this.#limit) return null;
    try {
      const limit = this.#observed + Math.log1p(tieTolerance);
      let states = new Map<number | string, { rows: number[]; past: Map<number, number> }>([
        [this.#key(this.#rows, 0), { rows: this.#rows, past: new Map([[0, 1]]) }],
      ]);
      let p = 0;
      for (let stage = 0; stage < this.#columns.length; stage++) {
        const next: typeof states = new Map();
        for (const { rows, past } of states.values()) {
          const [most, least, sum] = this.#bound(rows, stage);
          const open = new Map<number, number>();
          for (const [weight, ways] of past) {
            if (weight + most <= limit) p += ways * Math.exp(weight + sum + this.#constant);
            else if (weight + least > limit) continue;
            else open.set(weight, ways);
          }
          if (open.size === 0) continue;
          this.#deal(rows, stage, (left, own) => {
            const key = this.#key(left, 0);
            let state = next.get(key);
            if (state === undefined) {
              state = { rows: left, past: new Map() };
              next.set(key, state);
            }
            for (const [weight, ways] of open) {
              if (++this.#steps > this.#limit) throw tooManySteps;
              // Equal weights meet again by different roads, up to rounding.
              const sumWeight = Math.round((weight + own) * 1e10) / 1e10;
              state.past.set(sumWeight, (state.past.get(sumWeight) ?? 0) + ways);
            }
          });
        }
        states = next;
      }
      return Math.min(1, p);
    } catch (error) {
      if (error === tooManySteps) return null;
      throw error;
    }
  }

  /** What tells one state from another: a number where it can hold them all, which is quicker. */
  #key(rows: readonly number[], stage: number): number | string {
    if (!this.#numbered) return `${stage}:${rows.join()}`;
    let key = stage;
    for (let i = 0; i < rows.length; i++) key = key * this.#radix + (rows[i] as number);
    return key;
  }

  #bound(rows: readonly number[], stage: number): readonly [number, number, number] {
    const key = this.#key(rows, stage);
    const known = this.#bounds.get(key);
    if (known !== undefined) return known;
    let most = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    let sum = 0;
    if (stage === this.#columns.length - 1) {
      const own = -rows.reduce((total, each) => total + logFactorial(each), 0);
      most = own;
      least = own;
      sum = own;
    } else {
      this.#deal(rows, stage, (left, own) => {
        if (++this.#steps > this.#limit) throw tooManySteps;
        const [a, b] = this.#bound(left, stage + 1);
        if (own + a > most) most = own + a;
        if (own + b < least) least = own + b;
      });
      // All completions together: multinomial coefficients, in closed form.
      const n = rows.reduce((total, each) => total + each, 0);
      sum =
        logFactorial(n) -
        rows.reduce((total, each) => total + logFactorial(each), 0) -
        this.#columns.slice(stage).reduce((total, each) => total + logFactorial(each), 0);
    }
    const bound = [most, least, sum] as const;
    this.#bounds.set(key, bound);
    return bound;
  }

  /** Every way to deal one column over the rows: what is left of them, sorted, and −Σ log x!. */
  #deal(
    rows: readonly number[],
    stage: number,
    visit: (left: number[], own: number) => void,
  ): void {
    if (stage === this.#columns.length - 1) {
      visit(
        rows.map(() => 0),
        -rows.reduce((sum, each) => sum + logFactorial(each), 0),
      );
      return;
    }
    const left = new Array<number>(rows.length);
    const room = new Array<number>(rows.length + 1).fill(0);
    for (let i = rows.length - 1; i >= 0; i--)
      room[i] = (room[i + 1] as number) + (rows[i] as number);
    const place = (row: number, remaining: number, own: number): void => {
      if (row === rows.length) {
        visit(inOrder(left), own);
        return;
      }
      const most = Math.min(rows[row] as number, remaining);
      const least = Math.max(0, remaining - (room[row + 1] as number));
      for (let x = least; x <= most; x++) {
        left[row] = (rows[row] as number) - x;
        place(row + 1, remaining - x, own - logFactorial(x));
      }
    };
    place(0, this.#columns[stage] as number, 0);
  }
}

/** A copy, smallest first; for a few numbers, quicker than sort. */
function inOrder(numbers: readonly number[]): number[] {
  const sorted = numbers.slice();
  for (let i = 1; i < sorted.length; i++) {
    const own = sorted[i] as number;
    let k = i - 1;
    for (; k >= 0 && (sorted[k] as number) > own; k--) sorted[k + 1] = sorted[k] as number;
    sorted[k + 1] = own;
  }
  return sorted;
}

/** In how many ways so many can be dealt over places that hold no more than `room`. */
function waysToDeal(room: readonly number[], dealt: number): number {
  let ways = new Float64Array(dealt + 1);
  ways[0] = 1;
  for (const most of room) {
    // A running sum of the last `most + 1` counts.
    const next = new Float64Array(dealt + 1);
    let sum = 0;
    for (let k = 0; k <= dealt; k++) {
      sum += ways[k] as number;
      if (k > most) sum -= ways[k - most - 1] as number;
      next[k] = sum;
    }
    ways = next;
  }
  return ways[dealt] as number;
}

const tooManySteps = new Error("too many steps");

/** Random tables with the same margins; the p-value counts the observed table too, so it is never nought. */
function monteCarlo(table: Contingency, seed: number, replications = 20_000): TestResult {
  const { row, column, total } = marginsOf(table);
  const random = seededRandom(seed, "freeman-halton");
  logFactorial(total);
  const limit = -table.counts.reduce((sum, count) => sum + logFactorial(count), 0);
  const left = new Float64Array(column.length);
  let extreme = 0;
  for (let turn = 0; turn < replications; turn++) {
    left.set(column);
    let population = total;
    let weight = 0;
    for (let i = 0; i < row.length; i++) {
      let drawn = row[i] as number;
      let rest = population;
      for (let j = 0; j < column.length; j++) {
        const marked = left[j] as number;
        // The last row, and the last column of any row, take what is left.
        const own =
          i === row.length - 1
            ? marked
            : j === column.length - 1
              ? drawn
              : hypergeometricDraw(rest, marked, drawn, random.next());
        weight -= logFactorial(own);
        left[j] = marked - own;
        rest -= marked;
        drawn -= own;
      }
      population -= row[i] as number;
    }
    if (weight <= limit + Math.log1p(tieTolerance)) extreme++;
  }
  return {
    method: "freeman-halton-monte-carlo",
    pValue: (extreme + 1) / (replications + 1),
    n: total,
    respectsFamilies: false,
    seed,
    replications,
    note: "The table is too large to count every arrangement, so arrangements were drawn at random.",
  };
}

/** How many of `drawn` are marked, by inversion of `u` outwards from the likeliest number. */
function hypergeometricDraw(population: number, marked: number, drawn: number, u: number): number {
  const plain = population - marked;
  const lowest = Math.max(0, drawn - plain);
  const highest = Math.min(drawn, marked);
  if (lowest === highest) return lowest;
  const mode = Math.floor(((drawn + 1) * (marked + 1)) / (population + 2));
  const chance = Math.exp(
    logFactorial(marked) +
      logFactorial(plain) +
      logFactorial(drawn) +
      logFactorial(population - drawn) -
      logFactorial(population) -
      logFactorial(mode) -
      logFactorial(marked - mode) -
      logFactorial(drawn - mode) -
      logFactorial(plain - drawn + mode),
  );
  let remaining = u - chance;
  let [up, down] = [mode, mode];
  let [upper, lower] = [chance, chance];
  while (remaining > 0 && (up < highest || down > lowest)) {
    if (up < highest) {
      upper *= ((marked - up) * (drawn - up)) / ((up + 1) * (plain - drawn + up + 1));
      up++;
      remaining -= upper;
      if (remaining <= 0) return up;
    }
    if (down > lowest) {
      lower *= (down * (plain - drawn + down)) / ((marked - down + 1) * (drawn - down + 1));
      down--;
      remaining -= lower;
      if (remaining <= 0) return down;
    }
  }
  return mode;
}
