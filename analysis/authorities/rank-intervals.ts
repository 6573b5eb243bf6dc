import { type Random, seededRandom } from "../random/random.ts";

/** Where an authority stands, and how far that can be known. */
export interface RankInterval {
  readonly name: string;
  /** 1 is the highest share; ties share the mean of their ranks. */
  readonly rank: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly ciLevel: number;
}

/**
 * Ranks of shares, each with the range it takes when every share is drawn again and again from its
 * own uncertainty: Beta(x + ½, n − x + ½).
 *
 * When not to use: as a league table. Goldstein and Spiegelhalter show how little ranks hold.
 *
 * @param options.designEffect - Divides each n (and events) when families repeat themselves; 1 or more.
 * @example
 * rankIntervals([{ name: "A", events: 90, n: 100 }, { name: "B", events: 5, n: 100 }], { seed: 1 }).map((r) => r.ciHigh) // => [1, 2]
 * @see Goldstein and Spiegelhalter (1996), J. R. Stat. Soc. A 159, 385–443.
 */
export function rankIntervals(
  entries: readonly { readonly name: string; readonly events: number; readonly n: number }[],
  options: {
    readonly seed: number;
    readonly draws?: number;
    readonly level?: number;
    readonly designEffect?: number;
  },
): RankInterval[] {
  const { seed, draws = 4000, level = 0.95, designEffect = 1 } = options;
  const used = entries.filter((entry) => entry.n > 0);
  const k = used.length;
  const seen = used.map(() => new Uint32Array(k + 1));
  // A stream for each authority, so that their order in the input changes nothing.
  const streams = used.map((entry) => seededRandom(seed, `rank:${entry.name}`));
  const drawn = new Float64Array(k);
  const order = Array.from({ length: k }, (_, i) => i);
  for (let draw = 0; draw < draws; draw++) {
    used.forEach(({ events, n }, i) => {
      const random = streams[i] as Random;
      const x = gammaDraw(random, events / designEffect + 0.5);
      const y = gammaDraw(random, (n - events) / designEffect + 0.5);
      drawn[i] = x / (x + y);
    });
    order.sort((i, j) => (drawn[j] as number) - (drawn[i] as number));
    order.forEach((i, place) => {
      (seen[i] as Uint32Array)[place + 1]!++;
    });
  }
  const shares = used.map((entry) => entry.events / entry.n);
  return used.map(({ name }, i) => {
    const above = shares.filter((share) => share > (shares[i] as number)).length;
    const ties = shares.filter((share) => share === shares[i]).length;
    const counts = seen[i] as Uint32Array;
    const at = (p: number): number => {
      let sum = 0;
      for (let place = 1; place <= k; place++) {
        sum += counts[place] as number;
        if (sum >= p * draws) return place;
      }
      return k;
    };
    return {
      name,
      rank: above + (ties + 1) / 2,
      ciLow: at((1 - level) / 2),
      ciHigh: at(1 - (1 - level) / 2),
      ciLevel: level,
    };
  });
}

/** A gamma draw of shape ½ or more, by Marsaglia and Tsang's squeeze. */
function gammaDraw(random: Random, shape: number): number {
  if (shape < 1) return gammaDraw(random, shape + 1) * (random.next() || 1e-300) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalDraw(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(random.next() || 1e-300) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function normalDraw(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
