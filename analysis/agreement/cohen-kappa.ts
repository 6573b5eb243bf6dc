import {
  type AgreementMeasure,
  agreementRefusals,
  measured,
  symmetricInterval,
} from "./agreement-measure.ts";
import { pairTable } from "./agreement-sums.ts";
import { type AgreementWeights, identityWeights } from "./agreement-weights.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/**
 * Cohen's kappa of a table of two coders, or null where chance alone would make them agree.
 *
 * @example
 * kappaOfTable(Float64Array.of(20, 5, 10, 15), identityWeights(2)) // => 0.4
 */
export function kappaOfTable(table: Float64Array, weights: AgreementWeights): number | null {
  const { n, observed, expected } = kappaParts(table, weights);
  return n === 0 || 1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected);
}

/**
 * Cohen's kappa, or weighted kappa, of the first two coders: (po − pe)/(1 − pe), the share of agreement
 * that is left once the agreement expected from each coder's own use of the values is taken off both sides.
 *
 * The standard error is the large-sample one of Fleiss, Cohen and Everitt, which does not suppose that
 * there is no agreement, and takes cases as independent. Cases one coder left out are not counted.
 * When not to use: a value that nearly every case has (kappa falls although coders agree; read AC1 beside it),
 * and weights for values without an order.
 *
 * @example
 * cohenKappa(ratingsFromTable([[45, 15], [25, 15]])).estimate // => 0.1304347826
 * @example
 * cohenKappa(ratingsFromTable([[88, 10, 2], [14, 40, 6], [18, 10, 12]]), weightsFromCosts([[0, 1, 3], [1, 0, 6], [3, 6, 0]])).estimate // => 0.347826087
 * @see Cohen (1960), Educ. Psychol. Meas. 20, 37–46; Cohen (1968), Psychological Bulletin 70, 213–220; Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72, 323–327.
 */
export function cohenKappa(
  ratings: RatingMatrix,
  weights: AgreementWeights = identityWeights(ratings.categories.length),
  level = 0.95,
): AgreementMeasure {
  const base =
    weights.name === "identity"
      ? ({ method: "cohen-kappa", weights: null } as const)
      : ({ method: "weighted-kappa", weights: weights.name } as const);
  const table = pairTable(ratings, 0, 1);
  const parts = kappaParts(table, weights);
  const { n } = parts;
  if (n === 0) return { ...base, ...agreementRefusals.noOverlap, n };
  if (n <= 1) return { ...base, ...agreementRefusals.oneCase, n };
  const estimate = kappaOfTable(table, weights);
  if (estimate === null) return { ...base, ...agreementRefusals.noVariation, n };
  const constant = constantCoder(table, ratings.categories.length);
  return measured(
    {
      ...base,
      estimate,
      n,
      ...(constant === null
        ? {}
        : {
            note: `Coder ${ratings.coders[constant]} gave every case one value, which makes kappa nought however often the coders agree; read AC1.`,
          }),
    },
    symmetricInterval(
      "fleiss-cohen-everitt",
      estimate,
      kappaError(table, weights, parts, estimate),
      level,
    ),
    level,
  );
}

interface KappaParts {
  readonly n: number;
  readonly observed: number;
  readonly expected: number;
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

function kappaParts(table: Float64Array, weights: AgreementWeights): KappaParts {
  const size = Math.sqrt(table.length);
  const rows = new Float64Array(size);
  const columns = new Float64Array(size);
  let n = 0;
  let observed = 0;
  table.forEach((count, at) => {
    n += count;
    rows[Math.floor(at / size)]! += count;
    columns[at % size]! += count;
    observed += count * (weights.values[at] as number);
  });
  let expected = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++)
      expected +=
        (weights.values[i * size + j] as number) * (rows[i] as number) * (columns[j] as number);
  }
  return { n, observed: observed / n, expected: expected / (n * n), rows, columns };
}

/** The standard error of Fleiss, Cohen and Everitt: their equation for weighted kappa; unweighted is a case of it. */
function kappaError(
  table: Float64Array,
  weights: AgreementWeights,
  { n, expected, rows, columns }: KappaParts,
  kappa: number,
): number {
  const size = rows.length;
  const rowWeight = new Float64Array(size);
  const columnWeight = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const w = weights.values[i * size + j] as number;
      rowWeight[i]! += (w * (columns[j] as number)) / n;
      columnWeight[j]! += (w * (rows[i] as number)) / n;
    }
  }
  // The published form divides by (1 − pe)⁴; written in kappa, each term is of ordinary size.
  const mean = kappa - expected * (1 - kappa);
  let sum = 0;
  table.forEach((count, at) => {
    if (count === 0) return;
    const pulled =
      (rowWeight[Math.floor(at / size)] as number) + (columnWeight[at % size] as number);
    sum += (count / n) * ((weights.values[at] as number) - pulled * (1 - kappa)) ** 2;
  });
  return Math.sqrt(Math.max(0, sum - mean ** 2) / n) / (1 - expected);
}

/** Which of two coders gave one value only; null when neither. */
function constantCoder(table: Float64Array, size: number): 0 | 1 | null {
  const rows = new Set<number>();
  const columns = new Set<number>();
  table.forEach((count, at) => {
    if (count === 0) return;
    rows.add(Math.floor(at / size));
    columns.add(at % size);
  });
  return rows.size === 1 ? 0 : columns.size === 1 ? 1 : null;
}
