import type { Bitset } from "./bitset.ts";
import { type CountTable, judgementValues, notKnown } from "./count-table.ts";
import type { ImpliedTable } from "./model-output.ts";
import type { Profile } from "./profile.ts";
import { type NodeCell, pathKey, type TreeTable, type TreeTableNode } from "./tree-table.ts";

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
  /** The tables and trees that print it; none for a difference that a reader could work out. */
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

/**
 * Joins tables into one system: a margin that two tables share is one cell with one status, which is
 * what makes linked tables safe together. A tree is a hierarchy in the same system, joined to every table
 * whose cells make up one of its nodes. Where a node and a cell of a table differ by fewer than the threshold,
 * that difference is a hidden count of its own.
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
  others: {
    readonly trees?: readonly TreeTable[];
    /** Tables that are not printed, but that printed coefficients give away. */
    readonly implied?: readonly ImpliedTable[];
  } = {},
): CellSystem {
  const indexOf = new Map<string, number>();
  const cells: (SystemCell & { tables: string[] })[] = [];
  const equations: Equation[] = [];
  const seen = new Set<string>();
  const equate = (total: number, parts: readonly number[], table: string): void => {
    const name = `${total}=${[...parts].sort((a, b) => a - b).join("+")}`;
    if (seen.has(name) || (parts.length === 1 && parts[0] === total)) return;
    seen.add(name);
    equations.push({ total, parts, table });
  };
  const place: Place = (key, cell, { isSensitive, neverZero, table, exact = false }) => {
    let index = indexOf.get(key);
    if (index === undefined) {
      index = cells.length;
      indexOf.set(key, index);
      const printedBefore = earlier.shown.has(key);
      const own = primaryReason(cell.count, cell.families, isSensitive, profile);
      const { count, families, members, familyMembers } = cell;
      cells.push({
        key,
        count,
        families,
        members,
        familyMembers,
        primary: printedBefore ? null : (own ?? (earlier.hidden.has(key) ? "earlier" : null)),
        mayBeZero: zeroIsHidden(isSensitive, profile) && !neverZero,
        exact,
        printedBefore,
        tables: [],
      });
    }
    if (table !== null) cells[index]?.tables.push(table);
    return index;
  };
  const addTable = (table: CountTable, exact: boolean): void => {
    const numbers = new Map<string, number>();
    for (const cell of table.cells) {
      const isSensitive = table.variables.some(
        (variable, at) => variable.sensitive && cell.coordinates[at] !== null,
      );
      const isJudgement = table.variables.some((variable, at) =>
        judgementValues.includes(variable.levels[cell.coordinates[at] ?? -1]?.value ?? ""),
      );
      const index = place(cellKey(table, cell.coordinates), cell, {
        isSensitive: isSensitive && !isJudgement,
        neverZero: mustHaveSome(table, cell.coordinates),
        table: table.id,
        exact: exact && !cell.coordinates.includes(null),
      });
      numbers.set(cell.coordinates.join(), index);
    }
    for (const cell of table.cells) {
      cell.coordinates.forEach((level, variable) => {
        if (level !== null) return;
        const total = numbers.get(cell.coordinates.join()) as number;
        const size = table.variables[variable]?.levels.length ?? 0;
        const parts = Array.from({ length: size }, (_, part) => {
          const coordinates = cell.coordinates.map((own, at) => (at === variable ? part : own));
          return numbers.get(coordinates.join()) as number;
        });
        equate(total, parts, table.id);
      });
    }
  };
  for (const table of tables) addTable(table, false);
  const system = { cells, place, equate, indexOf, profile };
  for (const tree of others.trees ?? []) addTree(tree, tables, system);
  for (const table of others.implied ?? []) {
    addTable(table, true);
    for (const { coordinates } of table.cells) {
      const [own, event] = coordinates as [number | null, number | null];
      const about = new Map<string, readonly string[]>();
      if (own !== null) about.set(table.variable, [table.variables[0]?.levels[own]?.value ?? ""]);
      if (event !== null) about.set(table.outcome, table.values[event] as readonly string[]);
      const index = indexOf.get(cellKey(table, coordinates)) as number;
      joinToTables(index, about, table, tables, system);
    }
  }
  return { cells, equations, indexOf };
}

type Place = (
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
interface Growing {
  readonly cells: readonly SystemCell[];
  readonly place: Place;
  readonly equate: (total: number, parts: readonly number[], table: string) => void;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly profile: Profile;
}

/** Puts the nodes of a tree into the system, with what they say of each other. */
function addTree(tree: TreeTable, tables: readonly CountTable[], system: Growing): void {
  const { place, equate } = system;
  const numbers = new Map<string, number>();
  const at = (node: TreeTableNode, level: number | null): number =>
    numbers.get(`${node.id}:${level}`) as number;
  for (const node of tree.nodes) {
    const pathSensitive = node.path.some(({ variable }) => tree.sensitive.includes(variable));
    for (const cell of node.cells) {
      const isJudgement =
        cell.level !== null &&
        judgementValues.includes(tree.outcome.levels[cell.level]?.value ?? "");
      const isSensitive =
        !isJudgement && (pathSensitive || (cell.level !== null && tree.outcome.sensitive));
      const key = pathKey(tree, node.path, cell.level);
      // Nobody is let into a node that is empty, and a reader knows it.
      numbers.set(
        `${node.id}:${cell.level}`,
        place(key, cell, { isSensitive, neverZero: cell.level === null, table: tree.id }),
      );
    }
  }
  for (const node of tree.nodes) {
    const levels = node.cells.flatMap(({ level }) => (level === null ? [] : [level]));
    equate(
      at(node, null),
      levels.map((level) => at(node, level)),
      tree.id,
    );
    const children = tree.nodes.filter(({ parent }) => parent === node.id);
    if (children.length > 0) {
      for (const level of [...levels, null]) {
        equate(
          at(node, level),
          children.map((child) => at(child, level)),
          tree.id,
        );
      }
    }
  }
  for (const node of tree.nodes) {
    for (const { level } of node.cells) {
      const about = new Map(node.path.map(({ variable, values }) => [variable, values]));
      if (level !== null) about.set(tree.outcome.name, [tree.outcome.levels[level]?.value ?? ""]);
      // Where some outcomes are not known, a node without its class is in no table.
      else if (tree.nMissing > 0) continue;
      const index = at(node, level);
      joinToTables(index, about, tree, tables, system);
      addDifferences(index, about, tree, system);
    }
  }
}

/** What a new cell is about: for each variable the levels that it holds. */
type Levels = ReadonlyMap<string, readonly string[]>;

/** A cell of levels put together is the sum of those levels, wherever a table has them one by one. */
function joinToTables(
  index: number,
  about: Levels,
  own: { readonly id: string; readonly unit: string; readonly population: string },
  tables: readonly CountTable[],
  { equate, indexOf }: Growing,
): void {
  for (const table of tables) {
    if (table.unit !== own.unit || table.population !== own.population) continue;
    if ([...about.keys()].some((name) => !table.variables.some((each) => each.name === name))) {
      continue;
    }
    let parts: (number | null)[][] = [[]];
    for (const variable of table.variables) {
      const levels = about.get(variable.name);
      const places = levels?.map((value) =>
        variable.levels.findIndex((each) => each.value === value),
      );
      // A level that the table does not have is held by nobody.
      const used: (number | null)[] = places?.filter((place) => place >= 0) ?? [null];
      parts = parts.flatMap((start) => used.map((place) => [...start, place]));
    }
    if (parts.length === 0) continue;
    equate(
      index,
      parts.map((coordinates) => indexOf.get(cellKey(table, coordinates)) as number),
      own.id,
    );
  }
}

/**
 * Differences that a reader could work out: a cell of a tree, and one that is printed elsewhere and holds it,
 * such as the same class at the same age. Where fewer than the threshold are between, they are a hidden count.
 */
function addDifferences(
  index: number,
  about: Levels,
  own: { readonly id: string; readonly unit: string; readonly population: string },
  { cells, indexOf, place, equate, profile }: Growing,
): void {
  const cell = cells[index] as SystemCell;
  if (cell.primary !== null) return;
  const single = [...about].flatMap(([name, levels]) =>
    levels.length === 1 ? [`${name}=${levels[0]}`] : [],
  );
  for (let chosen = 0; chosen < 1 << single.length; chosen++) {
    const stated = single.filter((_, at) => chosen & (1 << at));
    const key = [`${own.unit}:${own.population}`, ...stated.sort()].join(" & ");
    const larger = indexOf.get(key);
    if (larger === undefined || larger === index) continue;
    const whole = cells[larger] as SystemCell;
    const between = whole.count - cell.count;
    if (whole.primary !== null || between <= 0 || between >= profile.threshold) continue;
    const difference = {
      count: between,
      families: between,
      members: whole.members.map((word, at) => (word & ~(cell.members[at] ?? 0)) >>> 0),
      familyMembers: new Uint32Array(0),
    };
    const rest = place(`difference of ${whole.key} and ${cell.key}`, difference, {
      isSensitive: true,
      neverZero: false,
      table: null,
    });
    equate(larger, [index, rest], own.id);
  }
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
