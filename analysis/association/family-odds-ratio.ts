import type { EffectResult } from "./effect-sizes.ts";
import { familyBootstrap } from "./family-bootstrap.ts";
import type { FamilyRows } from "./family-rows.ts";
import type { Settings } from "./settings.ts";
import { withInterval } from "./table-effects.ts";

/** A Mantel–Haenszel odds ratio with the interval that resampled families give. */
export function familyOddsRatio(
  effect: EffectResult,
  [x, y, s]: readonly [Int32Array, Int32Array, Int32Array],
  strata: number,
  siblings: FamilyRows,
  settings: Settings,
): EffectResult {
  const counts = new Float64Array(strata * 4);
  const [interval] = familyBootstrap(
    siblings,
    (weights) => {
      counts.fill(0);
      for (let row = 0; row < weights.length; row++) {
        counts[(s[row] as number) * 4 + (x[row] as number) * 2 + (y[row] as number)]! += weights[
          row
        ] as number;
      }
      let [above, below] = [0, 0];
      for (let k = 0; k < strata; k++) {
        const [a, b, c, d] = [0, 1, 2, 3].map((cell) => counts[k * 4 + cell] as number) as [
          number,
          number,
          number,
          number,
        ];
        const n = a + b + c + d;
        if (n === 0) continue;
        above += (a * d) / n;
        below += (b * c) / n;
      }
      return [above > 0 && below > 0 ? above / below : Number.NaN];
    },
    settings.replications,
    settings.seed,
    settings.level,
  );
  return withInterval(effect, interval);
}
