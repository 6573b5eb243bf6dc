import type { Contingency } from "./contingency.ts";
import type { EffectResult } from "./effect-sizes.ts";

/**
 * The conditional odds ratio of a 2 × 2 table with its exact interval: the most likely ratio, and the ratios at
 * which the observed count would be just that extreme, with the margins fixed.
 *
 * Goes with Fisher's test; it differs a little from ad/bc. A cell of nought gives one open side, so it is refused as an
 * odds ratio and the finite limit is in the reason.
 *
 * @example
 * exactOddsRatio(contingency([[3, 1], [1, 3]])).estimate // => 6.408319658
 * @see Cornfield (1956), Proc. 3rd Berkeley Symposium 4, 135–148; as R's fisher.test.
 */
export function exactOddsRatio(table: Contingency, level = 0.95): EffectResult {
  const method = "odds-ratio-exact";
  if (table.rows !== 2 || table.columns !== 2 || !table.counts.every(Number.isInteger)) {
    return {
      method,
      refused: "not-2-by-2",
      reason: "This exact interval is for whole counts in two rows and two columns.",
    };
  }
  const [a, b, c, d] = table.counts as unknown as [number, number, number, number];
  const lowest = Math.max(0, a - d);
  const highest = a + Math.min(b, c);
  if (lowest === highest) {
    return {
      method,
      refused: "one-level",
      reason: "One of the variables has a single value, so there is no ratio.",
    };
  }
  // Log weights of each possible first cell at a ratio of one.
  const logs = [0];
  for (let x = lowest; x < highest; x++) {
    const up = (a + b - x) * (a + c - x);
    const down = (x + 1) * (d - a + x + 1);
    logs.push((logs.at(-1) as number) + Math.log(up) - Math.log(down));
  }
  const at = a - lowest;
  const tail = (1 - level) / 2;
  /** Share of the weight at or above, at or below the observed cell, and its mean, at a log ratio. */
  const under = (logRatio: number): { above: number; below: number; mean: number } => {
    const most = logs.reduce((best, own, x) => Math.max(best, own + x * logRatio), -Infinity);
    let [all, above, below, mean] = [0, 0, 0, 0];
    logs.forEach((own, x) => {
      const weight = Math.exp(own + x * logRatio - most);
      all += weight;
      mean += weight * x;
      if (x >= at) above += weight;
      if (x <= at) below += weight;
    });
    return { above: above / all, below: below / all, mean: mean / all };
  };
  const low = a === lowest ? 0 : Math.exp(rootOf((t) => under(t).above - tail));
  const high =
    a === highest ? Number.POSITIVE_INFINITY : Math.exp(rootOf((t) => tail - under(t).below));
  if (a === lowest || a === highest) {
    return {
      method,
      refused: "zero-cell",
      reason:
        a === lowest
          ? `A cell is nought, so the odds ratio is 0; the exact interval ends at ${high.toPrecision(4)}.`
          : `A cell is nought, so the odds ratio is infinite; the exact interval begins at ${low.toPrecision(4)}.`,
    };
  }
  return {
    method,
    estimate: Math.exp(rootOf((t) => under(t).mean - at)),
    ciLow: low,
    ciHigh: high,
    ciLevel: level,
    note: "Conditional on the margins, as Fisher's test.",
  };
}

/** The root of a rising function of a log ratio. */
function rootOf(value: (t: number) => number): number {
  let low = -1;
  let high = 1;
  while (value(low) > 0) low *= 2;
  while (value(high) < 0) high *= 2;
  for (let turn = 0; turn < 200 && high - low > 1e-14 * Math.max(1, Math.abs(low)); turn++) {
    const middle = (low + high) / 2;
    if (value(middle) > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
