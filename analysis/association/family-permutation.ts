import { type Dealer, dealAnew } from "./family-arrangements.ts";
import { type FamilyRows, familyRows } from "./family-rows.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/** Levels as whole numbers, or numbers and ranks. */
type Permuted = Int32Array | Float64Array;

/** What to permute and how to measure it. */
export interface PermutationProblem<T extends Permuted = Float64Array> {
  readonly method: string;
  /** The predictor in each row that counts: a level, a number or a rank. */
  readonly predictor: T;
  /** The family of each row that counts. */
  readonly families: Int32Array;
  /** The stratum of each row, when values may only be exchanged within strata. */
  readonly strata?: Int32Array;
  /** How large the association is with the predictor in some order; larger is more. */
  readonly statistic: (predictor: T) => number;
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
 * @param dealer - Where the arrangements come from; a screen of many predictors keeps them.
 * @see Winkler et al. (2015), NeuroImage 123, 253–268, on exchangeability blocks.
 */
export function familyPermutation<T extends Permuted>(
  problem: PermutationProblem<T>,
  replications: number,
  seed: number,
  dealer: Dealer = dealAnew,
): TestResult {
  const { predictor, statistic, method } = problem;
  const strata = problem.strata ?? null;
  const n = predictor.length;
  const families = familyRows(problem.families);
  const familyLevel = sameWithin(families, predictor);
  const { largest, source, deal } = dealer({
    families,
    familyLevel,
    strata,
    seed,
    stream: `permutation:${method}`,
    replications,
  });
  if (new Set(predictor).size < 2 || families.count < 3 || largest < 2) {
    return refuseTest(
      method,
      "nothing-to-permute",
      strata === null
        ? "With one value, or fewer than three families, every arrangement is the same."
        : "No two families can exchange their values within the strata, so every arrangement is the same.",
      n,
      true,
    );
  }
  const observed = statistic(predictor);
  const shuffled = predictor.slice() as T;
  let extreme = 0;
  const limit = observed - Math.abs(observed) * 1e-10 - 1e-12;
  let drawn = 0;
  while (drawn < replications && extreme !== problem.stopAfter) {
    const at = deal(drawn);
    drawn++;
    take(shuffled, predictor, source, at);
    if (statistic(shuffled) >= limit) extreme++;
  }
  return {
    method,
    statistic: observed,
    // Besag and Clifford (1991), Biometrika 78: stopped early, p is the share so far.
    pValue: extreme === problem.stopAfter ? extreme / drawn : (extreme + 1) / (drawn + 1),
    n,
    respectsFamilies: true,
    families: families.count,
    seed,
    replications: drawn,
    note: `${
      familyLevel
        ? "The predictor is the family's, so it was dealt out anew over whole families"
        : "The predictor differs within families, so families of one size exchanged theirs as a whole"
    }${strata === null ? "." : ", within strata."}`,
  };
}

/** The inner loop of a permutation test. */
function take(into: Permuted, from: Permuted, source: ArrayLike<number>, at: number): void {
  for (let row = 0; row < into.length; row++)
    into[row] = from[source[at + row] as number] as number;
}

function sameWithin(grouped: FamilyRows, values: Permuted): boolean {
  for (let f = 0; f < grouped.count; f++) {
    const from = grouped.start[f] as number;
    const first = values[grouped.rows[from] as number];
    for (let k = from + 1; k < (grouped.start[f + 1] as number); k++) {
      if (values[grouped.rows[k] as number] !== first) return false;
    }
  }
  return true;
}
