import { type CountTable, judgementValues, notKnown } from "./count-table.ts";
import { addDifferences } from "./join-differences.ts";
import { joinLinks, type LinkedCell } from "./join-links.ts";
import { addTree, joinToTables } from "./join-trees.ts";
import type { Links } from "./links.ts";
import type { ImpliedTable } from "./model-output.ts";
import type { Profile } from "./profile.ts";
import {
  type About,
  type CellSystem,
  cellKey,
  type Equation,
  type Place,
  type PrimaryReason,
  type SystemCell,
} from "./system-cell.ts";
import type { TreeTable } from "./tree-table.ts";

/**
 * Joins tables into one system: a margin that two tables share is one cell with one status, which is
 * what makes linked tables safe together. A tree is a hierarchy in the same system, joined to every table
 * whose cells make up one of its nodes. Tables of variables that are cut from one thing are joined through the
 * finest groups between their cuts. Where two printed cells, one holding the other, differ by fewer than the
 * threshold, that difference is a hidden count of its own.
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
    /** How the categories of different variables lie to one another, for each unit. */
    readonly links?: ReadonlyMap<string, Links>;
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
        // Nobody says that there is anybody in a group that no table prints.
        mayBeZero: table === null || (zeroIsHidden(isSensitive, profile) && !neverZero),
        exact,
        printedBefore,
        tables: [],
      });
    }
    if (table !== null) cells[index]?.tables.push(table);
    return index;
  };
  const linked: LinkedCell[] = [];
  const sensitive = new Set<string>();
  const addTable = (table: CountTable, exact: boolean): void => {
    for (const { name, sensitive: own } of table.variables) if (own) sensitive.add(name);
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
      if (!exact) linked.push({ index, base: baseOf(table), about: aboutCell(table, cell) });
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
  for (const tree of others.trees ?? []) {
    linked.push(...addTree(tree, tables, system));
    for (const name of tree.sensitive) sensitive.add(name);
  }
  const joinAll = (): void => {
    const once = [...new Map(linked.map((each) => [each.index, each])).values()];
    for (const [unit, links] of others.links ?? []) {
      const own = once.filter(({ base }) => base.startsWith(`${unit}:`));
      joinLinks(own, links, sensitive, system);
      addDifferences(own, links, system);
    }
  };
  // Before what models imply and after it: the first cells are those of the system without models.
  joinAll();
  for (const table of others.implied ?? []) {
    addTable(table, true);
    for (const { coordinates } of table.cells) {
      const [own, event] = coordinates as [number | null, number | null];
      const about = new Map<string, readonly string[]>();
      if (own !== null) about.set(table.variable, [table.variables[0]?.levels[own]?.value ?? ""]);
      if (event !== null) about.set(table.outcome, table.values[event] as readonly string[]);
      const index = indexOf.get(cellKey(table, coordinates)) as number;
      linked.push({ index, base: baseOf(table), about });
      joinToTables(index, about, table, tables, system);
    }
  }
  if ((others.implied ?? []).length > 0) joinAll();
  return { cells, equations, indexOf };
}

const baseOf = ({ unit, population }: Pick<CountTable, "unit" | "population">): string =>
  `${unit}:${population}`;

const aboutCell = (table: CountTable, { coordinates }: CountTable["cells"][number]): About =>
  new Map(
    table.variables.flatMap(({ name, levels }, at) => {
      const level = levels[coordinates[at] ?? -1];
      return level === undefined ? [] : [[name, [level.value]] as const];
    }),
  );

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
