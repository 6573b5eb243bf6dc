import { logFUpper } from "../distributions/index.ts";
import type { GroupTest, TableTest } from "./group-test.ts";

/** Within-group variation below this share of the whole is rounding, and counts as none. */
const nothing = 1e-13;

/**
 * The one-way analysis of variance of a numeric outcome: F on r − 1 and N − r degrees of freedom. A tally is the number
 * of rows, the sum and the sum of squares of the outcome, which should be measured from its mean.
 * Without any variation within unequal groups p is 0; with all values equal it is 1.
 *
 * @example
 * fGroups().table(Float64Array.of(3, -3, 5, 3, 3, 5), [0, 1]).statistic // => 6
 */
export function fGroups(): GroupTest {
  const couple = new Int32Array(2);
  return {
    width: 3,
    size: (tallies, group) => tallies[group * 3] as number,
    pair: (tallies, a, b) => {
      couple[0] = a;
      couple[1] = b;
      return fTest(tallies, couple).logP;
    },
    table: fTest,
  };
}

function fTest(tallies: Float64Array, groups: ArrayLike<number>): TableTest {
  let n = 0;
  let sum = 0;
  let squares = 0;
  let ofMeans = 0;
  let rows = 0;
  for (let i = 0; i < groups.length; i++) {
    const at = (groups[i] as number) * 3;
    const own = tallies[at] as number;
    if (own === 0) continue;
    rows++;
    n += own;
    sum += tallies[at + 1] as number;
    squares += tallies[at + 2] as number;
    ofMeans += (tallies[at + 1] as number) ** 2 / own;
  }
  const method = "anova";
  const df = rows - 1;
  const df2 = n - rows;
  if (rows < 2) return { method, statistic: 0, df: 0, logP: 0 };
  const total = squares - (sum * sum) / n;
  const between = Math.max(0, ofMeans - (sum * sum) / n);
  const within = squares - ofMeans;
  const scale = Math.max(total, squares);
  if (!(between > nothing * scale))
    return { method, statistic: 0, df, df2: Math.max(0, df2), logP: 0 };
  if (!(df2 > 0)) return { method, statistic: 0, df, df2: 0, logP: 0 };
  if (!(within > nothing * scale)) {
    // Groups that differ without any variation inside: as significant as can be.
    return { method, statistic: Number.MAX_VALUE, df, df2, logP: -Number.MAX_VALUE };
  }
  const statistic = between / df / (within / df2);
  return { method, statistic, df, df2, logP: logFUpper(statistic, df, df2) };
}
