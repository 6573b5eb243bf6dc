import { seededRandom } from "../random/random.ts";
import type { TestResult } from "./test-result.ts";

/** Rows gathered by family for permuting: families of one size stand together. */
interface FamilyBlocks {
  /** Rows of each family, in the order of the data. */
  readonly families: readonly Int32Array[];
  /** Numbers of the families of each size. */
  readonly bySize: readonly Int32Array[];
}

/** What to permute and how to measure it. */
export interface PermutationProblem {
  readonly method: string;
  /** The predictor in each row that counts: a level or a rank. */
  readonly predictor: Float64Array;
  /** The family of each row that counts. */
  readonly families: Int32Array;
  /** How large the association is with the predictor in some order; larger is more. */
  readonly statistic: (predictor: Float64Array) => number;
}

/**
 * A permutation test that keeps families whole.
 *
 * A predictor that is the same for all children of a family is dealt out anew over the families. One that
 * differs between brothers and sisters is exchanged between families of the same size, a family's values
 * staying together in random order, so that likeness within families, of either variable, is the same in every
 * arrangement. p = (1 + arrangements at least as large) / (1 + arrangements).
 *
 * @param seed - Start of the random numbers, printed with the result.
 * @see Winkler et al. (2015), NeuroImage 123, 253–268, on exchangeability blocks.
 */
export function familyPermutation(
  problem: PermutationProblem,
  replications: number,
  seed: number,
): TestResult {
  const { predictor, families, statistic } = problem;
  const n = predictor.length;
  const blocks = familyBlocks(families);
  const familyLevel = blocks.families.every((rows) =>
    rows.every((row) => predictor[row] === predictor[rows[0] as number]),
  );
  const base = {
    method: problem.method,
    n,
    respectsFamilies: true,
    families: blocks.families.length,
    seed,
    replications,
  };
  const distinct = new Set(predictor);
  if (distinct.size < 2 || blocks.families.length < 3) {
    return {
      method: problem.method,
      refused: "nothing-to-permute",
      reason: "With one value, or fewer than three families, every arrangement is the same.",
      n,
      respectsFamilies: true,
    };
  }
  const observed = statistic(predictor);
  const random = seededRandom(seed, `permutation:${problem.method}`);
  const shuffled = new Float64Array(n);
  let extreme = 0;
  const tolerance = Math.abs(observed) * 1e-10 + 1e-12;
  for (let turn = 0; turn < replications; turn++) {
    if (familyLevel) dealOverFamilies(blocks, predictor, shuffled, random.below);
    else exchangeBySize(blocks, predictor, shuffled, random.below);
    if (statistic(shuffled) >= observed - tolerance) extreme++;
  }
  return {
    ...base,
    statistic: observed,
    pValue: (extreme + 1) / (replications + 1),
    note: familyLevel
      ? "The predictor is the family's, so it was dealt out anew over whole families."
      : "The predictor differs within families, so families of one size exchanged theirs as a whole.",
  };
}

function familyBlocks(families: Int32Array): FamilyBlocks {
  const rowsOf = new Map<number, number[]>();
  families.forEach((family, row) => {
    const rows = rowsOf.get(family);
    if (rows === undefined) rowsOf.set(family, [row]);
    else rows.push(row);
  });
  const list = [...rowsOf.values()].map((rows) => Int32Array.from(rows));
  const sizes = [...new Set(list.map((rows) => rows.length))];
  return {
    families: list,
    bySize: sizes.map((size) =>
      Int32Array.from([...list.keys()].filter((index) => list[index]?.length === size)),
    ),
  };
}

function shuffleInPlace(values: Int32Array, below: (limit: number) => number): void {
  for (let index = values.length - 1; index > 0; index--) {
    const other = below(index + 1);
    const own = values[index] as number;
    values[index] = values[other] as number;
    values[other] = own;
  }
}

function dealOverFamilies(
  blocks: FamilyBlocks,
  predictor: Float64Array,
  out: Float64Array,
  below: (limit: number) => number,
): void {
  const order = Int32Array.from(blocks.families.keys());
  shuffleInPlace(order, below);
  blocks.families.forEach((rows, place) => {
    const donor = blocks.families[order[place] as number] as Int32Array;
    const value = predictor[donor[0] as number] as number;
    for (const row of rows) out[row] = value;
  });
}

function exchangeBySize(
  blocks: FamilyBlocks,
  predictor: Float64Array,
  out: Float64Array,
  below: (limit: number) => number,
): void {
  for (const members of blocks.bySize) {
    const order = members.slice();
    shuffleInPlace(order, below);
    members.forEach((family, place) => {
      const rows = blocks.families[family] as Int32Array;
      const donor = (blocks.families[order[place] as number] as Int32Array).slice();
      if (donor.length > 1) shuffleInPlace(donor, below);
      rows.forEach((row, k) => {
        out[row] = predictor[donor[k] as number] as number;
      });
    });
  }
}
