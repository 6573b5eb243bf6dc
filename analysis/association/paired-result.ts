import type { Association } from "./association.ts";
import { concluded } from "./association-parts.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { familyBootstrap } from "./family-bootstrap.ts";
import { familySignFlip } from "./family-sign-flip.ts";
import type { KnownRows } from "./known-rows.ts";
import { matchedRankBiserial } from "./paired-effects.ts";
import { asymmetry, signedRankSum } from "./paired-statistics.ts";
import type { Settings } from "./settings.ts";
import { withInterval } from "./table-effects.ts";
import { isRefused, type TestResult } from "./test-result.ts";

/** What to change over by family. */
export type Flipped =
  | {
      readonly scores: ArrayLike<number>;
      readonly effect: (weights: Float64Array, differences: ArrayLike<number>) => number;
    }
  | { readonly before: Int32Array; readonly after: Int32Array; readonly levels: number };

/** The result of a paired analysis, with whole families changed over where some have brothers or sisters. */
export function pairedResult(
  plain: {
    readonly tests: readonly TestResult[];
    readonly naive: TestResult;
    readonly reason: string;
    readonly effects: readonly EffectResult[];
  },
  { siblings }: KnownRows,
  flipped: Flipped,
  settings: Settings,
): Pick<
  Association,
  | "tests"
  | "effects"
  | "headline"
  | "reason"
  | "pValue"
  | "naive"
  | "naivePValue"
  | "designEffect"
  | "pairs"
> {
  const { naive } = plain;
  let { tests, effects, reason } = plain;
  let headline = naive;
  if (siblings !== null && !isRefused(naive)) {
    headline = familySignFlip(
      "family-permutation-paired",
      siblings.of,
      "scores" in flipped ? signedRankSum(flipped.scores) : asymmetry(flipped),
      settings.replications,
      settings.seed,
    );
    tests = [...tests, headline];
    reason = "Before and after changed over for whole families: brothers and sisters may be alike";
    if ("scores" in flipped) {
      const [interval] = familyBootstrap(
        siblings,
        (weights) => [flipped.effect(weights, flipped.scores)],
        settings.replications,
        settings.seed,
        settings.level,
      );
      effects = effects.map((effect, place) =>
        place === 0 ? withInterval(effect, interval) : effect,
      );
    }
  }
  return {
    tests,
    effects,
    pairs: [],
    ...concluded(headline, naive, reason),
    designEffect: null,
  };
}

/** The mean under weights. */
export function meanOf(weights: Float64Array, values: ArrayLike<number>): number {
  let [n, sum] = [0, 0];
  for (let row = 0; row < weights.length; row++) {
    n += weights[row] as number;
    sum += (weights[row] as number) * (values[row] as number);
  }
  return n > 0 ? sum / n : Number.NaN;
}

/** The matched rank-biserial correlation under whole weights. */
export function rankBiserialOf(weights: Float64Array, differences: ArrayLike<number>): number {
  const kept: number[] = [];
  weights.forEach((weight, row) => {
    for (let copy = 0; copy < weight; copy++) kept.push(differences[row] as number);
  });
  const effect = matchedRankBiserial(kept);
  return "refused" in effect ? Number.NaN : effect.estimate;
}
