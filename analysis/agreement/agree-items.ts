import {
  type AgreementOptions,
  agreeItem,
  headlineMeasure,
  type RatingAgreement,
} from "./agree-item.ts";
import { isRefusedMeasure } from "./agreement-measure.ts";
import type { Scale } from "./krippendorff-alpha.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/** The ratings of one item, with the words for it. */
export interface RatedItem {
  readonly item: string;
  readonly label: string;
  /** What one case is: "child", "family" or "row". */
  readonly unit: string;
  readonly scale: Scale;
  readonly ratings: RatingMatrix;
  /** The words for each category. */
  readonly categoryLabels: readonly string[];
}

/** How far coders agree on one item, with the words for it. */
export interface ItemAgreement extends Omit<RatingAgreement, "categories"> {
  readonly item: string;
  readonly label: string;
  readonly unit: string;
  readonly categories: readonly { readonly value: string; readonly label: string }[];
}

/** How far coders agree on many items. */
export interface AgreementScreen {
  readonly coders: readonly string[];
  readonly ciLevel: number;
  readonly seed: number;
  readonly replications: number;
  /** Ratings made twice or more over all items, and on how many of them all coders agree: a count, not a measure. */
  readonly overall: { readonly n: number; readonly agreeing: number };
  /** Lowest headline first; items without one come last. */
  readonly results: readonly ItemAgreement[];
}

/**
 * How far coders agree on each of many items, the lowest first.
 *
 * @example
 * agreeItems([{ item: "a", label: "A", unit: "row", scale: "nominal", ratings: ratingsFromTable([[20, 5], [10, 15]]), categoryLabels: ["no", "yes"] }], { seed: 1, replications: 100 }).overall // => { n: 50, agreeing: 35 }
 */
export function agreeItems(
  items: readonly RatedItem[],
  options: Omit<AgreementOptions, "scale">,
): AgreementScreen {
  const results = items.map((each): ItemAgreement => {
    const { categories, ...found } = agreeItem(each.ratings, { ...options, scale: each.scale });
    return {
      item: each.item,
      label: each.label,
      unit: each.unit,
      ...found,
      categories: categories.map((value, code) => ({
        value,
        label: each.categoryLabels[code] ?? value,
      })),
    };
  });
  const order = (result: ItemAgreement): number => {
    const headline = headlineMeasure(result);
    return isRefusedMeasure(headline) ? 2 : headline.estimate;
  };
  const n = results.reduce((sum, result) => sum + result.n, 0);
  return {
    coders: [...new Set(results.flatMap((result) => result.coders))].sort(),
    ciLevel: options.level ?? 0.95,
    seed: options.seed,
    replications: options.replications,
    overall: {
      n,
      agreeing: n - results.reduce((sum, result) => sum + result.disagreements, 0),
    },
    results: results.sort((a, b) => order(a) - order(b) || (a.item < b.item ? -1 : 1)),
  };
}
