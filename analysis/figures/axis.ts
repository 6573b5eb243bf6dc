/** A way from values to pixels. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly at: (value: number) => number;
}

/** A straight scale from values to pixels. */
export function linearScale(low: number, high: number, from: number, to: number): Scale {
  const span = high - low || 1;
  return { low, high, at: (value) => from + ((value - low) / span) * (to - from) };
}

/** A scale on which equal ratios are equally far apart; values must be above nought. */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const span = Math.log(high / low) || 1;
  return { low, high, at: (value) => from + (Math.log(value / low) / span) * (to - from) };
}

/**
 * Round values from `low` to `high`, about `count` of them, steps of 1, 2 or 5 times a power of ten.
 *
 * @example
 * niceTicks(0, 1, 5) // => [0, 0.2, 0.4, 0.6, 0.8, 1]
 */
export function niceTicks(low: number, high: number, count: number): number[] {
  const step = niceStep(low, high, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/**
 * The range widened to the next round values.
 *
 * @example
 * niceRange(0.13, 0.87, 5) // => [0, 1]
 */
export function niceRange(low: number, high: number, count: number): [number, number] {
  const step = niceStep(low, high, count);
  return [
    Number((Math.floor(low / step + 1e-9) * step).toPrecision(12)),
    Number((Math.ceil(high / step - 1e-9) * step).toPrecision(12)),
  ];
}

function niceStep(low: number, high: number, count: number): number {
  const rough = (high - low || Math.abs(high) || 1) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
}

/**
 * Ticks for a scale of ratios: 1, 2 and 5 times powers of ten, thinned to at most `count`.
 *
 * @example
 * ratioTicks(0.1, 10, 7) // => [0.1, 0.2, 0.5, 1, 2, 5, 10]
 */
export function ratioTicks(low: number, high: number, count: number): number[] {
  const inside = (steps: readonly number[]): number[] => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const step of steps) {
        const tick = Number((step * 10 ** power).toPrecision(6));
        if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
      }
    }
    return ticks;
  };
  const fine = inside([1, 2, 5]);
  return fine.length <= count ? fine : inside([1]);
}

/**
 * The ticks whose words have room beside one another; the first of two that collide stays.
 *
 * @example
 * fittingTicks([1, 2, 10], (value) => value, () => 5) // => [1, 10]
 */
export function fittingTicks(
  ticks: readonly number[],
  at: (value: number) => number,
  width: (value: number) => number,
): number[] {
  let end = Number.NEGATIVE_INFINITY;
  return ticks.filter((tick) => {
    const half = width(tick) / 2;
    if (at(tick) - half < end) return false;
    end = at(tick) + half + 1;
    return true;
  });
}
