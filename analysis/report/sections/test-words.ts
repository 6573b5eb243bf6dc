import type { ComputedTest } from "../../association/test-result.ts";
import { fixed } from "../../words/number-text.ts";

const names: Readonly<Record<string, string>> = {
  pearson: "Pearson's chi-squared",
  "likelihood-ratio": "Likelihood ratio",
  "rao-scott": "Rao–Scott",
  "fisher-exact": "Fisher's exact",
  "fisher-mid-p": "Fisher's exact, mid-p",
  "freeman-halton": "Freeman–Halton exact",
  "freeman-halton-monte-carlo": "Freeman–Halton exact, simulated",
  "rao-scott-means": "Rao–Scott, means",
  "family-permutation-correlation": "Whole families permuted, correlation",
  "family-permutation-within-strata": "Whole families permuted within strata",
  "mann-whitney": "Mann–Whitney",
  "mann-whitney-exact": "Mann–Whitney, exact",
  "welch-t": "Welch's t",
  "cochran-armitage": "Cochran–Armitage trend",
  "jonckheere-terpstra": "Jonckheere–Terpstra trend",
  spearman: "Spearman's rank correlation",
  "family-permutation": "Whole families permuted",
  "family-permutation-ranks": "Whole families permuted, ranks",
  "kruskal-wallis": "Kruskal–Wallis",
};

/**
 * The name of a test for readers.
 *
 * @example
 * testName("rao-scott") // => "Rao–Scott"
 */
export const testName = (method: string): string => names[method] ?? method.replaceAll("-", " ");

/**
 * A test with its statistic, as papers print it.
 *
 * @example
 * testText({ method: "pearson", statistic: 8.654, df: 6, pValue: 0.194, n: 138, respectsFamilies: false }) // => "Pearson's chi-squared: χ²(6) = 8.65"
 */
export function testText(test: ComputedTest): string {
  const { statistic, df, df2 } = test;
  const name = testName(test.method);
  if (statistic === undefined || df === undefined) {
    return test.replications === undefined
      ? name
      : `${name} (${test.replications.toLocaleString("en-GB")} times)`;
  }
  return df2 === undefined
    ? `${name}: χ²(${fixed(df, Number.isInteger(df) ? 0 : 2)}) = ${fixed(statistic, 2)}`
    : `${name}: F(${fixed(df, 2)}, ${fixed(df2, 1)}) = ${fixed(statistic, 2)}`;
}
