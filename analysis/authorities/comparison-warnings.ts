import type { AuthorityCount } from "./count-authorities.ts";

/**
 * What a reader of a comparison must be warned of: authorities with fewer than 10 families (or rows), where
 * everybody or nobody has the event, or where nobody's outcome is known.
 *
 * @param withFamilies - Do the counts know their families?
 * @example
 * comparisonWarnings([{ name: "A", value: "A", events: 0, n: 12, nMissing: 0, families: null }], false) // => ["Everybody or nobody has the event: A. An odds ratio cannot be given there."]
 */
export function comparisonWarnings(
  counts: readonly AuthorityCount[],
  withFamilies: boolean,
): string[] {
  const names = (list: readonly AuthorityCount[]): string =>
    list.map((count) => count.name).join(", ");
  const few = counts.filter((count) => count.n > 0 && (count.families ?? count.n) < 10);
  const empty = counts.filter(
    (count) => count.n > 0 && (count.events === 0 || count.events === count.n),
  );
  const nobody = counts.filter((count) => count.n === 0);
  return [
    ...(few.length > 0
      ? [
          `Fewer than 10 ${withFamilies ? "families" : "in the denominator"}: ${names(few)}. Prefer the shrunken estimates, or join authorities.`,
        ]
      : []),
    ...(empty.length > 0
      ? [`Everybody or nobody has the event: ${names(empty)}. An odds ratio cannot be given there.`]
      : []),
    ...(nobody.length > 0 ? [`Nobody's outcome is known: ${names(nobody)}.`] : []),
  ];
}
