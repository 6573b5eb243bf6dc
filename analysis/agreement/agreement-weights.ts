import { InputError } from "../../data-dictionary/input-error.ts";

/** How far each pair of values counts as agreement: 1 on the diagonal, 0 for the worst pair. */
export interface AgreementWeights {
  readonly name: "identity" | "linear" | "quadratic" | "given";
  /** categories × categories, row by row. */
  readonly values: Float64Array;
}

/**
 * Weights by which only the same value is agreement.
 *
 * @example
 * identityWeights(2).values // => Float64Array.of(1, 0, 0, 1)
 */
export function identityWeights(categories: number): AgreementWeights {
  const values = new Float64Array(categories * categories);
  for (let k = 0; k < categories; k++) values[k * categories + k] = 1;
  return { name: "identity", values };
}

/**
 * Weights that fall with the distance between values: linear 1 − |a − b|/range, quadratic 1 − (a − b)²/range².
 * Values are one step apart unless `scores` says how far.
 *
 * When not to use: values without an order.
 *
 * @example
 * distanceWeights("linear", 3).values // => Float64Array.of(1, 0.5, 0, 0.5, 1, 0.5, 0, 0.5, 1)
 * @see Cicchetti and Allison (1971), Am. J. EEG Technol. 11, 101–110; Fleiss and Cohen (1973), Educ. Psychol. Meas. 33, 613–619.
 */
export function distanceWeights(
  name: "linear" | "quadratic",
  categories: number,
  scores: Float64Array | null = null,
): AgreementWeights {
  const place = (k: number): number => scores?.[k] ?? k;
  let range = 0;
  for (let a = 0; a < categories; a++)
    for (let b = 0; b < a; b++) range = Math.max(range, Math.abs(place(a) - place(b)));
  const values = new Float64Array(categories * categories);
  for (let a = 0; a < categories; a++) {
    for (let b = 0; b < categories; b++) {
      const share = a === b ? 0 : Math.abs(place(a) - place(b)) / range;
      values[a * categories + b] = 1 - (name === "linear" ? share : share * share);
    }
  }
  return { name, values };
}

/**
 * Weights from a table of costs, as Cohen gave them: 0 for agreement, more for a worse disagreement.
 * A cost c becomes the weight 1 − c/the highest cost.
 *
 * @throws {InputError} `bad-weights` unless square, with costs of 0 or more, 0 on the diagonal, and one above 0.
 * @example
 * weightsFromCosts([[0, 1], [4, 0]]).values // => Float64Array.of(1, 0.75, 0, 1)
 * @see Cohen (1968), Psychological Bulletin 70, 213–220.
 */
export function weightsFromCosts(costs: readonly (readonly number[])[]): AgreementWeights {
  const size = costs.length;
  const flat = costs.flat();
  const worst = Math.max(...flat);
  const fits =
    costs.every((row, place) => row.length === size && row[place] === 0) &&
    flat.every((cost) => Number.isFinite(cost) && cost >= 0) &&
    worst > 0;
  if (!fits) {
    throw new InputError(
      "bad-weights",
      "Costs must be a square table: 0 on its diagonal, 0 or more elsewhere, and one above 0.",
    );
  }
  return { name: "given", values: Float64Array.from(flat, (cost) => 1 - cost / worst) };
}
