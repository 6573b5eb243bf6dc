import { seededRandom } from "../random/random.ts";
import { type FamilyRows, familyRows, shufflePart } from "./family-rows.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/** What to permute and how to measure it. */
export interface PermutationProblem {
  readonly method: string;
  /** The predictor in each row that counts: a level, a number or a rank. */
  readonly predictor: Float64Array;
  /** The family of each row that counts. */
  readonly families: Int32Array;
  /** The stratum of each row, when values may only be exchanged within strata. */
  readonly strata?: Int32Array;
  /** How large the association is with the predictor in some order; larger is more. */
  readonly statistic: (predictor: Float64Array) => number;
  /** Stop once so many arrangements were at least as large, if that comes first; p is then their share. */
  readonly stopAfter?: number;
}

/**
 * A permutation test that keeps families whole.
 *
 * A predictor that is the same for all children of a family is dealt out anew over the families. One that
 * differs between brothers and sisters is exchanged between families of the same size, a family's values
 * staying together in random order, so that likeness within families, of either variable, is the same in every
 * arrangement. With strata, families exchange only with families whose children stand in the same strata, and a
 * value stays in its stratum. p = (1 + arrangements at least as large) / (1 + arrangements), so never nought.
 *
 * @param seed - Start of the random numbers, printed with the result.
 * @see Winkler et al. (2015), NeuroImage 123, 253–268, on exchangeability blocks.
 */
export function familyPermutation(
  problem: PermutationProblem,
  replications: number,
  seed: number,
): TestResult {
  const { predictor, families, statistic, method } = problem;
  const n = predictor.length;
  const grouped = familyRows(families);
  const familyLevel = sameWithin(grouped, predictor);
  const blocks = familyBlocks(grouped, familyLevel, problem.strata ?? null);
  if (new Set(predictor).size < 2 || grouped.count < 3 || blocks.largest < 2) {
    return refuseTest(
      method,
      "nothing-to-permute",
      problem.strata === undefined
        ? "With one value, or fewer than three families, every arrangement is the same."
        : "No two families can exchange their values within the strata, so every arrangement is the same.",
      n,
      true,
    );
  }
  const observed = statistic(predictor);
  const { below } = seededRandom(seed, `permutation:${method}`);
  const shuffled = new Float64Array(n);
  const order = blocks.members.slice();
  const donors = blocks.rows.slice();
  let extreme = 0;
  const limit = observed - Math.abs(observed) * 1e-10 - 1e-12;
  let drawn = 0;
  while (drawn < replications && extreme !== problem.stopAfter) {
    drawn++;
    for (let block = 0; block + 1 < blocks.blockStart.length; block++) {
      shufflePart(
        order,
        blocks.blockStart[block] as number,
        blocks.blockStart[block + 1] as number,
        below,
      );
    }
    if (familyLevel) {
      for (let place = 0; place < order.length; place++) {
        const own = blocks.members[place] as number;
        const donor = order[place] as number;
        const value = predictor[grouped.rows[grouped.start[donor] as number] as number] as number;
        const end = grouped.start[own + 1] as number;
        for (let k = grouped.start[own] as number; k < end; k++) {
          shuffled[grouped.rows[k] as number] = value;
        }
      }
    } else {
      for (const [from, to] of blocks.runs) shufflePart(donors, from, to, below);
      for (let place = 0; place < order.length; place++) {
        const own = grouped.start[blocks.members[place] as number] as number;
        const end = grouped.start[(blocks.members[place] as number) + 1] as number;
        const shift = (grouped.start[order[place] as number] as number) - own;
        for (let k = own; k < end; k++) {
          shuffled[blocks.rows[k] as number] = predictor[donors[k + shift] as number] as number;
        }
      }
    }
    if (statistic(shuffled) >= limit) extreme++;
  }
  return {
    method,
    statistic: observed,
    // Besag and Clifford (1991), Biometrika 78: stopped early, p is the share so far.
    pValue: extreme === problem.stopAfter ? extreme / drawn : (extreme + 1) / (drawn + 1),
    n,
    respectsFamilies: true,
    families: grouped.count,
    seed,
    replications: drawn,
    note: `${
      familyLevel
        ? "The predictor is the family's, so it was dealt out anew over whole families"
        : "The predictor differs within families, so families of one size exchanged theirs as a whole"
    }${problem.strata === undefined ? "." : ", within strata."}`,
  };
}

function sameWithin(grouped: FamilyRows, values: Float64Array): boolean {
  for (let f = 0; f < grouped.count; f++) {
    const from = grouped.start[f] as number;
    const first = values[grouped.rows[from] as number];
    for (let k = from + 1; k < (grouped.start[f + 1] as number); k++) {
      if (values[grouped.rows[k] as number] !== first) return false;
    }
  }
  return true;
}

/** Families that may exchange, block after block. */
interface Blocks {
  readonly members: Int32Array;
  readonly blockStart: Int32Array;
  /** Families in the largest block. */
  readonly largest: number;
  /** Rows by family as in FamilyRows, within a family by stratum. */
  readonly rows: Int32Array;
  /** Stretches of `rows` of one family and stratum, of two rows or more. */
  readonly runs: readonly (readonly [from: number, to: number])[];
}

function familyBlocks(
  grouped: FamilyRows,
  familyLevel: boolean,
  strata: Int32Array | null,
): Blocks {
  const rows = grouped.rows.slice();
  const runs: [number, number][] = [];
  const byKey = new Map<string, number[]>();
  for (let f = 0; f < grouped.count; f++) {
    const [from, to] = [grouped.start[f] as number, grouped.start[f + 1] as number];
    let key = familyLevel ? "" : String(to - from);
    if (strata === null) {
      if (to - from > 1) runs.push([from, to]);
    } else {
      const own = rows.subarray(from, to);
      own.sort((a, b) => (strata[a] as number) - (strata[b] as number));
      const list = Array.from(own, (row) => strata[row] as number);
      // A family's own value goes to all its children, so only which strata they stand in matters.
      key = (familyLevel ? [...new Set(list)] : list).join();
      for (let start = 0; start < list.length; ) {
        let end = start + 1;
        while (end < list.length && list[end] === list[start]) end++;
        if (end - start > 1) runs.push([from + start, from + end]);
        start = end;
      }
    }
    const block = byKey.get(key);
    if (block === undefined) byKey.set(key, [f]);
    else block.push(f);
  }
  const list = [...byKey.values()];
  const blockStart = new Int32Array(list.length + 1);
  list.forEach((block, at) => {
    blockStart[at + 1] = (blockStart[at] as number) + block.length;
  });
  return {
    members: Int32Array.from(list.flat()),
    blockStart,
    largest: Math.max(0, ...list.map((block) => block.length)),
    rows,
    runs,
  };
}
