import type { PredictorType } from "./tree-data.ts";

/**
 * The logarithm of the Bonferroni multiplier: in how many ways the categories could have become so many groups.
 *
 * Ordinal C(I − 1, r − 1); nominal the Stirling number of the second kind S(I, r); ordinal with a floating missing
 * category C(I − 2, r − 2) + r·C(I − 2, r − 1), I counting the missing one. For the exhaustive method I(I − 1)/2
 * and, nominal, I(I² − 1)/2 as IBM prints or I(I² − 1)/6 as Biggs, de Ville and Suen derive. Never below 1.
 *
 * @param categories - Original categories present in the node.
 * @param groups - Groups after merging.
 * @example
 * Math.exp(logMultiplier("nominal", 4, 2, false, "spss")) // => 7
 * @example
 * Math.exp(logMultiplier("ordinal", 15, 3, false, "spss")) // => 91
 * @see Kass (1980), Applied Statistics 29; Biggs, de Ville and Suen (1991), J. Applied Statistics 18.
 */
export function logMultiplier(
  type: PredictorType,
  categories: number,
  groups: number,
  exhaustive: boolean,
  version: "spss" | "biggs",
): number {
  if (groups < 2 || categories < 2) return 0;
  if (exhaustive) {
    const pairs = (categories * (categories - 1)) / 2;
    const nominal = (categories * (categories * categories - 1)) / (version === "spss" ? 2 : 6);
    return Math.max(0, Math.log(type === "nominal" ? nominal : pairs));
  }
  if (type === "nominal") return Math.max(0, logStirling(categories, groups));
  if (type === "ordinal") return Math.max(0, logChoose(categories - 1, groups - 1));
  return Math.max(
    0,
    logSum(
      logChoose(categories - 2, groups - 2),
      Math.log(groups) + logChoose(categories - 2, groups - 1),
    ),
  );
}

function logChoose(n: number, k: number): number {
  if (k < 0 || k > n || n < 0) return Number.NEGATIVE_INFINITY;
  // Whole numbers are exact while they fit; beyond, sums of logarithms.
  let product = 1;
  for (let i = 1; i <= k && product < 2 ** 45; i++) product = (product * (n - k + i)) / i;
  if (product < 2 ** 45) return Math.log(product);
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log(n - k + i) - Math.log(i);
  return sum;
}

/** Rows of log S(n, ·) worked out so far: trees ask for the same few again and again. */
const stirlingRows: Float64Array[] = [Float64Array.of(0)];
const mostRowsKept = 400;

/** log S(n, k) by S(n, k) = k·S(n − 1, k) + S(n − 1, k − 1): the alternating sum cancels badly. */
function logStirling(n: number, k: number): number {
  if (n < stirlingRows.length) return stirlingRows[n]?.[k] as number;
  let row = stirlingRows.at(-1) as Float64Array;
  for (let m = stirlingRows.length; m <= n; m++) {
    const next = new Float64Array(m + 1).fill(Number.NEGATIVE_INFINITY);
    for (let j = 1; j <= m; j++) {
      const same = j < row.length ? (row[j] as number) : Number.NEGATIVE_INFINITY;
      next[j] = logSum(Math.log(j) + same, row[j - 1] as number);
    }
    row = next;
    if (m <= mostRowsKept) stirlingRows.push(row);
  }
  return row[k] as number;
}

function logSum(a: number, b: number): number {
  if (a === Number.NEGATIVE_INFINITY) return b;
  if (b === Number.NEGATIVE_INFINITY) return a;
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}
