import type { Bitset } from "./bitset.ts";
import type { CountTable } from "./count-table.ts";
import type { Profile } from "./profile.ts";
import type { NodeCell } from "./tree-table.ts";

/** A count in the joint system: one cell, however many tables print it. */
export interface SystemCell {
  /** Unit, population and the levels that define it: the same key is the same number. */
  readonly key: string;
  readonly count: number;
  readonly families: number;
  readonly members: Bitset;
  readonly familyMembers: Bitset;
  /** Why it must be hidden for its own sake, or null. */
  readonly primary: PrimaryReason | null;
  /** Would a nought here be hidden too? If not, a reader knows that a hidden count is at least 1. */
  readonly mayBeZero: boolean;
  /** Shown, it is known to the last digit: an odds ratio tells more than a rounded table. */
  readonly exact: boolean;
  /** Was it printed in an earlier release? Then hiding it now protects nothing. */
  readonly printedBefore: boolean;
  /** The tables and trees that print it; none for a group that a reader could only work out. */
  readonly tables: readonly string[];
}

export type PrimaryReason = "small" | "few-families" | "zero" | "earlier" | "difference";

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

/** What a cell is about: for each variable the levels that it holds. */
export type About = ReadonlyMap<string, readonly string[]>;

/** Puts a cell into a system, unless it is there; gives its number. */
export type Place = (
  key: string,
  cell: Omit<NodeCell, "level">,
  how: {
    readonly isSensitive: boolean;
    /** Does a reader know that it cannot be nought? */
    readonly neverZero: boolean;
    readonly table: string | null;
    readonly exact?: boolean;
  },
) => number;

/** A system under construction. */
export interface Growing {
  readonly cells: readonly SystemCell[];
  readonly place: Place;
  readonly equate: (total: number, parts: readonly number[], table: string) => void;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly profile: Profile;
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
