import { seededRandom } from "../random/random.ts";
import { familyRows } from "./family-rows.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/**
 * A permutation test of before and after that keeps families whole: a family's before and after are changed over for all
 * its children together, or for none, at random.
 *
 * p = (1 + arrangements at least as large) / (1 + arrangements), so never nought.
 *
 * @param families - The family of each row. @param statistic - How large the change is when row r is turned over where
 * `signs[r]` is −1; larger is more.
 */
export function familySignFlip(
  method: string,
  families: Int32Array,
  statistic: (signs: Int8Array) => number,
  replications: number,
  seed: number,
): TestResult {
  const grouped = familyRows(families);
  const n = families.length;
  if (grouped.count < 3) {
    return refuseTest(
      method,
      "few-families",
      "With fewer than three families there is nothing to change over.",
      n,
      true,
    );
  }
  const signs = new Int8Array(n).fill(1);
  const observed = statistic(signs);
  const limit = observed - Math.abs(observed) * 1e-10 - 1e-12;
  const random = seededRandom(seed, `sign-flip:${method}`);
  const flips = new Int8Array(grouped.count);
  let extreme = 0;
  for (let turn = 0; turn < replications; turn++) {
    for (let f = 0; f < grouped.count; f++) flips[f] = random.next() < 0.5 ? -1 : 1;
    for (let row = 0; row < n; row++) signs[row] = flips[grouped.of[row] as number] as number;
    if (statistic(signs) >= limit) extreme++;
  }
  return {
    method,
    statistic: observed,
    pValue: (extreme + 1) / (replications + 1),
    n,
    respectsFamilies: true,
    families: grouped.count,
    seed,
    replications,
    note: "Before and after were changed over for whole families.",
  };
}
