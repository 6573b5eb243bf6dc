import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";

/** One band of rows with like predictions. */
export interface CalibrationBand {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly events: number;
  readonly observed: number;
  readonly predicted: number;
}

/** Predicted against observed, and Hosmer and Lemeshow's test, or why there is none. */
export interface Calibration {
  readonly bands: readonly CalibrationBand[];
  readonly hosmerLemeshow:
    | {
        readonly method: "Hosmer–Lemeshow";
        readonly statistic: number;
        readonly df: number;
        readonly pValue: number;
        readonly logPValue: number;
      }
    | { readonly method: "Hosmer–Lemeshow"; readonly refused: string; readonly reason: string };
}

/**
 * Rows in bands of like predicted probability, with what was seen beside what was predicted, and
 * Hosmer and Lemeshow's chi-squared: Σ (observed − expected)² / (expected·(1 − expected/n)).
 *
 * When not to use: the test depends on the bands chosen and has little power below some 200 rows;
 * read the table.
 *
 * @param fitted - Predicted probabilities.
 * @param groups - Bands wanted (10); tied predictions make fewer.
 * @see Hosmer and Lemeshow (1980), Communications in Statistics A9:1043.
 */
export function calibration(
  fitted: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  groups = 10,
): Calibration {
  const order = Array.from({ length: fitted.length }, (_, i) => i)
    .filter((i) => (weights[i] as number) > 0)
    .sort((a, b) => (fitted[a] as number) - (fitted[b] as number));
  const total = order.reduce((sum, i) => sum + (weights[i] as number), 0);
  const at = (position: number): number => {
    let before = 0;
    for (const i of order) {
      before += weights[i] as number;
      if (position < before - 1e-9) return fitted[i] as number;
    }
    return fitted[order[order.length - 1] as number] as number;
  };
  const cuts: number[] = [];
  for (let k = 0; k <= groups; k++) {
    const position = ((total - 1) * k) / groups;
    const whole = Math.floor(position + 1e-9);
    const part = Math.max(0, position - whole);
    const cut = at(whole) + (part > 1e-9 ? part * (at(whole + 1) - at(whole)) : 0);
    // Cuts closer than rounding error are one cut, as ties must stay together.
    if (cuts.length === 0 || cut - (cuts[cuts.length - 1] as number) > 1e-10) cuts.push(cut);
  }
  const bands: { from: number; to: number; n: number; events: number; expected: number }[] = [];
  for (let k = 0; k + 1 < Math.max(2, cuts.length); k++) {
    const from = cuts[k] as number;
    bands.push({ from, to: cuts[k + 1] ?? from, n: 0, events: 0, expected: 0 });
  }
  let band = 0;
  for (const i of order) {
    while (band + 1 < bands.length && (fitted[i] as number) > (bands[band]?.to as number) + 1e-10)
      band++;
    const here = bands[band] as (typeof bands)[number];
    const w = weights[i] as number;
    here.n += w;
    here.events += w * (y[i] as number);
    here.expected += w * (fitted[i] as number);
  }
  const filled = bands.filter((b) => b.n > 0);
  return {
    bands: filled.map(({ from, to, n, events, expected }) => ({
      from,
      to,
      n,
      events,
      observed: events / n,
      predicted: expected / n,
    })),
    hosmerLemeshow: hosmerLemeshow(filled),
  };
}

function hosmerLemeshow(
  bands: readonly { n: number; events: number; expected: number }[],
): Calibration["hosmerLemeshow"] {
  const method = "Hosmer–Lemeshow";
  if (bands.length < 3) {
    return {
      method,
      refused: "too-few-bands",
      reason: `The predictions take only ${bands.length} different levels; the test needs at least 3.`,
    };
  }
  let statistic = 0;
  for (const { n, events, expected } of bands) {
    const spread = expected * (1 - expected / n);
    if (!(spread > 0)) {
      return { method, refused: "certain-band", reason: "A band is predicted with certainty." };
    }
    statistic += (events - expected) ** 2 / spread;
  }
  const df = bands.length - 2;
  return {
    method,
    statistic,
    df,
    pValue: chiSquaredUpper(statistic, df),
    logPValue: logChiSquaredUpper(statistic, df),
  };
}
