import { bitsetCount, bitsetDifference } from "./bitset.ts";
import type { LinkedCell } from "./join-links.ts";
import type { Facet, Links } from "./links.ts";
import type { About, Growing, SystemCell } from "./system-cell.ts";

/**
 * Differences that a reader could work out: a printed cell, and one printed elsewhere that holds it, such as a
 * node of a tree and the same class at the same age. Where fewer than the threshold are between, they are a
 * hidden count.
 */
export function addDifferences(cells: readonly LinkedCell[], links: Links, system: Growing): void {
  const { threshold } = system.profile;
  const own = cells.filter(({ index }) => system.cells[index]?.primary === null);
  const bySize = new Map<string, LinkedCell[]>();
  const at = (base: string, count: number): string => `${base} ${count}`;
  for (const cell of own) {
    const key = at(cell.base, (system.cells[cell.index] as SystemCell).count);
    bySize.set(key, [...(bySize.get(key) ?? []), cell]);
  }
  for (const part of own) {
    const inner = system.cells[part.index] as SystemCell;
    for (let between = 1; between < threshold; between++) {
      for (const whole of bySize.get(at(part.base, inner.count + between)) ?? []) {
        const outer = system.cells[whole.index] as SystemCell;
        // Within one table, and within one tree, sums say it already.
        if (inner.tables.some((id) => outer.tables.includes(id))) continue;
        if (bitsetDifference(inner.members, outer.members) > 0) continue;
        if (!implies(part.about, whole.about, links)) continue;
        const members = outer.members.map(
          (word, word32) => (word & ~(inner.members[word32] ?? 0)) >>> 0,
        );
        const rest = system.place(
          `difference of ${outer.key} and ${inner.key}`,
          { count: bitsetCount(members), members, ...links.countFamilies(members) },
          { isSensitive: true, neverZero: false, table: null },
        );
        system.equate(whole.index, [part.index, rest], "links");
      }
    }
  }
}

/** Is everybody who is what the first says also what the second says, by the words alone? */
function implies(part: About, whole: About, links: Links): boolean {
  return [...whole].every(([variable, values]) => {
    const wanted = held(variable, values, links);
    if (wanted === null) return false;
    const facet = links.facets.get(wanted.facet) as Facet;
    return [...part].some(([other, own]) => {
      const has = held(other, own, links);
      if (has === null) return false;
      if (has.facet === wanted.facet) return has.pieces.every((p) => wanted.pieces.includes(p));
      return has.pieces.every((piece) =>
        facet.pieces.every(
          (_, each) =>
            wanted.pieces.includes(each) || !links.canMeet(has.facet, piece, wanted.facet, each),
        ),
      );
    });
  });
}

function held(
  variable: string,
  values: readonly string[],
  links: Links,
): { readonly facet: string; readonly pieces: readonly number[] } | null {
  const own = values.map((value) => links.piecesOf(variable, value));
  const facet = own.find((each) => each !== null)?.facet;
  return facet === undefined ? null : { facet, pieces: own.flatMap((each) => each?.pieces ?? []) };
}
