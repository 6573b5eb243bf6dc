import type { Bitset } from "./bitset.ts";
import { type CountTable, notKnown } from "./count-table.ts";
import type { Profile } from "./profile.ts";

/** A count in the joint system: one cell, however many tables print it. */
export interface SystemCell {
  /** Unit, population and the levels that define it: the same key is the same number. */
  readonly key: string;
  readonly count: number;
  readonly families: number;
  readonly members: Bitset;
  /** Why it must be hidden for its own sake, or null. */
  readonly primary: PrimaryReason | null;
  /** Would a nought here be hidden too? If not, a reader knows that a hidden count is at least 1. */
  readonly mayBeZero: boolean;
  /** Was it printed in an earlier release? Then hiding it now protects nothing. */
  readonly printedBefore: boolean;
  /** The tables that print it. */
  readonly tables: readonly string[];
}

export type PrimaryReason = "small" | "few-families" | "zero" | "earlier";

/** A published sum: the total is the sum of its parts. Cells by their number in the system. */
export interface Equation {
  readonly total: number;
  readonly parts: readonly number[];
  readonly table: string;
}

/** All cells of all tables of a release, and everything their margins say of one another. */
export interface CellSystem {
  readonly cells: readonly SystemCell[];
  readonly equations: readonly Equation[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/**
 * Joins tables into one system: a margin that two tables share is one cell with one status, which is
 * what makes linked tables safe together.
 *
 * @param earlier.hidden - Keys hidden in earlier releases: they stay hidden.
 * @param earlier.shown - Keys printed in earlier releases: they are known, and cannot be hidden now.
 * @see Statistics Norway, GaussSuppression; sdcTable's linked-table example.
 */
export function cellSystem(
  tables: readonly CountTable[],
  profile: Profile,
  earlier: { readonly hidden: ReadonlySet<string>; readonly shown: ReadonlySet<string> } = {
    hidden: new Set(),
    shown: new Set(),
  },
): CellSystem {
  const indexOf = new Map<string, number>();
  const cells: (SystemCell & { tables: string[] })[] = [];
  const equations: Equation[] = [];
  const seen = new Set<string>();
  for (const table of tables) {
    const numbers = new Map<string, number>();
    for (const cell of table.cells) {
      const key = cellKey(table, cell.coordinates);
      let index = indexOf.get(key);
      if (index === undefined) {
        index = cells.length;
        indexOf.set(key, index);
        const sensitive = table.variables.some(
          (variable, place) => variable.sensitive && cell.coordinates[place] !== null,
        );
        const printedBefore = earlier.shown.has(key);
        const own = primaryReason(cell.count, cell.families, sensitive, profile);
        cells.push({
          key,
          count: cell.count,
          families: cell.families,
          members: cell.members,
          primary: printedBefore ? null : (own ?? (earlier.hidden.has(key) ? "earlier" : null)),
          mayBeZero: zeroIsHidden(sensitive, profile) && !mustHaveSome(table, cell.coordinates),
          printedBefore,
          tables: [],
        });
      }
      cells[index]?.tables.push(table.id);
      numbers.set(cell.coordinates.join(), index);
    }
    for (const cell of table.cells) {
      cell.coordinates.forEach((level, place) => {
        if (level !== null) return;
        const total = numbers.get(cell.coordinates.join()) as number;
        const size = table.variables[place]?.levels.length ?? 0;
        const parts = Array.from({ length: size }, (_, part) => {
          const coordinates = cell.coordinates.map((own, at) => (at === place ? part : own));
          return numbers.get(coordinates.join()) as number;
        });
        const name = `${total}=${[...parts].sort((a, b) => a - b).join("+")}`;
        if (seen.has(name)) return;
        seen.add(name);
        equations.push({ total, parts, table: table.id });
      });
    }
  }
  return { cells, equations, indexOf };
}

/** What defines a cell, in words that do not depend on the table that prints it. */
export function cellKey(
  table: Pick<CountTable, "unit" | "population" | "variables">,
  coordinates: readonly (number | null)[],
): string {
  const parts = table.variables.flatMap((variable, place) => {
    const level = coordinates[place];
    return level === null || level === undefined
      ? []
      : [`${variable.name}=${variable.levels[level]?.value}`];
  });
  return [`${table.unit}:${table.population}`, ...parts.sort()].join(" & ");
}

function primaryReason(
  count: number,
  families: number,
  sensitive: boolean,
  profile: Profile,
): PrimaryReason | null {
  if (count === 0) return zeroIsHidden(sensitive, profile) ? "zero" : null;
  if (count < profile.threshold) return "small";
  if (families < profile.minimumFamilies) return "few-families";
  return null;
}

const zeroIsHidden = (sensitive: boolean, profile: Profile): boolean =>
  profile.zeros === "hidden" || (profile.zeros === "hidden-if-sensitive" && sensitive);

/** "Not known" is a level only where somebody is: its total cannot be nought, and a reader knows it. */
function mustHaveSome(table: CountTable, coordinates: readonly (number | null)[]): boolean {
  const stated = coordinates.flatMap((level, place) =>
    level === null ? [] : [table.variables[place]?.levels[level]?.value],
  );
  return stated.length === 1 && stated[0] === notKnown.value;
}
