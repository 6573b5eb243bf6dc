import type { Random } from "../random/random.ts";

/**
 * Chooses exactly `count` of some items, those with a higher score more often: each score gets a random
 * amount added, and the highest win. Exact margins with associations that are real but not perfect.
 *
 * @param noise - Spread of the random amount; 0 makes the choice a ranking.
 */
export function choose(
  items: readonly number[],
  count: number,
  score: (item: number) => number,
  random: Random,
  noise = 1,
): Set<number> {
  const ranked = items
    .map((item) => ({ item, rank: score(item) + noise * gumbel(random) }))
    .sort((a, b) => b.rank - a.rank || a.item - b.item);
  return new Set(ranked.slice(0, count).map(({ item }) => item));
}

const gumbel = (random: Random): number => -Math.log(-Math.log(random.next() * 0.999998 + 1e-6));
