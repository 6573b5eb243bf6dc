/** Events and denominator of an authority. */
export interface NamedCount {
  readonly name: string;
  readonly events: number;
  readonly n: number;
}

/**
 * One count for each authority, its strata added up, in the order of first appearance.
 *
 * @example
 * sumStrata([{ name: "A", events: 1, n: 4 }, { name: "A", events: 2, n: 6 }]) // => [{ name: "A", events: 3, n: 10 }]
 */
export function sumStrata(counts: readonly NamedCount[]): NamedCount[] {
  const sums = new Map<string, NamedCount>();
  for (const { name, events, n } of counts) {
    const own = sums.get(name);
    sums.set(name, { name, events: (own?.events ?? 0) + events, n: (own?.n ?? 0) + n });
  }
  return [...sums.values()];
}
