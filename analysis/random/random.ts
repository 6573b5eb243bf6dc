/** A source of chance with a known start: the same seed gives the same numbers on every machine. */
export interface Random {
  /** A number in [0, 1), 53 random bits. */
  next(): number;
  /** A whole number from 0 to below `limit`, without bias. */
  below(limit: number): number;
}

/**
 * xoshiro128** seeded by SplitMix32 from a number and the name of a stream, so that two analyses of
 * one study never share their draws.
 *
 * @param seed - Any whole number; printed with each result that used chance.
 * @param stream - What the draws are for, such as "bootstrap:tree".
 * @example
 * seededRandom(1, "a").next() === seededRandom(1, "a").next() // => true
 * @see Blackman and Vigna (2021), Scrambled linear pseudorandom number generators, ACM TOMS 47(4).
 */
export function seededRandom(seed: number, stream: string): Random {
  let hash = (seed ^ 0x9e3779b9) >>> 0;
  for (let index = 0; index < stream.length; index++) {
    hash = Math.imul(hash ^ stream.charCodeAt(index), 0x01000193) >>> 0;
  }
  const split = (): number => {
    hash = (hash + 0x9e3779b9) >>> 0;
    let z = hash;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let a = split();
  let b = split();
  let c = split();
  let d = split();
  const word = (): number => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return {
    next: () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992,
    below(limit) {
      let drawn = word();
      // Only the last 2^32 mod limit words would give small numbers an advantage: draw again.
      if (drawn >= 4294967296 - limit) {
        const reject = 4294967296 - (4294967296 % limit);
        while (drawn >= reject) drawn = word();
      }
      return drawn % limit;
    },
  };
}
