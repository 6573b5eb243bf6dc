import { type AgreementMeasure, isRefusedMeasure } from "./agreement-measure.ts";
import { agreementSums, pairTable } from "./agreement-sums.ts";
import { type AgreementWeights, distanceWeights, identityWeights } from "./agreement-weights.ts";
import { type AgreementDraw, bootstrapAgreement } from "./bootstrap-agreement.ts";
import { cohenKappa, kappaOfTable } from "./cohen-kappa.ts";
import { fleissKappa, fleissOfSums } from "./fleiss-kappa.ts";
import { gwetAc, gwetOfSums } from "./gwet-ac.ts";
import { intraclassAgreement, intraclassOf } from "./intraclass-agreement.ts";
import { alphaOfSums, krippendorffAlpha, type Scale } from "./krippendorff-alpha.ts";
import { observedAgreement, percentAgreement } from "./percent-agreement.ts";
import { biasIndex, indexOfTable, pabak, prevalenceIndex } from "./prevalence-bias.ts";
import { pickCoders, type RatingMatrix } from "./rating-matrix.ts";

/** How the agreement of an item is measured. */
export interface AgreementOptions {
  readonly scale: Scale;
  readonly seed: number;
  /** Bootstrap samples. */
  readonly replications: number;
  readonly level?: number;
  /** Weights of the user's own, beside the linear and quadratic ones. */
  readonly weights?: AgreementWeights;
}

/** How far two coders agree on one item. */
export interface PairAgreement {
  readonly coders: readonly [string, string];
  /** Cases both rated. */
  readonly n: number;
  /** Cases that one of them rated and the other did not. */
  readonly nMissing: number;
  /** Cases the two gave different values. */
  readonly disagreements: number;
  /** Rows the first coder's values, columns the second's, in the order of the categories. */
  readonly table: readonly (readonly number[])[];
  readonly measures: readonly AgreementMeasure[];
}

/** How far all coders agree on one item. */
export interface RatingAgreement {
  readonly scale: Scale;
  readonly coders: readonly string[];
  readonly categories: readonly string[];
  /** Cases rated by two coders or more. */
  readonly n: number;
  /** Cases with fewer than two ratings. */
  readonly nMissing: number;
  /** Families the rated cases are of, where a family has several; else null. */
  readonly families: number | null;
  /** Cases on which any two coders differ. */
  readonly disagreements: number;
  readonly measures: readonly AgreementMeasure[];
  /** Which measure to read first (the first of that method in `measures`), and why it was chosen. */
  readonly headline: AgreementMeasure["method"];
  readonly reason: string;
  readonly pairs: readonly PairAgreement[];
}

/**
 * Everything there is to say about the agreement of one item: for all coders and for each pair.
 *
 * The headline is Cohen's kappa for two coders (weighted, linear, when values are in order; the
 * intraclass correlation when they are numbers), and for more Fleiss' kappa or, for values in order or numbers
 * or with missing ratings, Krippendorff's alpha. Where families have several cases the interval of every measure is a
 * bootstrap of whole families, with the plain one beside it.
 *
 * @example
 * headlineMeasure(agreeItem(ratingsFromTable([[20, 5], [10, 15]]), { scale: "nominal", seed: 1, replications: 100 })).estimate // => 0.4
 */
export function agreeItem(ratings: RatingMatrix, options: AgreementOptions): RatingAgreement {
  const families = repeatedFamilies(ratings);
  const used = families === null ? { ...ratings, families: null } : ratings;
  const pairs: PairAgreement[] = [];
  for (let first = 0; first < ratings.coders.length; first++) {
    for (let second = first + 1; second < ratings.coders.length; second++)
      pairs.push(agreePair(pickCoders(used, [first, second]), options));
  }
  const only = pairs.length === 1 ? pairs[0] : undefined;
  const measures = only?.measures ?? measuresOf(used, options);
  const sums = agreementSums(ratings);
  const total = countCases(ratings, () => true);
  const { method, reason } = headlineOf(ratings, options.scale, sums.paired < total);
  return {
    scale: options.scale,
    coders: ratings.coders,
    categories: ratings.categories,
    n: sums.paired,
    nMissing: total - sums.paired,
    families,
    disagreements: countCases(ratings, (row) => differs(ratings, row)),
    measures,
    headline: method,
    reason,
    pairs,
  };
}

/** The measure to read first. */
export function headlineMeasure(
  result: Pick<RatingAgreement, "measures" | "headline">,
): AgreementMeasure {
  return result.measures.find((each) => each.method === result.headline) as AgreementMeasure;
}

function headlineOf(
  ratings: RatingMatrix,
  scale: Scale,
  incomplete: boolean,
): { method: AgreementMeasure["method"]; reason: string } {
  const two = ratings.coders.length === 2;
  if (two && scale === "interval") return { method: "icc-2-1", reason: "two coders gave numbers" };
  if (two && scale === "ordinal")
    return { method: "weighted-kappa", reason: "two coders, values in order: linear weights" };
  if (two) return { method: "cohen-kappa", reason: "two coders, values without an order" };
  if (scale !== "nominal")
    return { method: "krippendorff-alpha", reason: "more than two coders, values in order" };
  return incomplete || hasGaps(ratings)
    ? { method: "krippendorff-alpha", reason: "more than two coders, some ratings missing" }
    : { method: "fleiss-kappa", reason: "more than two coders, values without an order" };
}

function agreePair(ratings: RatingMatrix, options: AgreementOptions): PairAgreement {
  const size = ratings.categories.length;
  const table = pairTable(ratings, 0, 1);
  const n = table.reduce((sum, count) => sum + count, 0);
  return {
    coders: [ratings.coders[0] as string, ratings.coders[1] as string],
    n,
    nMissing: agreementSums(ratings).rated - n,
    disagreements: countCases(ratings, (row) => differs(ratings, row)),
    table: Array.from({ length: size }, (_, row) =>
      Array.from(table.subarray(row * size, (row + 1) * size)),
    ),
    measures: measuresOf(ratings, options),
  };
}

/** A measure and how a bootstrap draw gives it anew. */
interface Candidate {
  readonly measure: AgreementMeasure;
  readonly again: (draw: AgreementDraw) => number | null;
}

function measuresOf(ratings: RatingMatrix, options: AgreementOptions): AgreementMeasure[] {
  const candidates = candidatesOf(ratings, options);
  if (ratings.families === null) return candidates.map(({ measure }) => measure);
  const computed = candidates.filter(({ measure }) => !isRefusedMeasure(measure));
  const level = options.level ?? 0.95;
  const intervals = bootstrapAgreement(
    ratings,
    computed.map(({ again }) => again),
    { seed: options.seed, replications: options.replications, level },
  );
  const families = repeatedFamilies(ratings) as number;
  return candidates.map((candidate) => {
    const { measure } = candidate;
    if (isRefusedMeasure(measure)) return measure;
    const interval = intervals[computed.indexOf(candidate)]!;
    const { interval: plain, standardError, ciLow, ciHigh } = measure;
    const base = {
      ...measure,
      respectsFamilies: true,
      families,
      ...(plain === null || ciLow === null || ciHigh === null || plain === "family-bootstrap"
        ? {}
        : { naive: { interval: plain, standardError, ciLow, ciHigh, ciLevel: level } }),
    };
    return "refused" in interval
      ? {
          ...base,
          interval: null,
          standardError: null,
          ciLow: null,
          ciHigh: null,
          intervalReason: interval.reason,
        }
      : { ...base, intervalReason: null, ...interval };
  });
}

function candidatesOf(ratings: RatingMatrix, options: AgreementOptions): Candidate[] {
  const { scale } = options;
  const level = options.level ?? 0.95;
  const size = ratings.categories.length;
  const two = ratings.coders.length === 2;
  const same = identityWeights(size);
  const weights =
    scale === "nominal"
      ? []
      : [
          distanceWeights("linear", size, ratings.scores),
          distanceWeights("quadratic", size, ratings.scores),
        ];
  if (options.weights !== undefined) weights.push(options.weights);
  const kappa = (each: AgreementWeights): Candidate => ({
    measure: cohenKappa(ratings, each, level),
    again: ({ table }) => kappaOfTable(table, each),
  });
  const gwet = (each: AgreementWeights): Candidate => ({
    measure: gwetAc(ratings, each, level),
    again: ({ sums }) => gwetOfSums(sums, each),
  });
  const percent = ({ sums }: AgreementDraw): number | null => observedAgreement(sums);
  const index = (method: "prevalence-index" | "bias-index"): Candidate => ({
    measure: (method === "bias-index" ? biasIndex : prevalenceIndex)(ratings, level),
    again: ({ table }) => indexOfTable(method, table),
  });
  return [
    { measure: percentAgreement(ratings, level), again: percent },
    ...(two ? [kappa(same), ...weights.map(kappa)] : []),
    ...(two
      ? []
      : [
          {
            measure: fleissKappa(ratings, level),
            again: ({ sums }: AgreementDraw) => fleissOfSums(sums),
          },
        ]),
    gwet(same),
    ...weights.map(gwet),
    {
      measure: krippendorffAlpha(ratings, scale, {
        seed: options.seed,
        replications: options.replications,
        level,
      }),
      again: ({ sums }) => alphaOfSums(sums, scale, ratings.scores),
    },
    ...(ratings.scores === null
      ? []
      : [
          {
            measure: intraclassAgreement(ratings, level),
            again: ({ frequencies }: AgreementDraw) => intraclassOf(ratings, frequencies),
          },
        ]),
    {
      measure: pabak(ratings, level),
      again: (draw) => {
        const share = percent(draw);
        return share === null || size < 2 ? null : (size * share - 1) / (size - 1);
      },
    },
    ...(two && size === 2 ? [index("prevalence-index"), index("bias-index")] : []),
  ];
}

/** How many families the rated cases are of, or null unless a family has several. */
function repeatedFamilies(ratings: RatingMatrix): number | null {
  if (ratings.families === null) return null;
  const seen = new Set<number>();
  let rows = 0;
  for (let row = 0; row < ratings.cases; row++) {
    if (givenIn(ratings, row).length === 0) continue;
    rows++;
    seen.add(ratings.families.of[row] as number);
  }
  return seen.size < rows ? seen.size : null;
}

function givenIn(ratings: RatingMatrix, row: number): number[] {
  const coders = ratings.coders.length;
  return Array.from(ratings.codes.subarray(row * coders, (row + 1) * coders)).filter(
    (code) => code >= 0,
  );
}

const differs = (ratings: RatingMatrix, row: number): boolean =>
  new Set(givenIn(ratings, row)).size > 1;

const hasGaps = (ratings: RatingMatrix): boolean => ratings.codes.some((code) => code < 0);

function countCases(ratings: RatingMatrix, holds: (row: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < ratings.cases; row++)
    if (holds(row))
      count += ratings.frequencies === null ? 1 : (ratings.frequencies[row] as number);
  return count;
}
