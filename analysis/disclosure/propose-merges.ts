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
 * Merges that would hide less: for each variable the smallest level with the next smallest (in an ordered
 * variable, such as bands of age, pick neighbours yourself), where that leaves fewer small counts. Best first.
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
    const [a, b] = [...sizes.keys()]
      .filter((level) => (sizes[level] as number) > 0)
      .sort((x, y) => (sizes[x] as number) - (sizes[y] as number));
    if (a === undefined || b === undefined) continue;
    const small = (count: number): number => (count > 0 && count < profile.threshold ? 1 : 0);
    let before = 0;
    let after = 0;
    for (const table of own) {
      const place = table.variables.findIndex((each) => each.name === name);
      const counts = new Map(table.cells.map((cell) => [cell.coordinates.join(), cell.count]));
      for (const { coordinates, count } of table.cells) {
        if (coordinates.includes(null)) continue;
        before += small(count);
        if (coordinates[place] === b) continue;
        const other = coordinates.map((level, index) => (index === place ? b : level)).join();
        after += small(coordinates[place] === a ? count + (counts.get(other) ?? 0) : count);
      }
    }
    if (after >= before) continue;
    const levels = [
      variable.levels[a]?.label as string,
      variable.levels[b]?.label as string,
    ] as const;
    found.set(name, { variable: name, label: variable.label, levels, before, after });
  }
  return [...found.values()].sort((x, y) => y.before - y.after - (x.before - x.after));
}
