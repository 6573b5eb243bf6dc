import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";
import { type Contingency, marginsOf, withoutEmpty } from "./contingency.ts";
import { solveMatrix } from "./solve-matrix.ts";
import { refuseTest, type TestResult } from "./test-result.ts";

/**
 * The generalised Mantel–Haenszel test of tables of any size in strata: do two variables go together within the strata,
 * their levels taken without order?
 *
 * G = Σ(observed − expected) over strata, V = ΣV_k with V_k the hypergeometric covariance within a stratum,
 * Q = Gᵀ V⁻¹ G, chi-squared with (r − 1)(c − 1) degrees of freedom. It can miss associations that run opposite ways in
 * different strata. Not for rows that come in families.
 *
 * @param tables - One table a stratum, all of the same shape.
 * @example
 * generalizedMantelHaenszel([contingency([[3, 1], [1, 3]]), contingency([[5, 2], [2, 6]])]).statistic // => 4.767828201
 * @see Landis, Heyman and Koch (1978), Int. Stat. Review 46, 237–254; as R's mantelhaen.test.
 */
export function generalizedMantelHaenszel(tables: readonly Contingency[]): TestResult {
  const method = "generalized-mantel-haenszel";
  const [first] = tables;
  const n = tables.reduce((sum, table) => sum + marginsOf(table).total, 0);
  const noStrata = refuseTest(
    method,
    "no-strata",
    "No stratum has two rows and two columns filled, so nothing can be pooled.",
    n,
  );
  if (first === undefined) return noStrata;
  const pooled = withoutEmpty({
    ...first,
    counts: first.counts.map((_, cell) =>
      tables.reduce((sum, table) => sum + (table.counts[cell] as number), 0),
    ),
  });
  const [r, c] = [pooled.rows - 1, pooled.columns - 1];
  if (r < 1 || c < 1) return noStrata;
  const df = r * c;
  const gap = new Float64Array(df);
  const covariance = new Float64Array(df * df);
  for (const table of tables) {
    const { row, column, total } = marginsOf(table);
    if (total < 2) continue;
    const rows = pooled.keptRows.slice(0, r).map((i) => row[i] as number);
    const columns = pooled.keptColumns.slice(0, c).map((j) => column[j] as number);
    for (let i = 0; i < r; i++) {
      for (let j = 0; j < c; j++) {
        const place =
          (pooled.keptRows[i] as number) * table.columns + (pooled.keptColumns[j] as number);
        gap[i * c + j]! +=
          (table.counts[place] as number) - ((rows[i] as number) * (columns[j] as number)) / total;
        for (let k = 0; k < r; k++) {
          for (let l = 0; l < c; l++) {
            const byRow =
              (i === k ? total * (rows[i] as number) : 0) -
              (rows[i] as number) * (rows[k] as number);
            const byColumn =
              (j === l ? total * (columns[j] as number) : 0) -
              (columns[j] as number) * (columns[l] as number);
            covariance[(i * c + j) * df + k * c + l]! +=
              (byRow * byColumn) / (total * total * (total - 1));
          }
        }
      }
    }
  }
  const solved = solveMatrix(covariance, gap, df, 1);
  if (solved === null) {
    return refuseTest(
      method,
      "empty-levels",
      "Some levels never meet within a stratum, so they cannot be pooled: merge levels or strata.",
      n,
    );
  }
  const statistic = Math.max(
    0,
    gap.reduce((sum, own, at) => sum + own * (solved[at] as number), 0),
  );
  return {
    method,
    statistic,
    df,
    pValue: chiSquaredUpper(statistic, df),
    logPValue: logChiSquaredUpper(statistic, df),
    n,
    respectsFamilies: false,
  };
}
