import { type AgreementMeasure, agreementRefusals, measured } from "./agreement-measure.ts";
import { type AgreementSums, agreementSums } from "./agreement-sums.ts";
import { type BootstrapOptions, bootstrapAgreement } from "./bootstrap-agreement.ts";
import type { RatingMatrix } from "./rating-matrix.ts";

/** What the values of an item are: names, an order, or numbers. */
export type Scale = "nominal" | "ordinal" | "interval";

/**
 * Krippendorff's alpha from the sums, or null where every pairable value is the same.
 *
 * @param scores - The numbers the values stand for, on an interval scale.
 * @example
 * alphaOfSums(agreementSums(ratingsFromTable([[20, 5], [10, 15]])), "nominal", null) // => 0.4
 */
export function alphaOfSums(
  sums: AgreementSums,
  scale: Scale,
  scores: Float64Array | null,
): number | null {
  const size = sums.categories;
  const totals = new Float64Array(size);
  sums.coincidences.forEach((count, at) => {
    totals[Math.floor(at / size)]! += count;
  });
  const before = new Float64Array(size + 1);
  for (let k = 0; k < size; k++) before[k + 1] = (before[k] as number) + (totals[k] as number);
  const n = before[size] as number;
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < size; c++) {
    for (let k = 0; k < c; k++) {
      const distance =
        scale === "nominal"
          ? 1
          : scale === "interval"
            ? ((scores?.[c] ?? c) - (scores?.[k] ?? k)) ** 2
            : ((before[c + 1] as number) -
                (before[k] as number) -
                ((totals[c] as number) + (totals[k] as number)) / 2) **
              2;
      observed += (sums.coincidences[c * size + k] as number) * distance;
      expected += (totals[c] as number) * (totals[k] as number) * distance;
    }
  }
  return expected === 0 ? null : 1 - ((n - 1) * observed) / expected;
}

/**
 * Krippendorff's alpha, 1 − Do/De: one less the disagreement seen over the disagreement expected if values were
 * dealt out at random. It takes any number of coders, missing ratings and small samples; cases rated once are
 * left out.
 *
 * There is no agreed closed form for its spread: the interval is a seeded bootstrap of whole cases, or of
 * whole families where the ratings name them (Krippendorff's own bootstrap draws pairs instead).
 * When not to use: it is undefined when all values are the same.
 *
 * @example
 * krippendorffAlpha(ratingsFromTable([[20, 5], [10, 15]]), "nominal", { seed: 1, replications: 200 }).estimate // => 0.4
 * @see Krippendorff (2011), Computing Krippendorff's alpha-reliability; Hayes and Krippendorff (2007), Commun. Methods Meas. 1, 77–89.
 */
export function krippendorffAlpha(
  ratings: RatingMatrix,
  scale: Scale,
  bootstrap: BootstrapOptions,
): AgreementMeasure {
  const base = { method: "krippendorff-alpha", weights: scale } as const;
  const sums = agreementSums(ratings);
  const n = sums.paired;
  if (n === 0) return { ...base, ...agreementRefusals.noOverlap, n };
  if (n <= 1) return { ...base, ...agreementRefusals.oneCase, n };
  const estimate = alphaOfSums(sums, scale, ratings.scores);
  if (estimate === null) return { ...base, ...agreementRefusals.noVariation, n };
  const [interval] = bootstrapAgreement(
    ratings,
    [(draw) => alphaOfSums(draw.sums, scale, ratings.scores)],
    bootstrap,
  );
  return measured({ ...base, estimate, n }, interval!, bootstrap.level ?? 0.95);
}
