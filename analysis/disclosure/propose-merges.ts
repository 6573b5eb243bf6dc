import type { CountTable } from "./count-table.ts";
import type { Profile } from "./profile.ts";

/** A merge of two levels that would leave fewer small counts. */
export interface MergeProposal {
  readonly variable: string;
  readonly label: string;
  readonly levels: readonly [string, string];
  /** Small inner counts in the tables of the variable, before and after. */
  readonly before: number;
  readonly after: number;
}

/**
 * Merges that would hide less: for each variable the two levels (neighbours, where levels are in order) that
 * leave the fewest small counts when they are one. Best first. Whether they belong together is for people.
 */
export function proposeMerges(tables: readonly CountTable[], profile: Profile): MergeProposal[] {
  const found = new Map<string, MergeProposal>();
  const names = new Set(tables.flatMap((table) => table.variables.map(({ name }) => name)));
  for (const name of names) {
    const own = tables.filter((table) => table.variables.some((each) => each.name === name));
    const [first] = own as [CountTable, ...CountTable[]];
    const at = first.variables.findIndex((each) => each.name === name);
    const variable = first.variables[at];
    if (variable === undefined || variable.levels.length < 3) continue;
    const sizes = variable.levels.map((_, level) => {
      const margin = first.cells.find((cell) =>
        cell.coordinates.every((each, place) => each === (place === at ? level : null)),
      );
      return margin?.count ?? 0;
    });
    const used = [...sizes.keys()].filter(
      (level) =>
        (sizes[level] as number) > 0 && !variable.levels[level]?.value.startsWith("not_known"),
    );
    // Levels that are in order are merged with their neighbours only.
    const pairs = used.flatMap((a, place) =>
      (variable.ordered ? used.slice(place + 1, place + 2) : used.slice(place + 1)).map(
        (b) => [a, b] as const,
      ),
    );
    const before = smallCounts(own, name, null, profile);
    const tried = pairs
      .map((pair) => ({ pair, after: smallCounts(own, name, pair, profile) }))
      .sort((x, y) => x.after - y.after || sizeOf(sizes, x.pair) - sizeOf(sizes, y.pair));
    const [best] = tried;
    if (best === undefined || best.after >= before) continue;
    const levels = best.pair.map((level) => variable.levels[level]?.label as string);
    found.set(name, {
      variable: name,
      label: variable.label,
      levels: levels as [string, string],
      before,
      after: best.after,
    });
  }
  return [...found.values()].sort((x, y) => y.before - y.after - (x.before - x.after));
}

const sizeOf = (sizes: readonly number[], [a, b]: readonly [number, number]): number =>
  (sizes[a] as number) + (sizes[b] as number);

/** Inner counts from 1 to the threshold, with two levels of a variable merged or as they are. */
function smallCounts(
  tables: readonly CountTable[],
  name: string,
  pair: readonly [number, number] | null,
  profile: Profile,
): number {
  const isSmall = (count: number): number => (count > 0 && count < profile.threshold ? 1 : 0);
  let small = 0;
  for (const table of tables) {
    const place = table.variables.findIndex((each) => each.name === name);
    const counts = new Map(table.cells.map((cell) => [cell.coordinates.join(), cell.count]));
    for (const { coordinates, count } of table.cells) {
      if (coordinates.includes(null)) continue;
      if (pair === null || !pair.includes(coordinates[place] as number)) small += isSmall(count);
      else if (coordinates[place] === pair[0]) {
        const other = coordinates.map((level, index) => (index === place ? pair[1] : level)).join();
        small += isSmall(count + (counts.get(other) ?? 0));
      }
    }
  }
  return small;
}
