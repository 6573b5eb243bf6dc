import { normalLower, normalQuantile } from "../distributions/index.ts";
import { seededRandom } from "../random/random.ts";
import type { FamilyRows } from "./family-rows.ts";

/** An interval from resampled families, or why there is none. */
export type BootstrapInterval =
  | {
      readonly method: "family-bootstrap";
      readonly ciLow: number;
      readonly ciHigh: number;
      readonly ciLevel: number;
      readonly replications: number;
      readonly seed: number;
    }
  | { readonly method: "family-bootstrap"; readonly refused: string; readonly reason: string };

/** Fewer families than this say too little about how families differ. */
const fewestFamilies = 10;

/**
 * Bootstrap intervals for effect sizes that keep families whole: families are drawn with replacement, and the effects
 * measured with each row counted as often as its family was drawn. Limits are bias-corrected and accelerated (BCa), the
 * acceleration from leaving out one family at a time.
 *
 * Not for an effect that cannot fall below nought, such as Cramér's V, when it is near there: resampling can only
 * raise it. Samples in which an effect has no value (NaN) are left out; with more than one in twenty of them there is
 * no interval.
 *
 * @param measure - The effects when row r counts `weights[r]` times; NaN where one has no value.
 * @see Efron (1987), J. Am. Stat. Assoc. 82, 171–185; whole clusters: Davison and Hinkley (1997), section 3.8.
 */
export function familyBootstrap(
  families: FamilyRows,
  measure: (weights: Float64Array) => ArrayLike<number>,
  replications: number,
  seed: number,
  level = 0.95,
): BootstrapInterval[] {
  const { count, of } = families;
  const n = of.length;
  const weights = new Float64Array(n).fill(1);
  const observed = Float64Array.from(measure(weights));
  const refuse = (refused: string, reason: string): BootstrapInterval => ({
    method: "family-bootstrap",
    refused,
    reason,
  });
  if (count < fewestFamilies) {
    return Array.from(observed, () =>
      refuse("few-families", `There are ${count} families, too few to draw from again.`),
    );
  }
  const { below } = seededRandom(seed, "family-bootstrap");
  const drawn = new Float64Array(count);
  const samples = Array.from(observed, () => new Float64Array(replications));
  const valid = new Int32Array(observed.length);
  for (let turn = 0; turn < replications; turn++) {
    drawn.fill(0);
    for (let k = 0; k < count; k++) {
      const family = below(count);
      drawn[family] = (drawn[family] as number) + 1;
    }
    for (let row = 0; row < n; row++) weights[row] = drawn[of[row] as number] as number;
    keep(measure(weights), samples, valid);
  }
  const without = Array.from(observed, () => new Float64Array(count));
  const validWithout = new Int32Array(observed.length);
  weights.fill(1);
  for (let family = 0; family < count; family++) {
    const [from, to] = [families.start[family] as number, families.start[family + 1] as number];
    for (let k = from; k < to; k++) weights[families.rows[k] as number] = 0;
    keep(measure(weights), without, validWithout);
    for (let k = from; k < to; k++) weights[families.rows[k] as number] = 1;
  }
  return Array.from(observed, (estimate, which) => {
    const own = (samples[which] as Float64Array).subarray(0, valid[which]);
    if (!Number.isFinite(estimate) || own.length < 0.95 * replications) {
      return refuse(
        "undefined-samples",
        "In many samples of families the effect has no value, so there is no interval: a level is rare.",
      );
    }
    const jackknife = (without[which] as Float64Array).subarray(0, validWithout[which]);
    const [ciLow, ciHigh] = correctedLimits(own.sort(), estimate, jackknife, level);
    return { method: "family-bootstrap", ciLow, ciHigh, ciLevel: level, replications, seed };
  });
}

function keep(found: ArrayLike<number>, samples: Float64Array[], valid: Int32Array): void {
  for (let which = 0; which < valid.length; which++) {
    const value = found[which] as number;
    if (!Number.isFinite(value)) continue;
    const at = valid[which] as number;
    (samples[which] as Float64Array)[at] = value;
    valid[which] = at + 1;
  }
}

/** Bias-corrected and accelerated limits of sorted samples. */
function correctedLimits(
  sorted: Float64Array,
  estimate: number,
  jackknife: Float64Array,
  level: number,
): [number, number] {
  let less = 0;
  let equal = 0;
  const tolerance = 1e-12 * Math.max(1, Math.abs(estimate));
  for (const value of sorted) {
    if (value < estimate - tolerance) less++;
    else if (value <= estimate + tolerance) equal++;
  }
  const share = (less + equal / 2) / sorted.length;
  const edge = 1 / (2 * sorted.length);
  const bias = normalQuantile(Math.min(1 - edge, Math.max(edge, share)));
  const centre = jackknife.reduce((sum, each) => sum + each, 0) / Math.max(1, jackknife.length);
  let [squares, cubes] = [0, 0];
  for (const each of jackknife) {
    squares += (centre - each) ** 2;
    cubes += (centre - each) ** 3;
  }
  const acceleration = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  const limit = (p: number): number => {
    const z = bias + normalQuantile(p);
    const adjusted = normalLower(bias + z / (1 - acceleration * z));
    const place = adjusted * (sorted.length - 1);
    const low = Math.floor(place);
    const next = sorted[Math.min(sorted.length - 1, low + 1)] as number;
    const own = sorted[low] as number;
    return own + (place - low) * (next - own);
  };
  const tail = (1 - level) / 2;
  return [limit(tail), limit(1 - tail)];
}
